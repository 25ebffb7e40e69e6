package stitch_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/engine/pebble"
	"sojourn/engine/seglog"
	"sojourn/flow/stitch"
	"sojourn/journey"
	"sojourn/journey/codec"
)

const start = journey.Instant(1_772_442_000_000) // 2026-03-02T09:00:00Z

// node is the lanes on the real engines, over a disk in memory.
type node struct {
	t     testing.TB
	log   *seglog.Log
	index *pebble.Index
	lanes *stitch.Lanes
	clock atomic.Int64 // milliseconds
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// boot opens the folder of a disk: recovery, then lanes.
func boot(t testing.TB, fs vfs.FS, o stitch.Options) *node {
	t.Helper()
	return bootWith(t, fs, seglog.Options{}, o)
}

func bootWith(t testing.TB, fs vfs.FS, lo seglog.Options, o stitch.Options) *node {
	t.Helper()
	lo.FS, lo.Logger = fs, quiet()
	ctx := context.Background()
	n := &node{t: t}
	n.clock.Store(int64(start))
	var err error
	if n.log, err = seglog.Open("log", lo); err != nil {
		t.Fatal(err)
	}
	if n.index, err = pebble.Open("index", pebble.Options{FS: fs, Logger: quiet()}, n.log.ID()); err != nil {
		t.Fatal(err)
	}
	end := n.replay(ctx, n.index)
	o.Log, o.Index, o.Mark = n.log, n.index, stitch.NewWatermark(end)
	if o.Policy == nil {
		o.Policy = judging
	}
	o.Now = func() time.Time { return journey.Instant(n.clock.Load()).Time() }
	if n.lanes, err = stitch.Open(ctx, o); err != nil {
		t.Fatal(err)
	}
	return n
}

// replay brings an index up to the end of the log.
func (n *node) replay(ctx context.Context, index *pebble.Index) journey.Position {
	n.t.Helper()
	mark, err := index.Mark(ctx)
	if err != nil {
		n.t.Fatal(err)
	}
	end, err := stitch.Replay(ctx, stitch.ReplayOptions{Entries: entries(n.log), Index: index, Definer: index, After: mark})
	if err != nil {
		n.t.Fatal(err)
	}
	return end
}

func entries(log *seglog.Log) func(context.Context, journey.Position) iter.Seq2[stitch.Entry, error] {
	return func(ctx context.Context, after journey.Position) iter.Seq2[stitch.Entry, error] {
		return func(yield func(stitch.Entry, error) bool) {
			for e, err := range log.Read(ctx, after) {
				if !yield(stitch.Entry{Position: e.Position, Data: e.Data}, err) {
					return
				}
			}
		}
	}
}

// halt closes everything in order.
func (n *node) halt() {
	n.t.Helper()
	ctx := context.Background()
	for _, err := range []error{n.lanes.Close(ctx), n.index.Flush(ctx), n.index.Close(), n.log.Close()} {
		if err != nil {
			n.t.Error(err)
		}
	}
}

func (n *node) submit(e journey.Event) journey.Receipt {
	n.t.Helper()
	receipt, err := n.lanes.Submit(context.Background(), e)
	if err != nil {
		n.t.Fatal(err)
	}
	return receipt
}

// rebuilt computes an index from nothing and checks that it equals the one that stands, whose parts agree.
func (n *node) rebuilt() {
	n.t.Helper()
	ctx := context.Background()
	if report, err := n.index.Check(ctx, nil); err != nil || len(report.Problems) > 0 {
		n.t.Errorf("the index disagrees with itself: %q, %v", report.Problems, err)
	}
	fresh := n.fresh(vfs.NewMem(), "fresh")
	n.replay(ctx, fresh)
	var stood, again bytes.Buffer
	if err := errors.Join(n.index.Dump(ctx, &stood), fresh.Dump(ctx, &again), fresh.Close()); err != nil {
		n.t.Fatal(err)
	}
	if stood.String() != again.String() {
		n.t.Errorf("the rebuilt index differs:\n%s", firstDifference(stood.String(), again.String()))
	}
}

// fresh opens an empty index for the node's log.
func (n *node) fresh(fs vfs.FS, dir string) *pebble.Index {
	n.t.Helper()
	index, err := pebble.Open(dir, pebble.Options{FS: fs, Logger: quiet()}, n.log.ID())
	if err != nil {
		n.t.Fatal(err)
	}
	return index
}

func firstDifference(a, b string) string {
	as, bs := bytes.Split([]byte(a), []byte("\n")), bytes.Split([]byte(b), []byte("\n"))
	for i := range min(len(as), len(bs)) {
		if !bytes.Equal(as[i], bs[i]) {
			return fmt.Sprintf("stood   %.600s\nrebuilt %.600s", as[i], bs[i])
		}
	}
	return fmt.Sprintf("%d lines stood, %d were rebuilt", len(as), len(bs))
}

// event is a page view of a visitor, received at its date.
func event(visitor int, minutes float64) journey.Event {
	at := start.Add(time.Duration(minutes * float64(time.Minute)))
	return journey.Event{
		ID: idOf(visitor, minutes), Kind: journey.Web, Name: journey.PageViewed,
		Customer: fmt.Sprintf("%08d-aaaa-4bbb-8ccc-000000000001", visitor),
		Created:  at, Received: at, Page: &journey.Page{URL: "https://shop.example/"},
	}
}

func idOf(visitor int, minutes float64) journey.ID {
	n := uint32(minutes * 1000)
	return journey.RandomID([16]byte{byte(visitor), byte(visitor >> 8), byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)})
}

