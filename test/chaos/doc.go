// Package chaos kills the real server under load, fills its disk, and compares what it answered with what
// it kept: an answer is a promise (architecture.md §1).
//
// A ledger notes every event that was sent, with its id, and whether it was answered. What was not
// answered is sent again under the same id after the restart. At the end every event of the ledger must be
// stored exactly once, in the session that the answer named, and nothing else may be stored: read through
// the API, in an export, and after the index was thrown away and computed again.
//
// The moments are random; a failing run prints its seed, and CHAOS_SEED repeats its dice (not
// its machine).
package chaos
