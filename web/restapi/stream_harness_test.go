package restapi

import (
	"bufio"
	"context"
	"iter"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sojourn/flow/ingest"
	"sojourn/flow/notify"
	"sojourn/journey"
	"sojourn/journey/codec"
)

// feed is a log of what was accepted, with the sessions as they were when it was.
type feed struct {
	Ingest
	Sessions
	world    *world
	mu       sync.Mutex
	records  [][]byte
	more     chan struct{} // closed when there are more
	sessions map[journey.ID]*journey.Session
}

func (f *feed) ID() journey.ID { return journey.ID{0xfe, 0xed} }

func (f *feed) End() journey.Position {
	f.mu.Lock()
	defer f.mu.Unlock()
	return journey.Position(len(f.records))
}

func (f *feed) Wait(ctx context.Context, beyond journey.Position) error {
	for f.End() <= beyond {
		f.mu.Lock()
		more := f.more
		f.mu.Unlock()
		if f.End() > beyond {
			break
		}
		select {
		case <-more:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (f *feed) Read(_ context.Context, after journey.Position) iter.Seq2[notify.Entry, error] {
	f.mu.Lock()
	records := f.records
	f.mu.Unlock()
	return func(yield func(notify.Entry, error) bool) {
		for i := int(after); i < len(records); i++ {
			if !yield(notify.Entry{Position: journey.Position(i + 1), Data: records[i]}, nil) {
				return
			}
		}
	}
}

// Session returns a session as it was when the newest record of it came.
func (f *feed) Session(_ context.Context, id journey.ID) (*journey.Session, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if s := f.sessions[id]; s != nil {
		return s, nil
	}
	return nil, journey.ErrNoSession
}

// Event implements Ingest: what is accepted goes to the log.
func (f *feed) Event(ctx context.Context, kind journey.Kind, r ingest.Request) (ingest.Answer, error) {
	answer, err := f.Ingest.Event(ctx, kind, r)
	if err == nil && answer.Recorded && !answer.Receipt.Repeated {
		f.add(answer.Receipt.Event)
	}
	return answer, err
}

// CustomEvents does the same.
func (f *feed) CustomEvents(ctx context.Context, r ingest.CustomRequest) (ingest.CustomAnswer, error) {
	answer, err := f.Ingest.CustomEvents(ctx, r)
	for _, receipt := range answer.Receipts {
		f.add(receipt.Event)
	}
	return answer, err
}

func (f *feed) add(e *journey.Accepted) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.records = append(f.records, codec.AppendRecord(nil, e))
	s, err := codec.DecodeSession(codec.AppendSession(nil, f.world.sessions[e.Session]))
	if err != nil {
		panic(err)
	}
	f.sessions[s.ID] = s
	close(f.more)
	f.more = make(chan struct{})
}

// liveHarness is a harness whose hub runs.
type liveHarness struct {
	*harness
	feed *feed
	hub  *notify.Hub
	stop func() // the hub
}

func newLiveHarness(t testing.TB, change ...func(*notify.Options)) *liveHarness {
	l := &liveHarness{feed: &feed{more: make(chan struct{}), sessions: map[journey.ID]*journey.Session{}}}
	noon := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	options := notify.Options{Feed: l.feed, Sessions: l.feed, Now: func() time.Time { return noon }}
	for _, f := range change {
		f(&options)
	}
	l.hub = notify.New(options)
	l.harness = newHarness(t, func(o *Options) {
		l.feed.Ingest, l.feed.Sessions = o.Ingest, o.Sessions
		o.Ingest, o.Sessions, o.Observe = l.feed, l.feed, nil // streams end while others are observed
		o.Live = Live{Hub: l.hub, Lasting: l.lasting, VisitTimeout: 20 * time.Minute}
	})
	l.feed.world, l.at = l.world, noon
	l.admin()
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { l.hub.Run(ctx) })
	l.stop = func() { cancel(); running.Wait() }
	t.Cleanup(l.stop)
	for started := false; !started; { // it is a matter of a moment
		runtime.Gosched()
		sub, _, err := l.hub.Subscribe(notify.Interest{}, "")
		if started = err == nil; started {
			sub.Close()
		}
	}
	return l
}

// lasting implements Live.Lasting.
func (l *liveHarness) lasting(_ context.Context, before journey.Instant) iter.Seq2[*journey.Session, error] {
	return l.world.list(Place{}, func(s *journey.Session) bool { return s.Visit == nil && s.Newest.At < before })
}

// view posts a page view of a visitor at that minute and second, and returns its session.
func (l *liveHarness) view(visitor string, clock string, change ...string) string {
	l.Helper()
	body := `{"customerCookieId":"visitor-` + visitor + `","eventName":"page_viewed","createdDate":"2026-03-02T09:` + clock +
		`Z","page":{"url":"https://www.velo-shop.example/a/b","title":"Bikes"}}`
	return l.call("POST", webEvents, strings.NewReplacer(change...).Replace(body)).session()
}

// message is one event of a stream.
type message struct {
	*liveHarness
	Name, ID string
	Data     []byte
}

// listener is an open stream. It is a ResponseWriter of its own: a network would not wait for the test's clock.
type listener struct {
	*liveHarness
	header  http.Header
	cancel  context.CancelFunc
	ended   chan struct{} // closed when the handler has returned
	mu      sync.Mutex
	status  int
	text    strings.Builder
	flushed int // of the text
	taken   int
}

func (l *listener) Header() http.Header { return l.header }

func (l *listener) WriteHeader(status int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.status = status
}

func (l *listener) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *listener) Flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flushed = l.text.Len()
}