func TestSubmitIsVisibleAndSurvives(t *testing.T) {
	fs := vfs.NewMem()
	n := boot(t, fs, stitch.Options{})
	receipt := n.submit(event(1, 0))
	n.submit(event(1, 3))
	if receipt.Session.Events != 1 || receipt.Event.ShortID == 0 {
		t.Errorf("receipt %+v short id %d", receipt.Session, receipt.Event.ShortID)
	}
	session, err := n.index.Session(context.Background(), receipt.Session.ID)
	if err != nil || session.Events != 2 {
		t.Fatalf("session %+v, %v", session, err)
	}
	n.rebuilt()
	n.halt()

	n = boot(t, fs, stitch.Options{})
	if again := n.submit(event(1, 5)); again.Session.ID != receipt.Session.ID || again.Session.Events != 3 {
		t.Errorf("after a restart the visit goes on as %+v", again.Session)
	}
	n.rebuilt()
	n.halt()
}

func TestRepeatsHaveNoEffect(t *testing.T) {
	fs := vfs.NewMem()
	n := boot(t, fs, stitch.Options{})
	given := func(minutes float64) *journey.Event {
		e := event(1, minutes)
		e.IDGiven = true
		return &e
	}
	// 200 ids: most of them leave the state for the index. The batch repeats itself as well.
	var events []*journey.Event
	for i := range 200 {
		events = append(events, given(float64(i)/100))
	}
	events = append(events, given(1.5), given(0))
	receipts, errs := n.lanes.SubmitAll(context.Background(), events)
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if !receipts[200].Repeated || !receipts[201].Repeated || receipts[199].Repeated {
		t.Error("a repeat within the batch is not noticed")
	}
	n.halt()

	n = boot(t, fs, stitch.Options{})
	for i := range 200 {
		e := given(float64(i) / 100)
		e.Received = e.Received.Add(23 * time.Hour) // long after an event of that age would be refused
		receipt := n.submit(*e)
		if !receipt.Repeated || receipt.Session.Events != 200 || receipt.Event.ID != e.ID {
			t.Fatalf("event %d again: %+v", i, receipt)
		}
	}
	other := event(2, 0)
	other.ID, other.IDGiven = given(0).ID, true
	if n.submit(other).Repeated {
		t.Error("the same id under another cookie is another event")
	}
	app := *given(0)
	app.Kind = journey.App
	if n.submit(app).Repeated {
		t.Error("the same id as another kind is another event")
	}
	n.rebuilt()
	n.halt()
}

