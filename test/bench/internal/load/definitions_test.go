package load

import (
	"bytes"
	"encoding/json"
	"testing"

	"sojourn/flow/ingest"
	"sojourn/journey"
	"sojourn/journey/rule"
)

// decoded reads definitions, gives them ids and checks them as the server would.
func decoded(t *testing.T, noun journey.Noun, n int) (all []journey.Evaluated) {
	t.Helper()
	requests, err := Segments(n)
	if noun == journey.OutcomeNoun {
		requests, err = Outcomes(n)
	}
	if err != nil || len(requests) != n {
		t.Fatal(len(requests), err)
	}
	names := map[string]bool{}
	for i, request := range requests {
		d := Definition{}
		if err := json.Unmarshal(request, &d); err != nil {
			t.Fatal(err)
		}
		if problems := rule.Check(&d.Conditions); len(problems) > 0 || names[string(request)] || names[d.DisplayName] {
			t.Errorf("%s: %v", request, problems)
		}
		names[string(request)], names[d.DisplayName] = true, true
		id := journey.RandomID([16]byte{byte(len(noun)), byte(i >> 8), byte(i)})
		made := journey.Evaluated{ID: id}
		if noun == journey.SegmentNoun {
			made.Segment = &journey.Segment{DisplayName: d.DisplayName, IsActive: true, Conditions: d.Conditions}
		} else {
			made.Outcome = &journey.Outcome{DisplayName: d.DisplayName, IsActive: true, Conditions: d.Conditions,
				AssociatedValueField: d.AssociatedValueField}
		}
		all = append(all, made)
	}
	return all
}

// TestHalfOfTheDefinitionsAreMet plays the crowd against all definitions: those of the shop are met, a few in a visit,
// those of the theatre never.
func TestHalfOfTheDefinitionsAreMet(t *testing.T) {
	const segments, outcomes, batch, batches = 500, 100, 100, 300
	all := append(decoded(t, journey.SegmentNoun, segments), decoded(t, journey.OutcomeNoun, outcomes)...)
	policy := journey.DefaultPolicy().WithRules(journey.NewRules(all))
	met, sessions, values := matches(t, &policy, batches, batch)
	here, total := 0, 0
	for i := range all {
		n := met[all[i].ID]
		total += n
		switch {
		case i%2 == 1 && n > 0:
			t.Errorf("definition %d is met %d times, but is about a theatre", i, n)
		case n > 0:
			here++
		case i >= segments && i%2 == 0:
			t.Errorf("outcome %d is never met", i-segments)
		}
	}
	if least := (segments + outcomes) / 2 * 9 / 10; here < least {
		t.Errorf("%d of the shop's definitions are met, want %d", here, least)
	}
	t.Logf("%.2f matches per session, %d of the shop's definitions met", float64(total)/float64(sessions), here)
	if perSession := float64(total) / float64(sessions); perSession < 1 || perSession > 10 {
		t.Errorf("%.1f matches per session, want a few", perSession)
	}
	if values == 0 {
		t.Error("no achievement has a value")
	}
}

// matches folds batches of the crowd's events, and counts how often each definition matched.
func matches(
	t *testing.T, policy *journey.Policy, batches, size int,
) (met map[journey.ID]int, sessions, values int) {
	t.Helper()
	met = map[journey.ID]int{}
	service, in := newService(t)
	crowd := NewBatches(NewCrowd(Options{}), "127.0.0.1:1", deploymentID, "secret", size)
	states := map[journey.Key]*journey.State{}
	var text []byte
	for range batches {
		text, _ = crowd.Append(text[:0], now)
		_, body := readRequest(t, text)
		_, err := service.Batch(t.Context(), ingest.BatchRequest{Body: bytes.NewReader(body), Lines: true})
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range in.events {
		e := &in.events[i]
		e.Received = e.Created
		key := e.Key()
		if states[key] == nil {
			states[key] = &journey.State{Key: key}
		}
		id := journey.RandomID([16]byte{byte(i >> 16), byte(i >> 8), byte(i)})
		stepped, err := journey.Step(states[key], e, policy, journey.Chance{Session: id})
		if err != nil {
			t.Fatal(err)
		}
		if stepped.Event.Opened {
			sessions++
		}
		for _, j := range stepped.Event.Judged {
			if j.Verdict == journey.NoVerdict {
				continue
			}
			met[j.Definition]++
			if j.ValueType == journey.Number {
				values++
			}
		}
	}
	return met, sessions, values
}
