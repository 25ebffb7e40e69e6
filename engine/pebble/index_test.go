package pebble

import (
	"errors"
	"slices"
	"strings"
	"testing"

	cockroach "github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
	"pgregory.net/rapid"

	"sojourn/journey"
)

// set writes into the store behind the back of the index.
func set(t *testing.T, i *Index, key, value []byte) {
	t.Helper()
	check(t, i.db.Set(key, value, cockroach.NoSync))
}

func TestOpenRefusesWhatItDoesNotKnow(t *testing.T) {
	for name, damage := range map[string]func(i *Index){
		"a format of the future": func(i *Index) { set(t, i, formatKey, []byte{format + 1}) },
		"another log":            func(i *Index) { set(t, i, logKey, make([]byte, 16)) },
		"no format": func(i *Index) {
			check(t, i.db.Delete(formatKey, cockroach.NoSync))
			set(t, i, []byte("z"), nil)
		},
	} {
		fs := vfs.NewMem()
		i := mustOpen(t, fs)
		damage(i)
		check(t, i.Close())
		_, err := Open("index", Options{FS: fs}, testLog)
		if !errors.Is(err, ErrRebuild) || !strings.Contains(err.Error(), "sojourn rebuild") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCheckFindsEveryKindOfDamage: one broken entry each, and the words that tell of it.
func TestCheckFindsEveryKindOfDamage(t *testing.T) {
	s := visit(1).Sessions[0].Session
	other := journey.ID{9}
	remove := func(key []byte) func(*Index) {
		return func(i *Index) { check(t, i.db.Delete(key, cockroach.NoSync)) }
	}
	put := func(key, value []byte) func(*Index) { return func(i *Index) { set(t, i, key, value) } }
	for problem, damage := range map[string]func(*Index){
		"malformed":                           put(sessionKey(nil, s.ID), []byte{16, 1}),
		"is missing in the listing by date":   remove(listed(newestPrefix(nil), s.Newest.At, s.ID)),
		"is missing in the listing of its":    remove(customerKey(nil, s.Customer, s.Kind, s.First.At, s.ID)),
		"is missing in the short ids":         remove(shortKey(nil, s.Visit.ShortID, s.ID)),
		"the short ids says":                  put(shortKey(nil, s.Visit.ShortID, s.ID), []byte{1}),
		"has not the short id":                put(shortKey(nil, 77, s.ID), nil),
		"where it does not belong":            put(customerKey(nil, s.Customer, s.Kind, 5, s.ID), nil),
		"no such session":                     put(listed(newestPrefix(nil), 5, other), briefOf(s).append(nil)),
		"at 1970-01-01T00:00:00.005Z instead": put(listed(newestPrefix(nil), 5, s.ID), briefOf(s).append(nil)),
		"counts 1 events and has 2":           put(eventKey(nil, s.ID, journey.Stamp{At: 3, Seq: 1}), []byte{1, 0, 0, 2}),
		"counts 1 events and has none":        remove(eventKey(nil, s.ID, s.First)),
		"its events reach from":               put(eventKey(nil, s.ID, journey.Stamp{At: 3, Seq: 2}), []byte{1, 0, 0, 2}),
		"a value that makes no sense":         put(eventKey(nil, s.ID, s.First), []byte{1}),
		"state of \"customer 1\": codec":      put(stateKey(nil, journey.VisitorKey(s.Customer)), []byte{17}),
		"state of \"customer 1\": pebble":     remove(sessionKey(nil, s.ID)),
		"is filed under":                      put(sessionKey(nil, other), mustGet(t, sessionKey(nil, s.ID))),
		"unknown key 7a":                      put([]byte("z"), nil),
		"repeat 7200":                         put([]byte{repeatSpace, 0}, nil),
		"definition \"dx\"":                   put([]byte("dx"), []byte{4, 1}),
		"the listing of a customer: 63":       put([]byte{customerSpace, 'x'}, nil),
	} {
		i := mustOpen(t, vfs.NewMem())
		check(t, apply(i, 1, 1))
		sound, err := i.Check(t.Context(), nil)
		check(t, err)
		if len(sound.Problems) > 0 || sound.Sessions != 1 || sound.Events != 1 || sound.States != 1 {
			t.Fatalf("before any damage: %+v", sound)
		}
		damage(i)
		report, err := i.Check(t.Context(), nil)
		check(t, err)
		if !slices.ContainsFunc(report.Problems, func(p string) bool { return strings.Contains(p, problem) }) {
			t.Errorf("%q is not among %q", problem, report.Problems)
		}
		check(t, i.Close())
	}
}

// mustGet returns what an index with one visit has under a key.
func mustGet(t *testing.T, key []byte) []byte {
	t.Helper()
	i := mustOpen(t, vfs.NewMem())
	defer i.Close()
	check(t, apply(i, 1, 1))
	check(t, i.Flush(t.Context()))
	value, err := i.get(key)
	check(t, err)
	return value
}

// TestReadsReportDamage: a document that cannot be read is an error that says what to do.
func TestReadsReportDamage(t *testing.T) {
	i := mustOpen(t, vfs.NewMem())
	defer i.Close()
	check(t, apply(i, 1, 1))
	check(t, i.Flush(t.Context()))
	s := visit(1).Sessions[0].Session
	set(t, i, sessionKey(nil, s.ID), []byte{16, 1})
	if _, err := i.Session(t.Context(), s.ID); !errors.Is(err, ErrRebuild) {
		t.Errorf("session: %v", err)
	}
	if _, err := i.Load(t.Context(), []journey.Key{journey.VisitorKey(s.Customer)}); !errors.Is(err, ErrRebuild) {
		t.Errorf("state: %v", err)
	}
	for _, err := range i.Recent(t.Context(), 0, s.Newest.At+1, Cursor{}) {
		if !errors.Is(err, ErrRebuild) {
			t.Errorf("listing: %v", err)
		}
	}
}

// TestDumpsAreEqualWhateverTheWay: the same facts in other batches, flushed or not, give the same text.
func TestDumpsAreEqualWhateverTheWay(t *testing.T) {
	var dumps [2]strings.Builder
	for n := range dumps {
		i := mustOpen(t, vfs.NewMem())
		if n == 0 {
			check(t, apply(i, 3, 1, 2, 3))
		} else {
			check(t, apply(i, 1, 2))
			check(t, i.Flush(t.Context()))
			check(t, apply(i, 2, 3, 1, 1))
		}
		check(t, i.Dump(t.Context(), &dumps[n]))
		check(t, i.Close())
	}
	if dumps[0].String() != dumps[1].String() || strings.Count(dumps[0].String(), "\n") != 9 {
		t.Errorf("%s\n%s", dumps[0].String(), dumps[1].String())
	}
}

// TestKeysSortLikeWhatTheyStandFor is the law that all listings rest on.
func TestKeysSortLikeWhatTheyStandFor(t *testing.T) {
	instants := rapid.Map(rapid.Int64(), func(ms int64) journey.Instant { return journey.Instant(ms) })
	texts := rapid.StringOf(rapid.SampledFrom([]rune{0, 1, 'a', 255}))
	rapid.Check(t, func(t *rapid.T) {
		a, b := instants.Draw(t, "a"), instants.Draw(t, "b")
		if ascending(appendAscending(nil, a)) != a || descending(appendDescending(nil, a)) != a {
			t.Fatalf("%d does not come back", a)
		}
		if (a < b) != (string(appendAscending(nil, a)) < string(appendAscending(nil, b))) ||
			(a < b) != (string(appendDescending(nil, a)) > string(appendDescending(nil, b))) {
			t.Fatalf("%d and %d sort wrongly", a, b)
		}
		x, y := texts.Draw(t, "x"), texts.Draw(t, "y")
		tail := []byte(texts.Draw(t, "tail"))
		if (x < y) != (string(append(appendTerminated(nil, x), tail...)) < string(appendTerminated(nil, y))) && x != y {
			t.Fatalf("%q and %q sort wrongly", x, y)
		}
		text, rest, err := terminated(append(appendTerminated(nil, x), tail...))
		if err != nil || text != x || string(rest) != string(tail) {
			t.Fatalf("%q does not come back: %q, %q, %v", x, text, rest, err)
		}
	})
}

// FuzzCheck: no key and no value, whatever it is, makes the index panic.
func FuzzCheck(f *testing.F) {
	s := visit(1).Sessions[0].Session
	f.Add(sessionKey(nil, s.ID), []byte{16, 1})
	f.Add(customerKey(nil, "a\x00", journey.Web, 1, s.ID), []byte{})
	f.Add(repeatKey(nil, "v", journey.Web, journey.Repeat{}), []byte{})
	f.Add(shortKey(nil, 1000, s.ID), []byte{1})
	f.Add([]byte{sessionSpace}, []byte{})
	f.Fuzz(func(t *testing.T, key, value []byte) {
		if len(key) == 0 || key[0] == metaSpace {
			return
		}
		i := mustOpen(t, vfs.NewMem())
		defer i.Close()
		check(t, apply(i, 1, 1))
		set(t, i, key, value)
		_, err := i.Check(t.Context(), nil)
		check(t, err)
		_, _ = i.Fingerprint(t.Context())
		_, _ = i.Repeats(t.Context(), "v", journey.Web, 0)
		_, _ = i.ByShortID(t.Context(), 1000)
		for range i.ShortIDs(t.Context(), 0) {
		}
		_, _ = i.Around(t.Context(), journey.VisitorKey(s.Customer), journey.Web, s.First.At)
		for range i.OfCustomer(t.Context(), s.Customer, Cursor{}) {
		}
	})
}
