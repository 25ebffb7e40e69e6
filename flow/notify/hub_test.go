package notify

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"sojourn/journey"
)

// everything is all that a subscriber can be told.
var everything = Interest{Changes: true, Updates: true, Minutes: true}

func TestASessionIsToldAtMostOnceASecondAndInItsFinalState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		h := s.run()
		sub, _ := s.subscribe(h, Interest{Updates: true}, "")
		s.visit(1)
		first := heard(t, sub, 50*time.Millisecond)
		_, events := updates(first)
		equal(t, "the first event is told at once", events, []uint64{1})
		for range 5 {
			s.visit(1)
			_, events = updates(heard(t, sub, 50*time.Millisecond))
			equal(t, "the session rests", events, nil)
		}
		_, events = updates(heard(t, sub, 750*time.Millisecond))
		equal(t, "all that came meanwhile", events, []uint64{6})
		_, events = updates(heard(t, sub, time.Minute))
		equal(t, "nothing is new", events, nil)
	})
}

func TestChangesAreToldOnceAndInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		h := s.run()
		one := s.visit(1)
		time.Sleep(time.Second)
		sub, start := s.subscribe(h, Interest{Session: one.Session, Changes: true}, "")
		all, _ := s.subscribe(h, Interest{Changes: true}, "")
		s.visit(2)                                               // 2
		s.visit(1)                                               // 3
		s.visit(1)                                               // 4
		s.add(nil, &journey.Definition{})                        // 5
		s.add(nil, &journey.Pinged{Session: one.Session, At: 1}) // 6
		if start.Cursor.At != 1 {
			t.Errorf("begins at %d", start.Cursor.At)
		}
		items := heard(t, sub, time.Second)
		equal(t, "of the session", changed(items), []journey.Position{3, 4, 6})
		if ping, ok := items[2].Change.Record.(*journey.Pinged); !ok || ping.Session != one.Session {
			t.Errorf("the last is %#v", items[2].Change.Record)
		}
		equal(t, "of all", changed(heard(t, all, time.Second)), []journey.Position{2, 3, 4, 6})
	})
}

func TestTheEndByAnotherSourceChangesBothSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		h := s.run()
		sub, _ := s.subscribe(h, Interest{Updates: true}, "")
		first := s.visit(1)
		time.Sleep(2 * time.Second)
		second := s.visit(1, func(e *journey.Event) { e.Campaign = &journey.Campaign{Source: "mail"} })
		if second.EndedID != first.Session {
			t.Fatalf("it ended %v", second.EndedID)
		}
		sessions, _ := updates(heard(t, sub, time.Second))
		equal(t, "told", sessions, []journey.ID{first.Session, second.Session, first.Session})
	})
}

func TestASlowSubscriberIsToldOfAGapAndGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		h := s.run()
		slow, _ := s.subscribe(h, Interest{Changes: true}, "")
		quick, _ := s.subscribe(h, Interest{Changes: true}, "")
		told := 0
		for range 3 {
			for i := range maxQueued / 2 {
				s.visit(i)
			}
			told += len(heard(t, quick, time.Second))
		}
		if told != 3*maxQueued/2 {
			t.Errorf("the quick one was told %d", told)
		}
		items := heard(t, slow, time.Second)
		if len(items) != 1 || !items[0].Gap || items[0].At != s.End() {
			t.Fatalf("the slow one was told %d items, first %+v", len(items), items[0])
		}
		s.visit(1)
		equal(t, "after the gap", changed(heard(t, slow, time.Second)), []journey.Position{s.End()})
	})
}

func TestAHubThatFallsBehindTellsAGap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		h := s.run(func(o *Options) { o.Window = 10 })
		sub, _ := s.subscribe(h, Interest{Changes: true}, "")
		for range 20 {
			s.visit(1)
		}
		items := heard(t, sub, time.Second)
		if len(items) != 1 || !items[0].Gap || items[0].At != 20 {
			t.Fatalf("told %+v", items)
		}
		s.visit(1)
		equal(t, "after the gap", changed(heard(t, sub, time.Second)), []journey.Position{21})
	})
}

