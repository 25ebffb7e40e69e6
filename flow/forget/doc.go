// Package forget erases: people who ask for it (identity.md §7), and what has aged (identity.md §6, Retention).
//
//	request ──► search ──► tombstone ──► contact ──► sessions ──► log ──► files ──► done
//	           (closure)  (no replay    (directory)  (lanes and  (records) (bytes)
//	                       comes back)               index)
//
// A request is a definition, so it survives a restart, and every step of it may be done again: what is gone
// already costs nothing. As long as it runs it holds what it was asked for and what it found. When it is done it
// holds hashes of the identifiers only, and its earlier versions are erased from the log with the rest.
//
// The index goes first and the log afterwards: what a crash leaves in the log is found again by the request, while
// an index that has more than its log could not be computed again.
//
// Erasures are gathered: however many requests wait, the log is read once, and every segment is rewritten once.
package forget
