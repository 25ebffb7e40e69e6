package genesys

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// puller is a Client under test, and what it forwards.
type puller struct {
	client *Client
	stop   context.CancelFunc
	done   chan error

	mu     sync.Mutex
	events []string // the ids in the events forwarded
	refuse func(events []json.RawMessage) error
}

// pull runs a client against the region until the test ends.
func pull(t *testing.T, r *region, change ...func(*Options)) *puller {
	t.Helper()
	p := newPuller(t, r, change...)
	p.run(t)
	return p
}

// newPuller makes a client that does not run yet.
func newPuller(t *testing.T, r *region, change ...func(*Options)) *puller {
	t.Helper()
	p := &puller{done: make(chan error, 1)}
	options := Options{
		Region: "region.test", ClientID: "puller", ClientSecret: "secret", LoginURL: r.url, APIURL: r.url,
		HTTP: r.client, Forward: p.forward, Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
	for _, f := range change {
		f(&options)
	}
	client, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	p.client = client
	return p
}

func (p *puller) run(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	p.stop = stop
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.done <- p.client.Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
	})
}

func (p *puller) forward(_ context.Context, events []json.RawMessage) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.refuse != nil {
		if err := p.refuse(events); err != nil {
			return err
		}
	}
	for _, event := range events {
		var m struct{ EventBody struct{ ID string } }
		if err := json.Unmarshal(event, &m); err != nil {
			return err
		}
		p.events = append(p.events, m.EventBody.ID)
	}
	return nil
}

// got returns what was forwarded so far.
func (p *puller) got() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return fmt.Sprint(p.events)
}

func (p *puller) refusing(f func(events []json.RawMessage) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuse = f
}

// event is a detail event that can be told from others.
func event(id string) string {
	return fmt.Sprintf(`{"topicName":"v2.detail.events.conversation.%s.user.start","version":"2",`+
		`"eventBody":{"id":%q},"metadata":{"CorrelationId":"x"}}`, conversationA, id)
}

// announce is the state of a conversation as the topic of a queue brings it.
func announce(conversation string, ended bool) string {
	end := ""
	if ended {
		end = `,"endTime":"2026-03-02T09:05:00Z"`
	}
	return fmt.Sprintf(`{"topicName":"v2.routing.queues.%s.conversations","eventBody":{"id":%q,`+
		`"participants":[{"purpose":"customer"%s}]}}`, queueA, conversation, end)
}

// settle lets everything happen that happens within a second.
func settle() {
	time.Sleep(time.Second)
	synctest.Wait()
}

// bubble runs a test with time of its own.
func bubble(t *testing.T, name string, f func(t *testing.T, r *region)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { f(t, newRegion(t)) })
	})
}
