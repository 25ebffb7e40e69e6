// Package backtest tells how often a definition would have matched, had it existed some time ago.
//
// The log has every event, so nothing has to be guessed: [Run] reads the events of a span in the order in which
// they were accepted, and judges each by the same rule.Set.Judge that the lanes use (segments-outcomes.md §3). The
// answer is the one that the lanes would have given, had the definition been created at the beginning of the span:
//
//   - events before the span do not count, but what they say of their sessions does (the context). How far back it
//     looks for that is [Options.WarmUp]; of an older session it knows what the events since then have said;
//   - imported history is context too, and not judged (§3.4);
//   - the moment of a match is the acceptance of the event that made it, and days are those of UTC.
//
// Memory is bounded. Of a session it keeps what the definition has seen of it, and of its context only the values
// that the definition reads; and that only until no event can join the session any more, or until there are more
// sessions than [Options.MaxSessions]. Then the one that was silent for longest goes, and [Result.Dropped] says so.
//
//	log ──Entries──► codec.Scanner ──► plan: can it concern the definition?
//	                                     │ yes
//	                                     ▼
//	                          table: the session's context ──► rule.Set.Judge ──► tally: Result
//
// It is made for being run next to live traffic: it reads with one goroutine, and asks Options.Yield every few
// thousand records whether to go on.
package backtest
