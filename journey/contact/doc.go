// Package contact decides which customers are one person. Like all of the domain it touches nothing: who
// owns what is handed in as a View, the moment and new ids come as arguments, and what comes out is a
// Decision.
//
//	Event ──Collect──► Evidence ─┐
//	                             ├─Resolve──► Decision ──► the log ──Fold──► contacts, and who owns what
//	the contacts it touches ─────┘
//
// A Contact holds identifiers, each with the evidence behind it. An identifier has at most one owner.
// Contacts that turn out to be one person are merged: one becomes the head and holds all identifiers, the
// others keep what they held as a memory, so that a wrong merge can be undone (identity.md §4). Merging and
// splitting change contacts only. A session keeps the contact that it was stitched to; whoever shows it
// follows the links to the head. History never moves.
//
// A Decision carries the contacts as they are afterwards, so that folding is putting documents. It needs no
// rule and no setting, and a replay years later gives the same contacts.
//
// The millions who never say who they are cost nothing: the contact of an anonymous cookie has an ID that
// follows from the cookie (see Policy.Implied) and is not stored. It becomes a document once it has
// something to hold.
//
// Contacts also hold the customer-wide segments (segments-outcomes.md §4): Earn decides what an event's match changes,
// Assign what the API asks for. They are lent to the head by a merge and given back by a split.
//
// # Glossary
//
//	identifier  an e-mail address, a phone number, a cookie … (identity.md §1)
//	strong      says who somebody is: everything but a cookie
//	evidence    the identifiers that one event brings together
//	claim       an identifier that a contact holds, and since which event
//	head        the contact at the root of a merge tree: the canonical one
//	member      a contact that was merged into another
//	implied     the contact of an anonymous cookie, which is not stored
//	held        a segment that the customer is in until a date
//	nameless    the document that holds segments of a customer without contact
package contact
