package chaos

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"testing"

	"sojourn/app"
)

// sender is one connection that sends events as fast as they are answered, one by one or in batches. It
// lives through all rounds.
type sender struct {
	t       *testing.T
	ledger  *ledger
	dice    *rand.Rand
	batches bool
	client  http.Client
	last    *sent   // answered, perhaps to be repeated
	pending []*sent // sent together and not answered yet
}

// batchSize is how many events are sent together.
const batchSize = 20

func newSender(t *testing.T, l *ledger, seed uint64, number int) *sender {
	return &sender{
		t: t, ledger: l, dice: rand.New(rand.NewPCG(seed, uint64(number))), batches: number%4 == 3,
		client: http.Client{Transport: &http.Transport{}, Timeout: patience},
	}
}

// load sends until the server is gone, beginning with what it owes an answer to.
func (s *sender) load(url, token string) {
	defer s.client.CloseIdleConnections()
	if len(s.pending) > 0 {
		s.ledger.count(0, len(s.pending))
	}
	for {
		again := len(s.pending) > 0
		if !again {
			s.draw()
		}
		var err error
		if s.batches {
			err = s.sendBatch(url, token, again)
		} else {
			err = s.sendOne(url, s.pending[0])
		}
		if err != nil {
			return
		}
		for _, e := range s.pending {
			e.answered = true
		}
		s.last, s.pending = s.pending[0], nil
	}
}

// settle sends what is owed and nothing else.
func (s *sender) settle(url, token string) error {
	defer s.client.CloseIdleConnections()
	if len(s.pending) == 0 {
		return nil
	}
	s.ledger.count(0, len(s.pending))
	var err error
	if s.batches {
		err = s.sendBatch(url, token, true)
	} else {
		err = s.sendOne(url, s.pending[0])
	}
	if err == nil {
		for _, e := range s.pending {
			e.answered = true
		}
		s.pending = nil
	}
	return err
}

// draw makes new events to send. Now and then an answered one is sent again: it must change nothing.
func (s *sender) draw() {
	if s.last != nil && !s.batches && s.dice.IntN(20) == 0 {
		s.ledger.count(1, 0)
		s.pending = []*sent{s.last}
		return
	}
	n := 1
	if s.batches {
		n = batchSize
	}
	for range n {
		e := newEvent(s.dice)
		s.ledger.note(e)
		s.pending = append(s.pending, e)
	}
}

// sendOne sends a single event. An error means that there was no answer.
func (s *sender) sendOne(url string, e *sent) error {
	request, err := http.NewRequest(http.MethodPost,
		url+"/api/v2/journey/deployments/"+app.DevDeployment+"/"+e.kind+"events", bytes.NewReader(e.body))
	if err != nil {
		return err
	}
	request.Header.Set("X-Sojourn-Event-Id", e.id)
	var answer struct{ Session struct{ ID string } }
	if err := s.do(request, &answer); err != nil {
		return err
	}
	if e.session != "" && e.session != answer.Session.ID {
		s.t.Errorf("event %s was in session %s and is now in %s", e.id, e.session, answer.Session.ID)
	}
	e.session = answer.Session.ID
	return nil
}

// sendBatch sends the pending events together.
func (s *sender) sendBatch(url, token string, again bool) error {
	var lines bytes.Buffer
	for _, e := range s.pending {
		head, _ := json.Marshal(map[string]string{"id": e.id, "kind": e.kind, "deploymentId": app.DevDeployment})
		lines.Write(head[:len(head)-1])
		lines.WriteByte(',')
		lines.Write(e.body[1:])
		lines.WriteByte('\n')
	}
	request, err := http.NewRequest(http.MethodPost, url+"/api/v2/sojourn/events", &lines)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-ndjson")
	request.Header.Set("Authorization", "Bearer "+token)
	var answer struct{ Accepted, Repeated, NotRecorded, Refused int }
	if err := s.do(request, &answer); err != nil {
		return err
	}
	if answer.Accepted+answer.Repeated != len(s.pending) || !again && answer.Repeated > 0 {
		s.t.Errorf("a batch of %d (again: %t) was answered with %+v", len(s.pending), again, answer)
	}
	return nil
}

// do sends a request. Whatever is answered but 200 fails the test; an answer that was cut off is none.
func (s *sender) do(request *http.Request, answer any) error {
	response, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	document, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		s.t.Errorf("%s: %s %s", request.URL.Path, response.Status, document)
		return fmt.Errorf("refused with %s", response.Status)
	}
	return json.Unmarshal(document, answer)
}
