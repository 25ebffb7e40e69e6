// Package identity knows which identifiers are one person. It is the one place where that is decided, one
// decision at a time (identity.md §4); the rules themselves are in journey/contact and touch nothing.
//
//	Resolve ──nothing new──► answer                        (shared: no decision is made meanwhile)
//	   │
//	   └─something new──► decide ──► staged ──► log ──► store ──► answer
//	                   (alone)     (visible to the next decision)
//
// Nearly every question has nothing new to tell: the session's identifiers have an owner already, or it is
// an anonymous cookie, whose contact is not even stored. Those are answered side by side. A question that
// changes something is asked again alone, so two events at once never make two contacts of one identifier.
//
// What events earn their customers goes the same way (see Directory.Grant): the segments of a customer are its
// contact's, so whatever merges two contacts merges what they hold.
//
// Decisions wait for the log in groups. What is decided but not yet on disk is staged: the next decision
// builds on it, but nobody is answered by it before it is durable, so whatever depends on a decision stands
// behind it in the log. If the log refuses, everything staged is forgotten, and all who waited hear of it.
// The store only ever has what the log has, in the order of the log; a replay puts the rest, see
// Directory.Fold.
package identity
