package enginetest

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
	"pgregory.net/rapid"

	"sojourn/flow/stitch"
	"sojourn/journey"
)

// Eraser is an index that forgets.
type Eraser interface {
	Index
	stitch.Forgetter
	Scrub(ctx context.Context, whole bool) error
}

// TestForget runs the suite of what "forgets" means, for an engine whose indexes are Erasers.
func TestForget(t *testing.T, e IndexEngine) {
	t.Run("SameAsModel", func(t *testing.T) { forgetSameAsModel(t, e) })
	t.Run("PowerCut", func(t *testing.T) { forgetPowerCut(t, e) })
}

// forget erases from the model what Forget erases from an index.
func (m *indexModel) forget(upTo journey.Position, before journey.Instant, forgotten []stitch.Forgotten) (erased int) {
	m.mark = max(m.mark, upTo)
	for _, of := range forgotten {
		gone := map[journey.ID]bool{}
		for _, id := range of.Sessions {
			if s := m.sessions[id]; s != nil && (before.IsZero() || s.Newest.At < before) {
				gone[id] = true
				delete(m.sessions, id)
				delete(m.events, id)
			}
		}
		if erased += len(gone); len(gone) == 0 {
			continue
		}
		if _, customer := of.Key.Customer(); len(m.of(customer)) > 0 {
			left := *m.states[of.Key]
			left.Sessions = slices.DeleteFunc(slices.Clone(left.Sessions), func(s *journey.Session) bool {
				return gone[s.ID]
			})
			m.states[of.Key] = &left
			continue
		}
		delete(m.states, of.Key)
		m.repeats = slices.DeleteFunc(m.repeats, func(r modelRepeat) bool { return r.key == of.Key })
	}
	return erased
}

// toForget makes up an erasure: some sessions of some customers, or all of them, perhaps only old ones.
func (m *indexModel) toForget(roll dice) (before journey.Instant, forgotten []stitch.Forgotten) {
	if roll(3) == 0 {
		before = lifeBegins + journey.Instant(roll(60))
	}
	keys := make([]journey.Key, 0, len(m.states))
	for key := range m.states {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		if roll(3) > 0 {
			continue
		}
		of, all := stitch.Forgotten{Key: key}, roll(2) == 0
		_, customer := key.Customer()
		for _, s := range m.of(customer) {
			if all || roll(2) == 0 {
				of.Sessions = append(of.Sessions, s.ID)
			}
		}
		forgotten = append(forgotten, of)
	}
	return before, forgotten
}

func forgetSameAsModel(t *testing.T, e IndexEngine) {
	rapid.Check(t, func(r *rapid.T) {
		index, model := e.mustOpen(t, NewDisk()).(Eraser), newIndexModel()
		defer func() { _ = index.Close() }()
		roll := func(n int) int { return rapid.IntRange(0, n-1).Draw(r, "roll") }
		for range 1 + roll(12) {
			upTo, changes := model.batch(roll)
			must(r, index.Apply(t.Context(), upTo, changes))
			model.apply(upTo, changes)
			if roll(3) > 0 {
				continue
			}
			before, forgotten := model.toForget(roll)
			erased, err := index.Forget(t.Context(), model.position, before, forgotten)
			must(r, err)
			if want := model.forget(model.position, before, forgotten); len(erased) != want {
				r.Fatalf("%d sessions were erased, want %d", len(erased), want)
			}
			if roll(4) == 0 {
				must(r, index.Scrub(t.Context(), roll(2) == 0))
			}
		}
		model.mustBe(r, index)
		e.mustBeSound(r, index)
	})
}

// forgetPowerCut cuts the power in front of changes of the disk while sessions are erased. What is found has
// whole erasures and no parts of them, each with the mark that it was told.
func forgetPowerCut(t *testing.T, e IndexEngine) {
	disk, model, roll := NewDisk(), newIndexModel(), seededDice(5)
	index := e.mustOpen(t, disk).(Eraser)
	prefixes := []prefix{prefixOf(t, index)}
	random := rand.New(rand.NewPCG(6, 7))
	var cuts []cut
	changesOfDisk := 0
	hook := func(errorfs.Op) error {
		if changesOfDisk++; changesOfDisk%5 == 0 {
			cuts = append(cuts, cut{disk.CutPower([]int{0, 30, 70, 100}[random.IntN(4)], random), len(prefixes)})
		}
		return nil
	}
	for n := range 48 {
		disk.BeforeChange(nil)
		upTo, changes := model.batch(roll)
		must(t, index.Apply(t.Context(), upTo, changes))
		model.apply(upTo, changes)
		prefixes = append(prefixes, prefixOf(t, index))
		if n%6 != 5 {
			continue
		}
		before, forgotten := model.toForget(roll)
		disk.BeforeChange(hook)
		_, err := index.Forget(t.Context(), model.position, before, forgotten)
		must(t, err)
		model.forget(model.position, before, forgotten)
		prefixes = append(prefixes, prefixOf(t, index))
		must(t, index.Scrub(t.Context(), n%12 == 11))
	}
	disk.BeforeChange(nil)
	must(t, index.Close())
	if len(cuts) == 0 {
		t.Fatal("the disk never changed")
	}
	for _, c := range cuts {
		e.mustBeAPrefix(t, cut{c.disk, min(c.handed, len(prefixes)-1)}, prefixes)
	}
	t.Logf("%d power cuts", len(cuts))
}
