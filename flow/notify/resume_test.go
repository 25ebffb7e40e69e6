package notify

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"sojourn/journey"
)

// move is something that happens, and then a reading by a client who may lose the connection while it reads.
type move struct {
	Visitor  int  // who views a page; negative: one is pinged
	Source   bool // from a new source, which ends the visit before
	Later    time.Duration
	Read     bool
	Lost     int  // after so many items, with those behind them; negative: it is not lost
	Restart  bool // of the server
	Announce bool
}

var pauses = []time.Duration{0, 0, 1e6, 30e6, 300e6, 1100e6} // on both sides of a gathering and of a rest

func drawMoves(t *rapid.T) []move {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) move {
		return move{
			Visitor:  rapid.IntRange(-1, 2).Draw(t, "visitor"),
			Source:   rapid.IntRange(0, 4).Draw(t, "source") == 0,
			Later:    rapid.SampledFrom(pauses).Draw(t, "later"),
			Read:     rapid.Bool().Draw(t, "read"),
			Lost:     rapid.IntRange(-2, 3).Draw(t, "lost"),
			Restart:  rapid.IntRange(0, 9).Draw(t, "restart") == 0,
			Announce: rapid.IntRange(0, 9).Draw(t, "announce") == 0,
		}
	}), 1, 30).Draw(t, "moves")
}

// reader is a client that keeps what it knows across connections.
type reader struct {
	*site
	hub     *Hub
	want    Interest
	sub     *Subscription
	cursor  string
	changes []journey.Position
	shown   map[journey.ID]*journey.Session
	trouble error
}

func (r *reader) connect() {
	sub, start, err := r.hub.Subscribe(r.want, r.cursor)
	if err != nil || start.Reset {
		r.trouble = fmt.Errorf("from %q: %+v, %w", r.cursor, start, err)
		return
	}
	r.sub, r.cursor = sub, start.Cursor.String()
}

// read takes what comes within a while, or loses the connection behind some of it.
func (r *reader) read(lost int) {
	items := heard(r.TB, r.sub, 30*time.Millisecond)
	if lost >= 0 {
		r.sub.Close()
		items = items[:min(lost, len(items))]
		defer r.connect()
	}
	for _, item := range items {
		switch {
		case item.Gap:
			r.trouble = fmt.Errorf("a gap at %d", item.At)
		case item.Change != nil:
			r.changes = append(r.changes, item.Change.At)
		case item.Update != nil:
			r.shown[item.Update.Session.ID] = item.Update.Session
		}
		r.cursor = Cursor{Log: r.ID(), At: item.At}.String()
	}
}

// play returns what the reader knows in the end, and what it should know.
func play(t *testing.T, moves []move, want func(first journey.ID) Interest) (r *reader, all []journey.Position) {
	s := newSite(t)
	first := s.visit(0)
	h, stop := s.runUntil()
	r = &reader{site: s, hub: h, want: want(first.Session), shown: map[journey.ID]*journey.Session{}}
	r.connect()
	for _, m := range moves {
		s.act(m, first)
		time.Sleep(m.Later)
		if m.Restart {
			stop()
			r.sub.Close()
			r.hub, stop = s.runUntil()
			r.connect()
		}
		if m.Read {
			r.read(m.Lost)
		}
		if r.trouble != nil {
			return r, nil
		}
	}
	time.Sleep(2 * time.Second)
	r.read(-1)
	r.sub.Close()
	for i, record := range s.records[1:] {
		n, err := new(listener).read(record, true)
		if err != nil {
			t.Fatal(err)
		}
		if r.want.about(n.session) {
			all = append(all, journey.Position(i+2))
		}
	}
	return r, all
}

func (s *site) act(m move, first *journey.Accepted) {
	switch {
	case m.Visitor < 0:
		s.add(nil, &journey.Pinged{Key: first.RecordKey(), Session: first.Session, At: first.Received})
	case m.Source:
		s.visit(m.Visitor, func(e *journey.Event) { e.Campaign = &journey.Campaign{Source: e.ID.String()} })
	default:
		s.visit(m.Visitor)
	}
	if m.Announce {
		s.add(nil, &journey.Ended{Key: first.RecordKey(), Session: first.Session, At: first.Received})
	}
}

// Whoever comes back with the cursor of the last item that it took knows every change once, whenever it was cut off.
func TestWhoComesBackSeesEveryChangeOnce(t *testing.T) {
	for name, want := range map[string]func(journey.ID) Interest{
		"of one session": func(id journey.ID) Interest { return Interest{Session: id, Changes: true} },
		"and as it is":   func(id journey.ID) Interest { return Interest{Session: id, Changes: true, Updates: true} },
		"of all":         func(journey.ID) Interest { return Interest{Changes: true} },
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				moves := drawMoves(rt)
				var problem string
				synctest.Test(t, func(t *testing.T) {
					r, all := play(t, moves, want)
					if r.trouble != nil || !slices.Equal(r.changes, all) {
						problem = fmt.Sprint(r.changes, ", want ", all, r.trouble)
					}
				})
				if problem != "" {
					rt.Fatal(problem)
				}
			})
		})
	}
}

