package genesys

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestDelivery(t *testing.T) {
	down := errors.New("connection refused")

	bubble(t, "nothing is lost while nobody takes events", func(t *testing.T, r *region) {
		p := pull(t, r)
		p.refusing(func([]json.RawMessage) error { return down })
		s := <-r.sockets
		want := []string{}
		for i := range 1200 {
			s.send(event(fmt.Sprint(i)))
			want = append(want, fmt.Sprint(i))
		}
		time.Sleep(time.Hour)
		if counts := p.client.Counts(); counts.Waiting != 1200 || counts.Forwarded != 0 {
			t.Fatalf("counts %+v", counts)
		}
		p.refusing(nil)
		time.Sleep(maxPause)
		if got := p.got(); got != fmt.Sprint(want) {
			t.Errorf("forwarded %s", got)
		}
		if len(r.sockets) != 0 {
			t.Error("the link did not last")
		}
	})

	bubble(t, "one bad event does not take others with it", func(t *testing.T, r *region) {
		p := pull(t, r)
		p.refusing(func(events []json.RawMessage) error {
			for _, event := range events {
				if strings.Contains(string(event), `"3"`) {
					return fmt.Errorf("%w: status 400", ErrBadBatch)
				}
			}
			if len(events) > 4 {
				return down // so that the next batch holds several
			}
			return nil
		})
		s := <-r.sockets
		for i := range 6 {
			s.send(event(fmt.Sprint(i)))
		}
		time.Sleep(time.Minute)
		if got := p.got(); got != "[0 1 2 4 5]" {
			t.Errorf("forwarded %s", got)
		}
		if counts := p.client.Counts(); counts.Forwarded != 5 || counts.Dropped != 1 || counts.Waiting != 0 {
			t.Errorf("counts %+v", counts)
		}
	})

	bubble(t, "a full outbox stops the reading, not the link", func(t *testing.T, r *region) {
		p := newPuller(t, r)
		const limit, size = 1 << 20, 60 << 10
		p.client.outbox.limit = limit
		p.refusing(func([]json.RawMessage) error { return down })
		p.run(t)
		s := <-r.sockets
		padded := strings.TrimSuffix(event("1"), "}") + `,"padding":"` + strings.Repeat("x", size) + `"}`
		sent := make(chan struct{})
		const n = limit/size + 50
		go func() {
			defer close(sent)
			for range n {
				s.send(padded)
			}
		}()
		time.Sleep(time.Hour)
		if counts := p.client.Counts(); counts.Received < n-60 || counts.Received >= n {
			t.Errorf("%d of %d events were read", counts.Received, n)
		}
		p.refusing(nil)
		<-sent
		time.Sleep(2 * time.Minute)
		if counts := p.client.Counts(); counts.Forwarded != n || counts.Connects != 1 {
			t.Errorf("counts %+v of %d", counts, n)
		}
	})

	bubble(t, "what was read is delivered after the stop", func(t *testing.T, r *region) {
		p := pull(t, r)
		p.refusing(func([]json.RawMessage) error { return down })
		s := <-r.sockets
		s.send(event("1"))
		settle()
		p.stop()
		settle()
		p.refusing(nil)
		if err := <-p.done; err != nil || p.got() != "[1]" {
			t.Errorf("error %v, forwarded %s", err, p.got())
		}
	})

	bubble(t, "what cannot be delivered is told", func(t *testing.T, r *region) {
		p := pull(t, r)
		p.refusing(func([]json.RawMessage) error { return down })
		s := <-r.sockets
		s.send(event("1"))
		settle()
		p.stop()
		if err := <-p.done; err == nil || !strings.Contains(err.Error(), "1 events that were read") {
			t.Errorf("error %v", err)
		}
	})

	bubble(t, "a refusal ends Run", func(t *testing.T, r *region) {
		p := pull(t, r)
		p.refusing(func([]json.RawMessage) error { return &Refusal{"forward", "forbidden", "allow it"} })
		s := <-r.sockets
		s.send(event("1"))
		if err := <-p.done; !refused(err) || !strings.Contains(err.Error(), "forward: forbidden; allow it") {
			t.Errorf("error %v", err)
		}
	})
}

func TestHostileService(t *testing.T) {
	bubble(t, "", func(t *testing.T, r *region) {
		p := pull(t, r)
		s := <-r.sockets
		for _, message := range []string{
			"", "null", "[]", "{", "7", `{"topicName":7}`, `{"topicName":"v2.detail.events.conversation.x"`,
			`{"topicName":"v2.routing.queues.x.conversations","eventBody":{"id":"../../x?y"}}`, // malformed: 8
			`{"topicName":"v2.users.x.presence","eventBody":{}}`, `{"result":"200","status":"subscribed"}`,
			strings.TrimSuffix(event("large"), "}") + `,"x":"` + strings.Repeat("x", maxEvent) + `"}`,
			event("1"),
		} {
			s.send(message)
		}
		settle()
		want := Counts{
			Connected: true, Received: 2, Forwarded: 1, Dropped: 1, Malformed: 8, Ignored: 2, Connects: 1,
		}
		if got := p.client.Counts(); got != want || p.got() != "[1]" {
			t.Errorf("counts %+v, forwarded %s", got, p.got())
		}
		s.send(strings.Repeat("x", maxFrame+1))
		second := <-r.sockets
		second.send(event("2"))
		settle()
		if got := p.got(); got != "[1 2]" {
			t.Errorf("forwarded %s", got)
		}
	})
}
