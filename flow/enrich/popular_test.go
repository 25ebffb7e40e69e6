package enrich

import (
	"fmt"
	"testing"

	"sojourn/journey"
)

// TestCommonAgents: those that many events brought, the most common first; a rare one tells of somebody.
func TestCommonAgents(t *testing.T) {
	e, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	agent := func(n int) string {
		return fmt.Sprintf("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/%d.0.0.0 Safari/537.36", n)
	}
	for n, events := range []int{commonAgent + 3, commonAgent, commonAgent + 9} {
		for range events + 1 {
			e.client(&Traces{Kind: journey.Web, UserAgent: agent(100 + n), AcceptLanguage: "de"}, &journey.Event{})
		}
	}
	got := e.CommonAgents(2)
	if len(got) != 2 || got[0].UserAgent != agent(102) || got[1].UserAgent != agent(100) {
		t.Fatalf("common agents: %+v", got)
	}
	if b := got[0].Browser; b == nil || b.Family != "Chrome" || b.Lang != "de" {
		t.Errorf("browser %+v", b)
	}
}
