package enginetest

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/flow/stitch"
	"sojourn/journey"
)

// SessionCursor is a place in a listing of sessions, the zero value its beginning. It is an
// alias of an unnamed struct, as in the engines, so that nobody imports the other.
type SessionCursor = struct {
	Newest journey.Instant
	ID     journey.ID
}

// SessionShortID is a session's short id, an alias for the same reason.
type SessionShortID = struct {
	Session journey.ID
	Number  uint32
	Newest  journey.Instant
}

// Index is what an engine must do to be Sojourn's index: serve the lanes, serve the reads of the
// API, and know up to where in the log it is true.
type Index interface {
	stitch.Index
	// Mark is the position that a restart replays the log from: the largest upTo that is stored.
	Mark(ctx context.Context) (journey.Position, error)
	Define(ctx context.Context, upTo journey.Position, definitions []*journey.Definition) error
	Definitions(ctx context.Context) iter.Seq2[*journey.Definition, error]

	Events(ctx context.Context, session journey.ID, behind journey.EventPlace, limit int,
		types ...journey.EventType) ([]stitch.Located, error)
	Recent(ctx context.Context, from, to journey.Instant, cursor SessionCursor) iter.Seq2[*journey.Session, error]
	OfCustomer(ctx context.Context, customer string, cursor SessionCursor) iter.Seq2[*journey.Session, error]
	ByShortID(ctx context.Context, number uint32) (*journey.Session, error)
	ShortIDs(ctx context.Context, since journey.Instant) iter.Seq2[SessionShortID, error]

	ForgetRepeats(ctx context.Context, before journey.Instant) error
	// Fingerprint is equal for two indexes that say the same about the log.
	Fingerprint(ctx context.Context) (string, error)
	Flush(ctx context.Context) error
	Close() error
}

// IndexEngine is a kind of index under test.
type IndexEngine struct {
	// Open opens the index in dir for a log, with as little memory as the engine can do with.
	Open func(t testing.TB, fs vfs.FS, dir string, log journey.ID) (Index, error)
	// Problems compares all parts of an index with each other.
	Problems func(ctx context.Context, index Index) ([]string, error)
	Rebuild  error // by which the engine refuses an index of another log
}

const indexDir = "data/index"

var indexLog = journey.ID{15: 1}

// TestIndex runs the suite of what "is an index" means.
func TestIndex(t *testing.T, e IndexEngine) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, e IndexEngine)
	}{
		{"Empty", indexEmpty},
		{"OtherLog", indexOtherLog},
		{"Mark", indexMark},
		{"Definitions", indexDefinitions},
		{"Repeats", indexRepeats},
		{"Ties", indexTies},
		{"OtherKinds", indexOtherKinds},
		{"SameAsModel", indexSameAsModel},
		{"PagingWhileSessionsMove", indexPaging},
		{"AppliedTwice", indexAppliedTwice},
		{"PowerCut", indexPowerCut},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, e) })
	}
}

// mustOpen opens the index on a disk and closes it with the test.
func (e IndexEngine) mustOpen(t testing.TB, disk *Disk) Index {
	t.Helper()
	index, err := e.Open(t, disk.FS(), indexDir, indexLog)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = index.Close() })
	return index
}

// reopen closes the index and opens it again.
func (e IndexEngine) reopen(t testing.TB, disk *Disk, index Index) Index {
	t.Helper()
	must(t, index.Close())
	return e.mustOpen(t, disk)
}

func (e IndexEngine) mustBeSound(t fataler, index Index) {
	t.Helper()
	problems, err := e.Problems(context.Background(), index)
	must(t, err)
	if len(problems) > 0 {
		t.Fatalf("the index disagrees with itself: %q", problems)
	}
}

func indexEmpty(t *testing.T, e IndexEngine) {
	index := e.mustOpen(t, NewDisk())
	newIndexModel().mustBe(t, index)
	e.mustBeSound(t, index)
	if _, err := index.Session(t.Context(), journey.ID{1}); !errors.Is(err, journey.ErrNoSession) {
		t.Errorf("a session that is not there: %v", err)
	}
	if _, err := index.ByShortID(t.Context(), 4711); !errors.Is(err, journey.ErrNoSession) {
		t.Errorf("a short id that is not there: %v", err)
	}
}

func indexOtherLog(t *testing.T, e IndexEngine) {
	disk := NewDisk()
	must(t, e.mustOpen(t, disk).Close())
	if _, err := e.Open(t, disk.FS(), indexDir, journey.ID{15: 2}); !errors.Is(err, e.Rebuild) {
		t.Errorf("opened for another log: %v", err)
	}
	must(t, e.mustOpen(t, disk).Close())
}

// indexMark: the mark never goes back, in whatever order lanes commit.
func indexMark(t *testing.T, e IndexEngine) {
	disk := NewDisk()
	index := e.mustOpen(t, disk)
	for _, step := range []struct{ upTo, want journey.Position }{{7, 7}, {3, 7}, {0, 7}, {300, 300}, {299, 300}} {
		must(t, index.Apply(t.Context(), step.upTo, nil))
		if mark, err := index.Mark(t.Context()); err != nil || mark != step.want {
			t.Errorf("mark after %d: %d, %v, want %d", step.upTo, mark, err, step.want)
		}
	}
	index = e.reopen(t, disk, index)
	if mark, err := index.Mark(t.Context()); err != nil || mark != 300 {
		t.Errorf("mark after a clean close: %d, %v", mark, err)
	}
}

