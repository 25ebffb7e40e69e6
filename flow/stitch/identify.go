package stitch

import (
	"context"
	"fmt"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// shownSessions is of how many sessions a lane remembers what they have shown of their customer.
const shownSessions = 1 << 14

// ask notes that the customer of a folded event is to be asked for, unless its session has shown all that it says:
// an event that opens a session, or brings what can tell who somebody is.
func (l *lane) ask(e *entry, stepped *journey.Stepped) {
	event := stepped.Event
	if l.o.Contacts == nil ||
		!event.Opened && event.ExternalID == "" && len(event.Traits) == 0 && event.Contact.IsZero() &&
			(event.Conversation == nil || event.Customer == "") { // a conversation may learn its customer late
		return
	}
	evidence := l.o.Contacts.Evidence(event)
	print := evidence.Fingerprint()
	if !event.Opened && l.shown[event.Session] == print {
		return
	}
	if len(l.shown) >= shownSessions {
		clear(l.shown)
	}
	l.shown[event.Session] = print
	evidence.At, evidence.Seen = event.Received, seen(e.state)
	l.batch.asked = append(l.batch.asked, asked{event, stepped.Session, &evidence})
}

// asked is an event whose customer is asked for. It is folded, but not logged.
type asked struct {
	event    *journey.Accepted
	session  *journey.Session
	evidence *contact.Evidence
}

// seen is the date of a customer's first event as far as the state knows, 0 if it has one event only.
func seen(s *journey.State) (first journey.Instant) {
	if s.Events <= 1 {
		return 0
	}
	for _, session := range s.Sessions {
		if first.IsZero() || session.First.At < first {
			first = session.First.At
		}
	}
	return first
}

// identify stitches the sessions of the batch to their contacts, and gives them the segments that those hold.
func (l *lane) identify(ctx context.Context) error {
	b := &l.batch
	if len(b.asked) == 0 {
		return nil
	}
	evidence := make([]*contact.Evidence, len(b.asked))
	for i := range b.asked {
		evidence[i] = b.asked[i].evidence
	}
	found, err := l.o.Contacts.ResolveAll(ctx, evidence)
	if err != nil {
		return fmt.Errorf("stitch: whose sessions: %w", err)
	}
	for i, of := range b.asked {
		of.session.Resolve(of.event, found[i].Contact)
		for _, held := range found[i].Held {
			of.session.Carry(of.event, journey.Assignment{Segment: held.Segment, At: held.Assigned})
		}
	}
	return nil
}
