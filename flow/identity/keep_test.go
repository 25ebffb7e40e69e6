package identity_test

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"sojourn/flow/identity"
	"sojourn/flow/identity/identitytest"
	"sojourn/journey"
	"sojourn/journey/contact"
)

// TestKeptContactsNeedNoEarlierRecords replays only what Keep wrote.
func TestKeptContactsNeedNoEarlierRecords(t *testing.T) {
	n := boot(t, nil)
	ctx := context.Background()
	kept := n.resolve(n.says("a", "", "gwen@example.com"))
	n.resolve(n.says("b", "", "gwen@example.com"))
	n.grant(contact.Grant{Contact: kept.Contact, Segment: journey.ID{1}, Lasts: 1000})
	gone := n.resolve(n.says("c", "", "rhys@example.com"))
	if _, err := n.Forget(ctx, gone.Contact); err != nil {
		t.Fatal(err)
	}
	before := len(n.disk.records)
	ids := []journey.ID{kept.Contact, gone.Contact}
	for c, err := range n.Contacts(ctx, journey.ID{}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, c.ID)
	}
	if err := n.Keep(ctx, ids); err != nil {
		t.Fatal(err)
	}
	n.replayed()
	again := identitytest.NewMemory()
	for i, record := range n.disk.records[before:] {
		placed, err := identity.Read(journey.Position(before+i+1), record)
		if err != nil {
			t.Fatal(err)
		}
		if err := identity.Replay(ctx, again, []identity.Placed{placed}); err != nil {
			t.Fatal(err)
		}
	}
	want, got := n.all(n.disk), n.all(again)
	if !slices.EqualFunc(got, want, func(a, b *contact.Contact) bool {
		return bytes.Equal(contact.AppendContact(nil, a), contact.AppendContact(nil, b))
	}) {
		t.Errorf("there is %+v, want %+v", got, want)
	}
	for _, c := range want {
		for _, claim := range c.Claims {
			if owner, _ := again.Owner(ctx, claim.Identifier); owner != c.ID {
				t.Errorf("%v is owned by %s, want %s", claim.Identifier, owner, c.ID)
			}
		}
	}
}
