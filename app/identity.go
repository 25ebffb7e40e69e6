package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"sojourn/config"
	"sojourn/engine/pebble"
	"sojourn/flow/identity"
	"sojourn/flow/stitch"
	"sojourn/journey"
	"sojourn/journey/contact"
)

// people is who the customers are: the directory of contacts, in the words of the lanes.
type people struct {
	*identity.Directory
	policy *contact.Policy
}

// openPeople opens the directory over the store.
func (a *App) openPeople(ctx context.Context) error {
	seed, err := a.seed(ctx)
	if err != nil {
		return fmt.Errorf("contacts: %w", err)
	}
	policy := contactPolicy(a.config, seed)
	a.people = &people{policy: policy, Directory: identity.New(identity.Options{
		Store: decisions{a.store.index.People(), a.store.mark}, Log: a.store.log, Visitors: visitors{a.store.index},
		Policy: func() *contact.Policy { return policy }, Logger: a.logger, Now: a.options.Now,
	})}
	return nil
}

func contactPolicy(c config.Config, seed [16]byte) *contact.Policy {
	policy := contact.DefaultPolicy(seed)
	policy.Resolve, policy.CreateEphemeral = c.Identity.Resolve, c.Identity.CreateEphemeral
	policy.AutoMerge, policy.ExternalSource = c.Identity.AutoMerge, c.Identity.ExternalSource
	policy.DefaultCountry = c.Organization.DefaultCountry
	return &policy
}

// seedID is the definition that keeps the seed of contacts' IDs. It is made with the folder, and moves with its data.
const seedID = "contacts"

// seed returns the seed of contacts' IDs, making one the first time.
func (a *App) seed(ctx context.Context) (seed [16]byte, err error) {
	var kept struct {
		Seed string `json:"seed"`
	}
	if definition, found := a.definitions.Get(journey.SeedNoun, seedID); found {
		if err := json.Unmarshal(definition.Body, &kept); err != nil {
			return seed, fmt.Errorf("seed: %w", err)
		}
		decoded, err := hex.DecodeString(kept.Seed)
		if err != nil || len(decoded) != len(seed) {
			return seed, fmt.Errorf("seed: %q is none", kept.Seed)
		}
		return [16]byte(decoded), nil
	}
	_, _ = rand.Read(seed[:]) // never fails
	kept.Seed = hex.EncodeToString(seed[:])
	body, err := json.Marshal(kept)
	if err == nil {
		_, err = a.definitions.Create(ctx, journey.SeedNoun, seedID, body)
	}
	return seed, err
}

// decisions puts decisions into the index, and says that they are there.
type decisions struct {
	pebble.People
	mark *stitch.Watermark
}

// Put implements identity.Store.
func (d decisions) Put(ctx context.Context, placed []identity.Placed) error {
	if err := d.People.Put(ctx, placed); err != nil {
		return err
	}
	for _, p := range placed {
		d.mark.Done(p.At, p.At)
	}
	return nil
}

// visitors implements identity.Visitors: the sessions of a contact that is not stored are those of one cookie.
type visitors struct{ index *pebble.Index }

// Visitor implements identity.Visitors.
func (v visitors) Visitor(ctx context.Context, id journey.ID) (visitor contact.Visitor, found bool, err error) {
	for s, err := range v.index.OfContacts(ctx, []journey.ID{id}, pebble.ContactCursor{}) {
		if err != nil {
			return visitor, false, err
		}
		if s.CustomerIDType() != journey.CustomerIDTypeCookie {
			continue
		}
		if !found {
			visitor = contact.Visitor{Cookie: s.Customer, Last: s.Newest.At}
		}
		visitor.First, found = s.First.At, true
	}
	return visitor, found, nil
}

// Evidence implements stitch.Contacts and restapi.Contacts.
func (p *people) Evidence(e *journey.Accepted) contact.Evidence {
	facts := contact.Facts{
		Event: e.ID, Session: e.Session, CustomerIDType: e.CustomerIDType(), CustomerID: e.Customer,
		ExternalID: e.ExternalID, Traits: e.Traits,
	}
	if e.ContactBasis > journey.ContactResolved {
		facts.Contact = e.Contact
	}
	return p.policy.Collect(&facts)
}
