// Package journey is the domain of Sojourn: what an event, a session and a customer are, and how
// one follows from the other. It touches nothing: no clock, no disk, no network, no chance.
//
// # The story on one page
//
// An [Event] is one thing that happened to a customer: a page viewed, a call answered, a bike
// delivered. It arrives checked and enriched. Its [Key] says what it belongs to: the web and app
// events of one cookie share a key; every conversation has one of its own, and so has every custom
// session of a business system.
//
// What is known of a key is its [State]: totals, the newest sessions, the ids of recent events. [Step]
// decides what an event means for it: which [Session] it joins, or that it opens one, or that it ends
// one because it came from a new traffic source. The decision, with everything that settings,
// definitions and chance contributed, is an [Accepted] record; [Fold] adds the record to the state.
// Step is decide, then fold; a replay of the log is fold alone, and so needs no old settings.
//
//	Event ──Step(state, policy, chance)──► Accepted ──Fold──► State, Session
//	                                          │
//	                                          └──► the log ──Fold──► the same State, the same Session
//
// A session is a pure function of the set of its events, ordered by [Stamp] (date, then sequence of
// acceptance). Every field remembers the stamp of the event that set it, so a late event falls into
// its place without reading the others again. The events of a conversation arrive in any order, and in
// its stamps the sequence does not count: see [Turn]. [Session.Rewind] computes what a session was at
// a past moment, [Session.FieldSources] tells which event set what.
//
// Time passes only in arguments. Idle, away and the end by inactivity are functions of event dates
// and of the moment of reading; [Tick] merely announces an end sooner than the next event would.
//
// # Glossary
//
//	customer    an identifier of the source: here, one cookie (identity.md §1)
//	session     one visit, one conversation, or what one business process told (session.md)
//	kind        web, app, conversation or custom; the type of a custom session is its own word, "case" among them
//	leg         one participant's part in one communication of a conversation
//	topic       what a conversation event tells: customer.start, acd.end, …
//	contact     the person behind identifiers (identity.md §3); a session remembers to whom it was stitched
//	view        a page_viewed or screen_viewed event
//	source      where a visit came from: its campaign or referrer (session.md §6.2)
//	stamp       the order of a key's events: date, then sequence
//	repeat      an event sent again under the same id (events.md §1)
//	record      one fact of the log
//	definition  a managed thing: a deployment, an OAuth client
//	fault       a refusal that the sender can act on
package journey
