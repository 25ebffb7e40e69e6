package stitch_test

import (
	"context"
	"errors"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/engine/seglog"
	"sojourn/flow/stitch"
	"sojourn/journey"
)

// slow is a log that stores nothing before it is told to.
type slow struct {
	*seglog.Log
	begun, goOn chan struct{}
}

func (s *slow) Append(ctx context.Context, records [][]byte) (journey.Position, error) {
	s.begun <- struct{}{}
	<-s.goOn
	return s.Log.Append(ctx, records)
}

// A full queue refuses at once, and what waits in it is stored.
func TestAFullQueueRefuses(t *testing.T) {
	n := boot(t, vfs.NewMem(), stitch.Options{})
	if err := n.lanes.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	log := &slow{Log: n.log, begun: make(chan struct{}, 10), goOn: make(chan struct{})}
	lanes, err := stitch.Open(t.Context(), stitch.Options{
		Log: log, Index: n.index, Mark: stitch.NewWatermark(n.log.End()), Lanes: 1, Queue: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	n.lanes = lanes
	answers := make(chan error, 2)
	submit := func(minutes float64) {
		_, err := lanes.Submit(context.Background(), event(1, minutes))
		answers <- err
	}
	go submit(0)
	<-log.begun // the lane has it in hand
	go submit(1)
	for lanes.Stats().Queued < 2 { // until it waits behind
		continue
	}
	_, err = lanes.Submit(context.Background(), event(1, 2))
	var fault *journey.Fault
	if !errors.As(err, &fault) || fault.Code != journey.Unavailable {
		t.Errorf("a full queue answers %v", err)
	}
	close(log.goOn)
	for range 2 {
		if err := <-answers; err != nil {
			t.Error(err)
		}
	}
	if got := lanes.Stats(); got.Accepted != 2 || got.Queued != 0 {
		t.Errorf("stats %+v", got)
	}
	n.halt()
}

// A caller that goes away takes nothing back, and blocks nobody.
func TestACallerMayGoAway(t *testing.T) {
	n := boot(t, vfs.NewMem(), stitch.Options{})
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := n.lanes.Submit(ctx, event(1, 0)); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if receipt := n.submit(event(1, 1)); receipt.Session.Events != 2 {
		t.Errorf("the abandoned event is not stored: %+v", receipt.Session)
	}
	n.halt()
}
