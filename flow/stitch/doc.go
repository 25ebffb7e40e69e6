// Package stitch folds each lane's events in order and commits them.
//
//	Submit ──► lane 0 ─┐                         ┌─► Apply ─► answer
//	Submit ──► lane 1 ─┼─► fold ─► Append (sync) ┼─► Apply ─► answer
//	Submit ──► lane n ─┘   (journey.Step)        └─► Apply ─► answer
//
// All events of one key go to the same lane, and a lane is one goroutine: there are no locks in the
// fold, and the order per customer comes for free. A lane takes whatever is waiting as one batch, loads the
// states that it has not cached, folds, appends the records, applies the changed documents to the index and
// answers. Under load a batch grows by itself; when idle it is one event.
//
// Nothing is answered before it is on disk. When the log refuses (full disk), the batch's states are
// forgotten and read again, so that the memory never runs ahead of the log. When the log or the
// index fails for good, the lanes take nothing until a restart.
//
// Recovery is [Replay]: the log is folded again from the index's mark, skipping per key what it already
// holds. The mark is the position below which every lane has applied, see [Watermark].
package stitch