// settle lets the hub read to the end, of which it takes its time while nobody listens.
func (l *liveHarness) settle() {
	time.Sleep(time.Second)
	synctest.Wait()
}

// open opens a stream with a token and other headers, and waits for what it begins with.
func (l *liveHarness) open(query, token string, headers ...string) *listener {
	l.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out := &listener{liveHarness: l, header: http.Header{}, cancel: cancel, ended: make(chan struct{})}
	r := httptest.NewRequestWithContext(ctx, "GET", "/api/v2/sojourn/stream"+query, nil)
	r.Header.Set("Authorization", "Bearer "+token)
	for pair := range slices.Chunk(headers, 2) {
		r.Header.Set(pair[0], pair[1])
	}
	go func() {
		defer close(out.ended)
		l.api.ServeHTTP(out, r)
	}()
	l.Cleanup(out.close)
	synctest.Wait()
	return out
}

func (l *listener) close() {
	l.cancel()
	<-l.ended
}

// hasEnded reports whether the server has ended the stream.
func (l *listener) hasEnded() bool {
	synctest.Wait()
	select {
	case <-l.ended:
		return true
	default:
		return false
	}
}

// within returns what came since the last call, and comes within a time.
func (l *listener) within(d time.Duration) (messages []message) {
	l.Helper()
	time.Sleep(d) // of the bubble's clock
	synctest.Wait()
	l.mu.Lock()
	text := l.text.String()[l.taken:l.flushed]
	l.taken = l.flushed
	l.mu.Unlock()
	return l.parse(text)
}

// parse reads server-sent events and holds their data against the contract.
func (l *liveHarness) parse(text string) (messages []message) {
	l.Helper()
	if text != "" && !strings.HasSuffix(text, "\n\n") {
		l.Errorf("the last event is not complete: %q", text)
	}
	m := message{liveHarness: l}
	lines := bufio.NewScanner(strings.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		switch field {
		case "event":
			m.Name = value
		case "id":
			m.ID = value
		case "data":
			m.Data = []byte(value)
		case "":
			if value != "" {
				m.Name = "heartbeat"
				continue
			}
			l.checkMessage(m)
			messages, m = append(messages, m), message{liveHarness: l}
		default:
			l.Errorf("what is %q?", lines.Text())
		}
	}
	return messages
}

func (l *liveHarness) checkMessage(m message) {
	l.Helper()
	if m.Name == "heartbeat" {
		return
	}
	whole := `{"` + m.Name + `":` + string(m.Data) + `}`
	for _, violation := range l.schemas.Validate("SojournStreamMessage", []byte(whole)) {
		l.Errorf("%s: %v\n%s", m.Name, violation, m.Data)
	}
}

// names are what the messages are.
func names(messages []message) string {
	var all []string
	for _, m := range messages {
		all = append(all, m.Name)
	}
	return strings.Join(all, " ")
}

// withoutMinutes leaves the counters out.
func withoutMinutes(messages []message) []message {
	return slices.DeleteFunc(messages, func(m message) bool { return m.Name == messageMinute })
}