func TestALogThatCannotBeReadIsAGap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		h := s.run()
		sub, _ := s.subscribe(h, Interest{Changes: true}, "")
		s.fail(errors.New("damaged"))
		s.visit(1)
		if items := heard(t, sub, time.Second); len(items) != 1 || !items[0].Gap {
			t.Fatalf("told %+v", items)
		}
		s.fail(nil)
		s.add(nil, &journey.Definition{})
		s.visit(1)
		equal(t, "after the gap", changed(heard(t, sub, 2*time.Second)), []journey.Position{3})
	})
}

func TestHundredSubscribers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		h := s.run(func(o *Options) { o.MaxSubscribers = 100 })
		var subs []*Subscription
		for range 100 {
			sub, _ := s.subscribe(h, everything, "")
			subs = append(subs, sub)
		}
		if _, _, err := h.Subscribe(everything, ""); !errors.Is(err, ErrFull) {
			t.Errorf("one more: %v", err)
		}
		for i := range 50 {
			s.visit(i)
		}
		synctest.Wait()
		time.Sleep(time.Second)
		loads := s.loaded()
		for i, sub := range subs {
			items := heard(t, sub, time.Millisecond)
			if _, events := updates(items); len(events) != 50 || len(changed(items)) != 50 {
				t.Errorf("subscriber %d: %d updates, %d changes", i, len(events), len(changed(items)))
			}
		}
		if loads != 50 {
			t.Errorf("%d sessions were loaded", loads)
		}
		for _, sub := range subs {
			sub.Close()
			sub.Close()
		}
		if open, limit := h.Subscribers(); open != 0 || limit != 100 {
			t.Errorf("%d of %d are left", open, limit)
		}
		s.subscribe(h, everything, "")
	})
}

func TestFormsAreMadeOnce(t *testing.T) {
	update, made := new(Update), 0
	for range 3 {
		form, err := update.Forms[0].Get(func() ([]byte, error) { made++; return []byte("x"), nil })
		if string(form) != "x" || err != nil {
			t.Error(form, err)
		}
	}
	if made != 1 {
		t.Errorf("made %d times", made)
	}
}

func TestAStopEndsSubscriptionsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		h, stop := s.runUntil()
		sub, _ := s.subscribe(h, everything, "")
		s.visit(1)
		ended := make(chan error)
		go func() {
			for {
				if _, err := sub.Next(t.Context()); err != nil {
					ended <- err
					return
				}
			}
		}()
		synctest.Wait()
		before := time.Now()
		stop()
		if err := <-ended; !errors.Is(err, ErrStopped) || time.Since(before) > 0 {
			t.Errorf("%v after %v", err, time.Since(before))
		}
		if _, _, err := h.Subscribe(everything, ""); !errors.Is(err, ErrStopped) {
			t.Errorf("a new one: %v", err)
		}
		if _, _, err := New(Options{Feed: s, Sessions: s}).Subscribe(everything, ""); !errors.Is(err, ErrStopped) {
			t.Errorf("before the start: %v", err)
		}
	})
}

// A subscriber whom nothing concerns still moves on, but not beyond what waits for it.
func TestWhatIsKnownMovesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		h := s.run()
		other, _ := s.subscribe(h, Interest{Session: journey.ID{9}, Updates: true}, "")
		all, _ := s.subscribe(h, Interest{Updates: true}, "")
		s.visit(1)
		s.visit(2)
		if time.Sleep(100 * time.Millisecond); other.Known() != 2 || all.Known() != 0 {
			t.Errorf("known are %d and, with a full queue, %d", other.Known(), all.Known())
		}
		heard(t, all, 100*time.Millisecond)
		s.visit(1)
		s.visit(3)
		if heard(t, all, 100*time.Millisecond); all.Known() != 2 {
			t.Errorf("known is %d, while a session waits for the end of its second", all.Known())
		}
		if heard(t, all, time.Second); all.Known() != 4 {
			t.Errorf("in the end %d is known", all.Known())
		}
	})
}
