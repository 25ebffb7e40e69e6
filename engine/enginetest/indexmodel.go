package enginetest

import (
	"bytes"
	"cmp"
	"context"
	"iter"
	"maps"
	"math"
	"reflect"
	"slices"

	"sojourn/flow/stitch"
	"sojourn/journey"
)

// indexModel is an index as simple as it can be: what was applied, in maps. Sessions in it are
// never changed, only replaced.
type indexModel struct {
	position    journey.Position
	mark        journey.Position
	states      map[journey.Key]*journey.State
	sessions    map[journey.ID]*journey.Session
	events      map[journey.ID][]stitch.Located
	repeats     []modelRepeat
	definitions map[string]*journey.Definition
}

type modelRepeat struct {
	key journey.Key
	stitch.Spilled
}

func newIndexModel() *indexModel {
	return &indexModel{
		states: map[journey.Key]*journey.State{}, sessions: map[journey.ID]*journey.Session{},
		events: map[journey.ID][]stitch.Located{}, definitions: map[string]*journey.Definition{},
	}
}

func (m *indexModel) apply(upTo journey.Position, changes []stitch.Change) {
	m.mark = max(m.mark, upTo)
	for _, c := range changes {
		m.states[c.State.Key] = c.State
		for _, t := range c.Sessions {
			m.sessions[t.Session.ID] = t.Session
			m.events[t.Session.ID] = append(m.events[t.Session.ID], t.Events...)
		}
		for _, s := range c.Spilled {
			m.repeats = append(m.repeats, modelRepeat{c.State.Key, s})
		}
	}
}

// of returns the sessions of a customer and kind, or of all kinds, oldest first.
func (m *indexModel) of(customer string, kinds ...journey.Kind) []*journey.Session {
	var found []*journey.Session
	for _, s := range m.sessions {
		if s.Customer == customer && (len(kinds) == 0 || slices.Contains(kinds, s.Kind)) {
			found = append(found, s)
		}
	}
	slices.SortFunc(found, func(a, b *journey.Session) int { return compareStamps(a.First, b.First) })
	return found
}

func compareStamps(a, b journey.Stamp) int {
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Seq, b.Seq))
}

