package contact

import (
	"slices"
	"strings"

	"sojourn/journey"
)

// MaxEvidence is how many identifiers one event can bring; more are left out.
const MaxEvidence = 16

// Evidence is what one event says about who its customer is (identity.md §4 rule 1).
type Evidence struct {
	Event   journey.ID
	Session journey.ID
	At      journey.Instant // the moment of the decision
	// Seen is the date of the customer's first event if it is not this one. A cookie that was seen has sessions
	// that were stitched to its implied contact.
	Seen        journey.Instant
	Contact     journey.ID       // named by the event; zero if none
	Customer    Identifier       // the customer's own; also among Identifiers
	Identifiers []Identifier     // in order of appearance, each once
	Traits      []Trait          // for display, by name
	Faults      []*journey.Fault // why identifiers were left out or kept apart
}

// Trait is a name or display trait that an event brings.
type Trait struct{ Name, Value string }

// Facts is what an event says that can tell who its customer is, as it was sent.
type Facts struct {
	Event, Session             journey.ID
	CustomerIDType, CustomerID string // both empty if nothing is known of the customer
	ExternalID                 string
	Contact                    journey.ID // that the event names, or its conversation lists; zero if none
	Traits                     []journey.Attribute
	Addresses                  []Identifier // of a conversation, see Policy.OfCustomer
}

// Collect turns what an event says into evidence: the customer's own identifier, the external id, e-mail and
// phone traits, addresses (identity.md §4 rule 1). At and Seen are left to the caller.
func (p *Policy) Collect(f *Facts) Evidence {
	e := Evidence{Event: f.Event, Session: f.Session, Contact: f.Contact}
	e.Identifiers = make([]Identifier, 0, 4)
	if f.CustomerIDType != "" && f.CustomerID != "" {
		id, fault := p.OfCustomer(f.CustomerIDType, f.CustomerID)
		e.add(id, fault, "customerId")
		e.Customer = id
	}
	if f.ExternalID != "" {
		id, fault := NewIdentifier(ExternalID, f.ExternalID, p.ExternalSource, "")
		e.add(id, fault, "externalId")
	}
	for i := range f.Traits {
		e.addTrait(p, &f.Traits[i])
	}
	for _, id := range f.Addresses {
		e.add(id, nil, "")
	}
	slices.SortFunc(e.Traits, func(a, b Trait) int { return strings.Compare(a.Name, b.Name) })
	return e
}

// addTrait sorts a trait into identifiers and what is for display (identity.md §3).
func (e *Evidence) addTrait(p *Policy, trait *journey.Attribute) {
	switch trait.Name {
	case "email":
		id, fault := NewIdentifier(Email, trait.Value, "", "")
		e.add(id, fault, "traits.email")
	case "cellPhone", "homePhone", "workPhone", "otherPhone":
		id, fault := NewIdentifier(Phone, trait.Value, "", p.DefaultCountry)
		e.add(id, fault, "traits."+trait.Name)
	case "givenName", "familyName", "middleName", "salutation", "jobTitle", "company", "gender":
		e.show(trait)
	default:
		if strings.HasPrefix(trait.Name, "address.") {
			e.show(trait)
		}
	}
}

func (e *Evidence) add(id Identifier, fault *journey.Fault, field string) {
	if fault != nil {
		e.Faults = append(e.Faults, &journey.Fault{Code: fault.Code, Field: field, Reason: fault.Reason})
	}
	if id.Type != NoType && len(e.Identifiers) < MaxEvidence && !slices.Contains(e.Identifiers, id) {
		e.Identifiers = append(e.Identifiers, id)
	}
}

func (e *Evidence) show(trait *journey.Attribute) {
	value := strings.TrimSpace(trait.Value)
	if value != "" && len(value) <= MaxValue && len(trait.Name) <= MaxValue && len(e.Traits) < MaxFields {
		e.Traits = append(e.Traits, Trait{trait.Name, value})
	}
}

// strong reports whether the evidence says who somebody is.
func (e *Evidence) strong() bool { return slices.ContainsFunc(e.Identifiers, Identifier.strong) }

// cookie returns the customer's cookie, if that is how it is known.
func (e *Evidence) cookie() (Identifier, bool) { return e.Customer, e.Customer.Type == Cookie }

func (e *Evidence) proof() Proof { return Proof{At: e.At, Event: e.Event, Session: e.Session} }

// Fingerprint returns a number that is the same for events that say the same about their customer, never 0.
// A session that remembers the fingerprints it has shown need not ask about them again.
func (e *Evidence) Fingerprint() uint64 {
	h := newHash()
	h.bytes(e.Contact[:])
	for _, id := range e.Identifiers {
		h.byte(byte(id.Type))
		h.text(id.Source)
		h.text(id.Value)
	}
	for _, trait := range e.Traits {
		h.text(trait.Name)
		h.text(trait.Value)
	}
	return max(uint64(h), 1)
}

// hash is a 64-bit FNV-1a hash in the making.
type hash uint64

func newHash() hash { return 14695981039346656037 }

func (h *hash) byte(b byte) { *h = (*h ^ hash(b)) * 1099511628211 }

func (h *hash) bytes(data []byte) {
	for _, b := range data {
		h.byte(b)
	}
}

// text adds a text and its end: no byte of UTF-8 is 0xff.
func (h *hash) text(s string) {
	for i := range len(s) {
		h.byte(s[i])
	}
	h.byte(0xff)
}
