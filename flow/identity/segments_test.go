package identity_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sojourn/flow/identity"
	"sojourn/journey"
	"sojourn/journey/contact"
)

const day = journey.Instant(24 * 60 * 60 * 1000)

func (n *node) grant(g contact.Grant) contact.Granted {
	n.t.Helper()
	granted, err := n.Grant(context.Background(), []contact.Grant{g})
	if err != nil {
		n.t.Fatal(err)
	}
	return granted[0]
}

func (n *node) assignments(id journey.ID, merged bool) []contact.Assignment {
	n.t.Helper()
	all, err := n.Assignments(context.Background(), id, merged)
	if err != nil {
		n.t.Fatal(err)
	}
	return all
}

// earned makes a grant for 10 days by the event with that number.
func (n *node) earned(c journey.ID, e *contact.Evidence, segment, event byte) contact.Grant {
	return contact.Grant{
		Contact: c, Customer: e.Customer, Segment: journey.ID{segment}, Lasts: 10 * day,
		Evidence: contact.Proof{At: journey.InstantOf(n.at), Event: journey.ID{event}, Session: journey.ID{9}},
	}
}

func TestGrant(t *testing.T) {
	n := boot(t, nil)
	e := n.says("a", "crm-1", "")
	id, at := n.resolve(e).Contact, journey.InstantOf(n.at)
	first := n.earned(id, e, 1, 1)
	if got, want := n.grant(first), (contact.Granted{Assigned: at, Until: at + 10*day, New: true}); got != want {
		t.Fatalf("got %+v, want %+v", got, want)
	}
	n.at = n.at.Add(24 * time.Hour)
	if got, want := n.grant(n.earned(id, e, 1, 2)), (contact.Granted{Assigned: at, Until: at + 11*day}); got != want {
		t.Errorf("a renewal is %+v, want %+v", got, want)
	}
	written := len(n.disk.records)
	lost := n.earned(id, e, 1, 2)
	lost.Missing = true
	if got := n.grant(lost); !got.New || got.Assigned != at {
		t.Errorf("another event of a session that lost its assignment brings %+v", got)
	}
	if got, want := n.grant(n.earned(id, e, 1, 1)), (contact.Granted{Assigned: at, Until: at + 11*day, New: true}); got != want {
		t.Errorf("the same event again brings %+v, want %+v", got, want)
	}
	if got, want := n.grant(n.earned(id, e, 1, 3)), (contact.Granted{Assigned: at, Until: at + 11*day}); got != want {
		t.Errorf("unchanged is %+v, want %+v", got, want)
	}
	if len(n.disk.records) != written {
		t.Error("what changes nothing was written")
	}
	if d := n.resolve(n.says("b", "crm-1", "")); len(d.Held) != 1 || d.Held[0].Assigned != at || d.Held[0].Until != at+11*day {
		t.Errorf("the next session is told of %+v", d.Held)
	}
	n.at = n.at.Add(10 * 24 * time.Hour)
	if d := n.resolve(n.says("b", "crm-1", "")); d.Held != nil || len(n.assignments(id, false)) != 0 {
		t.Errorf("it holds %+v after it has expired", d.Held)
	}
	at = journey.InstantOf(n.at)
	if got, want := n.grant(n.earned(id, e, 1, 4)), (contact.Granted{Assigned: at, Until: at + 10*day, New: true}); got != want {
		t.Errorf("after it has expired: %+v, want %+v", got, want)
	}
	n.replayed()
}

