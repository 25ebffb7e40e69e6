package journey

// Position is the place of a record in the log: 1 for the first record, one more
// for each that follows. Positions only grow, and keep their numbers when
// retention or erasure leaves holes. 0 is the place before the first record.
//
// A position is a number in one log only. Whoever keeps one beyond the life of
// the process (the index, a cursor of the feed) keeps the ID of the log with it.
type Position uint64
