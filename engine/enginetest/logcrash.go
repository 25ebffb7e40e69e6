package enginetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"sojourn/journey"
)

// ledger is what the callers of a log know: which appends they tried, and which were
// answered with which position.
type ledger struct {
	mu       sync.Mutex
	tried    map[string]int // first record of an append → number of its records
	answered map[journey.Position]string
}

func newLedger() *ledger {
	return &ledger{tried: map[string]int{}, answered: map[journey.Position]string{}}
}

// noise is text of n bytes that compresses badly, the same for the same name.
func noise(name string, n int) string {
	var seed [32]byte
	copy(seed[:], name)
	random := rand.NewChaCha8(seed)
	b := make([]byte, n)
	for i := range b {
		b[i] = ' ' + byte(random.Uint64()%95)
	}
	return string(b)
}

// append appends n records named after name, each filled up by fill bytes.
func (g *ledger) append(ctx context.Context, l Log, name string, n, fill int) error {
	records := make([]string, n)
	for i := range records {
		records[i] = fmt.Sprintf("%s/%d/%s", name, i, noise(name, fill))
	}
	g.mu.Lock()
	g.tried[records[0]] = n
	g.mu.Unlock()
	first, err := l.Append(ctx, recordsOf(records))
	if err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, r := range records {
		g.answered[first+journey.Position(i)] = r
	}
	return nil
}

func (g *ledger) answers() map[journey.Position]string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return maps.Clone(g.answered)
}

