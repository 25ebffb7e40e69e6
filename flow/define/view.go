package define

import (
	"fmt"
	"sync/atomic"

	"sojourn/journey"
)

// View is something computed from all definitions of one noun together, as they are now. It is read
// without a lock.
type View[T any] struct {
	store   *Store
	noun    journey.Noun
	compute func([]journey.Definition) (*T, error)
	current atomic.Pointer[T]
}

// NewView computes the view, and again with every change before it is stored: a change with which compute fails never
// gets in. Compute gets the definitions in the order of listings and does not change them; what it returns is never
// changed either.
func NewView[T any](
	s *Store, noun journey.Noun, compute func([]journey.Definition) (*T, error),
) (*View[T], error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	v := &View[T]{store: s, noun: noun, compute: compute}
	first, err := compute(s.List(noun))
	if err != nil {
		return nil, fmt.Errorf("define: stored definitions of %s: %w", noun, err)
	}
	v.current.Store(first)
	s.tables = append(s.tables, v)
	return v, nil
}

// Get returns the view as it is now.
func (v *View[T]) Get() *T { return v.current.Load() }

func (v *View[T]) about() journey.Noun { return v.noun }

func (v *View[T]) prepare(d journey.Definition) (func(), error) {
	next, err := v.compute(v.store.current.Load().with(d).list(v.noun))
	if err != nil {
		return nil, err
	}
	return func() { v.current.Store(next) }, nil
}