func indexDefinitions(t *testing.T, e IndexEngine) {
	disk := NewDisk()
	index := e.mustOpen(t, disk)
	first := &journey.Definition{Noun: journey.DeploymentNoun, ID: "a", Version: 1, Created: 5, Body: []byte(`{}`)}
	second := &journey.Definition{
		Noun: journey.DeploymentNoun, ID: "a", Version: 2, Created: 5, Modified: 6, Deleted: true,
	}
	other := &journey.Definition{Noun: journey.ClientNoun, ID: "a", Version: 1, Created: 7, Body: []byte(`{"x":1}`)}
	must(t, index.Define(t.Context(), 1, []*journey.Definition{first}))
	must(t, index.Define(t.Context(), 2, []*journey.Definition{second, other}))
	must(t, index.Define(t.Context(), 3, []*journey.Definition{first})) // a replay brings the old one again
	index = e.reopen(t, disk, index)
	got := collect(t, index.Definitions(t.Context()))
	mustEqual(t, "definitions", got, []*journey.Definition{other, second})
}

// indexRepeats: found by key, kind and fingerprint until their day is forgotten.
func indexRepeats(t *testing.T, e IndexEngine) {
	const day = 24 * 60 * 60 * 1000
	index := e.mustOpen(t, NewDisk())
	key := journey.VisitorKey("a\x00b")
	spill := func(kind journey.Kind, print uint64, at journey.Position, received journey.Instant) stitch.Spilled {
		return stitch.Spilled{Kind: kind, Repeat: journey.Repeat{
			Fingerprint: print, Position: at, Received: received,
		}}
	}
	must(t, index.Apply(t.Context(), 1, []stitch.Change{{State: &journey.State{Key: key}, Spilled: []stitch.Spilled{
		spill(journey.Web, 1, 10, 20*day), spill(journey.Web, 1, 11, 21*day), spill(journey.Web, 2, 12, 21*day+1),
		spill(journey.App, 1, 13, 22*day-1), spill(journey.Web, 1, 14, 22*day),
	}}}))
	look := func(key journey.Key, kind journey.Kind, fingerprint uint64, want ...journey.Position) {
		t.Helper()
		got, err := index.Repeats(t.Context(), key, kind, fingerprint)
		must(t, err)
		mustEqual(t, "repeats", got, want)
	}
	look(key, journey.Web, 1, 10, 11, 14)
	look(key, journey.Web, 2, 12)
	look(key, journey.App, 1, 13)
	look(journey.VisitorKey("a"), journey.Web, 1)
	must(t, index.ForgetRepeats(t.Context(), 21*day+5))
	look(key, journey.Web, 1, 11, 14)
	must(t, index.ForgetRepeats(t.Context(), 22*day))
	look(key, journey.Web, 1, 14)
	look(key, journey.App, 1)
}

// indexTies: three sessions of one kind within a millisecond, as a new source can open them.
func indexTies(t *testing.T, e IndexEngine) {
	index := e.mustOpen(t, NewDisk())
	key := journey.VisitorKey("c")
	visit := func(id byte, kind journey.Kind, first, newest journey.Stamp) *journey.Session {
		return &journey.Session{
			ID: journey.ID{id}, Kind: kind, Customer: "c", Events: 1,
			First: first, Newest: newest, Visit: &journey.Visit{},
		}
	}
	at := func(at journey.Instant, seq uint64) journey.Stamp { return journey.Stamp{At: at, Seq: seq} }
	sessions := []*journey.Session{ // the IDs run against the order in time
		visit(9, journey.Web, at(100, 1), at(200, 2)), visit(8, journey.Web, at(200, 3), at(200, 3)),
		visit(7, journey.Web, at(200, 4), at(200, 4)), visit(6, journey.App, at(150, 5), at(300, 6)),
		visit(5, journey.Web, at(300, 7), at(300, 7)), visit(4, journey.Web, at(300, 8), at(310, 9)),
	}
	change := stitch.Change{State: &journey.State{Key: key}}
	for _, s := range sessions {
		change.Sessions = append(change.Sessions, stitch.Touched{Session: s})
	}
	must(t, index.Apply(t.Context(), 1, []stitch.Change{change}))
	for _, c := range []struct {
		at   journey.Instant
		want []byte
	}{
		{99, []byte{9}}, {100, []byte{9, 8}}, {199, []byte{9, 8}}, {200, []byte{7, 5}}, {299, []byte{7, 5}},
		{300, []byte{4}}, {1000, []byte{4}},
	} {
		got, err := index.Around(t.Context(), key, journey.Web, c.at)
		must(t, err)
		var ids []byte
		for _, s := range got {
			ids = append(ids, s.ID[0])
		}
		mustEqual(t, "around "+c.at.String(), ids, c.want)
	}
	var ids []byte
	for cursor := (SessionCursor{}); ; {
		page := collect(t, index.OfCustomer(t.Context(), "c", cursor))
		if len(page) == 0 {
			break
		}
		ids = append(ids, page[0].ID[0])
		cursor = SessionCursor{Newest: page[0].Newest.At, ID: page[0].ID}
	}
	mustEqual(t, "pages of one session of the customer", ids, []byte{4, 5, 6, 7, 8, 9})
}
