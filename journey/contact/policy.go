package contact

import (
	"crypto/sha256"
	"time"

	"sojourn/journey"
)

// Policy is the settings that shape decisions about contacts (identity.md §4). What they decided is in the
// decisions: a later change never changes a past one.
type Policy struct {
	Resolve         bool   // identity.resolve: off, only a contact that an event names is used
	CreateEphemeral bool   // identity.createEphemeral: an anonymous cookie has a contact
	AutoMerge       bool   // identity.autoMerge
	DefaultCountry  string // of phone numbers in national format: ISO 3166-1 alpha-2; empty for none
	ExternalSource  string // the source of external ids that bring none
	// Seed makes the IDs of implied contacts this organisation's own. It never changes.
	Seed [16]byte
}

// DefaultPolicy returns the settings of the spec, with the organisation's seed.
func DefaultPolicy(seed [16]byte) Policy {
	return Policy{Resolve: true, CreateEphemeral: true, AutoMerge: true, Seed: seed}
}

// The periods of identity.md §1 and §4.
const (
	IdleLife     = 60 * 24 * time.Hour // of an ephemeral contact, from its last use
	BackStitched = 60 * 24 * time.Hour // for so long back an anonymous cookie's sessions follow it
	usedStep     = 24 * time.Hour      // how exactly the last use is known
)

// Implied returns the ID of the contact that stands for an anonymous cookie without being stored. The same
// cookie always has the same. Nobody who chooses cookies can aim at the ID of another: it is a version 8
// UUID (RFC 9562 §5.8) of a SHA-256 hash that begins with the seed.
func (p *Policy) Implied(cookie Identifier) journey.ID {
	buffer := make([]byte, 0, 128)
	buffer = append(buffer, p.Seed[:]...)
	buffer = append(buffer, byte(cookie.Type))
	buffer = append(buffer, cookie.Value...)
	return hashedID(buffer)
}

// Nameless returns the ID under which the segments of a customer are kept that has no contact: identity.resolve is
// off, or nothing but a cookie is known and identity.createEphemeral is off (segments-outcomes.md §4.1). That
// document is of NoKind and is no contact: it owns no identifier, and is never shown.
func (p *Policy) Nameless(customer Identifier) journey.ID {
	buffer := make([]byte, 0, 256)
	buffer = append(buffer, p.Seed[:]...)
	buffer = append(buffer, namelessSpace, byte(customer.Type), byte(len(customer.Source)))
	buffer = append(buffer, customer.Source...)
	buffer = append(buffer, customer.Value...)
	return hashedID(buffer)
}

// namelessSpace tells the IDs of Nameless from those of Implied: it is no type of an identifier.
const namelessSpace = 0xff

// HasNameless reports whether there can be customers without a contact to whom segments are assigned.
func (p *Policy) HasNameless() bool { return !p.Resolve || !p.CreateEphemeral }

// hashedID makes a version 8 UUID (RFC 9562 §5.8) of a SHA-256 hash.
func hashedID(data []byte) journey.ID {
	sum := sha256.Sum256(data)
	id := journey.ID(sum[:16])
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id
}

// Visitor is an anonymous cookie as its sessions know it.
type Visitor struct {
	Cookie string
	First  journey.Instant // its first event
	Last   journey.Instant // its newest event
}

// ImpliedContact returns the contact of a visitor whom nobody knows, as a document that is not stored.
func (p *Policy) ImpliedContact(v Visitor) *Contact {
	cookie := Identifier{Type: Cookie, Value: v.Cookie}
	return &Contact{
		ID: p.Implied(cookie), Kind: Ephemeral, Created: v.First, Modified: v.First, Used: max(v.First, v.Last),
		Claims: []Claim{{Identifier: cookie, Evidence: Proof{At: v.First}}},
	}
}
