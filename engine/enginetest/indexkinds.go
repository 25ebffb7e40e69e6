package enginetest

import (
	"testing"

	"sojourn/flow/stitch"
	"sojourn/journey"
)

// indexOtherKinds: conversations of one customer may overlap, know their customer late, and change him when an
// earlier event comes in late.
func indexOtherKinds(t *testing.T, e IndexEngine) {
	disk := NewDisk()
	index := e.mustOpen(t, disk)
	conversation := func(id byte, customer string, first, newest journey.Instant) *journey.Session {
		return &journey.Session{
			ID: journey.ID{id}, Kind: journey.Conversation, Customer: customer,
			First: journey.Stamp{At: first, Seq: 1}, Newest: journey.Stamp{At: newest, Seq: 2},
			Conversation: &journey.ConversationSession{ID: string(rune(64 + id))},
		}
	}
	put := func(s *journey.Session, was *journey.Session) {
		t.Helper()
		touched := stitch.Touched{Session: s}
		if was != nil {
			touched.Was, touched.WasFirst, touched.WasCustomer = was.Newest.At, was.First.At, was.Customer
		}
		must(t, index.Apply(t.Context(), 1, []stitch.Change{
			{State: &journey.State{Key: s.Key(), Sessions: []*journey.Session{s}}, Sessions: []stitch.Touched{touched}},
		}))
	}
	listed := func(customer string, want ...byte) {
		t.Helper()
		var ids []byte
		for _, s := range collect(t, index.OfCustomer(t.Context(), customer, SessionCursor{})) {
			ids = append(ids, s.ID[0])
		}
		mustEqual(t, "sessions of "+customer, ids, want)
	}
	nobody, long, short := conversation(1, "", 100, 400), conversation(2, "a", 100, 900), conversation(3, "a", 200, 300)
	put(nobody, nil)
	put(long, nil)
	put(short, nil)
	listed("a", 2, 3)
	for _, flush := range []bool{true, false} {
		if flush {
			must(t, index.Flush(t.Context()))
		}
		known, moved := conversation(1, "a", 100, 400), conversation(3, "b", 150, 300)
		put(known, nobody)
		put(moved, short)
		listed("a", 2, 1)
		listed("b", 3)
		put(nobody, known)
		put(short, moved)
		listed("a", 2, 3)
		listed("b")
	}
	put(conversation(1, "a", 100, 400), nobody)
	put(conversation(3, "b", 150, 300), short)
	index = e.reopen(t, disk, index)
	listed("a", 2, 1)
	listed("b", 3)
	e.mustBeSound(t, index)

	var lasting []byte
	for _, s := range collect(t, index.Lasting(t.Context(), 900)) {
		lasting = append(lasting, s.ID[0])
	}
	mustEqual(t, "lasting sessions with nothing since 900", lasting, []byte{1, 3})
}
