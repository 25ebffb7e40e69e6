package stitch

import (
	"context"
	"fmt"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// earned is a segment that an event of the batch earned its customer. It is judged, but not logged.
type earned struct {
	event   *journey.Accepted
	session *journey.Session
	place   int // of the judgement in the event
	lasts   journey.Instant
	seen    journey.Instant
}

// earn notes the customer-wide segments that a folded event matched (segments-outcomes.md §4.1).
func (l *lane) earn(e *entry, stepped *journey.Stepped, p *journey.Policy) {
	for i := range stepped.Event.Judged {
		if j := &stepped.Event.Judged[i]; j.Verdict == journey.CustomerSegment {
			l.batch.earned = append(l.batch.earned, earned{
				event: stepped.Event, session: stepped.Session, place: i,
				lasts: p.SegmentLasts(j.Definition), seen: seen(e.state),
			})
		}
	}
}

// grant gives the customers of the batch what they earned: whoever holds a segment already has it renewed, which is
// nothing new. It follows identify, for the segments are held by the contacts that sessions were stitched to.
func (l *lane) grant(ctx context.Context) error {
	b := &l.batch
	if len(b.earned) == 0 {
		return nil
	}
	granted := make([]contact.Granted, len(b.earned))
	if l.o.Contacts == nil {
		for i, of := range b.earned {
			granted[i] = contact.Granted{Assigned: of.event.Received, New: true}
		}
	} else {
		var err error
		if granted, err = l.o.Contacts.Grant(ctx, l.grants()); err != nil {
			return fmt.Errorf("stitch: segments of customers: %w", err)
		}
	}
	for i, of := range b.earned {
		of.session.Settle(of.event, of.place, granted[i].Assigned, !granted[i].New)
	}
	return nil
}

// grants says what was earned, as contacts take it.
func (l *lane) grants() []contact.Grant {
	grants := make([]contact.Grant, len(l.batch.earned))
	for i, of := range l.batch.earned {
		evidence := l.o.Contacts.Evidence(of.event)
		grants[i] = contact.Grant{
			Contact: of.session.ContactID(), Customer: evidence.Customer, Segment: of.event.Judged[of.place].Definition,
			Lasts: of.lasts, Seen: of.seen, Missing: !of.session.Has(of.event.Judged[of.place].Definition),
			Evidence: contact.Proof{At: of.event.Received, Event: of.event.ID, Session: of.session.ID},
		}
	}
	return grants
}
