package auth

import (
	"hash/maphash"
	"net/http"
	"strconv"
	"sync"
	"time"

	"sojourn/journey"
	"sojourn/web/contract"
)

// maxTokensPerWindow bounds the memory that one client can occupy; more tokens than that
// in one minute are refused.
const maxTokensPerWindow = 10_000

// APILimits are the limits of authenticated requests (api.md §9): so many a minute for each
// token, and for each client that many times the number of tokens that it used in its
// window, which keeps a client from gaining by the seams between its tokens' windows.
type APILimits struct {
	perToken int
	now      func() time.Time
	shards   shards[apiShard]
}

type apiShard struct {
	mu      sync.Mutex
	clients map[string]*clientCount
}

type clientCount struct {
	count
	used   int // tokens seen in this window
	tokens map[journey.ID]*tokenCount
}

type tokenCount struct {
	count
	seen time.Time // the client's window it was last seen in
}

// NewAPILimits allows perToken requests a minute and token; 0 is no limit.
func NewAPILimits(perToken int, now func() time.Time) *APILimits {
	l := &APILimits{perToken: perToken, now: now}
	l.shards.seed = maphash.MakeSeed()
	for i := range l.shards.all {
		l.shards.all[i].clients = make(map[string]*clientCount)
	}
	return l
}

// Admit counts a request of the caller, sets the three headers, and refuses what is above
// the limit with the error to answer. Without a limit there are no headers.
func (l *APILimits) Admit(header http.Header, caller Caller) error {
	if l.perToken == 0 {
		return nil
	}
	v := l.take(caller.Client.ID, caller.Token.ID)
	header.Set("inin-ratelimit-allowed", strconv.Itoa(v.Limit))
	header.Set("inin-ratelimit-count", strconv.Itoa(v.Count))
	header.Set("inin-ratelimit-reset", strconv.Itoa(wholeSeconds(v.Reset)))
	if v.Allowed {
		return nil
	}
	return TooManyRequests(v.Reset)
}

// TooManyRequests is the refusal of what is above a limit; wait is until when.
func TooManyRequests(wait time.Duration) error {
	err := contract.NewError(contract.TooManyRequests,
		"Rate limit exceeded the maximum. Retry the request in [{seconds}] seconds",
		"seconds", strconv.Itoa(wholeSeconds(wait)))
	err.RetryAfter = wait
	return err
}

func wholeSeconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// take counts a request and returns the verdict of the token's limit, or the client's if
// that is what refuses.
func (l *APILimits) take(clientID string, tokenID journey.ID) Verdict {
	now := l.now()
	shard := l.shards.of(maphash.String(l.shards.seed, clientID))
	shard.mu.Lock()
	defer shard.mu.Unlock()
	client := shard.clients[clientID]
	if client == nil {
		client = &clientCount{tokens: make(map[journey.ID]*tokenCount)}
		shard.clients[clientID] = client
	}
	if client.over(now) {
		client.begin(now)
	}
	token := client.tokens[tokenID]
	if token == nil {
		if len(client.tokens) >= maxTokensPerWindow {
			return Verdict{Limit: l.perToken, Reset: client.start.Add(window).Sub(now)}
		}
		token = new(tokenCount)
		client.tokens[tokenID] = token
	}
	if token.seen != client.start {
		token.seen = client.start
		client.used++
	}
	whole := client.count
	verdict := whole.take(now, l.perToken*client.used)
	if verdict.Allowed {
		verdict = token.take(now, l.perToken)
	}
	if verdict.Allowed {
		client.count = whole
	}
	return verdict
}

// begin starts the client's next window and forgets the tokens whose own window is over.
func (c *clientCount) begin(now time.Time) {
	c.count = count{start: now}
	c.used = 0
	for id, token := range c.tokens {
		if token.over(now) {
			delete(c.tokens, id)
		}
	}
}
