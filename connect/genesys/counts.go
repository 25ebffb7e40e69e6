package genesys

import "sync"

// Counts tell how it goes. All but Connected, Following and Waiting only grow.
type Counts struct {
	Connected  bool   // a websocket is open
	Following  int    // conversations whose events are subscribed
	Waiting    int    // events read and not yet taken by Forward
	Received   uint64 // events read
	Forwarded  uint64 // events taken by Forward
	Dropped    uint64 // events too large, or refused by Forward even alone
	Ignored    uint64 // messages about anything else
	Malformed  uint64 // messages that are no notification
	Unfollowed uint64 // announced conversations for which no topic was left
	Connects   uint64 // websockets opened
}

// tally keeps the counts and tells about each change.
type tally struct {
	mu     sync.Mutex
	counts Counts
	tell   func(Counts)
}

func (t *tally) change(f func(*Counts)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f(&t.counts)
	t.tell(t.counts)
}

func (t *tally) read() Counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts
}