// verify compares a log with the answers given: each answered record is at its
// position, every other record belongs to an append that was tried, none is there
// twice, and no append is there in part.
func (g *ledger) verify(ctx context.Context, l Log, answered map[journey.Position]string) error {
	records, err := readAll(ctx, l, 0)
	if err != nil {
		return fmt.Errorf("read after %d records: %w", len(records), err)
	}
	if int(l.End()) != len(records) {
		return fmt.Errorf("end is %d, but %d records can be read", l.End(), len(records))
	}
	for p, want := range answered {
		if int(p) > len(records) || records[p-1] != want {
			return fmt.Errorf("answered record %.40q is lost: not at position %d of %d", want, p, len(records))
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	seen := map[string]bool{}
	for i := 0; i < len(records); {
		n, ok := g.tried[records[i]]
		if !ok || seen[records[i]] || i+n > len(records) {
			return fmt.Errorf("record %.40q at position %d: tried %v, twice %v", records[i], i+1, ok, seen[records[i]])
		}
		seen[records[i]] = true
		name, _, _ := strings.Cut(records[i], "/")
		for j := range n {
			if !strings.HasPrefix(records[i+j], fmt.Sprintf("%s/%d/", name, j)) {
				return fmt.Errorf("append %s is there in part", name)
			}
		}
		i += n
	}
	return nil
}

// workload is how much a test appends.
type workload struct{ callers, appends, records, fill int }

// run appends from several goroutines until it is through or refused.
func (w workload) run(ctx context.Context, l Log, g *ledger, prefix string) error {
	var wg sync.WaitGroup
	failures := make([]error, w.callers)
	for c := range w.callers {
		wg.Go(func() {
			for i := range w.appends {
				name, n := fmt.Sprintf("%s%d.%d", prefix, c, i), 1+(c+i)%w.records
				if failures[c] = g.append(ctx, l, name, n, n*w.fill); failures[c] != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	return errors.Join(failures...)
}

// survivors are how many percent of the unsynced blocks a power cut leaves.
var survivors = [...]int{0, 30, 70, 100}

// logPowerCut cuts the power in front of every single change of the disk, from the
// creation of the log on, and in several ways each time. The large appends are larger
// than whatever an engine writes or compresses in one piece.
func logPowerCut(t *testing.T, e LogEngine) {
	for name, w := range map[string]workload{
		"Alone": {callers: 1, appends: 40, records: 7, fill: 60},
		"Many":  {callers: 5, appends: 16, records: 7, fill: 30},
		"Large": {callers: 1, appends: 3, records: 3, fill: 40_000},
	} {
		t.Run(name, func(t *testing.T) { e.cutEverywhere(t, w) })
	}
}

func (e LogEngine) cutEverywhere(t *testing.T, w workload) {
	d, g := NewDisk(), newLedger()
	cuts := 0
	d.BeforeChange(func(op errorfs.Op) error {
		for _, percent := range survivors {
			answered := g.answers()
			after := d.CutPower(percent, rand.New(rand.NewPCG(uint64(cuts), uint64(percent))))
			if err := e.survive(t, after, g, answered); err != nil {
				t.Errorf("cut %d, before operation %d of %s, %d %% survive: %v", cuts, op.Kind, op.Path, percent, err)
			}
		}
		cuts++
		return nil
	})
	l := e.open(t, d)
	if err := w.run(t.Context(), l, g, "a"); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	d.BeforeChange(nil)
	t.Logf("%d power cuts, %d records", cuts*len(survivors), len(g.answers()))
}

// survive opens the log on a disk that lost power and compares; it cuts the power again
// as soon as the log has shown its records, and once more after it went on working.
func (e LogEngine) survive(t testing.TB, d *Disk, g *ledger, answered map[journey.Position]string) error {
	l, err := e.Open(t, d.FS(), logDir)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	defer func() { _ = l.Close() }() // what counts is read before; the disk is thrown away
	if err := g.verify(t.Context(), l, answered); err != nil {
		return err
	}
	shown := l.End()
	again, err := e.Open(t, d.CutPower(0, nil).FS(), logDir)
	if err != nil {
		return fmt.Errorf("open after a second cut: %w", err)
	}
	defer func() { _ = again.Close() }()
	if again.End() != shown {
		return fmt.Errorf("the log showed records up to %d, after a second cut up to %d", shown, again.End())
	}
	extra := newLedger()
	extra.tried = maps.Clone(g.snapshot())
	if err := extra.append(t.Context(), l, "extra", 3, 100); err != nil {
		return fmt.Errorf("append after a cut: %w", err)
	}
	maps.Copy(extra.answered, answered)
	if err := extra.verify(t.Context(), l, extra.answered); err != nil {
		return fmt.Errorf("after going on: %w", err)
	}
	last, err := e.Open(t, d.CutPower(0, nil).FS(), logDir)
	if err != nil {
		return fmt.Errorf("open after a third cut: %w", err)
	}
	defer func() { _ = last.Close() }()
	if err := extra.verify(t.Context(), last, extra.answered); err != nil {
		return fmt.Errorf("after a third cut: %w", err)
	}
	return nil
}

func (g *ledger) snapshot() map[string]int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return maps.Clone(g.tried)
}

// logPowerCutWhileRecovering cuts the power in front of a write, and then in front of
// every change that the recovery from that makes.
func logPowerCutWhileRecovering(t *testing.T, e LogEngine) {
	d, g := NewDisk(), newLedger()
	cuts := 0
	d.BeforeChange(func(op errorfs.Op) error {
		if cuts++; cuts%3 != 0 || op.Kind == errorfs.OpMkdirAll {
			return nil
		}
		answered := g.answers()
		torn := d.CutPower(50, rand.New(rand.NewPCG(uint64(cuts), 1)))
		inner := uint64(0)
		torn.BeforeChange(func(op errorfs.Op) error {
			inner++
			after := torn.CutPower(50, rand.New(rand.NewPCG(uint64(cuts), inner)))
			if err := e.survive(t, after, g, answered); err != nil {
				t.Errorf("cut %d, then before operation %d of %s: %v", cuts, op.Kind, op.Path, err)
			}
			return nil
		})
		l, err := e.Open(t, torn.FS(), logDir)
		if err != nil {
			t.Errorf("cut %d: open: %v", cuts, err)
			return nil
		}
		torn.BeforeChange(nil)
		_ = l.Close()
		return nil
	})
	l := e.open(t, d)
	if err := (workload{1, 40, 7, 60}).run(t.Context(), l, g, "r"); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	d.BeforeChange(nil)
	t.Logf("%d cuts, of %d possible", cuts/3, cuts)
}

// logFailedWrite fails every write and sync in turn, whatever it is for. The log stops
// for good or refuses for the moment; what was answered is there after a restart.
func logFailedWrite(t *testing.T, e LogEngine) {
	broken := errors.New("the disk is broken")
	stopped := 0
	for nth := 1; ; nth++ {
		d, g := NewDisk(), newLedger()
		l := e.open(t, d)
		n, hit := 0, false
		d.BeforeChange(func(op errorfs.Op) error {
			if op.Kind == errorfs.OpRemove {
				return nil
			}
			if n++; n != nth {
				return nil
			}
			hit = true
			return broken
		})
		err := (workload{1, 40, 7, 30}).run(t.Context(), l, g, "f")
		if err != nil && !errors.Is(err, e.Stopped) && !errors.Is(err, e.NoSpace) {
			t.Fatalf("failure %d: %v", nth, err)
		}
		if errors.Is(err, e.Stopped) {
			stopped++
			if err := g.append(t.Context(), l, "more", 1, 0); !errors.Is(err, e.Stopped) {
				t.Fatalf("failure %d: append after the log stopped: %v", nth, err)
			}
		}
		answered := g.answers()
		if got, err := readAll(t.Context(), l, 0); err != nil || len(got) < len(answered) {
			t.Fatalf("failure %d: reads %d of %d records, %v", nth, len(got), len(answered), err)
		}
		_ = l.Close()
		d.BeforeChange(nil)
		if err := e.survive(t, d, g, answered); err != nil {
			t.Fatalf("failure %d: %v", nth, err)
		}
		if !hit {
			break
		}
	}
	if stopped == 0 {
		t.Fatal("no failure stopped the log")
	}
}

// logFullDisk lets the disk be full for new files: the log refuses, keeps what it has,
// and goes on when there is space, without a restart.
func logFullDisk(t *testing.T, e LogEngine) {
	d, g := NewDisk(), newLedger()
	l := e.open(t, d)
	d.BeforeChange(func(op errorfs.Op) error {
		if op.Kind == errorfs.OpCreate {
			return syscall.ENOSPC
		}
		return nil
	})
	var err error
	for i := 0; err == nil; i++ {
		err = g.append(t.Context(), l, fmt.Sprintf("full%d", i), 5, 100)
	}
	if !errors.Is(err, e.NoSpace) {
		t.Fatalf("append on a full disk: %v, want %v", err, e.NoSpace)
	}
	end := l.End()
	if err := g.append(t.Context(), l, "still", 50, 200); !errors.Is(err, e.NoSpace) {
		t.Fatalf("append on a disk that is still full: %v", err)
	}
	if l.End() != end {
		t.Fatalf("a refused append moved the end from %d to %d", end, l.End())
	}
	d.BeforeChange(nil)
	if err := (workload{2, 20, 7, 60}).run(t.Context(), l, g, "space"); err != nil {
		t.Fatalf("append when there is space again: %v", err)
	}
	if err := g.verify(t.Context(), l, g.answers()); err != nil {
		t.Fatal(err)
	}
}
