package journey

// ContactBasis is why an event names a contact. The higher one wins, and among equal ones the newest
// event (events.md §6.3, externalContact). The numbers are stored.
type ContactBasis uint8

// The bases.
const (
	NoContact       ContactBasis = iota
	ContactResolved              // by its identifiers (identity.md §4)
	ContactListed                // the conversation lists it (conversationExternalContactIds)
	ContactNamed                 // the event names it (externalContactId)
)

var contactBasisNames = [...]string{
	NoContact: "", ContactResolved: "resolved", ContactListed: "listed", ContactNamed: "named",
}

// String returns the basis as a word.
func (b ContactBasis) String() string {
	return contactBasisNames[min(int(b), len(contactBasisNames)-1)]
}

// ParseContactBasis reads what String returns, or NoContact.
func ParseContactBasis(name string) ContactBasis {
	return ContactBasis(indexOf(contactBasisNames[:], name))
}

// ContactLink is the contact that a session is stitched to, and by which event. It is the contact
// as it was then: who shows it looks up the canonical one (identity.md §4). Once made, it is never changed.
type ContactLink struct {
	Stamp Stamp
	ID    ID
	Basis ContactBasis
}

// link stitches the session to the event's contact, unless a better or newer event decides.
func (s *Session) link(r *Accepted, stamp Stamp) {
	old := s.Contact
	if r.Contact.IsZero() || old != nil && (old.Basis > r.ContactBasis ||
		old.Basis == r.ContactBasis && s.Conversation.before(stamp, old.Stamp)) {
		return
	}
	s.Contact = &ContactLink{Stamp: stamp, ID: r.Contact, Basis: r.ContactBasis}
}

// Resolve stitches the session to the contact that was found for an event which it has folded in, as if the event had
// brought it (identity.md §4). It is called before the event is logged. An event that names a contact keeps it.
func (s *Session) Resolve(r *Accepted, contact ID) {
	known := s.Contact != nil && s.Contact.ID == contact
	if contact.IsZero() || known || r.ContactBasis > ContactResolved {
		return
	}
	r.Contact, r.ContactBasis = contact, ContactResolved
	s.link(r, r.Stamp())
}

// ContactID is the contact that the session is stitched to, zero for none.
func (s *Session) ContactID() ID {
	if s.Contact == nil {
		return ID{}
	}
	return s.Contact.ID
}

// nameContact takes over the contact that a conversation event itself names, if nothing better was found.
func (e *Event) nameContact() {
	if e.Conversation == nil || !e.Contact.IsZero() && e.ContactBasis >= ContactListed {
		return
	}
	switch {
	case !e.Conversation.ExternalContact.IsZero():
		e.Contact, e.ContactBasis = e.Conversation.ExternalContact, ContactNamed
	case !e.Conversation.ListedContact.IsZero():
		e.Contact, e.ContactBasis = e.Conversation.ListedContact, ContactListed
	}
}
