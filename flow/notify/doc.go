// Package notify follows the log and hands each subscriber what it asked for.
//
//	log, as far as the index has it
//	  │ one reader, by position
//	  ▼
//	 Hub ──► counters of the last hour
//	  │ ├──► Change: each record of a session, once, in order          ──► queue ──► subscriber
//	  │ └──► Update: each session that changed, at most once a second  ──► queue ──► subscriber
//	  │                                                                   (bounded)
//	  └── a subscriber that comes back with a cursor reads what it missed from the log, by itself
//
// Nobody slows the lanes: the [Hub] reads behind them, and a subscriber whose queue is full loses what is in it, is
// told of the gap and goes on from there. What it missed it learns by listing again.
//
// Resuming needs no memory of who was told what. A [Cursor] is a position of the log up to which its holder knows
// everything. Changes are told in the order of the log, so the cursor of a change is its own position. Updates are
// not: a session that changed again within the second waits, while others go ahead. So the cursor of an update is the
// position in front of the oldest change that still waits (see pace). Whoever resumes may be told of a session a second
// time, in its final state, and is never left with an older one.
//
// An update is loaded once for all subscribers, and what they make of it is made once too (see [Form]).
package notify
