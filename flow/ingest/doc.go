// Package ingest accepts events: it checks a body, enriches it, submits it and tells what became
// of it (events.md §1 to §6). What comes out is either a [journey.Fault] that names the member at
// fault, or an event that keeps every limit of the spec, or nothing, because the deployment does not
// want it recorded.
//
// # Order
//
// One web or app event goes through these steps (events.md §3.3); the first one that objects decides:
//
//  1. size of the body (413), rate of the peer (429)
//  2. JSON: malformed is bad.request, wherever the mistake is; then the first member, in the order of
//     the body, whose JSON type is wrong
//  3. the id that the sender gave
//  4. the members: customerCookieId, eventName, createdDate; web: page, browser; app: screenName, app,
//     networkConnectivity; then device, sdkLibrary, searchQuery, ipAddress, externalId, attributes, traits
//  5. the deployment: unknown or switched off (404), tracking off (not recorded)
//  6. its domains (403), unless the sender is trusted
//  7. its IP filters, then bots: not recorded
//  8. rate of the cookie (429)
//  9. enrichment, see flow/enrich
//  10. the intake: repeats, age, session, fold
//
// # Conversations and business systems
//
// Conversation events come as Genesys Cloud tells them (events.md §6), custom events in a form of ours
// (§5.2). Both come from trusted senders, one or many at a time, and have neither deployment nor limits of
// rate, and nothing to enrich. The id of a conversation event follows from its contents, so that any order
// and any repetition of deliveries gives the same session. A custom event about a case that names a
// conversation brings a second event with it, for that conversation. One bad entry is refused alone, with its
// index.
//
// # Previews
//
// [Service.Preview] takes an entry of any kind through all steps but the limits of rate and the intake, so that
// people can see what would become of it.
//
// # What is lenient
//
// Unknown members are ignored, a null member is a missing one, and half a surrogate pair in an escape,
// which scripts that cut texts do send, becomes U+FFFD. Names are case-sensitive. A member that stands
// twice is malformed JSON, for it says two things, and so is text that is not UTF-8.
//
// # Two readers
//
// A body is read in one pass by a scanner that knows its members and makes no more than the texts that stay. What is
// rare or wrong it leaves to the decoder, which reads the body again and finds the fault to tell. The decoder's
// word is the law: a fuzz target holds the scanner to it.
//
// # Limits that the spec leaves open
//
// Texts of a device, browser, app, network or SDK have at most 255 characters, more is refused. A referrerUrl
// of more than 4,096 characters is not kept, for what cannot be read is absent (enrichment.md); titles,
// keywords, user agents and a web event's search query are cut there. An integer has at most 100 digits. JSON
// nests at most 10,000 deep. Ids in conversation events have at most 255 characters and addresses 512, more
// is refused; subjects are cut at 1,024, notes of a wrap-up at 4,096. An envelope has at most 64 KiB, a
// custom event 256.
package ingest
