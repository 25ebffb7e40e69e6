package enginetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
	"pgregory.net/rapid"

	"sojourn/journey"
)

// span returns the positions from first to last, every step-th.
func span(first, last, step journey.Position) (positions []journey.Position) {
	for p := first; p <= last; p += step {
		positions = append(positions, p)
	}
	return positions
}

// fill appends so much that even small segments become several.
func (m *logModel) fill(t testing.TB, l Log, appends int) {
	t.Helper()
	for i := range appends {
		must(t, m.append(t.Context(), l, 1+i%7, 200))
	}
}

// logErase erases single records, some of a chunk, all there are, and what is gone already.
func logErase(t *testing.T, e LogEngine) {
	d, m := NewDisk(), newLogModel(e)
	l := e.open(t, d)
	must(t, l.Erase(t.Context(), nil))
	m.fill(t, l, 90)
	must(t, m.append(t.Context(), l, 1, 70_000)) // larger than a chunk and a segment
	m.fill(t, l, 9)
	erase := func(positions []journey.Position) {
		t.Helper()
		m.begin(positions)
		for range 2 { // the second time there is nothing to do
			must(t, l.Erase(t.Context(), positions))
			m.erased()
			must(t, m.verify(t.Context(), l))
		}
		must(t, l.Close())
		l = e.open(t, d)
		must(t, m.verify(t.Context(), l))
		must(t, m.append(t.Context(), l, 2, 50))
	}
	for _, p := range []journey.Position{0, l.End() + 1, 1 << 63} {
		if err := l.Erase(t.Context(), []journey.Position{1, p}); !errors.Is(err, e.NotFound) {
			t.Fatalf("erase position %d: %v", p, err)
		}
	}
	must(t, m.verify(t.Context(), l)) // nothing of it was done
	erase([]journey.Position{1})
	erase([]journey.Position{m.last})
	erase([]journey.Position{7, 3, 3, 200, 5})
	erase(span(2, m.last, 5))
	erase(span(20, 150, 1))
	erase(span(100, m.last, 3))
	must(t, m.append(t.Context(), l, 3, 9_000))
	erase(span(1, m.last, 1))
	m.fill(t, l, 20)
	erase(span(m.last-5, m.last, 1))

	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Erase(over, span(m.last, m.last, 1)); !errors.Is(err, context.Canceled) {
		t.Fatalf("erase: %v", err)
	}
	must(t, l.Close())
	if err := l.Erase(t.Context(), span(m.last, m.last, 1)); !errors.Is(err, e.Closed) {
		t.Fatalf("erase in a closed log: %v", err)
	}
	must(t, m.verify(t.Context(), e.open(t, d)))
}

// logEraseSameAsModel: whatever is appended, erased, reopened and cut off from power, the
// log has what the model has.
func logEraseSameAsModel(t *testing.T, e LogEngine) {
	rapid.Check(t, func(r *rapid.T) {
		roll := rapidDice(r)
		d, m := NewDisk(), newLogModel(e)
		l, err := e.Open(t, d.FS(), logDir)
		must(r, err)
		defer func() { _ = l.Close() }()
		for range 1 + roll(25) {
			switch roll(6) {
			case 0, 1, 2:
				for range 1 + roll(20) {
					must(r, m.append(t.Context(), l, 1+roll(9), 1+roll(300)))
				}
			case 3, 4:
				if m.last == 0 {
					continue
				}
				first := journey.Position(1 + roll(int(m.last)))
				last := min(first+journey.Position(roll(60)), m.last)
				positions := span(first, last, journey.Position(1+roll(4)))
				m.begin(positions)
				must(r, l.Erase(t.Context(), positions))
				m.erased()
			case 5:
				if roll(2) == 0 {
					must(r, l.Close())
				} else {
					d = d.CutPower(roll(101), rand.New(rand.NewPCG(uint64(roll(1000)), 1)))
					_ = l.Close()
				}
				l, err = e.Open(t, d.FS(), logDir)
				must(r, err)
			}
		}
		must(r, m.verify(t.Context(), l))
	})
}

// logEraseWhileReading reads, gets and appends while records are erased: what comes is
// right, what is to stay is there, and nothing fails.
func logEraseWhileReading(t *testing.T, e LogEngine) {
	d, m := NewDisk(), newLogModel(e)
	l := e.open(t, d)
	m.fill(t, l, 120)
	before, stay := m.clone(), slices.Sorted(maps.Keys(m.there))
	stay = slices.DeleteFunc(stay, func(p journey.Position) bool { return p%3 != 0 })
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	check := func(err error) {
		if err != nil && ctx.Err() == nil {
			t.Error(err)
			stop()
		}
	}
	wg.Go(func() {
		for ctx.Err() == nil {
			check(before.readsRight(ctx, l, stay))
		}
	})
	for i := range 2 {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(uint64(i), 9))
			for ctx.Err() == nil {
				check(before.getsRight(ctx, l, journey.Position(1+random.Uint64N(uint64(before.last)))))
			}
		})
	}
	wg.Go(func() {
		for ctx.Err() == nil {
			check(m.append(ctx, l, 1, 300))
		}
	})
	for p := range before.last {
		if p++; p%3 != 0 && p%7 < 3 {
			check(l.Erase(ctx, span(p, min(p+40, before.last), 3)))
		}
	}
	stop()
	wg.Wait()
}

