// Package ceiling is the least that a durable server of events can do: decode a body, queue it, write it
// with all others that wait to one file, sync, answer. What it reaches under a load is the ceiling for
// Sojourn under the same load on the same machine, for Sojourn does all of this and more.
//
//	POST ──decode──► queue ──► writer: one write and one sync for all that wait ──► answers
//
// It measures and nothing else: nothing can be read back. The file is prepared with zeros at the start
// and written round and round, which costs a sync no more than its data, the cheapest a file system can do.
// `sojourn ceiling` runs it; the benchmark in test/bench is its only user.
package ceiling
