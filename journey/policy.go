package journey

import (
	"strings"
	"time"
)

// Policy is the settings and definitions that decide what an event means. A lane reads
// one snapshot per batch and never changes it. What a policy decided is kept in the records: a
// later change of a setting never changes a past session (session.md §1).
type Policy struct {
	Visit           VisitRules            // session.timeoutSeconds, idleSeconds, awaySeconds
	SplitOnSource   bool                  // a new traffic source opens a new session (session.md §6.2.2)
	SplitOnReferral bool                  // plain referrals count as sources too
	MaxAge          time.Duration         // older web and app events are refused (session.md §6.5.1)
	MaxCustomAge    time.Duration         // older custom events are refused (events.md §5.2)
	MaxAhead        time.Duration         // events further in the future are refused, nearer ones clamped
	types           map[string]*typeRules // by session type
	evaluated       *Rules                // segments and outcomes; nil for none
}

// DefaultPolicy returns the settings of the spec.
func DefaultPolicy() Policy {
	return Policy{
		Visit:         VisitRules{Timeout: 1200, Idle: 300, Away: 600},
		SplitOnSource: true,
		MaxAge:        time.Hour,
		MaxCustomAge:  30 * 24 * time.Hour,
		MaxAhead:      5 * time.Minute,
	}
}

// signature returns the identity of the event's traffic source, or 0 if it has none: all campaign
// values if there is any, else medium and name or host of a referrer that counts as
// a source (session.md §6.2.2).
func (p *Policy) signature(e *Event) uint64 {
	if c := e.Campaign; c != nil {
		return hashText("campaign", c.Source, c.Medium, c.Name, c.Term, c.Content, c.Network, c.ClickID)
	}
	r := e.Referrer
	if r == nil {
		return 0
	}
	switch r.Medium {
	case MediumSearch, MediumSocial, MediumEmail, MediumPaid:
	case MediumUnknown:
		if !p.SplitOnReferral {
			return 0
		}
	default:
		return 0
	}
	name := r.Name
	if name == "" {
		name = r.Hostname
	}
	return hashText("referrer", r.Medium.String(), name)
}

// hashText returns a 64-bit FNV-1a hash of the parts, kept apart from each other; never 0.
func hashText(parts ...string) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for _, part := range parts {
		for i := range len(part) {
			h = (h ^ uint64(part[i])) * prime
		}
		h = (h ^ 0xff) * prime // no byte of UTF-8 text
	}
	return max(h, 1)
}

// Fingerprint is the 64-bit fingerprint of an event id. Two ids may share one: a hit is
// confirmed on the stored event.
func Fingerprint(id ID) uint64 { return hashText(string(id[:])) }

// checkDate applies the rules of session.md §6.5.1 and events.md §4.4 to an event's date: it
// returns the date to keep, or a fault. Conversation events may be of any age; and since any order and
// any repetition of them must give the same session, their dates are never set to that of the receipt.
func (p *Policy) checkDate(e *Event) (Instant, *Fault) {
	maxAge := p.MaxAge
	if e.Kind == Custom {
		maxAge = p.MaxCustomAge
	}
	ahead := e.Created.Sub(e.Received)
	switch {
	case ahead > p.MaxAhead:
		return 0, &Fault{Code: EventInFuture, Field: "createdDate", Reason: strings.Join([]string{
			"is more than", p.MaxAhead.String(), "ahead of the server's clock", e.Received.String()}, " ")}
	case e.Kind == Conversation:
		return e.Created, nil
	case ahead > 0:
		return e.Received, nil
	case -ahead > maxAge && !e.History:
		return 0, &Fault{Code: EventTooOld, Field: "createdDate", Reason: strings.Join([]string{
			"is more than", maxAge.String(), "before the server's clock", e.Received.String()}, " ")}
	}
	return e.Created, nil
}
