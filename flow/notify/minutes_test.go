package notify

import (
	"testing"
	"testing/synctest"
	"time"

	"sojourn/journey"
)

func judged(verdict journey.Verdict, held bool) journey.Judged {
	return journey.Judged{Verdict: verdict, Definition: journey.ID{1}, Held: held, At: 1}
}

func TestMinutesCountByKindAndRoll(t *testing.T) {
	var m minutes
	at := journey.Instant(1_000_000 * minute)
	count := func(kind journey.Kind, at journey.Instant, opened bool, judged ...journey.Judged) {
		m.count(&journey.Accepted{Event: journey.Event{Kind: kind, Received: at}, Opened: opened, Judged: judged})
	}
	count(journey.Web, at, true, judged(journey.SessionSegment, false), judged(journey.CustomerSegment, true))
	count(journey.App, at+1, false, judged(journey.OutcomeAchieved, false))
	count(journey.Conversation, at+minute, true)
	count(journey.Custom, at+minute-1, false)
	count(journey.Web, at-60*minute, true) // its place is taken
	changed := m.take()
	want := []Minute{
		{At: at, Events: Kinds{Web: 1, App: 1, Custom: 1}, Sessions: 1, Segments: 1, Outcomes: 1},
		{At: at + minute, Events: Kinds{Conversation: 1}, Sessions: 1},
	}
	equal(t, "changed", changed, want)
	equal(t, "changed since", m.take(), nil)
	hour := m.hour(at + 2*minute + 5)
	if len(hour) != 60 || hour[57] != want[0] || hour[58] != want[1] || hour[59] != (Minute{At: at + 2*minute}) {
		t.Errorf("the hour ends with %+v", hour[57:])
	}
	count(journey.Web, at+60*minute, false) // takes the place of the first
	equal(t, "rolled", m.take(), []Minute{{At: at + 60*minute, Events: Kinds{Web: 1}}})
}

func TestMinutesAreFilledFromTheTailOfTheLog(t *testing.T) {
	for name, c := range map[string]struct {
		window journey.Position
		events uint64
		since  func(second, now journey.Instant) journey.Instant
	}{
		"all of it":  {10, 3, func(_, now journey.Instant) journey.Instant { return begin(now) - 59*minute }},
		"a part":     {2, 2, func(second, _ journey.Instant) journey.Instant { return second }},
		"exactly it": {3, 3, func(_, now journey.Instant) journey.Instant { return begin(now) - 59*minute }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t)
				s.visit(1)
				time.Sleep(time.Minute)
				second := s.visit(2)
				s.visit(2)
				h := s.run(func(o *Options) { o.Window = c.window })
				synctest.Wait()
				hour, since := h.Hour()
				total := uint64(0)
				for _, m := range hour {
					total += m.Events.Web
				}
				if total != c.events {
					t.Errorf("%d events", total)
				}
				now := journey.InstantOf(time.Now())
				if want := c.since(second.Received, now); since != want {
					t.Errorf("since %v, want %v", since, want)
				}
				sub, start := s.subscribe(h, everything, "")
				if start.Cursor.At != 3 || len(heard(t, sub, time.Minute)) != 0 {
					t.Error("what was there at the start was told")
				}
			})
		})
	}
}

func TestMinutesAreToldOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		h := s.run()
		sub, _ := s.subscribe(h, Interest{Minutes: true}, "")
		one, _ := s.subscribe(h, Interest{Minutes: true, Session: journey.ID{5}}, "")
		for range 20 {
			s.visit(1)
			time.Sleep(100 * time.Millisecond)
		}
		items := heard(t, sub, 2*time.Second)
		if len(items) < 2 || len(items) > 4 {
			t.Errorf("told %d times", len(items))
		}
		if last := items[len(items)-1].Minute; last.Events.Web+last.Sessions != 21 {
			t.Errorf("in the end %+v", last)
		}
		if loads := s.loaded(); loads > 0 {
			t.Errorf("%d sessions were loaded for nobody", loads)
		}
		if len(heard(t, one, time.Second)) > 0 {
			t.Error("who follows one session was told of minutes")
		}
	})
}

// While nobody listens records are read in part only: all that counts is counted nevertheless.
func TestMinutesCountWhatNobodyHears(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		h := s.run()
		e := s.visit(1)
		e.Opened, e.EndedID = true, journey.ID{7}
		e.Judged = []journey.Judged{judged(journey.SessionSegment, false), judged(journey.OutcomeAchieved, false)}
		s.add(nil, e, &journey.Definition{}, &journey.Pinged{Session: e.Session, At: 1})
		time.Sleep(time.Second)
		hour, _ := h.Hour()
		want := Minute{At: begin(e.Received), Events: Kinds{Web: 2}, Sessions: 2, Outcomes: 1, Segments: 1}
		if newest := hour[len(hour)-1]; newest != want {
			t.Errorf("counted %+v, want %+v", newest, want)
		}
		if at := h.Cursor().At; at != s.End() {
			t.Errorf("is at %d of %d", at, s.End())
		}
	})
}
