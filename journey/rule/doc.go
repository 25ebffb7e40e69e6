// Package rule decides whether the condition of a segment or an outcome holds (segments-outcomes.md §1 to
// §3).
//
// A [Conditions] is what people write: a context, which reads the session as it is now, and a journey, which
// is a sequence of patterns that its events must meet one after the other. [Check] says what is wrong with
// it. With a name it is a [Rule], and many rules are compiled into a [Set], which files each of them under
// the rarest thing that an event must have to concern it: a name, a path, a part of a text. However many
// rules there are, the usual event costs a few look-ups.
//
//	Conditions ──Check──► problems
//	    │
//	   Rule ──NewSet──► Set ──Judge(visit, event, progress)──► Steps
//	    │
//	    └──Account──► Tell(visit, event) ──► what held, what did not, and what it found
//
// What a rule has seen of a session is its [Progress]. Judge returns the steps that an event makes; whoever
// keeps the progress stores them. Nothing here knows what an event or a session is: they are read through
// [Event] and [Visit].
//
// An event is judged in two stages. The index (index.go, pivot.go, grams.go) marks the rules that the event
// may concern: never one too few, at times one too many. Then each rule that is marked is evaluated
// (compiled.go, criterion.go), and what the evaluation says is all that counts. An [Account] skips the first
// stage and shows the second.
package rule
