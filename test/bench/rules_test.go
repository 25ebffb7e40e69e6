//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"

	"sojourn/test/bench/internal/server"
)

// targetOf is a target whose server is a handler of the test.
func targetOf(t *testing.T, handler http.Handler) *target {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	address := netip.MustParseAddrPort(s.Listener.Addr().String())
	return &target{Process: &server.Process{Name: "serve", Address: address}, token: "secret"}
}

// TestRoundsAreFair sees that each setting is measured as often as the others and, on average, at the same time.
func TestRoundsAreFair(t *testing.T) {
	times, at := make([]int, len(settings)), make([]int, len(settings))
	for i, which := range rounds {
		times[which]++
		at[which] += i
	}
	for which := range settings {
		if times[which] != times[0] || at[which] != at[0] {
			t.Errorf("setting %d: %d times, at %d in all; setting 0: %d, %d", which, times[which], at[which], times[0], at[0])
		}
	}
	if s := settings[0]; s.Segments+s.Outcomes != 0 {
		t.Error("the first setting, with which all are compared, has definitions")
	}
}

func TestSettingsAreComparedWithNone(t *testing.T) {
	figures := func(rate, cpu, slowest float64) *Figures {
		return &Figures{Events: 10, PerSecond: rate, ServerCPU: cpu, Latencies: Latencies{P50: 2, P99: 4, Max: slowest}}
	}
	r := &RulesReport{Settings: []*SettingReport{
		{Rounds: []*Figures{figures(100, 20, 5), figures(300, 40, 9)}},
		{Segments: 500, Rounds: []*Figures{figures(100, 40, 6), figures(200, 50, 7)}},
	}}
	r.conclude()
	none, some := r.Settings[0], r.Settings[1]
	if m := none.Mean; m.Events != 20 || m.PerSecond != 200 || m.ServerCPU != 30 || m.P50 != 2 || m.P99 != 4 || m.Max != 9 {
		t.Errorf("the mean is %+v", m)
	}
	if none.Ratio != 1 || none.CPURatio != 1 || some.Ratio != 0.75 || some.CPURatio != 1.5 {
		t.Errorf("ratios %g, %g and %g, %g", none.Ratio, none.CPURatio, some.Ratio, some.CPURatio)
	}
	(&RulesReport{Settings: []*SettingReport{{}}}).conclude() // nothing was measured: no ratio, and no harm
}

// TestDefinitionsComeAndGo changes how many there are.
func TestDefinitionsComeAndGo(t *testing.T) {
	there := map[string]bool{}
	made := 0
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v2/journey/{noun}", func(w http.ResponseWriter, r *http.Request) {
		var d struct{ DisplayName string }
		if err := json.NewDecoder(r.Body).Decode(&d); err != nil || d.DisplayName == "" ||
			r.Header.Get("Authorization") != "Bearer secret" {
			t.Errorf("%v, %+v, %v", err, d, r.Header)
		}
		made++
		id := strconv.Itoa(made)
		there[r.PathValue("noun")+id] = true
		_ = json.NewEncoder(w).Encode(map[string]string{"id": id}) // to a test
	})
	mux.HandleFunc("DELETE /api/v2/journey/{noun}/{id}", func(w http.ResponseWriter, r *http.Request) {
		if key := r.PathValue("noun") + r.PathValue("id"); !there[key] {
			t.Errorf("there is no %s", key)
		} else {
			delete(there, key)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	d, err := newDefined(targetOf(t, mux))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range [][2]int{{3, 2}, {5, 2}, {1, 0}, {1, 0}, {4, 1}, {0, 0}} {
		if err := d.become(t.Context(), want[0], want[1]); err != nil {
			t.Fatal(err)
		}
		if len(there) != want[0]+want[1] || len(d.segments.ids) != want[0] {
			t.Errorf("there are %v, want %d", there, want)
		}
	}
}

func TestServersWithoutBacktestsAreLeftInPeace(t *testing.T) {
	for status, want := range map[int]bool{404: true, 501: true, 500: false, 401: false, 200: false} {
		answer := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
		err := targetOf(t, http.HandlerFunc(answer)).Post(t.Context(), "/", "secret", "{}")
		if isUnknown(err) != want || (err == nil) != (status == 200) {
			t.Errorf("%d: %v", status, err)
		}
	}
}

func TestAnswersOfABacktest(t *testing.T) {
	const progress = `{"progress":{"share":0.5,"events":7,"sessions":1}}` + "\n"
	const result = `{"result":{"from":"2026-03-01T00:00:00.000Z","to":"2026-03-02T00:00:00.000Z","events":15,"sessions":2,` +
		`"days":[],"examples":[],"milliseconds":3,"eventsPerSecond":5000}}` + "\n"
	got, err := resultOf(strings.NewReader(progress + progress + result))
	if err != nil || got.Events != 15 || got.Sessions != 2 || got.EventsPerSecond != 5000 {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := resultOf(strings.NewReader(progress)); !errors.Is(err, errNoResult) {
		t.Errorf("cut off: %v", err)
	}
	_, err = resultOf(strings.NewReader(progress + `{"error":{"code":"internal.server.error"}}`))
	if !errors.Is(err, errBacktest) || !strings.Contains(err.Error(), "internal.server.error") {
		t.Errorf("failed: %v", err)
	}
	if _, err := resultOf(strings.NewReader(`{"progress":`)); err == nil {
		t.Error("half a line was taken")
	}
}

func TestTheTableOfRules(t *testing.T) {
	r := sampleReport().Rules
	var out bytes.Buffer
	r.print(&out)
	for _, want := range []string{"no definitions\t", "500 segments, 100 outcomes\t", "0.80", "one page\t", "700000"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, &out)
		}
	}
}
