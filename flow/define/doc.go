// Package define keeps the definitions: deployments, OAuth clients, revoked tokens and what else is
// managed rather than measured.
//
// A definition is a fact like an event: every change is a record of the log, and the index keeps
// the newest version of each. The Store adds what management needs: versions and the optimistic lock
// (api.md §7), order of listing, one change at a time.
//
//	Create, Update, Delete ──1 check──► tables ──2 append, durable──► log
//	                                      ▲                            │
//	                                      └──── 4 publish ◄── 3 apply to the index
//
// Reading takes no lock: all of it is in memory, as an immutable snapshot behind a pointer. A Table
// is the same for one noun, decoded: what is asked with every event (a compiled deployment) or every
// request (a client) costs one look-up. A View is what all definitions of a noun make together, such as the rules of
// all session types.
package define
