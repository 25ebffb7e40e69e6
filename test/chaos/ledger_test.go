package chaos

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"sojourn/journey"
)

// sent is one event.
type sent struct {
	id, cookie, kind, name string
	body                   json.RawMessage // as a single event
	answered               bool
	session                string // that the answer named; a batch's does not
}

// ledger is what was sent, by all senders.
type ledger struct {
	mu      sync.Mutex
	events  []*sent
	repeats int // answered events that were sent again
	resent  int // unanswered ones
}

func (l *ledger) note(e *sent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events = append(l.events, e)
}

func (l *ledger) count(repeats, resent int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.repeats += repeats
	l.resent += resent
}

// visitors is how many cookies there are: few, so that the senders meet in their sessions, and each of them
// sees every restart.
const visitors = 120

// newEvent makes an event of one of the visitors, web or app.
func newEvent(dice *rand.Rand) *sent {
	e := &sent{
		id:     uuid(dice),
		cookie: fmt.Sprintf("%08d-aaaa-4bbb-8ccc-000000000000", dice.IntN(visitors)),
		kind:   "web",
		name:   []string{"page_viewed", "product_added", "checkout_started"}[dice.IntN(3)],
	}
	body := map[string]any{
		"customerCookieId": e.cookie,
		"eventName":        e.name,
		"page":             map[string]any{"url": "https://www.velo-shop.example/cart", "title": "Cart"},
		"userAgentString":  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
		"attributes":       map[string]any{"note": uuid(dice) + uuid(dice)},
		"createdDate":      time.Now().UTC().Format(journey.InstantLayout),
	}
	if dice.IntN(4) == 0 {
		e.kind = "app"
		delete(body, "page")
		delete(body, "userAgentString")
		body["screenName"] = "Cart"
		body["app"] = map[string]any{"name": "velo", "namespace": "example.velo", "version": "1", "buildNumber": "1"}
		body["device"] = map[string]any{"category": "mobile", "type": "iPhone", "osFamily": "iOS", "osVersion": "17"}
	}
	e.body, _ = json.Marshal(body) // maps of texts are always JSON
	return e
}

func uuid(dice *rand.Rand) string {
	var random [16]byte
	for i := range random {
		random[i] = byte(dice.Uint32())
	}
	return journey.RandomID(random).String()
}