func TestFaultsChangeNothing(t *testing.T) {
	n := boot(t, vfs.NewMem(), stitch.Options{})
	defer n.halt()
	old := event(1, 0)
	old.Received = old.Received.Add(2 * time.Hour)
	_, err := n.lanes.Submit(context.Background(), old)
	var fault *journey.Fault
	if !errors.As(err, &fault) || fault.Code != journey.EventTooOld {
		t.Fatalf("got %v", err)
	}
	if n.log.End() != 0 {
		t.Error("a refused event is in the log")
	}
}

// Late events reach sessions that the state no longer holds, also several in one batch.
func TestLateEventsFindOldSessions(t *testing.T) {
	n := boot(t, vfs.NewMem(), stitch.Options{})
	var events []*journey.Event
	for visit := range 12 {
		e := event(1, float64(visit*60))
		events = append(events, &e)
	}
	for visit := range 12 { // an import afterwards: one more event for each visit, in one batch
		e := event(1, float64(visit*60)+5-float64(visit%2)*10) // behind the first event or ahead of it
		e.History, e.Received = true, start.Add(24*time.Hour)
		events = append(events, &e)
	}
	_, errs := n.lanes.SubmitAll(context.Background(), events)
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	count := 0
	for session, err := range n.index.Due(context.Background(), 0, journey.Instant(1<<60)) {
		if err != nil {
			t.Fatal(err)
		}
		if count++; session.Events != 2 {
			t.Errorf("session of %s has %d events", session.First.At, session.Events)
		}
	}
	if count != 12 {
		t.Errorf("%d sessions, want 12", count)
	}
	n.rebuilt()
	n.halt()
}

