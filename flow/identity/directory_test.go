package identity_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sojourn/flow/identity"
	"sojourn/journey"
	"sojourn/journey/contact"
)

func TestAnonymousCostsNothing(t *testing.T) {
	n := boot(t, nil)
	first, again := n.resolve(n.says("a", "", "")), n.resolve(n.says("a", "", ""))
	if first.Contact.IsZero() || first.Contact != again.Contact || first.Why != contact.Anonymous {
		t.Errorf("got %+v and %+v", first, again)
	}
	if len(n.disk.records) != 0 || len(n.all(n.disk)) != 0 {
		t.Error("something was stored")
	}
	known := n.says("a", "", "gwen@example.com")
	known.Seen = 1
	if d := n.resolve(known); d.Contact != first.Contact {
		t.Errorf("the visitor was %s and is %s", first.Contact, d.Contact)
	}
	n.replayed()
}

// TestOnePersonManyCookies sends the events of one person over many cookies at once: one contact in the end.
func TestOnePersonManyCookies(t *testing.T) {
	n := boot(t, nil)
	const cookies, events = 60, 6
	var wg sync.WaitGroup
	for i := range cookies {
		wg.Go(func() {
			for j := range events {
				e := n.says(fmt.Sprint("cookie ", i), "", "")
				if j > 0 {
					e = n.says(fmt.Sprint("cookie ", i), []string{"", "crm-1"}[(i+j)%2], "gwen@example.com")
					e.Seen = 1
				}
				if _, err := n.Resolve(context.Background(), e); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	heads := n.heads()
	if len(heads) != 1 {
		t.Fatalf("%d contacts, want 1", len(heads))
	}
	if got := len(heads[0].Claims); got != cookies+2 {
		t.Errorf("it holds %d identifiers, want %d", got, cookies+2)
	}
	for i := range cookies {
		cookie := contact.Identifier{Type: contact.Cookie, Value: fmt.Sprint("cookie ", i)}
		shown, err := n.Canonical(context.Background(), n.policy.Implied(cookie), journey.InstantOf(n.at))
		if err != nil || shown != heads[0].ID {
			t.Errorf("an old session of cookie %d shows %s, want %s, %v", i, shown, heads[0].ID, err)
		}
	}
	n.replayed()
}

// TestEverythingAtOnce does all that can be done, from many goroutines, to few contacts: the outcome must be
// consistent, and a replay must give it again.
func TestEverythingAtOnce(t *testing.T) {
	n := boot(t, nil)
	ctx := context.Background()
	var wg sync.WaitGroup
	for worker := range 8 {
		random := rand.New(rand.NewPCG(uint64(worker), 5))
		wg.Go(func() {
			known := []journey.ID{{1}, {2}}
			pick := func() journey.ID { return known[random.IntN(len(known))] }
			for range 150 {
				e := n.says(fmt.Sprint(random.IntN(9)), fmt.Sprint("crm-", random.IntN(5)), fmt.Sprintf("%d@example.com", random.IntN(5)))
				var err error
				switch random.IntN(12) {
				case 0:
					_, err = n.Merge(ctx, pick(), pick())
				case 1:
					_, err = n.Split(ctx, pick(), journey.ID{})
				case 2:
					_, err = n.Claim(ctx, pick(), e.Identifiers[1])
				case 3:
					_, err = n.Release(ctx, pick(), e.Identifiers[1])
				case 4:
					_, err = n.Update(ctx, pick(), contact.Draft{Identifiers: e.Identifiers[2:]})
				case 5:
					err = n.Delete(ctx, pick())
				case 6:
					_, err = n.Forget(ctx, pick())
				case 7:
					_, err = n.Grant(ctx, []contact.Grant{{
						Contact: pick(), Customer: e.Customer, Segment: journey.ID{1, byte(random.IntN(3))}, Lasts: 1000,
					}})
				case 8:
					err = n.Assign(ctx, pick(), []contact.Order{{Segment: journey.ID{1, 1}, Lasts: 1000}}, []journey.ID{{1, 2}})
				default:
					var d contact.Decision
					d, err = n.Resolve(ctx, e)
					known = append(known, d.Contact)
				}
				if _, isFault := errors.AsType[*journey.Fault](err); err != nil && !isFault {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	holders := map[contact.Identifier]journey.ID{}
	for _, c := range n.all(n.disk) {
		for _, claim := range c.Claims {
			if other, held := holders[claim.Identifier]; held {
				t.Fatalf("%v is held by %s and %s", claim.Identifier, other, c.ID)
			}
			holders[claim.Identifier] = c.ID
		}
	}
	n.replayed()
}

var errDisk = errors.New("the disk is full")

// TestLogRefuses: what the log refused never happened, and nobody was told otherwise.
func TestLogRefuses(t *testing.T) {
	n := boot(t, nil)
	n.resolve(n.says("a", "crm-1", ""))
	n.disk.onAppend = func() error { return errDisk }
	_, err := n.Resolve(context.Background(), n.says("b", "crm-2", ""))
	fault, _ := errors.AsType[*journey.Fault](err)
	if !errors.Is(err, errDisk) || fault == nil || fault.Code != journey.Unavailable {
		t.Fatal(err)
	}
	n.disk.onAppend = nil
	if c, err := n.Lookup(context.Background(), contact.Identifier{Type: contact.ExternalID, Value: "crm-2"}); c != nil || err != nil {
		t.Fatalf("found %+v, %v", c, err)
	}
	n.resolve(n.says("b", "crm-2", ""))
	if got := len(n.heads()); got != 2 {
		t.Errorf("%d contacts, want 2", got)
	}
	n.replayed()
}

// TestStoreRefuses: a decision that is in the log counts, and the store gets it with the next.
func TestStoreRefuses(t *testing.T) {
	n := boot(t, nil)
	n.disk.onPut = func() error { return errDisk }
	first := n.resolve(n.says("a", "crm-1", ""))
	if again := n.resolve(n.says("b", "crm-1", "")); again.Contact != first.Contact {
		t.Errorf("the second event goes to %s, want %s", again.Contact, first.Contact)
	}
	n.disk.onAppend = func() error { return errDisk }
	if _, err := n.Resolve(context.Background(), n.says("c", "crm-1", "")); err == nil {
		t.Error("an event that the log refused was answered")
	}
	n.disk.onAppend, n.disk.onPut = nil, nil
	if last := n.resolve(n.says("d", "crm-1", "")); last.Contact != first.Contact {
		t.Errorf("the last event goes to %s, want %s", last.Contact, first.Contact)
	}
	if c := n.heads(); len(c) != 1 || len(c[0].Claims) != 4 {
		t.Errorf("stored are %+v", c)
	}
	n.replayed()
}

// TestNobodyBuildsOnWhatIsNotWritten: an answer that depends on a decision waits until that is in the log,
// and if the log refuses it, so does the answer.
func TestNobodyBuildsOnWhatIsNotWritten(t *testing.T) {
	for _, refusal := range []error{nil, errDisk} {
		synctest.Test(t, func(t *testing.T) {
			n := boot(t, nil)
			gate := make(chan struct{})
			n.disk.onAppend = func() error { <-gate; return refusal }
			var answered [3]bool
			var errs [3]error
			var wg sync.WaitGroup
			for i := range answered {
				wg.Go(func() {
					_, errs[i] = n.Resolve(context.Background(), n.says("a", "crm-1", []string{"", "", "gwen@example.com"}[i]))
					answered[i] = true
				})
				synctest.Wait()
			}
			if answered != [3]bool{} {
				t.Errorf("answered before the log did: %v", answered)
			}
			close(gate)
			wg.Wait()
			for i, err := range errs {
				if !errors.Is(err, refusal) {
					t.Errorf("answer %d has the error %v, want %v", i, err, refusal)
				}
			}
		})
	}
}

// TestResolveAll waits for the log once.
func TestResolveAll(t *testing.T) {
	n := boot(t, nil)
	appends := 0
	n.disk.onAppend = func() error { appends++; return nil }
	var all []*contact.Evidence
	for i := range 50 {
		all = append(all, n.says(fmt.Sprint(i), fmt.Sprint("crm-", i/2), ""))
	}
	decisions, err := n.ResolveAll(context.Background(), all)
	if err != nil || appends != 1 || len(n.disk.records) != 50 {
		t.Fatalf("%d appends of %d records, %v", appends, len(n.disk.records), err)
	}
	for i := 0; i < 50; i += 2 {
		if decisions[i].Contact != decisions[i+1].Contact {
			t.Errorf("%d and %d are not the same", i, i+1)
		}
	}
}

// visitors knows one visitor by the contact of its cookie.
type visitors map[journey.ID]contact.Visitor

func (v visitors) Visitor(_ context.Context, id journey.ID) (contact.Visitor, bool, error) {
	found, ok := v[id]
	return found, ok, nil
}

// TestVisitorByAPI: the contact of an anonymous visitor is there for who asks, and is stored when somebody
// changes it.
func TestVisitorByAPI(t *testing.T) {
	ctx, seen := context.Background(), visitors{}
	n := boot(t, seen)
	at := journey.InstantOf(n.at)
	id := n.resolve(n.says("a", "", "")).Contact
	seen[id] = contact.Visitor{Cookie: "a", First: at, Last: at + 5}
	standing, err := n.Contact(ctx, id)
	if err != nil || standing.Contact.Kind != contact.Ephemeral || standing.Head.ID != id || len(n.all(n.disk)) != 0 {
		t.Fatalf("%+v, %v", standing, err)
	}
	curated, err := n.Create(ctx, contact.Draft{Fields: []contact.Trait{{Name: "givenName", Value: "Gwen"}}})
	if err != nil {
		t.Fatal(err)
	}
	claimed, err := n.Claim(ctx, curated.ID, contact.Identifier{Type: contact.Cookie, Value: "a"})
	if err != nil || len(claimed.Members) != 1 || claimed.Members[0] != id {
		t.Fatalf("%+v, %v", claimed, err)
	}
	if shown, _ := n.Canonical(ctx, id, at); shown != curated.ID {
		t.Errorf("the old session shows %s, want %s", shown, curated.ID)
	}
	head, err := n.Split(ctx, curated.ID, id)
	if err != nil || len(head.Members) != 0 || len(head.Claims) != 0 {
		t.Fatalf("%+v, %v", head, err)
	}
	if shown, _ := n.Canonical(ctx, id, at); shown != id {
		t.Errorf("the old session shows %s after the split, want %s", shown, id)
	}
	if closure, err := n.Forget(ctx, id); err != nil || len(closure) != 1 {
		t.Errorf("forgot %v, %v", closure, err)
	}
	if _, err := n.Contact(ctx, journey.ID{9}); err == nil {
		t.Error("an unknown contact was found")
	}
	n.replayed()
}

func TestExpire(t *testing.T) {
	ctx := context.Background()
	n := boot(t, nil)
	kept := n.resolve(n.says("a", "crm-1", "")).Contact
	if _, err := n.Release(ctx, kept, contact.Identifier{Type: contact.Cookie, Value: "a"}); err != nil {
		t.Fatal(err)
	}
	// The cookie's ID is taken, so its next visitor gets a contact of its own, which is stored.
	idle := n.resolve(n.says("a", "", "")).Contact
	if idle == kept {
		t.Fatal("a released cookie leads back")
	}
	n.at = n.at.Add(40 * 24 * time.Hour)
	if used := n.resolve(n.says("a", "", "")).Contact; used != idle {
		t.Fatalf("the visitor is %s, want %s", used, idle)
	}
	for _, days := range []int{40, 21} {
		n.at = n.at.Add(time.Duration(days) * 24 * time.Hour)
		count, err := n.Expire(ctx)
		if want := days / 21 % 2; err != nil || days == 40 && count != 0 || days == 21 && count != want {
			t.Fatalf("%d contacts expired, %v", count, err)
		}
	}
	if c := n.all(n.disk); len(c) != 1 || c[0].ID != kept {
		t.Errorf("left are %+v", c)
	}
	n.replayed()
}

// TestFaults: every refusal names the member at fault.
func TestFaults(t *testing.T) {
	ctx := context.Background()
	n := boot(t, nil)
	one, two := n.resolve(n.says("a", "crm-1", "")).Contact, n.resolve(n.says("b", "crm-2", "")).Contact
	if _, err := n.Merge(ctx, one, two); err != nil {
		t.Fatal(err)
	}
	crm := func(id string) contact.Identifier { return contact.Identifier{Type: contact.ExternalID, Value: id} }
	three := n.resolve(n.says("c", "crm-3", "")).Contact
	second := func(_ any, err error) error { return err }
	for what, c := range map[string]struct {
		err   error
		field string
	}{
		"with itself":      {second(n.Merge(ctx, three, three)), "sourceContactId"},
		"again":            {second(n.Merge(ctx, one, two)), "sourceContactId"},
		"in a circle":      {second(n.Merge(ctx, two, one)), "sourceContactId"},
		"a member":         {second(n.Merge(ctx, one, three)), "sourceContactId"},
		"into a member":    {second(n.Merge(ctx, three, one)), "targetContactId"},
		"unknown source":   {second(n.Merge(ctx, journey.ID{1}, one)), "sourceContactId"},
		"split a member":   {second(n.Split(ctx, one, journey.ID{})), "id"},
		"no such member":   {second(n.Split(ctx, two, three)), "contactId"},
		"nothing to split": {second(n.Split(ctx, three, journey.ID{})), "id"},
		"claim":            {second(n.Claim(ctx, three, crm("crm-1"))), "identifier"},
		"release":          {second(n.Release(ctx, three, crm("crm-1"))), "identifier"},
		"save a member":    {second(n.Update(ctx, one, contact.Draft{})), "contactId"},
		"save with":        {second(n.Create(ctx, contact.Draft{Identifiers: []contact.Identifier{crm("crm-3")}})), "identifier"},
		"delete":           {n.Delete(ctx, journey.ID{1}), "contactId"},
	} {
		fault, _ := errors.AsType[*journey.Fault](c.err)
		if fault == nil || fault.Field != c.field || fault.Reason == "" {
			t.Errorf("%s: %v, want a fault of %s", what, c.err, c.field)
		}
	}
	n.replayed()
}

var _ identity.Visitors = visitors{}