// newestFirst sorts as the listings do.
func newestFirst(sessions []*journey.Session) []*journey.Session {
	slices.SortFunc(sessions, func(a, b *journey.Session) int {
		return cmp.Or(cmp.Compare(b.Newest.At, a.Newest.At), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return sessions
}

func (m *indexModel) between(from, to journey.Instant) []*journey.Session {
	var found []*journey.Session
	for _, s := range m.sessions {
		if from <= s.Newest.At && s.Newest.At < to {
			found = append(found, s)
		}
	}
	return newestFirst(found)
}

func (m *indexModel) around(customer string, kind journey.Kind, at journey.Instant) []*journey.Session {
	var found []*journey.Session
	for _, s := range m.of(customer, kind) {
		switch {
		case s.First.At <= at:
			found = []*journey.Session{s}
		case len(found) == 0 || found[len(found)-1].First.At <= at:
			found = append(found, s)
		}
	}
	return found
}

// byShortID returns the holder that started last, of those that started together the one with the
// lowest ID.
func (m *indexModel) byShortID(number uint32) *journey.Session {
	var found *journey.Session
	for _, s := range m.sessions {
		if s.Visit.ShortID != number {
			continue
		}
		if found == nil || cmp.Or(compareStamps(found.First, s.First), bytes.Compare(s.ID[:], found.ID[:])) < 0 {
			found = s
		}
	}
	return found
}

// mustBe compares everything that an index can be asked with the model.
func (m *indexModel) mustBe(t fataler, index Index) {
	t.Helper()
	ctx := context.Background()
	mark, err := index.Mark(ctx)
	must(t, err)
	mustEqual(t, "mark", mark, m.mark)
	m.mustHoldStates(t, index)
	m.mustListSessions(t, index)
	for id, s := range m.sessions {
		got, err := index.Session(ctx, id)
		must(t, err)
		mustEqual(t, "session", got, s)
		want := slices.SortedFunc(slices.Values(m.events[id]), func(a, b stitch.Located) int {
			return a.Place().Compare(b.Place())
		})
		located, err := index.Events(ctx, id, journey.EventPlace{}, 0)
		must(t, err)
		mustEqual(t, "events", located, want)
		located, err = index.Events(ctx, id, want[0].Place(), 2)
		must(t, err)
		mustEqual(t, "events behind the first", located, want[1:min(3, len(want))])
		want = slices.DeleteFunc(want, func(e stitch.Located) bool { return e.Type.Derived() })
		located, err = index.Events(ctx, id, want[0].Stamp.Behind(), 2, journey.WebEventType, journey.AppEventType)
		must(t, err)
		mustEqual(t, "events from outside behind the first", located, want[1:min(3, len(want))])
	}
	for _, r := range m.repeats {
		got, err := index.Repeats(ctx, r.key, r.Kind, r.Repeat.Fingerprint)
		must(t, err)
		if !slices.Contains(got, r.Repeat.Position) {
			t.Fatalf("repeat %+v of %q is not among %v", r.Repeat, r.key, got)
		}
	}
}

func (m *indexModel) mustHoldStates(t fataler, index Index) {
	t.Helper()
	keys := append(slices.Collect(maps.Keys(m.states)), "vnever seen")
	states, err := index.Load(context.Background(), keys)
	must(t, err)
	for i, key := range keys {
		want := m.states[key]
		if want == nil {
			want = &journey.State{Key: key}
		}
		mustEqual(t, "sessions of a state", states[i].Sessions, want.Sessions)
		got, plain := *states[i], *want
		got.Sessions, plain.Sessions = nil, nil
		mustEqual(t, "state", got, plain)
	}
}

func (m *indexModel) mustListSessions(t fataler, index Index) {
	t.Helper()
	ctx := context.Background()
	all := m.between(math.MinInt64, math.MaxInt64)
	mustEqual(t, "all sessions", collect(t, index.Recent(ctx, math.MinInt64, math.MaxInt64, SessionCursor{})), all)
	var shorts []SessionShortID
	for i, s := range all {
		behind := SessionCursor{Newest: s.Newest.At, ID: s.ID}
		rest := collect(t, index.Recent(ctx, math.MinInt64, math.MaxInt64, behind))
		mustEqual(t, "sessions behind a cursor", rest, all[i+1:])
		if s.Visit.ShortID != 0 {
			shorts = append(shorts, SessionShortID{Session: s.ID, Number: s.Visit.ShortID, Newest: s.Newest.At})
			got, err := index.ByShortID(ctx, s.Visit.ShortID)
			must(t, err)
			mustEqual(t, "holder of a short id", got, m.byShortID(s.Visit.ShortID))
		}
		for _, at := range []journey.Instant{s.First.At - 1, s.First.At, s.Newest.At, s.Newest.At + 1} {
			got, err := index.Around(ctx, journey.VisitorKey(s.Customer), s.Kind, at)
			must(t, err)
			mustEqual(t, "neighbours", got, m.around(s.Customer, s.Kind, at))
		}
		mine := newestFirst(m.of(s.Customer))
		mustEqual(t, "sessions of a customer", collect(t, index.OfCustomer(ctx, s.Customer, SessionCursor{})), mine)
		mine = mine[slices.Index(mine, s)+1:]
		rest = collect(t, index.OfCustomer(ctx, s.Customer, behind))
		mustEqual(t, "sessions of a customer behind a cursor", rest, mine)
	}
	if len(all) == 0 {
		return
	}
	from, to := all[len(all)/2].Newest.At, all[0].Newest.At
	mustEqual(t, "recent sessions", collect(t, index.Recent(ctx, from, to, SessionCursor{})), m.between(from, to))
	due := m.between(from, to)
	slices.SortStableFunc(due, func(a, b *journey.Session) int { return cmp.Compare(a.Newest.At, b.Newest.At) })
	got := collect(t, index.Due(ctx, from, to))
	mustEqual(t, "dates of due sessions", newestDates(got), newestDates(due))
	mustEqual(t, "due sessions", newestFirst(got), newestFirst(due))
	mustEqual(t, "short ids", collect(t, index.ShortIDs(ctx, math.MinInt64)), shorts)
	recent := slices.DeleteFunc(slices.Clone(shorts), func(s SessionShortID) bool { return s.Newest < from })
	mustEqual(t, "recent short ids", collect(t, index.ShortIDs(ctx, from)), recent)
}

func newestDates(sessions []*journey.Session) (dates []journey.Instant) {
	for _, s := range sessions {
		dates = append(dates, s.Newest.At)
	}
	return dates
}

// fataler is a test, be it Go's or rapid's.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func must(t fataler, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v", err)
	}
}

// mustEqual compares by value; no elements are equal to no slice.
func mustEqual[T any](t fataler, what string, got, want T) {
	t.Helper()
	a, b := reflect.ValueOf(got), reflect.ValueOf(want)
	if a.Kind() == reflect.Slice && a.Len() == 0 && b.Len() == 0 {
		return
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s:\ngot  %+v\nwant %+v", what, got, want)
	}
}

// collect returns all that a sequence yields.
func collect[T any](t fataler, seq iter.Seq2[T, error]) (all []T) {
	t.Helper()
	for v, err := range seq {
		must(t, err)
		all = append(all, v)
	}
	return all
}
