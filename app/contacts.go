package app

import (
	"sojourn/journey"
	"sojourn/journey/contact"
)

// contacts implements restapi.Contacts.
type contacts struct{ *people }

// Evidence implements restapi.Contacts.
func (c contacts) Evidence(e *journey.Accepted) contact.Evidence { return c.evidence(e) }