// TestGrantAtOnce grants one segment to one customer from many events at once: one of them is the first.
func TestGrantAtOnce(t *testing.T) {
	n := boot(t, nil)
	e := n.says("a", "", "")
	id := n.resolve(e).Contact
	var wg sync.WaitGroup
	var fresh atomic.Int32
	for i := range 40 {
		wg.Go(func() {
			granted, err := n.Grant(context.Background(), []contact.Grant{n.earned(id, e, 1, byte(i+1)), n.earned(id, e, 2, byte(i+1))})
			if err != nil {
				t.Error(err)
				return
			}
			for _, one := range granted {
				if one.New {
					fresh.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if fresh.Load() != 2 || len(n.assignments(id, false)) != 2 {
		t.Errorf("%d grants were new, want 2; there are %+v", fresh.Load(), n.assignments(id, false))
	}
	n.replayed()
}

// TestGrantToVisitor stores the contact of an anonymous cookie where the next resolution looks for it.
func TestGrantToVisitor(t *testing.T) {
	n := boot(t, nil)
	anonymous := n.says("a", "", "")
	id, at := n.resolve(anonymous).Contact, journey.InstantOf(n.at)
	g := n.earned(id, anonymous, 1, 1)
	g.Seen = at - 5
	n.grant(g)
	c := n.all(n.disk)
	if len(c) != 1 || c[0].ID != id || c[0].Kind != contact.Ephemeral || c[0].Created != at-5 || len(c[0].Claims) != 1 {
		t.Fatalf("stored are %+v", c)
	}
	if d := n.resolve(anonymous); d.Contact != id || len(d.Held) != 1 {
		t.Errorf("the next session goes to %s with %+v", d.Contact, d.Held)
	}
	known := n.says("a", "", "gwen@example.com")
	known.Seen = at - 5
	if d := n.resolve(known); d.Contact != id || len(d.Held) != 1 {
		t.Errorf("the person is %s with %+v", d.Contact, d.Held)
	}
	// A session that was stitched before somebody else claimed the cookie is the customer's all the same.
	other := n.says("b", "", "rhys@example.com")
	stitched := n.resolve(n.says("c", "", "")).Contact
	other.Identifiers = append(other.Identifiers, contact.Identifier{Type: contact.Cookie, Value: "c"})
	owner := n.resolve(other).Contact
	n.grant(n.earned(stitched, n.says("c", "", ""), 2, 2))
	if got := n.assignments(owner, false); len(got) != 1 || got[0].Contact != owner {
		t.Errorf("the owner of the cookie holds %+v", got)
	}
	n.replayed()
}

// TestGrantWithoutContact: the segments wait for the customer to get a contact.
func TestGrantWithoutContact(t *testing.T) {
	ctx := context.Background()
	n := boot(t, nil)
	n.policy.CreateEphemeral = false
	anonymous := n.says("a", "", "")
	if got := n.grant(n.earned(journey.ID{}, anonymous, 1, 1)); !got.New {
		t.Errorf("got %+v", got)
	}
	if got := n.grant(n.earned(journey.ID{}, anonymous, 1, 2)); got.New {
		t.Errorf("the second time it is %+v", got)
	}
	id := n.policy.Nameless(anonymous.Customer)
	if d := n.resolve(anonymous); !d.Contact.IsZero() || len(d.Held) != 1 {
		t.Errorf("the next session is told of %+v, and has the contact %s", d.Held, d.Contact)
	}
	_, err := n.Contact(ctx, id)
	if fault, _ := errors.AsType[*journey.Fault](err); fault == nil || fault.Code != journey.NotFound {
		t.Errorf("found as a contact: %v", err)
	}
	for c := range n.Contacts(ctx, journey.ID{}) {
		t.Errorf("listed is %+v", c)
	}
	known := n.resolve(n.says("a", "", "gwen@example.com"))
	if len(known.Held) != 1 || known.Held[0].Segment != (journey.ID{1}) {
		t.Errorf("the person holds %+v", known.Held)
	}
	if c := n.all(n.disk); len(c) != 1 || c[0].ID != known.Contact || len(c[0].Held) != 1 {
		t.Errorf("stored are %+v", c)
	}
	if d := n.resolve(n.says("a", "", "")); d.Changes() || len(d.Held) != 1 {
		t.Errorf("asked again it decides %+v", d)
	}
	// A grant to a session from before goes to the contact too.
	if got := n.grant(n.earned(journey.ID{}, anonymous, 1, 1)); !got.New || len(n.all(n.disk)) != 1 {
		t.Errorf("the first event again brings %+v", got)
	}
	n.replayed()
}

// TestGrantIdentityOff: segments stay with the customer's own identifier, whatever else events say.
func TestGrantIdentityOff(t *testing.T) {
	n := boot(t, nil)
	n.policy.Resolve = false
	e := n.says("a", "", "gwen@example.com")
	n.grant(n.earned(journey.ID{}, e, 1, 1))
	for range 2 {
		if d := n.resolve(e); d.Changes() || len(d.Held) != 1 {
			t.Errorf("decided %+v", d)
		}
	}
	e.Contact = journey.ID{0xcc}
	if d := n.resolve(e); d.Held != nil {
		t.Errorf("the named contact holds %+v", d.Held)
	}
	n.grant(n.earned(e.Contact, e, 2, 2))
	if d := n.resolve(e); len(d.Held) != 1 || d.Held[0].Segment != (journey.ID{2}) {
		t.Errorf("the named contact holds %+v", d.Held)
	}
	n.replayed()
}

// TestGrantToNobody is new every time and stores nothing.
func TestGrantToNobody(t *testing.T) {
	n := boot(t, nil)
	at := journey.InstantOf(n.at)
	unmatched := &contact.Evidence{Customer: contact.Identifier{Type: contact.Phone, Value: "anonymous", Unmatched: true}}
	deleted := n.says("d", "crm-1", "")
	id := n.resolve(deleted).Contact
	if err := n.Delete(context.Background(), id); err != nil {
		t.Fatal(err)
	}
	written := len(n.disk.records)
	for _, off := range []bool{false, true} {
		n.policy.CreateEphemeral = !off
		for _, g := range []contact.Grant{
			n.earned(journey.ID{}, &contact.Evidence{}, 1, 1), n.earned(journey.ID{}, unmatched, 1, 1), n.earned(id, deleted, 1, 1),
		} {
			for range 2 {
				if got, want := n.grant(g), (contact.Granted{Assigned: at, Until: at + 10*day, New: true}); got != want {
					t.Errorf("got %+v, want %+v", got, want)
				}
			}
		}
	}
	if len(n.disk.records) != written {
		t.Error("something was stored")
	}
}

// TestAssignments: who holds what before, while and after two contacts are one.
func TestAssignments(t *testing.T) {
	ctx := context.Background()
	n := boot(t, nil)
	e := n.says("a", "crm-1", "")
	member, head := n.resolve(e).Contact, n.resolve(n.says("b", "crm-2", "")).Contact
	n.grant(n.earned(member, e, 1, 1))
	n.grant(n.earned(member, e, 2, 1))
	n.at = n.at.Add(time.Hour)
	n.grant(n.earned(head, e, 1, 2))
	n.at = n.at.Add(time.Hour)
	if _, err := n.Merge(ctx, member, head); err != nil {
		t.Fatal(err)
	}
	if err := n.Assign(ctx, member, []contact.Order{{Segment: journey.ID{3}, Lasts: day}}, nil); err != nil {
		t.Fatal(err)
	}
	shown := func(id journey.ID, merged bool) (out []string) {
		for _, a := range n.assignments(id, merged) {
			whose := map[journey.ID]string{member: "member", head: "head"}[a.Contact]
			out = append(out, fmt.Sprint(whose, " ", a.Segment[0], " ", a.Assigned.Time().Format("15:04")))
		}
		return out
	}
	check := func(what string, got []string, want ...string) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	check("head", shown(head, false), "head 3 11:00", "head 1 09:00", "head 2 09:00")
	check("member", shown(member, false), "member 1 09:00", "member 2 09:00")
	all := []string{"head 3 11:00", "head 1 10:00", "member 1 09:00", "member 2 09:00"}
	check("merged", shown(head, true), all...)
	check("merged, asked of the member", shown(member, true), all...)
	if err := n.Assign(ctx, member, nil, []journey.ID{{1}, {9}}); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Split(ctx, head, member); err != nil {
		t.Fatal(err)
	}
	check("head after the split", shown(head, false), "head 3 11:00")
	check("member after the split", shown(member, false), "member 2 09:00")
	_, err := n.Assignments(ctx, journey.ID{1}, true)
	for _, err := range []error{err, n.Assign(ctx, journey.ID{1}, nil, []journey.ID{{1}})} {
		if fault, _ := errors.AsType[*journey.Fault](err); fault == nil || fault.Code != journey.NotFound {
			t.Errorf("of an unknown contact: %v", err)
		}
	}
	n.replayed()
}

// TestAssignToVisitor stores the contact of an anonymous visitor, and keeps it while it holds the segment.
func TestAssignToVisitor(t *testing.T) {
	ctx, seen := context.Background(), visitors{}
	n := boot(t, seen)
	id, at := n.resolve(n.says("a", "", "")).Contact, journey.InstantOf(n.at)
	seen[id] = contact.Visitor{Cookie: "a", First: at - 5, Last: at}
	if got := n.assignments(id, true); got != nil {
		t.Errorf("it holds %+v", got)
	}
	if err := n.Assign(ctx, id, nil, []journey.ID{{1}}); err != nil || len(n.disk.records) != 0 {
		t.Error("taking away what is not held is written", err)
	}
	if err := n.Assign(ctx, id, []contact.Order{{Segment: journey.ID{1}, Lasts: 100 * day}}, nil); err != nil {
		t.Fatal(err)
	}
	if c := n.all(n.disk); len(c) != 1 || c[0].Kind != contact.Ephemeral || len(c[0].Claims) != 1 {
		t.Fatalf("stored are %+v", c)
	}
	if got := n.resolve(n.says("a", "", "")); got.Contact != id || len(got.Held) != 1 {
		t.Errorf("resolved to %+v", got)
	}
	for want, days := range []int{70, 101} {
		n.at = at.Time().Add(time.Duration(days) * 24 * time.Hour)
		if count, err := n.Expire(ctx); err != nil || count != want {
			t.Errorf("%d contacts expired after %d days, want %d, %v", count, days, want, err)
		}
	}
	n.replayed()
}

// TestGrantNotWritten: what the log refuses is not held, and nobody is told that it is.
func TestGrantNotWritten(t *testing.T) {
	n := boot(t, nil)
	e := n.says("a", "crm-1", "")
	id := n.resolve(e).Contact
	n.disk.onAppend = func() error { return errDisk }
	if _, err := n.Grant(context.Background(), []contact.Grant{n.earned(id, e, 1, 1)}); !errors.Is(err, errDisk) {
		t.Fatal(err)
	}
	n.disk.onAppend = nil
	if got := n.grant(n.earned(id, e, 1, 2)); !got.New {
		t.Errorf("got %+v", got)
	}
	n.replayed()
}

// crash loses all that is in memory: the store is made again from the log, and a directory over it.
func (n *node) crash() {
	n.t.Helper()
	disk := newDisk()
	for i, record := range n.disk.records {
		placed, err := identity.Read(journey.Position(i+1), record)
		if err == nil {
			err = identity.Replay(context.Background(), disk.Memory, []identity.Placed{placed})
		}
		if err != nil {
			n.t.Fatal(err)
		}
	}
	disk.records, n.disk = n.disk.records, disk
	n.Directory = identity.New(identity.Options{
		Store: disk, Log: disk, Policy: func() *contact.Policy { return &n.policy },
		Logger: slog.New(slog.NewTextHandler(n.t.Output(), nil)), Now: func() time.Time { return n.at },
	})
}

// TestCrashBetween: whatever happens and wherever it stops, an event that is sent again is granted what it was the
// first time, and that changes nothing.
func TestCrashBetween(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := boot(t, nil)
		n.policy.CreateEphemeral = rapid.Bool().Draw(rt, "create ephemeral")
		for event := range rapid.IntRange(1, 12).Draw(rt, "events") {
			n.at = n.at.Add(time.Duration(rapid.IntRange(0, 100).Draw(rt, "hours")) * time.Hour)
			e := n.says(fmt.Sprint(rapid.IntRange(1, 3).Draw(rt, "cookie")), []string{"", "", "crm-1", "crm-2"}[rapid.IntRange(0, 3).Draw(rt, "external")], "")
			d := n.resolve(e)
			g := n.earned(d.Contact, e, byte(rapid.IntRange(1, 2).Draw(rt, "segment")), byte(event+1))
			first := n.grant(g)
			if rapid.Bool().Draw(rt, "crash") {
				n.crash()
			}
			written := len(n.disk.records)
			if again := n.grant(g); again != first || len(n.disk.records) != written {
				rt.Fatalf("granted %+v, and again %+v", first, again)
			}
			found := false
			for _, held := range n.resolve(e).Held {
				found = found || held.Segment == g.Segment && held.Assigned == first.Assigned && held.Until == first.Until
			}
			if !found {
				rt.Fatalf("what was granted is not held: %+v", first)
			}
		}
		n.replayed()
	})
}
