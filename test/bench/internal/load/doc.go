// Package load invents the traffic of the benchmark: what the trackers of a made-up shop post.
//
//	Crowd ──► visit ──► step ──┬─► Posts    one request per event, as browsers and apps send them
//	                           └─► Batches  newline-delimited JSON, as servers forward them (events.md §1.1)
//
// A crowd has tens of thousands of visitors, of whom some thousands are in the shop at a time. A visit is
// about five events, four of them page views; it begins at one of many entrances (searches, advertisements
// with campaign parameters, newsletters, plain links) and is told by one of thousands of user agents. One
// visitor in ten uses the app, whose tracker writes as the public mobile tracker does (events.md §2.3).
//
// Everything is drawn by hashing the seed with the place of a step, so a crowd keeps no state per
// visitor, renders an event in about a microsecond without allocating, and is the same for the same seed.
package load
