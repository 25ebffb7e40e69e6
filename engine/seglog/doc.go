// Package seglog is Sojourn's log: write-ahead log, event store and feed in one.
//
// A log is a folder of segment files. A segment is a header, then a dictionary, then
// chunks of records, then zeros that were written ahead of time; a closed segment ends
// with an index of its chunks and changes no more, unless records of it are erased.
//
//	0000000000000001.seg   header │ chunk │ chunk │ … │ chunk │ index │ 0 0 │ trailer
//	00000000000186a1.seg   header │ chunk │ chunk ┊ 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
//	next.prepared          0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
//
// How a record gets in: [Log.Append] copies it into the group that is gathering and
// waits. One goroutine, the committer, takes the group, writes it with one write,
// syncs it with one sync, and wakes everybody in it; meanwhile the next group
// gathers. So the number of callers that share a sync grows by itself with the load.
// Groups are numbered, and a group is not written before the one in front of it is
// synced: a power cut can tear the last group only.
//
// What that buys at start (see recover.go): whatever is unreadable at the very end
// was never answered and is cut; whatever is unreadable in front of a later group
// had been answered, is damage, and is refused with a [DamageError], never repaired.
//
// How a record gets out: [Log.Get] finds its chunk by the marks of the segment, every few
// KiB one, reads that piece, decompresses one chunk and keeps it in a cache. Chunks are
// small for that reason, and would compress badly alone: what all records have in common,
// such as user agents and their parsed forms, is in the dictionary of the segment
// ([Options].Dictionary), which they refer to. [Log.Read] goes through the files from any
// position on; who follows the log closely gets the newest records from memory (see recent.go).
//
// How a record gets out of the world: [Log.Erase] writes the closed segments that have it once
// more without it, and renames each over the old one; [Log.Remove] removes a segment with
// all it has. Positions keep their numbers. Whoever looks a segment up and opens its file may
// be late: handles.go sees to it that he looks again, and cache.go that nothing
// erased is kept.
//
// To the log records are opaque bytes. The format is written down to the byte in
// docs/formats/log.md.
package seglog
