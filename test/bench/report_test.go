//go:build linux

package main

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"sojourn/test/bench/internal/ledger"
	"sojourn/test/bench/internal/server"
)

func sampleReport() *Report {
	figures := func(rate float64) *Figures {
		return &Figures{Events: 100, PerSecond: rate, Latencies: Latencies{1, 2, 3, 4}, ServerCPU: 20, PeakMemory: 1 << 28}
	}
	rules := &RulesReport{
		Settings: []*SettingReport{
			{Rounds: []*Figures{figures(50_000), figures(50_000)}},
			{Segments: 500, Outcomes: 100, Rounds: []*Figures{figures(30_000), figures(50_000)}, Matches: 3},
		},
		Backtests: []BacktestReport{{Definition: "one page", Events: 1_000_000, Sessions: 12, PerSecond: 700_000}},
	}
	rules.conclude()
	return &Report{
		Mode: "rates", Commit: "0123abcd", Date: time.Date(2026, 3, 2, 9, 15, 4, 0, time.UTC),
		Machine:  server.Machine{Processor: "Abacus", Cores: 2, Kernel: "Linux 6", FileSystem: "ext4"},
		Phases:   []PhaseReport{{Name: "single posts", Sojourn: figures(30_000), Ceiling: figures(40_000)}},
		Reads:    []ReadReport{{Name: "session", Under: "idle", Figures: *figures(500), ServerMean: 0.1}},
		Rules:    rules,
		Stages:   []StageReport{{Events: 1_000_000, Phases: []PhaseReport{{Name: "batches", Sojourn: figures(9)}}}},
		Kill:     &KillReport{Events: 7, Seconds: 1.25},
		Memory:   []MemoryReport{{}, {Sessions: 100, Resident: 60_000, Heap: 50_000}},
		Flood:    []FloodReport{{Beside: "nothing", Normal: figures(10_000)}},
		Disks:    []DiskReport{{Disk: server.Disk{Allocated: 1000, Reserved: 400}, Events: 5}},
		Verdicts: []ledger.Verdict{{Answered: 5, Stored: 5}},
		LeftOut:  leftOut,
	}
}

func TestReportsAreKept(t *testing.T) {
	r := sampleReport()
	path, err := r.save(t.TempDir())
	if err != nil || !strings.HasSuffix(path, "/20260302-091504-0123abcd-rates.json") {
		t.Fatal(path, err)
	}
	again, err := readReport(path)
	if err != nil || !reflect.DeepEqual(r, again) {
		t.Errorf("got %+v, %v", again, err)
	}
}

func TestTheTableSaysWhatMatters(t *testing.T) {
	var out bytes.Buffer
	sampleReport().print(&out)
	for _, want := range []string{
		"Abacus, 2 cores", "Linux 6, ext4", "synced to disk", "30000", "0.75", "ready after 1.25 s", "600", "200 bytes/event",
		"500 segments, 100 outcomes", "120 without", "stored exactly once", "left out",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, &out)
		}
	}
}

func TestReportsAreCompared(t *testing.T) {
	before, now := sampleReport(), sampleReport()
	now.Phases[0].Sojourn.PerSecond = 33_000
	var out bytes.Buffer
	now.compare(&out, before)
	if !strings.Contains(out.String(), "+10.0 %") || strings.Contains(out.String(), "ANOTHER MACHINE") {
		t.Error(out.String())
	}
	before.Machine.Cores = 8
	out.Reset()
	now.compare(&out, before)
	if !strings.Contains(out.String(), "ANOTHER MACHINE") {
		t.Error(out.String())
	}
}

func TestCounts(t *testing.T) {
	for text, want := range map[string]uint64{"20M": 20_000_000, "0.5M": 500_000, " 3k": 3000, "17": 17, "0": 0} {
		if got, err := parseCount(text); err != nil || got != want {
			t.Errorf("%q: got %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "M", "-1", "many"} {
		if _, err := parseCount(text); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}

func TestStages(t *testing.T) {
	r := &rig{options: options{stages: "1M,5M,20M", killAt: "10M"}}
	all, killAt, err := r.stages()
	if err != nil || killAt != 10_000_000 || !reflect.DeepEqual(all, []uint64{1e6, 5e6, 10e6, 20e6}) {
		t.Errorf("got %d, %d, %v", all, killAt, err)
	}
	r.options.killAt = "0"
	if all, killAt, err = r.stages(); err != nil || killAt != 0 || len(all) != 3 {
		t.Errorf("got %d, %d, %v", all, killAt, err)
	}
}

func TestTheServersOwnTimes(t *testing.T) {
	before := server.Metrics{
		`sojourn_answer_seconds_count{operation="x"}`: 10, `sojourn_answer_seconds_sum{operation="x"}`: 1,
		`sojourn_answer_seconds_bucket{operation="x",le="0.001"}`: 0, `sojourn_answer_seconds_bucket{operation="x",le="0.01"}`: 10,
	}
	after := server.Metrics{
		`sojourn_answer_seconds_count{operation="x"}`: 110, `sojourn_answer_seconds_sum{operation="x"}`: 1.2,
		`sojourn_answer_seconds_bucket{operation="x",le="0.001"}`: 98, `sojourn_answer_seconds_bucket{operation="x",le="0.01"}`: 109,
		`sojourn_answer_seconds_bucket{operation="x",le="+Inf"}`: 110,
	}
	mean, p99 := inServer(before, after, "x")
	if mean < 1.99 || mean > 2.01 || p99 != 10 {
		t.Errorf("mean %g, p99 %g", mean, p99)
	}
	if mean, p99 = inServer(before, before, "x"); mean != 0 || p99 != 0 {
		t.Errorf("nothing was answered, but mean %g, p99 %g", mean, p99)
	}
}
