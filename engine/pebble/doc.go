// Package pebble is Sojourn's index in the embedded store Pebble: session documents, the
// states of the lanes, the events of each session by date, listings by newest event, customer
// and short id, spilled repeats, and definitions.
//
// Everything in it follows from the log, so it runs without a write-ahead log of its own, and takes its time:
//
//	Apply ──► young generation ──full──► old generation ──one batch──► store ──flush──► disk
//	                 ▲                         ▲                         ▲
//	reads ───────────┴────────── then ─────────┴───────── then ──────────┘
//
// A generation has each changed document once, as bytes, however many events changed it: a visit of five events
// is written about once. What a crash leaves is always the result of the first n generations. Each
// carries the position below which every lane had applied by then; the largest one that is on disk,
// [Index.Mark], is where a restart begins to replay the log, so the size of a generation bounds that.
//
// An index belongs to one log, by the log's ID. It refuses to be opened for another one, or
// in a format it does not know; ErrRebuild then says what to do.
//
// When the disk fails or fills up, the store keeps what it has in memory and tries again every
// second; meanwhile [Index.Err] says so and Apply refuses, until a flush has succeeded. A few failures
// leave the store unfit to go on (its catalogue could not be written, or data turned out to be damaged):
// those stay until the process is started anew. No failure ends the process.
//
// The keys and values are written down to the byte in docs/formats/index.md.
package pebble
