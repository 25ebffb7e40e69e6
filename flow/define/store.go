package define

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"time"

	"sojourn/journey"
)

// Why a change is refused. Test with errors.Is.
var (
	ErrNotFound = errors.New("no such definition")
	ErrConflict = errors.New("the version does not match the current version") // api.md §7
	ErrExists   = errors.New("there is a definition with this id already")
)

// Log takes the record of a change; it is durable when Append returns. Called by one goroutine at a time.
type Log interface {
	Append(ctx context.Context, records [][]byte) (journey.Position, error)
}

// Index keeps the newest version of each definition. Definitions is read once, at the start; Define
// is called for one change at a time.
type Index interface {
	Definitions(ctx context.Context) iter.Seq2[*journey.Definition, error]
	Define(ctx context.Context, upTo journey.Position, definitions []*journey.Definition) error
}

// Mark learns which positions of the log the index has. Low is the one below which it has all.
type Mark interface {
	Done(first, last journey.Position)
	Low() journey.Position
}

// Options is what a Store is made of. Log, Index and Mark are required.
type Options struct {
	Log   Log
	Index Index
	Mark  Mark
	Now   func() time.Time // nil for the clock
	// Fixed are definitions that exist in memory only: they are never stored, cannot be changed, and
	// hide stored ones with their id.
	Fixed []journey.Definition
	// Expired tells which definitions are of no use any more; they are left out when the store is
	// opened. nil for none.
	Expired func(journey.Definition) bool
}

// Store knows every definition as it is now. Its methods may be called concurrently: reading takes no
// lock, and changes wait for each other.
type Store struct {
	log   Log
	index Index
	mark  Mark
	now   func() time.Time
	fixed snapshot

	current atomic.Pointer[snapshot]

	changing sync.Mutex // held during a change, for all below
	tables   []table
	unset    []change // durable, but the index could not take them yet
}

// change is a definition that stands in the log.
type change struct {
	at         journey.Position
	definition *journey.Definition
}

// Open reads the definitions from the index, which must have been brought up to the end of the log.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{log: o.Log, index: o.Index, mark: o.Mark, now: o.Now, fixed: snapshot{}}
	if s.now == nil {
		s.now = time.Now
	}
	all := snapshot{}
	for d, err := range o.Index.Definitions(ctx) {
		if err != nil {
			return nil, fmt.Errorf("define: read the definitions: %w", err)
		}
		if o.Expired == nil || d.Deleted || !o.Expired(*d) {
			all.put(*d)
		}
	}
	for _, d := range o.Fixed {
		s.fixed.put(d)
		all.put(d)
	}
	s.current.Store(&all)
	return s, nil
}

// List returns the definitions of a noun by createdDate, then id. The slice is shared: it is only read.
func (s *Store) List(noun journey.Noun) []journey.Definition { return s.current.Load().list(noun) }

// Get returns the definition of that noun and id as it is now.
func (s *Store) Get(noun journey.Noun, id string) (journey.Definition, bool) {
	d, found := s.current.Load().get(noun, id)
	return d, found && !d.Deleted
}

// Ever reports whether there ever was a stored definition of the noun, deleted ones included.
func (s *Store) Ever(noun journey.Noun) bool {
	shelf := (*s.current.Load())[noun]
	return shelf != nil && len(shelf.byID) > len(s.fixed.list(noun))
}
