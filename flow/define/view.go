package define

import (
	"fmt"
	"slices"
	"sync/atomic"

	"sojourn/journey"
)

// View is something computed from all definitions of some nouns together, as they are now. It is read
// without a lock.
type View[T any] struct {
	store   *Store
	nouns   []journey.Noun
	compute func(Listing) (*T, error)
	current atomic.Pointer[T]
}

// Listing gives the definitions of a noun in the order of listings. They are only read.
type Listing func(journey.Noun) []journey.Definition

// NewView computes the view, and again with every change of the nouns before it is stored: a change with which compute
// fails never gets in. What compute returns is never changed.
func NewView[T any](s *Store, compute func(Listing) (*T, error), nouns ...journey.Noun) (*View[T], error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	v := &View[T]{store: s, nouns: nouns, compute: compute}
	first, err := compute(s.List)
	if err != nil {
		return nil, fmt.Errorf("define: stored definitions of %s: %w", nouns, err)
	}
	v.current.Store(first)
	s.tables = append(s.tables, v)
	return v, nil
}

// Get returns the view as it is now.
func (v *View[T]) Get() *T { return v.current.Load() }

func (v *View[T]) concerns(noun journey.Noun) bool { return slices.Contains(v.nouns, noun) }

func (v *View[T]) prepare(d journey.Definition) (func(), error) {
	next, err := v.compute(v.store.current.Load().with(d).list)
	if err != nil {
		return nil, err
	}
	return func() { v.current.Store(next) }, nil
}
