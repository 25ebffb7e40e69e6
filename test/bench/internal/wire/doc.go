// Package wire sends requests to a server over many connections from a single thread, and times the answers.
//
// The generator of a load shares its two processors with the server that it measures, so what it takes
// itself counts: a goroutine and a parked read per connection cost more than many a server's answer. Here
// one loop waits for all connections at once (epoll), renders the next request into a buffer that is kept,
// reads an answer in one call, looks at its status and length and no more, and allocates nothing.
//
//	Closed   a connection sends its next request as soon as the answer before is there
//	Open     requests are due at fixed times, whatever the server does; an answer's latency is counted from
//	         the time when its request was due, so that a stall is paid by all who had to wait
package wire
