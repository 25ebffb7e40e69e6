// Package trial tells how segments and outcomes fare in a session, and why (segments-outcomes.md §3): which event met
// which pattern, what did not hold, and what a match still waits for.
//
// [Explain] tells it of a session that is stored. Every accepted event keeps what it did to the definitions, so
// nothing is judged again: the session's events are folded once more in the order of their acceptance, and at each
// event that did something a rule.Account says what it found. What is told is therefore what happened, not what would
// happen today.
//
// [Run] tells it of events that never came in: they go through [journey.Step] with a policy of that one definition, and
// what Step says of them is told in the same way.
//
//	stored events ──Fold──┐
//	                      ├──► session, event, what it did ──account──► Steps, Standing
//	given events ──Step───┘
package trial
