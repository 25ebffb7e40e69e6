package genesys

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// region is a Genesys Cloud region of our own: log-in, channels, queues and websockets with heartbeats, as
// the notification service documents them.
type region struct {
	client  *http.Client
	url     string
	sockets chan *socket // each one opened

	mu        sync.Mutex
	secret    string
	tokenLife time.Duration
	tokens    map[string]time.Time // until when
	logins    int
	queues    []string
	channels  map[string][]string // id → topics
	created   int
	open      int // sockets
	leastOpen int // since watch
	// fault may answer a request in the region's place.
	fault func(w http.ResponseWriter, r *http.Request) bool
}

// socket is the service's side of a websocket.
type socket struct {
	conn    *websocket.Conn
	channel string
	mute    chan struct{} // closed: no heartbeats and no answers any more
	closed  chan struct{}
	pings   chan struct{}
}

const (
	queueA        = "11111111-1111-1111-1111-111111111111"
	conversationA = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"
)

// newRegion starts a region on a network in memory, so that time in it is that of synctest's bubble.
func newRegion(t *testing.T) *region {
	pipes := newPipes()
	r := startRegion(t, pipes, "http://region.test")
	transport := &http.Transport{DialContext: pipes.dial}
	r.client = &http.Client{Transport: transport}
	t.Cleanup(transport.CloseIdleConnections)
	return r
}

// startRegion starts a region that listens where it is told.
func startRegion(t *testing.T, listener net.Listener, url string) *region {
	r := &region{
		client: http.DefaultClient, url: url, sockets: make(chan *socket, 1000),
		secret: "secret", tokenLife: 48 * time.Hour,
		tokens: map[string]time.Time{}, queues: []string{queueA}, channels: map[string][]string{},
	}
	server := httptest.NewUnstartedServer(r.routes())
	if listener != nil {
		_ = server.Listener.Close()
		server.Listener = listener
	}
	server.Start()
	t.Cleanup(server.Close)
	if url == "" {
		r.url = server.URL
	}
	return r
}

func (r *region) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /oauth/token", r.logIn)
	mux.HandleFunc("POST /api/v2/notifications/channels", r.create)
	mux.HandleFunc("PUT /api/v2/notifications/channels/{id}/subscriptions", r.subscribe)
	mux.HandleFunc("GET /api/v2/routing/queues", r.listQueues)
	mux.HandleFunc("GET /socket/{id}", r.stream)
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		r.mu.Lock()
		fault := r.fault
		until, known := r.tokens[strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer ")]
		r.mu.Unlock()
		switch {
		case fault != nil && fault(w, request):
		case strings.HasPrefix(request.URL.Path, "/api/") && (!known || time.Now().After(until)):
			refuse(w, http.StatusUnauthorized, "No authentication bearer token specified or expired")
		default:
			mux.ServeHTTP(w, request)
		}
	})
}

func refuse(w http.ResponseWriter, status int, message string) {
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"message":%q,"code":"x","status":%d}`, message, status)
}

func (r *region) logIn(w http.ResponseWriter, request *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	id, secret, _ := request.BasicAuth()
	if id != "puller" || secret != r.secret || request.FormValue("grant_type") != "client_credentials" {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"error":"invalid_client","description":"client not found"}`)
		return
	}
	r.logins++
	token := fmt.Sprintf("token-%d", r.logins)
	r.tokens[token] = time.Now().Add(r.tokenLife)
	fmt.Fprintf(w, `{"access_token":%q,"token_type":"bearer","expires_in":%d}`, token, int(r.tokenLife.Seconds()))
}

func (r *region) create(w http.ResponseWriter, _ *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.created++
	id := fmt.Sprintf("channel-%d", r.created)
	r.channels[id] = nil
	fmt.Fprintf(w, `{"connectUri":%q,"id":%q,"expires":"2030-01-01T00:00:00.000Z"}`,
		"ws"+strings.TrimPrefix(r.url, "http")+"/socket/"+id, id)
}

func (r *region) subscribe(w http.ResponseWriter, request *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var topics []struct{ ID string }
	if err := json.NewDecoder(request.Body).Decode(&topics); err != nil || len(topics) > 1000 {
		refuse(w, http.StatusBadRequest, "bad topics")
		return
	}
	if _, found := r.channels[request.PathValue("id")]; !found {
		refuse(w, http.StatusNotFound, "no such channel")
		return
	}
	names := []string{}
	for _, topic := range topics {
		if len(topic.ID) > 200 {
			refuse(w, http.StatusBadRequest, "topic too long")
			return
		}
		names = append(names, topic.ID)
	}
	r.channels[request.PathValue("id")] = names
	fmt.Fprint(w, `{"entities":[]}`)
}

func (r *region) listQueues(w http.ResponseWriter, request *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var number int
	_, _ = fmt.Sscan(request.FormValue("pageNumber"), &number)
	const size = 2
	pages := (len(r.queues) + size - 1) / size
	type entity struct {
		ID string `json:"id"`
	}
	entities := []entity{}
	for i := (number - 1) * size; i < min(number*size, len(r.queues)); i++ {
		entities = append(entities, entity{r.queues[i]})
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"entities": entities, "pageCount": pages})
}

func (r *region) stream(w http.ResponseWriter, request *http.Request) {
	r.mu.Lock()
	_, found := r.channels[request.PathValue("id")]
	r.mu.Unlock()
	if !found {
		refuse(w, http.StatusNotFound, "no such channel")
		return
	}
	conn, err := websocket.Accept(w, request, nil)
	if err != nil {
		return
	}
	s := &socket{
		conn: conn, channel: request.PathValue("id"), mute: make(chan struct{}), closed: make(chan struct{}),
		pings: make(chan struct{}, 100),
	}
	r.count(1)
	defer r.count(-1)
	defer close(s.closed)
	defer conn.CloseNow()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go s.beat(ctx)
	r.sockets <- s
	for {
		_, raw, err := conn.Read(ctx)
		if err != nil {
			return
		}
		if strings.Contains(string(raw), `"ping"`) {
			s.pings <- struct{}{}
			select {
			case <-s.mute:
			default:
				s.send(`{"topicName":"channel.metadata","eventBody":{"message":"pong"}}`)
			}
		}
	}
}

func (s *socket) beat(ctx context.Context) {
	ticker := time.NewTicker(30 * time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.mute:
			return
		case <-ticker.C:
			s.send(`{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}`)
		}
	}
}

// send sends one message; to a puller that is gone it sends nothing.
func (s *socket) send(message string) {
	_ = s.conn.Write(context.Background(), websocket.MessageText, []byte(message))
}

func (r *region) count(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open += n
	r.leastOpen = min(r.leastOpen, r.open)
}

// do changes the region.
func (r *region) do(change func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change()
}

// topics returns those of a channel, sorted.
func (r *region) topics(channel string) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(slices.Values(r.channels[channel]))
}

// pipes is a network in memory for one server.
type pipes struct {
	accepted chan net.Conn
	done     chan struct{}
	once     sync.Once
}

func newPipes() *pipes { return &pipes{accepted: make(chan net.Conn), done: make(chan struct{})} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.accepted <- theirs:
		return ours, nil
	case <-p.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.accepted:
		return conn, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.done) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "unix"} }