// Whoever follows all sessions has each in its final state in the end, whenever it was cut off.
func TestWhoComesBackHasEverySessionInItsFinalState(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		moves := drawMoves(rt)
		var problem string
		synctest.Test(t, func(t *testing.T) {
			r, all := play(t, moves, func(journey.ID) Interest { return Interest{Updates: true} })
			if r.trouble != nil {
				problem = r.trouble.Error()
			}
			touched := map[journey.ID]bool{}
			for _, at := range all {
				n, _ := new(listener).read(r.records[at-1], true)
				touched[n.session] = true
				if !n.ended.IsZero() {
					touched[n.ended] = true
				}
			}
			for id := range touched {
				if r.shown[id] != r.sessions[id] {
					problem = fmt.Sprintf("session %v is shown as %+v, not as %+v", id, r.shown[id], r.sessions[id])
				}
			}
			if len(touched) != len(r.shown) {
				problem = fmt.Sprint(slices.Collect(maps.Keys(r.shown)), " are shown, ", touched, " changed")
			}
		})
		if problem != "" {
			rt.Fatal(problem)
		}
	})
}

func TestAnOldCursorIsReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		for range 20 {
			s.visit(1)
		}
		h := s.run(func(o *Options) { o.Window = 10 })
		for cursor, want := range map[string]struct {
			at    journey.Position
			reset bool
		}{
			"":                       {20, false},
			s.cursor(20):             {20, false},
			s.cursor(10):             {10, false},
			s.cursor(9):              {20, true},
			s.cursor(21):             {20, true},
			"0203040500000000-15":    {20, true},
			"what is this":           {20, true},
			s.cursor(12) + " ":       {20, true},
			"0102030000000000-012":   {20, true},
			"0102030000000000--1":    {20, true},
			"1-1":                    {20, true},
			"0102030000000000-99999": {20, true},
		} {
			sub, start := s.subscribe(h, Interest{Changes: true}, cursor)
			if start.Cursor.At != want.at || start.Reset != want.reset {
				t.Errorf("%q begins at %+v", cursor, start)
			}
			if n := len(heard(t, sub, time.Second)); n != int(20-want.at) {
				t.Errorf("%q was told %d changes", cursor, n)
			}
		}
	})
}

func (s *site) cursor(at journey.Position) string { return Cursor{Log: s.ID(), At: at}.String() }

// A long absence is read in pieces, with holes where records were erased, while new items gather.
func TestALongAbsence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		h := s.run()
		want := []journey.Position{}
		for i := range 3 * toldAtOnce {
			s.visit(i)
			if i%7 != 0 {
				want = append(want, journey.Position(i+1))
			}
		}
		synctest.Wait()
		time.Sleep(2 * time.Second)
		s.mu.Lock()
		for i := range s.records {
			if i%7 == 0 {
				s.records[i] = nil
			}
		}
		s.mu.Unlock()
		sub, _ := s.subscribe(h, Interest{Changes: true, Updates: true}, s.cursor(0))
		s.visit(0)
		items := heard(t, sub, time.Second)
		equal(t, "changes", changed(items), append(want, s.End()))
		if sessions, _ := updates(items); len(sessions) != len(want)+1 {
			t.Errorf("%d sessions", len(sessions))
		}
		for i, item := range items {
			if item.Update == nil && item.At != 0 && item.At < 3*toldAtOnce {
				t.Errorf("item %d has the cursor %d, before the sessions were told", i, item.At)
			}
		}
	})
}

func TestWhatCannotBeReadOfAnAbsenceIsAGap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		h := s.run()
		s.visit(1)
		s.visit(1)
		time.Sleep(time.Second)
		s.fail(errors.New("damaged"))
		sub, _ := s.subscribe(h, everything, s.cursor(1))
		items := heard(t, sub, 10*time.Millisecond)
		if len(items) == 0 || !items[0].Gap || items[0].At != 2 {
			t.Errorf("told %+v", items)
		}
	})
}

func FuzzParseCursor(f *testing.F) {
	log := journey.ID{1, 2, 3}
	for _, seed := range []string{"0102030000000000-7", "0102030000000000-", "-", "", "0102030000000000-99999999999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if c, ok := ParseCursor(text, log); ok && c.String() != text {
			t.Errorf("%q was read as %q", text, c)
		}
	})
}
