package genesys

import (
	"bytes"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRun(t *testing.T) {
	bubble(t, "follows what a queue announces, and forwards", func(t *testing.T, r *region) {
		p := pull(t, r)
		s := <-r.sockets
		queueTopic := "v2.routing.queues." + queueA + ".conversations"
		if got := r.topics(s.channel); !slices.Equal(got, []string{queueTopic}) {
			t.Fatalf("topics %q", got)
		}
		s.send(announce(conversationA, false))
		settle()
		want := slices.Sorted(slices.Values(append(detailTopics(conversationA), queueTopic)))
		if got := r.topics(s.channel); !slices.Equal(got, want) {
			t.Fatalf("topics %q, want %q", got, want)
		}
		s.send(event("1"))
		s.send(event("2"))
		settle()
		if got := p.got(); got != "[1 2]" {
			t.Fatalf("forwarded %s", got)
		}
		want2 := Counts{Connected: true, Following: 1, Received: 2, Forwarded: 2, Connects: 1}
		if got := p.client.Counts(); got != want2 {
			t.Errorf("counts %+v", got)
		}
	})

	bubble(t, "heartbeats keep a link", func(t *testing.T, r *region) {
		pull(t, r)
		<-r.sockets
		time.Sleep(6 * time.Hour)
		if len(r.sockets) != 0 || r.created != 1 {
			t.Errorf("%d more sockets, %d channels", len(r.sockets), r.created)
		}
	})

	bubble(t, "silence is asked about, then the link is replaced", func(t *testing.T, r *region) {
		pull(t, r)
		first := <-r.sockets
		close(first.mute)
		began := time.Now()
		<-first.pings
		if waited := time.Since(began); waited != maxSilence {
			t.Errorf("asked after %s", waited)
		}
		<-first.closed
		if second := <-r.sockets; second.channel != first.channel {
			t.Errorf("channel %s, then %s: the topics of the first were still there", first.channel, second.channel)
		}
		if waited := time.Since(began); waited > maxSilence+maxAnswering+firstPause {
			t.Errorf("replaced after %s", waited)
		}
	})

	bubble(t, "an abrupt end", func(t *testing.T, r *region) {
		p := pull(t, r)
		first := <-r.sockets
		first.send(announce(conversationA, false))
		first.send(event("1"))
		settle()
		before := r.topics(first.channel)
		_ = first.conn.CloseNow()
		second := <-r.sockets
		if got := r.topics(second.channel); !slices.Equal(got, before) || len(got) != 3 {
			t.Errorf("topics %q, then %q", before, got)
		}
		second.send(event("2"))
		settle()
		if got := p.got(); got != "[1 2]" {
			t.Errorf("forwarded %s", got)
		}
	})

	bubble(t, "a channel that is gone is replaced, with its topics", func(t *testing.T, r *region) {
		pull(t, r)
		first := <-r.sockets
		first.send(announce(conversationA, false))
		settle()
		r.do(func() { delete(r.channels, first.channel) })
		_ = first.conn.CloseNow()
		second := <-r.sockets
		if first.channel == second.channel || len(r.topics(second.channel)) != 3 {
			t.Errorf("channel %s, then %s with %q", first.channel, second.channel, r.topics(second.channel))
		}
	})

	bubble(t, "the service says that the channel is gone", func(t *testing.T, r *region) {
		pull(t, r)
		first := <-r.sockets
		first.send(`{"result":"404"}`)
		if second := <-r.sockets; first.channel == second.channel {
			t.Errorf("channel %s again", second.channel)
		}
	})
}

// Nothing is lost while the service closes a socket with notice: the new socket is there first, and both
// are read.
func TestClosingNotice(t *testing.T) {
	bubble(t, "", func(t *testing.T, r *region) {
		p := pull(t, r)
		first := <-r.sockets
		time.Sleep(time.Hour)
		first.send(announce(conversationA, false))
		first.send(`{"topicName":"v2.system.socket_closing","eventBody":{"message":"maintenance"}}`)
		second := <-r.sockets
		if first.channel == second.channel || len(r.topics(second.channel)) != 3 {
			t.Errorf("channel %s, then %s with %q", first.channel, second.channel, r.topics(second.channel))
		}
		first.send(event("old"))
		second.send(event("new"))
		settle()
		if got := p.got(); got != "[old new]" && got != "[new old]" {
			t.Errorf("forwarded %s", got)
		}
		<-first.closed
		second.send(event("later"))
		settle()
		if got := p.got(); !strings.HasSuffix(got, " later]") {
			t.Errorf("forwarded %s", got)
		}
		if counts := p.client.Counts(); !counts.Connected || counts.Connects != 2 {
			t.Errorf("counts %+v", counts)
		}
	})
}

// Over three days there is always a socket, no channel gets 24 hours old, and no token expires in use.
func TestRenewal(t *testing.T) {
	for name, life := range map[string]time.Duration{"channel": 48 * time.Hour, "token": 2 * time.Hour} {
		bubble(t, name, func(t *testing.T, r *region) {
			r.tokenLife = life
			pull(t, r)
			<-r.sockets
			settle()
			r.do(func() { r.leastOpen = r.open })
			oldest := min(23*time.Hour, life*9/10)
			time.Sleep(72*time.Hour + time.Minute)
			if want := int(72 * time.Hour / oldest); len(r.sockets) != want {
				t.Errorf("%d successors, want %d", len(r.sockets), want)
			}
			r.do(func() {
				if r.leastOpen < 1 || r.open != 1 {
					t.Errorf("at least %d sockets, at the end %d", r.leastOpen, r.open)
				}
			})
		})
	}
}

func TestToken(t *testing.T) {
	bubble(t, "revoked", func(t *testing.T, r *region) {
		pull(t, r)
		first := <-r.sockets
		r.do(func() { clear(r.tokens) })
		first.send(announce(conversationA, false))
		settle()
		if got := r.topics(first.channel); len(got) != 3 || r.logins != 2 {
			t.Errorf("topics %q after %d log-ins", got, r.logins)
		}
	})
	bubble(t, "wrong secret", func(t *testing.T, r *region) {
		p := pull(t, r, func(o *Options) { o.ClientSecret = "guess" })
		err := <-p.done
		if !refused(err) || !strings.Contains(err.Error(), "client not found; check the client id") {
			t.Errorf("error %v", err)
		}
	})
	bubble(t, "secret changed meanwhile", func(t *testing.T, r *region) {
		p := pull(t, r)
		first := <-r.sockets
		r.do(func() { r.secret = "changed"; clear(r.tokens) })
		_ = first.conn.CloseNow()
		if err := <-p.done; !refused(err) {
			t.Errorf("error %v", err)
		}
	})
}

func TestTroubleDoesNotEndRun(t *testing.T) {
	bubble(t, "server errors", func(t *testing.T, r *region) {
		failures := 0
		r.fault = func(w http.ResponseWriter, _ *http.Request) bool {
			failures++
			if failures <= 20 {
				refuse(w, http.StatusBadGateway, "not now")
			}
			return failures <= 20
		}
		pull(t, r)
		<-r.sockets
	})
	bubble(t, "nobody listens", func(t *testing.T, r *region) {
		p := pull(t, r, func(o *Options) {
			o.HTTP = &http.Client{Transport: &http.Transport{DialContext: closedPipes().dial}}
		})
		time.Sleep(time.Hour)
		select {
		case err := <-p.done:
			t.Errorf("Run ended: %v", err)
		default:
		}
	})
	bubble(t, "429 waits as long as asked", func(t *testing.T, r *region) {
		var at []time.Time
		r.fault = func(w http.ResponseWriter, _ *http.Request) bool {
			at = append(at, time.Now())
			if len(at) == 1 {
				w.Header().Set("Retry-After", "200")
				refuse(w, http.StatusTooManyRequests, "too many")
			}
			return len(at) == 1
		}
		pull(t, r)
		<-r.sockets
		if waited := at[1].Sub(at[0]); waited != 200*time.Second {
			t.Errorf("tried again after %s", waited)
		}
	})
	bubble(t, "sockets that close at once are opened ever more slowly", func(t *testing.T, r *region) {
		pull(t, r)
		end := time.After(30 * time.Minute)
		n := 0
		for loop := true; loop; {
			select {
			case s := <-r.sockets:
				n++
				s.send(`{"topicName":"v2.system.socket_closing"}`)
			case <-end:
				loop = false
			}
		}
		if n < 20 || n > 80 {
			t.Errorf("%d sockets in 30 minutes", n)
		}
	})
}

// Whoever knows the id of a channel can read it, so no log line has it.
func TestNoKeyIsLogged(t *testing.T) {
	bubble(t, "", func(t *testing.T, r *region) {
		var log bytes.Buffer
		p := pull(t, r, func(o *Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
		first := <-r.sockets
		r.do(func() {
			r.fault = func(w http.ResponseWriter, request *http.Request) bool {
				switch {
				case request.Method == http.MethodPut:
					panic(http.ErrAbortHandler)
				case strings.HasPrefix(request.URL.Path, "/socket/"):
					refuse(w, http.StatusTeapot, "no")
				default:
					return false
				}
				return true
			}
		})
		_ = first.conn.CloseNow()
		time.Sleep(time.Hour)
		p.stop()
		<-p.done
		for _, secret := range []string{"channel-", "/socket", "token-", p.client.options.ClientSecret + " "} {
			if strings.Contains(log.String(), secret) || log.Len() == 0 {
				t.Errorf("%q is in the log: %s", secret, log.String())
			}
		}
	})
}

func closedPipes() *pipes {
	p := newPipes()
	_ = p.Close()
	return p
}

func TestRefusals(t *testing.T) {
	bubble(t, "no permission for the queues", func(t *testing.T, r *region) {
		r.fault = func(w http.ResponseWriter, request *http.Request) bool {
			if request.URL.Path == "/api/v2/routing/queues" {
				refuse(w, http.StatusForbidden, "missing permission routing:queue:view")
				return true
			}
			return false
		}
		p := pull(t, r)
		if err := <-p.done; !refused(err) || !strings.Contains(err.Error(), "routing:queue:view") {
			t.Errorf("error %v", err)
		}
	})
	bubble(t, "no queues", func(t *testing.T, r *region) {
		r.queues = nil
		p := pull(t, r)
		if err := <-p.done; !refused(err) || !strings.Contains(err.Error(), "Routing > Queue > View") {
			t.Errorf("error %v", err)
		}
	})
	bubble(t, "queues of all pages, and fixed topics without them", func(t *testing.T, r *region) {
		r.queues = []string{queueA, strings.ReplaceAll(queueA, "1", "2"), strings.ReplaceAll(queueA, "1", "3")}
		pull(t, r)
		if s := <-r.sockets; len(r.topics(s.channel)) != 3 {
			t.Errorf("topics %q", r.topics(s.channel))
		}
		pull(t, r, func(o *Options) { o.Topics = detailTopics(conversationA) })
		if s := <-r.sockets; !slices.Equal(r.topics(s.channel), slices.Sorted(slices.Values(detailTopics(conversationA)))) {
			t.Errorf("topics %q", r.topics(s.channel))
		}
	})
}
