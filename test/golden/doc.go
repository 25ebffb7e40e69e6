// Package golden runs the worked examples of the spec against a server: what is posted, and what is
// then to be read, word for word. One JSON file in testdata is one example, named after its number in
// session.md (S), events.md (E) or enrichment.md (R), or K for those the spec does not have; session.md §8 explains
// the format:
//
//	config   settings of the deployment that differ from the default
//	given    a web session from which a conversation is started
//	steps    requests in the order of arrival; at is the server's clock, else the event's own date
//	now      the clock when reading
//	expect   the session documents, oldest first; or the answer to the last step
//	reads    more to read: a path, in which $S1 is the first session, and the answer
//
// In expected values, $uuid is any UUID, $uuid:X any one that is the same wherever X recurs, $shortId 4 to
// 6 digits, $any anything. Everything else is literal, and members that are not listed must be absent.
// A file with a base instead of steps is a table: each of its cases overrides some members of the base.
//
// The same files are run three times: with the fold alone behind the API, against the whole server with its
// engines, and against the program. Together they fill every property of a session. To add an example, add a file.
//
// The examples of identity.md (I) are in a shorthand of their own and stand with the domain, which plays them too;
// TestIdentity plays them through the API.
package golden