func TestManyCallersManyVisitors(t *testing.T) {
	n := boot(t, vfs.NewMem(), stitch.Options{Lanes: 3, CachedStates: 200})
	const callers, each = 8, 60
	var wait sync.WaitGroup
	for caller := range callers {
		wait.Go(func() {
			for i := range each {
				e := event((caller*7+i)%40, float64(caller)+float64(i)/100)
				e.Received = start.Add(30 * time.Minute)
				if _, err := n.lanes.Submit(context.Background(), e); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if got := n.lanes.Stats(); got.Accepted != callers*each || got.Queued != 0 {
		t.Errorf("stats %+v", got)
	}
	n.rebuilt()
	n.halt()
}

func TestPingsAreKept(t *testing.T) {
	fs := vfs.NewMem()
	n := boot(t, fs, stitch.Options{})
	opened := n.submit(event(1, 0))
	ping := journey.Ping{Customer: opened.Event.Customer, Preferred: journey.Web, Received: start.Add(7 * time.Minute)}
	pong, err := n.lanes.Ping(context.Background(), ping)
	if err != nil || pong.Session != opened.Session.ID {
		t.Fatalf("pong %+v, %v", pong, err)
	}
	stranger, err := n.lanes.Ping(context.Background(), journey.Ping{Customer: "nobody-here", Received: start})
	if err != nil || !stranger.Session.IsZero() {
		t.Errorf("a stranger's ping: %+v, %v", stranger, err)
	}
	n.halt()
	n = boot(t, fs, stitch.Options{})
	session, err := n.index.Session(context.Background(), opened.Session.ID)
	if err != nil || session.AwayAt() != start.Add(17*time.Minute) {
		t.Errorf("away at %s, %v", session.AwayAt(), err)
	}
	n.rebuilt()
	n.halt()
}

// refusing is a log that has no space while full is set.
type refusing struct {
	*seglog.Log
	full atomic.Bool
}

func (r *refusing) Append(ctx context.Context, records [][]byte) (journey.Position, error) {
	if r.full.Load() {
		return 0, seglog.ErrNoSpace
	}
	return r.Log.Append(ctx, records)
}

// A full disk refuses, and leaves no trace in memory.
func TestAFullDiskRefusesAndRecovers(t *testing.T) {
	n := boot(t, vfs.NewMem(), stitch.Options{})
	opened := n.submit(event(1, 0))
	if err := n.lanes.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	log := &refusing{Log: n.log}
	lanes, err := stitch.Open(context.Background(), stitch.Options{
		Log: log, Index: n.index, Mark: stitch.NewWatermark(n.log.End()),
	})
	if err != nil {
		t.Fatal(err)
	}
	n.lanes = lanes
	log.full.Store(true)
	_, err = lanes.Submit(context.Background(), event(1, 1))
	var fault *journey.Fault
	if !errors.As(err, &fault) || fault.Code != journey.Unavailable {
		t.Fatalf("a full disk answers %v", err)
	}
	for range 50 { // would-be sessions of a newcomer
		_, err = lanes.Submit(context.Background(), event(2, 1))
	}
	if err == nil || stitch.ShortIDsInUse(lanes) > 1 {
		t.Errorf("refused events keep short ids: %d are in use", stitch.ShortIDsInUse(lanes))
	}
	log.full.Store(false)
	if receipt := n.submit(event(1, 2)); receipt.Session.Events != 2 || receipt.Session.ID != opened.Session.ID {
		t.Errorf("after the refusal the session has %+v", receipt.Session)
	}
	n.rebuilt()
	n.halt()
}

// The feed has each end once, at a position.
func TestTheSweepAnnouncesEnds(t *testing.T) {
	n := boot(t, vfs.NewMem(), stitch.Options{})
	opened := n.submit(event(1, 0))
	n.clock.Store(int64(start.Add(21 * time.Minute)))
	if err := stitch.SweepNow(n.lanes); err != nil {
		t.Fatal(err)
	}
	if err := stitch.SweepNow(n.lanes); err != nil {
		t.Fatal(err)
	}
	var ends []*journey.Ended
	for e, err := range n.log.Read(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		record, err := codec.DecodeRecord(bytes.Clone(e.Data))
		if err != nil {
			t.Fatal(err)
		}
		if ended, ok := record.(*journey.Ended); ok {
			ends = append(ends, ended)
		}
	}
	if len(ends) != 1 || ends[0].Session != opened.Session.ID || ends[0].At != start.Add(20*time.Minute) {
		t.Errorf("announced %+v", ends)
	}
	n.rebuilt()
	n.halt()
}

// sulking is an index that refuses changes while full is set.
type sulking struct {
	*pebble.Index
	full atomic.Bool
}

func (s *sulking) Apply(ctx context.Context, upTo journey.Position, changes []stitch.Change) error {
	if s.full.Load() {
		return errors.New("no space left on device")
	}
	return s.Index.Apply(ctx, upTo, changes)
}

// An index that refuses what the log holds stops the intake, and nothing is lost or doubled when it goes on.
func TestAnIndexWithoutSpaceRecovers(t *testing.T) {
	n := boot(t, vfs.NewMem(), stitch.Options{})
	if err := n.lanes.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	index := &sulking{Index: n.index}
	lanes, err := stitch.Open(context.Background(), stitch.Options{
		Log: n.log, Index: index, Mark: stitch.NewWatermark(n.log.End()),
	})
	if err != nil {
		t.Fatal(err)
	}
	n.lanes = lanes
	index.full.Store(true)
	e := event(1, 0)
	e.IDGiven = true
	for range 3 {
		_, err = lanes.Submit(context.Background(), e)
		var fault *journey.Fault
		if !errors.As(err, &fault) || fault.Code != journey.Unavailable {
			t.Fatalf("a full index answers %v", err)
		}
	}
	if lanes.Err() == nil {
		t.Error("the lanes do not say that they take nothing")
	}
	index.full.Store(false)
	for err != nil { // the sender repeats until it is taken
		_, err = lanes.Submit(context.Background(), e)
	}
	if stored := n.stored(); stored[e.ID] != 1 {
		t.Errorf("the event is stored %d times", stored[e.ID])
	}
	n.rebuilt()
	n.halt()
}
