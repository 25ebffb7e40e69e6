package pebble

import (
	"context"
	"errors"
	"time"

	"sojourn/journey"
)

// turn is held by whoever writes a generation to the store. It is a channel, so that one can give up waiting for it.
type turn chan struct{}

func (t turn) take(ctx context.Context, trouble <-chan struct{}) error {
	select {
	case t <- struct{}{}:
		return nil
	case <-trouble:
		return errTrouble
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t turn) try() bool {
	select {
	case t <- struct{}{}:
		return true
	default:
		return false
	}
}

func (t turn) give() { <-t }

var errTrouble = errors.New("the index is in trouble")

// relieve lets the young generation be written once it is full, and waits if the next one is full
// before that is done.
func (i *Index) relieve(ctx context.Context) error {
	fill := i.held.Load().young.fill(i.limits)
	if fill < 1 {
		return nil
	}
	if i.turn.try() {
		i.writing.Go(func() {
			defer i.turn.give()
			i.writeOut()
		})
		return nil
	}
	if fill < 2 {
		return nil
	}
	err := i.turn.take(ctx, i.health.troubled())
	if err == nil {
		i.turn.give()
	}
	if errors.Is(err, errTrouble) { // the batch is applied; the next one is refused
		return nil
	}
	return err
}

// writeOut makes the young generation old and writes it to the store, trying again for as long as the store
// refuses. The turn must be held.
func (i *Index) writeOut() {
	if held := i.held.Load(); held.old == nil {
		i.gate.Lock()
		i.held.Store(&generations{young: newGeneration(i.seed), old: held.young})
		i.gate.Unlock()
	}
	for {
		err := i.writeOld()
		i.health.set(&i.health.write, wrap("write to the index", err))
		if err == nil {
			return
		}
		timer := time.NewTimer(i.health.retry)
		select {
		case <-timer.C:
		case <-i.health.stop:
			timer.Stop()
			return
		}
	}
}

// writeOld writes the old generation as one batch, after which the store has it.
func (i *Index) writeOld() error {
	held := i.held.Load()
	if i.health.dead() {
		return i.Err()
	}
	w := i.begin()
	w.generation(held.old)
	if err := i.commit(w, journey.Position(held.old.upTo.Load())); err != nil {
		return err
	}
	i.held.Store(&generations{young: held.young})
	return nil
}

// settle writes all generations to the store. They reach the disk with its next flush.
func (i *Index) settle(ctx context.Context) error {
	if err := i.turn.take(ctx, i.health.troubled()); err != nil {
		return errors.Join(i.Err(), ctx.Err())
	}
	done := make(chan struct{})
	i.writing.Go(func() {
		defer close(done)
		defer i.turn.give()
		if i.held.Load().old != nil {
			i.writeOut()
		}
		if i.held.Load().young.used() {
			i.writeOut()
		}
	})
	return i.await(ctx, done)
}

// await waits until something is done, the disk is in trouble, or ctx ends.
func (i *Index) await(ctx context.Context, done <-chan struct{}) error {
	select {
	case <-done:
		return i.Err()
	case <-i.health.troubled():
		return i.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// used reports whether the generation has anything to write: a mark, or at least one state.
func (g *generation) used() bool { return g.upTo.Load() > 0 || g.bytes.Load() > 0 }
