package pebble

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	cockroach "github.com/cockroachdb/pebble/v2"

	"sojourn/journey"
	"sojourn/journey/codec"
)

// reader is what reads need of the store or of a snapshot of it.
type reader interface {
	Get(key []byte) ([]byte, io.Closer, error)
}

// Load implements stitch.Index. The keys are read in order of the store, whatever their order
// here, so that neighbours share a block.
func (i *Index) Load(ctx context.Context, keys []journey.Key) ([]*journey.State, error) {
	order := make([]int, len(keys))
	for n := range order {
		order[n] = n
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	states := make([]*journey.State, len(keys))
	now := reading{i, i.held.Load(), i.db}
	for _, n := range order {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		state, err := now.state(keys[n])
		if err != nil {
			return nil, err
		}
		states[n] = state
	}
	return states, nil
}

// state reads one state with its sessions, or makes a new one.
func (r reading) state(key journey.Key) (*journey.State, error) {
	w := r.scratch.Get().(*scratch)
	defer r.scratch.Put(w)
	found, err := r.encodedState(w, key)
	if err != nil {
		return nil, err
	}
	if !found {
		return &journey.State{Key: key}, nil
	}
	state, ids, err := codec.DecodeState(key, w.value)
	if err != nil {
		return nil, fmt.Errorf("pebble: %w: state of %q: %w", ErrRebuild, key, err)
	}
	state.Sessions = make([]*journey.Session, len(ids), len(ids)+1)
	for n, id := range ids {
		if state.Sessions[n], err = r.session(id); err != nil {
			return nil, fmt.Errorf("pebble: %w: state of %q: %w", ErrRebuild, key, err)
		}
	}
	return state, nil
}

// encodedState reads the bytes of a state into w.value.
func (r reading) encodedState(w *scratch, key journey.Key) (found bool, err error) {
	for _, g := range r.held.each() {
		if w.value, found = g.state(w.value[:0], key); found {
			return true, nil
		}
	}
	w.key = stateKey(w.key[:0], key)
	value, closer, err := r.from.Get(w.key)
	if errors.Is(err, cockroach.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, wrap("load", err)
	}
	w.value = append(w.value[:0], value...)
	return true, wrap("load", closer.Close())
}

// Session returns a session by its ID, or journey.ErrNoSession.
func (i *Index) Session(_ context.Context, id journey.ID) (*journey.Session, error) {
	return reading{i, i.held.Load(), i.db}.session(id)
}

func session(from reader, id journey.ID) (*journey.Session, error) {
	var buffer [1 + idSize]byte
	value, closer, err := from.Get(sessionKey(buffer[:0], id))
	if errors.Is(err, cockroach.ErrNotFound) {
		return nil, fmt.Errorf("pebble: %w: %v", journey.ErrNoSession, id)
	}
	if err != nil {
		return nil, wrap("read session", err)
	}
	s, err := codec.DecodeSession(value)
	if err := errors.Join(err, closer.Close()); err != nil {
		return nil, fmt.Errorf("pebble: %w: session %v: %w", ErrRebuild, id, err)
	}
	return s, nil
}

// Repeats implements stitch.Index. There are two or three day buckets, as long as somebody
// calls ForgetRepeats now and then.
func (i *Index) Repeats(
	ctx context.Context, key journey.Key, kind journey.Kind, fingerprint uint64,
) ([]journey.Position, error) {
	var found []journey.Position
	for _, g := range i.held.Load().each() {
		found = g.repeats(found, key, kind, fingerprint)
	}
	it, err := i.db.NewIterWithContext(ctx, within([]byte{repeatSpace}))
	if err != nil {
		return nil, wrap("read repeats", err)
	}
	for ok := it.First(); ok; {
		if len(it.Key()) < 1+8 {
			return nil, errors.Join(fmt.Errorf("pebble: %w: repeats: %w", ErrRebuild, errKey), it.Close())
		}
		day := int64(binary.BigEndian.Uint64(it.Key()[1:]) ^ signBit)
		prefix := repeatPrefix(nil, day, key, kind, fingerprint)
		for ok = it.SeekGE(prefix); ok && bytes.HasPrefix(it.Key(), prefix); ok = it.Next() {
			if rest := it.Key()[len(prefix):]; len(rest) == 8 {
				found = append(found, journey.Position(binary.BigEndian.Uint64(rest)))
			}
		}
		ok = it.SeekGE(dayPrefix(nil, day+1))
	}
	slices.Sort(found)
	found = slices.Compact(found)
	return found, wrap("read repeats", errors.Join(it.Error(), it.Close()))
}

// Definitions yields the newest version of every definition, tombstones included, by noun
// and ID.
func (i *Index) Definitions(ctx context.Context) iter.Seq2[*journey.Definition, error] {
	return func(yield func(*journey.Definition, error) bool) {
		for entry, err := range i.scan(ctx, i.db, within([]byte{definitionSpace})) {
			var d *journey.Definition
			if err == nil {
				d, err = decodeDefinition(entry.value)
			}
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
}

func (i *Index) definition(noun journey.Noun, id string) (*journey.Definition, error) {
	value, err := i.get(definitionKey(nil, noun, id))
	if err != nil || value == nil {
		return nil, wrap("read definition", err)
	}
	return decodeDefinition(value)
}

func decodeDefinition(value []byte) (*journey.Definition, error) {
	record, err := codec.DecodeRecord(value)
	if d, ok := record.(*journey.Definition); ok {
		return d, nil
	}
	return nil, fmt.Errorf("pebble: %w: definition: %w", ErrRebuild, cmp.Or(err, errValue))
}
