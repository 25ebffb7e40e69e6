package stitch_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/flow/stitch"
	"sojourn/journey"
)

// forget erases sessions of a node, and returns how many.
func (n *node) forget(before journey.Instant, ids ...journey.ID) int {
	n.t.Helper()
	var sessions []*journey.Session
	for _, id := range ids {
		s, err := n.index.Session(context.Background(), id)
		if err != nil {
			n.t.Fatal(err)
		}
		sessions = append(sessions, s)
	}
	erased, err := n.lanes.Forget(context.Background(), n.index, before, sessions)
	if err != nil {
		n.t.Fatal(err)
	}
	return len(erased)
}

// TestForgottenSessionsBeginAnew erases a session that is open and cached: its number is free, what comes next
// opens another one, and the sweep, which has it in mind, takes no offence.
func TestForgottenSessionsBeginAnew(t *testing.T) {
	n := boot(t, vfs.NewMem(), stitch.Options{ShortIDLength: 4})
	old := n.submit(event(1, 0))
	other := n.submit(event(2, 0))
	if got := n.forget(start+1, old.Session.ID, other.Session.ID); got != 2 {
		t.Fatalf("%d sessions were erased", got)
	}
	if got := stitch.ShortIDsInUse(n.lanes); got > 4 { // one may be drawn ahead by each lane that was used
		t.Errorf("%d numbers are in use", got)
	}
	next := n.submit(event(1, 1))
	if next.Session.ID == old.Session.ID || next.Session.Events != 1 || next.Event.TotalEvents != 1 {
		t.Errorf("the next event joined %+v", next.Session)
	}
	if again := n.submit(event(2, 0)); again.Repeated || again.Session.ID == other.Session.ID {
		t.Errorf("an erased event is taken for a repeat: %+v", again)
	}
	n.clock.Add(24 * 60 * 60 * 1000)
	if err := stitch.SweepNow(n.lanes); err != nil {
		t.Error(err)
	}
	if got := n.forget(start, next.Session.ID); got != 0 {
		t.Errorf("%d sessions that are too young were erased", got)
	}
	n.halt()
}

// TestAnUnfinishedErasureCanBeReplayed erases the beginning of sessions from the log, as a crash may leave it.
func TestAnUnfinishedErasureCanBeReplayed(t *testing.T) {
	fs := vfs.NewMem()
	n := boot(t, fs, stitch.Options{ShortIDLength: 4})
	opening := n.submit(event(1, 0))
	n.submit(event(1, 1))
	campaign := event(1, 2) // it ends the session, and opens another one
	campaign.Campaign = &journey.Campaign{Source: "mail", Medium: "email"}
	kept := n.submit(campaign)
	if kept.Event.EndedID != opening.Session.ID {
		t.Fatal("the campaign did not end the session")
	}
	n.forget(0, opening.Session.ID)
	if err := n.log.Erase(t.Context(), []journey.Position{1}, nil); err != nil {
		t.Fatal(err)
	}
	fresh := n.fresh(fs, "other")
	n.replay(t.Context(), fresh)
	if _, err := fresh.Session(t.Context(), opening.Session.ID); !errors.Is(err, journey.ErrNoSession) {
		t.Errorf("the erased session is back: %v", err)
	}
	if s, err := fresh.Session(t.Context(), kept.Session.ID); err != nil || s.Events != 1 {
		t.Errorf("the session that followed is lost: %v", err)
	}
	if err := fresh.Close(); err != nil {
		t.Error(err)
	}
	n.halt()
}

// TestForgetUnderTraffic erases the sessions of visitors who go on: no event fails.
func TestForgetUnderTraffic(t *testing.T) {
	n := boot(t, vfs.NewMem(), stitch.Options{ShortIDLength: 5, Lanes: 3})
	var visiting sync.WaitGroup
	for visitor := range 8 {
		visiting.Go(func() {
			for minute := range 60 {
				if _, err := n.lanes.Submit(t.Context(), event(visitor, float64(minute)/100)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 20 {
		var open []*journey.Session
		for s, err := range n.index.Due(t.Context(), 0, start.Add(1<<40)) {
			if err != nil {
				t.Fatal(err)
			}
			open = append(open, s)
		}
		if _, err := n.lanes.Forget(t.Context(), n.index, 0, open); err != nil {
			t.Fatal(err)
		}
	}
	visiting.Wait()
	report, err := n.index.Check(t.Context(), nil)
	if err != nil || len(report.Problems) > 0 {
		t.Errorf("%v %v", report.Problems, err)
	}
	n.halt()
}