// readsRight reads the log once and compares it with the model of an earlier time, of which
// stay must all be there.
func (m *logModel) readsRight(ctx context.Context, l Log, stay []journey.Position) error {
	for entry, err := range l.Read(ctx, 0) {
		switch {
		case err != nil:
			return fmt.Errorf("read: %w", err)
		case entry.Position > m.last:
			continue
		case m.there[entry.Position] != string(entry.Data):
			return fmt.Errorf("read position %d: %.40q", entry.Position, entry.Data)
		}
		if len(stay) > 0 && entry.Position == stay[0] {
			stay = stay[1:]
		}
	}
	if len(stay) > 0 {
		return fmt.Errorf("read does not come to position %d", stay[0])
	}
	return nil
}

func (m *logModel) getsRight(ctx context.Context, l Log, p journey.Position) error {
	got, err := l.Get(ctx, []journey.Position{p})
	switch {
	case errors.Is(err, m.engine.NotFound) && p%3 != 0:
		return nil
	case err != nil:
		return fmt.Errorf("get: %w", err)
	case m.there[p] != string(got[0]):
		return fmt.Errorf("get position %d: %.40q", p, got[0])
	}
	return nil
}

// logErasePowerCut cuts the power in front of every change of the disk that an erasure
// makes: what was not to be erased is there, and erasing again finishes it.
func logErasePowerCut(t *testing.T, e LogEngine) {
	d, m := NewDisk(), newLogModel(e)
	l := e.open(t, d)
	m.fill(t, l, 60)
	cuts := 0
	d.BeforeChange(func(op errorfs.Op) error {
		for _, percent := range survivors {
			after := d.CutPower(percent, rand.New(rand.NewPCG(uint64(cuts), uint64(percent))))
			if err := m.clone().survive(t, after); err != nil {
				t.Errorf("cut %d, before operation %d of %s, %d %% survive: %v", cuts, op.Kind, op.Path, percent, err)
			}
		}
		cuts++
		return nil
	})
	for _, positions := range [][]journey.Position{
		{5, 6, 100}, span(60, 130, 1), span(1, m.last, 9), {m.last},
	} {
		m.begin(positions)
		must(t, l.Erase(t.Context(), positions))
		m.erased()
		must(t, m.clone().survive(t, d.CutPower(0, nil)))
	}
	d.BeforeChange(nil)
	t.Logf("%d power cuts", cuts*len(survivors))
}

// survive opens the log on a disk that lost power during an erasure, compares, and erases
// again what was being erased.
func (m *logModel) survive(t testing.TB, d *Disk) error {
	l, err := m.engine.Open(t, d.FS(), logDir)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	defer func() { _ = l.Close() }() // what counts is read before; the disk is thrown away
	if err := m.verify(t.Context(), l); err != nil {
		return err
	}
	if err := l.Erase(t.Context(), slices.Collect(maps.Keys(m.erasing))); err != nil {
		return fmt.Errorf("erase again: %w", err)
	}
	m.erased()
	if err := m.append(t.Context(), l, 3, 100); err != nil {
		return err
	}
	last, err := m.engine.Open(t, d.CutPower(0, nil).FS(), logDir)
	if err != nil {
		return fmt.Errorf("open after a second cut: %w", err)
	}
	defer func() { _ = last.Close() }()
	if err := m.verify(t.Context(), last); err != nil {
		return fmt.Errorf("after a second cut: %w", err)
	}
	return nil
}

// logEraseFailedWrite fails every change of the disk that an erasure makes, one after the
// other: either it says so or everything is gone, and what is to stay is there.
func logEraseFailedWrite(t *testing.T, e LogEngine) {
	broken := errors.New("the disk is broken")
	for nth, hit := 1, true; hit; nth++ {
		d, m := NewDisk(), newLogModel(e)
		l := e.open(t, d)
		m.fill(t, l, 40)
		n := 0
		hit = false
		d.BeforeChange(func(errorfs.Op) error {
			if n++; n != nth {
				return nil
			}
			hit = true
			return broken
		})
		positions := append(span(50, 100, 1), 5, m.last)
		m.begin(positions)
		err := l.Erase(t.Context(), positions)
		if err == nil {
			m.erased()
		}
		if err := m.verify(t.Context(), l); err != nil {
			t.Fatalf("failure %d, answer %v: %v", nth, err, err)
		}
		d.BeforeChange(nil)
		if err := m.clone().survive(t, d.CutPower(0, nil)); err != nil {
			t.Fatalf("failure %d: after a power cut: %v", nth, err)
		}
		if errors.Is(err, e.Stopped) {
			continue
		}
		if err := l.Erase(t.Context(), positions); err != nil {
			t.Fatalf("failure %d: erase again: %v", nth, err)
		}
		m.erased()
		if err := m.clone().survive(t, d.CutPower(0, nil)); err != nil {
			t.Fatalf("failure %d: erased again, after a power cut: %v", nth, err)
		}
	}
}
