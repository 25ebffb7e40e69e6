package define

import (
	"fmt"
	"maps"
	"sync/atomic"

	"sojourn/journey"
)

// Table is the definitions of one noun, decoded, as they are now. It is read without a lock.
type Table[T any] struct {
	noun    journey.Noun
	decode  func(journey.Definition) (T, error)
	current atomic.Pointer[map[string]T]
}

// table is a Table or a View of any type.
type table interface {
	concerns(noun journey.Noun) bool
	// prepare decodes a version that is about to be stored and returns what makes it visible. Its error
	// keeps the version from being stored.
	prepare(d journey.Definition) (publish func(), err error)
}

// NewTable decodes all definitions of the noun and from then on every new version before it is stored:
// a version that decode refuses never gets in. The error names a stored definition that cannot be decoded.
func NewTable[T any](
	s *Store, noun journey.Noun, decode func(journey.Definition) (T, error),
) (*Table[T], error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	t := &Table[T]{noun: noun, decode: decode}
	all := map[string]T{}
	for _, d := range s.List(noun) {
		value, err := decode(d)
		if err != nil {
			return nil, fmt.Errorf("define: stored %s %s: %w", noun, d.ID, err)
		}
		all[d.ID] = value
	}
	t.current.Store(&all)
	s.tables = append(s.tables, t)
	return t, nil
}

// Get returns the definition with that id.
func (t *Table[T]) Get(id string) (T, bool) {
	value, found := (*t.current.Load())[id]
	return value, found
}

// Len is the number of definitions.
func (t *Table[T]) Len() int { return len(*t.current.Load()) }

func (t *Table[T]) concerns(noun journey.Noun) bool { return t.noun == noun }

func (t *Table[T]) prepare(d journey.Definition) (func(), error) {
	next := maps.Clone(*t.current.Load())
	if d.Deleted {
		delete(next, d.ID)
	} else {
		value, err := t.decode(d)
		if err != nil {
			return nil, err
		}
		next[d.ID] = value
	}
	return func() { t.current.Store(&next) }, nil
}
