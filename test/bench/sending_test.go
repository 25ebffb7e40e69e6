//go:build linux

package main

import (
	"testing"

	"sojourn/test/bench/internal/ledger"
	"sojourn/test/bench/internal/load"
	"sojourn/test/bench/internal/wire"
)

const sessionID, customerID = "6c34a487-aaba-45aa-9102-d79c48239c59", "00000001-aaaa-4bbb-8ccc-000000000001"

// TestOnlyWhatWasTakenIsAnswered goes through the answers to a single event and to a batch.
func TestOnlyWhatWasTakenIsAnswered(t *testing.T) {
	own := "X-Sojourn-Event-Id: " + load.Series(1).ID(0).String() + "\r\n"
	other := "X-Sojourn-Event-Id: " + load.Series(1).ID(1).String() + "\r\n"
	for _, c := range []struct {
		size   int
		status int
		head   string
		body   string
		want   uint64
	}{
		{1, 200, own, `{}`, 1},
		{1, 200, other, `{}`, 0},
		{1, 204, own, ``, 0},
		{1, 503, own, `{}`, 0},
		{100, 200, "", `{"accepted":100,"repeated":0,"notRecorded":0,"refused":0}`, 100},
		{100, 200, "", `{"accepted":100}`, 100},
		{100, 200, "", `{"accepted":99,"repeated":1,"notRecorded":0,"refused":0}`, 0},
		{100, 200, "", `{"accepted":1000,"repeated":0}`, 0},
		{100, 400, "", `{"accepted":100}`, 0},
	} {
		answers := &target{ledger: &ledger.Ledger{}, series: 1}
		s := answers.send(nil, c.size)
		taken := s.Answered(wire.Ticket{Count: c.size}, wire.Answer{Status: c.status, Head: []byte(c.head), Body: []byte(c.body)})
		if got := answers.ledger.Count(); got != c.want || taken != (got > 0) {
			t.Errorf("%d %s%s: %d answered, %v", c.status, c.head, c.body, got, taken)
		}
	}
}

func TestSamplesAreWhatAnswersName(t *testing.T) {
	var s samples
	body := []byte(`{"customerId":"` + customerID + `","session":{"id":"` + sessionID + `"}}`)
	s.take(sampleEvery, body)
	s.take(sampleEvery+1, body)
	s.take(2*sampleEvery, []byte(`{"customerId":"x"}`))
	if s.count != 1 || s.sessions[0] != sessionID || s.customers[0] != customerID {
		t.Errorf("got %d, %q, %q", s.count, s.sessions[0], s.customers[0])
	}
	if got := each(s.sessions[:], "/sessions/", "/events"); len(got) != 1 || got[0] != "/sessions/"+sessionID+"/events" {
		t.Errorf("paths %q", got)
	}
}
