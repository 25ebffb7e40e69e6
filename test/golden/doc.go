// Package golden runs the worked examples of the spec against a server: what is posted, and what is
// then to be read, word for word. One JSON file in testdata is one example, named after its number in
// session.md (S), events.md (E), enrichment.md (R) or segments-outcomes.md (Q), or K for those the spec does not have;
// session.md §8 explains the format:
//
//	config       settings of the deployment that differ from the default
//	given        a web session from which a conversation is started; contacts, posted before the first step
//	definitions  segments and outcomes, posted before the first step
//	steps        requests in the order of arrival; at is the server's clock, else the event's own date
//	now          the clock when reading
//	expect       the session documents, oldest first; or the answer to the last step
//	reads        more to read: a path, in which $S1 is the first session, and the answer
//
// The endpoint of a step is a way in, or a request like "PATCH /api/v2/journey/segments/$segment1", whose answer
// the step may expect. $segment1, $outcome1 and $contact1 are the ids of what was posted first of its kind, $deployment
// that of the deployment, and $X the one that an expectation met as $uuid:X: in paths, bodies and expected values.
//
// In expected values, $uuid is any UUID, $uuid:X any one that is the same wherever X recurs, $shortId 4 to
// 6 digits, $any anything. Everything else is literal, and members that are not listed must be absent, unless the
// object says "$others": "$any"; then those that are "$none" must be absent.
//
// The lists of an expectation tell in words what the events of each session were and what followed from which:
//
//	[["page_viewed", "segment1", "order", "outcome1"], ["has segment1", "page_viewed"]]
//
// Here the first session's first event assigned a segment, its second achieved an outcome; the second session has had
// the segment from its beginning. The pages of a read are how many it has when it is turned over to the end.
//
// A file with a base instead of steps is a table about one event: each of its cases overrides some members of the
// base, or has steps of which each does. Those come a minute apart and are a second old. Their definitions are like
// those that the table has by name.
//
// The same files are run three times: with the fold alone behind the API, against the whole server with its
// engines, and against the program. A case that needs contacts says that it needs the whole, for the fold has none.
// Together they fill every property of a session. To add an example, add a file.
//
// The examples of identity.md (I) are in a shorthand of their own and stand with the domain, which plays them too;
// TestIdentity plays them through the API.
package golden
