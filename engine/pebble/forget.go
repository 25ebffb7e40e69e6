package pebble

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"sojourn/flow/stitch"
	"sojourn/journey"
	"sojourn/journey/codec"
)

// Forget implements stitch.Forgetter. What it erased is gone for every reader when it returns; its bytes are
// gone from the files after Scrub.
func (i *Index) Forget(
	ctx context.Context, upTo journey.Position, before journey.Instant, forgotten []stitch.Forgotten,
) ([]*journey.Session, error) {
	if err := errors.Join(ctx.Err(), i.Err()); err != nil {
		return nil, wrap("forget", err)
	}
	if err := i.settle(ctx); err != nil {
		return nil, wrap("forget", err)
	}
	f := forgetting{Index: i, w: i.begin(), before: before}
	for _, of := range forgotten {
		if err := f.key(ctx, of); err != nil {
			return nil, errors.Join(wrap("forget", err), f.w.batch.Close())
		}
	}
	if err := i.commit(f.w, upTo); err != nil {
		return nil, err
	}
	i.scrub.note(f.erased...)
	return f.sessions, nil
}

// forgetting is one Forget. What it is to erase is in the store and nowhere else.
type forgetting struct {
	*Index
	w        *writing
	before   journey.Instant
	sessions []*journey.Session
	erased   []span // of keys
}

// span is a range of keys; the end is not part of it.
type span struct{ from, to []byte }

// delete erases one key.
func (f *forgetting) delete(key []byte) {
	f.w.delete(key)
	f.erased = append(f.erased, span{key, append(slices.Clone(key), 0)})
}

// deleteAll erases the keys with a prefix.
func (f *forgetting) deleteAll(prefix []byte) {
	f.w.note(f.w.batch.DeleteRange(prefix, after(prefix), nil))
	f.erased = append(f.erased, span{prefix, after(prefix)})
}

// key erases sessions of one key.
func (f *forgetting) key(ctx context.Context, of stitch.Forgotten) error {
	gone := make(map[journey.ID]bool)
	for _, id := range of.Sessions {
		s, err := session(f.db, id)
		if errors.Is(err, journey.ErrNoSession) {
			continue // an earlier try has erased it
		}
		if err != nil {
			return err
		}
		if f.before.IsZero() || s.Newest.At < f.before {
			gone[id] = true
			f.session(s)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	left, err := f.left(ctx, of.Key, gone)
	switch {
	case err != nil:
		return err
	case left:
		return f.state(of.Key, gone)
	}
	f.delete(stateKey(nil, of.Key))
	return f.repeats(ctx, of.Key)
}

// session erases a document, its events, and its places in the listings.
func (f *forgetting) session(s *journey.Session) {
	f.sessions = append(f.sessions, s)
	f.deleteAll(sessionKey(nil, s.ID))
	f.delete(listed(newestPrefix(nil), s.Newest.At, s.ID))
	if s.Customer != "" {
		f.delete(customerKey(nil, s.Customer, s.Kind, s.First.At, s.ID))
	}
	if contact := s.ContactID(); !contact.IsZero() {
		f.delete(contactKey(nil, contact, s.First.At, s.ID))
	}
	if short := briefOf(s).short; short != 0 {
		f.delete(shortKey(nil, short, s.ID))
	}
}

// left reports whether a key keeps sessions. Only visitors have more than one.
func (f *forgetting) left(ctx context.Context, key journey.Key, gone map[journey.ID]bool) (bool, error) {
	_, customer := key.Customer()
	if customer == "" {
		return false, nil
	}
	for _, kind := range []journey.Kind{journey.Web, journey.App} {
		prefix := customerPrefix(nil, customer, kind)
		for e, err := range f.scan(ctx, f.db, within(prefix)) {
			if err != nil {
				return false, err
			}
			_, id, err := parseBegun(e.key, len(prefix))
			if err != nil {
				return false, fmt.Errorf("%w: listing of a customer: %w", ErrRebuild, err)
			}
			if !gone[id] {
				return true, nil
			}
		}
	}
	return false, nil
}

// state takes the erased sessions out of a state. The totals of the customer stay.
func (f *forgetting) state(key journey.Key, gone map[journey.ID]bool) error {
	stored, err := f.get(stateKey(nil, key))
	if err != nil || stored == nil {
		return err
	}
	state, ids, err := codec.DecodeState(key, stored)
	if err != nil {
		return fmt.Errorf("%w: state of %q: %w", ErrRebuild, key, err)
	}
	for _, id := range ids {
		if gone[id] {
			continue
		}
		s, err := session(f.db, id)
		if err != nil {
			return fmt.Errorf("%w: state of %q: %w", ErrRebuild, key, err)
		}
		state.Sessions = append(state.Sessions, s)
	}
	f.w.set(stateKey(nil, key), codec.AppendState(nil, state))
	return nil
}

// repeats erases the spilled repeats of a key.
func (f *forgetting) repeats(ctx context.Context, key journey.Key) error {
	it, err := f.db.NewIterWithContext(ctx, within([]byte{repeatSpace}))
	if err != nil {
		return err
	}
	for ok := it.First(); ok && len(it.Key()) >= 1+8; {
		day := int64(binary.BigEndian.Uint64(it.Key()[1:]) ^ signBit)
		prefix := appendTerminated(dayPrefix(nil, day), string(key))
		if it.SeekGE(prefix) && slices.Equal(prefix, it.Key()[:min(len(prefix), len(it.Key()))]) {
			f.deleteAll(prefix)
		}
		ok = it.SeekGE(dayPrefix(nil, day+1))
	}
	return errors.Join(it.Error(), it.Close())
}

var _ stitch.Forgetter = (*Index)(nil)
