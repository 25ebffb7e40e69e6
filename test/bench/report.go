//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"sojourn/test/bench/internal/histogram"
	"sojourn/test/bench/internal/ledger"
	"sojourn/test/bench/internal/server"
	"sojourn/test/bench/internal/wire"
)

// Report is all that a run has found. Durations are milliseconds unless a name says otherwise.
type Report struct {
	Mode     string           `json:"mode"`
	Date     time.Time        `json:"date"`
	Commit   string           `json:"commit"`
	Machine  server.Machine   `json:"machine"`
	Sync     Latencies        `json:"diskSync"` // of 16 KiB, without any server
	Load     string           `json:"load"`
	Seconds  float64          `json:"secondsPerPhase"`
	Phases   []PhaseReport    `json:"phases,omitempty"`
	Reads    []ReadReport     `json:"reads,omitempty"`
	Rules    *RulesReport     `json:"rules,omitempty"`
	Stages   []StageReport    `json:"stages,omitempty"`
	Kill     *KillReport      `json:"kill,omitempty"`
	Memory   []MemoryReport   `json:"memory,omitempty"`
	Flood    []FloodReport    `json:"flood,omitempty"`
	Disks    []DiskReport     `json:"disks,omitempty"`
	Verdicts []ledger.Verdict `json:"verdicts"`
	LeftOut  []string         `json:"leftOut"`
}

// Latencies are quantiles, in milliseconds.
type Latencies struct {
	P50  float64 `json:"p50"`
	P99  float64 `json:"p99"`
	P999 float64 `json:"p999"`
	Max  float64 `json:"max"`
}

func latencies(h *histogram.Histogram) Latencies {
	return Latencies{millis(h.Quantile(0.5)), millis(h.Quantile(0.99)), millis(h.Quantile(0.999)), millis(h.Max())}
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// Figures are what was measured of one load.
type Figures struct {
	Events    uint64  `json:"events"` // answered within the time
	PerSecond float64 `json:"eventsPerSecond"`
	Latencies
	ServerCPU  float64 `json:"serverMicrosPerEvent"`
	LoadCPU    float64 `json:"loadMicrosPerEvent"`
	PeakMemory int64   `json:"peakMemoryBytes"`
	Refused    uint64  `json:"refusedRequests"`
	Refusal    string  `json:"firstRefusal,omitempty"`
}

func figures(r *wire.Result) *Figures {
	f := &Figures{Events: r.Events, Latencies: latencies(&r.Latencies), Refused: r.Refused, Refusal: r.Refusal}
	if r.Elapsed > 0 {
		f.PerSecond = float64(r.Events) / r.Elapsed.Seconds()
	}
	return f
}

// PhaseReport is a phase, on both.
type PhaseReport struct {
	Name    string   `json:"name"`
	Sojourn *Figures `json:"sojourn"`
	Ceiling *Figures `json:"ceiling,omitempty"`
}

// ReadReport is one kind of read; an event of its figures is a read.
type ReadReport struct {
	Name  string `json:"name"`
	Under string `json:"under"` // load that was offered
	Figures
	Incoming   float64 `json:"incomingPerSecond"` // events that were taken meanwhile
	ServerMean float64 `json:"serverMean"`
	ServerP99  float64 `json:"serverP99AtMost"` // bound of a bucket; 0 if it is longer than all
}

// DiskReport is what a folder takes after the server has stopped.
type DiskReport struct {
	server.Disk
	Events uint64 `json:"events"`
}

// perEvent is bytes per event: of everything, and without space that is only reserved.
func (d DiskReport) perEvent() (all, used float64) {
	n := float64(max(d.Events, 1))
	return float64(d.Allocated) / n, float64(d.Allocated-d.Reserved) / n
}

// save writes the report to a new file of the folder.
func (r *Report) save(folder string) (string, error) {
	content, err := json.MarshalIndent(r, "", "  ")
	if err == nil {
		err = os.MkdirAll(folder, 0o750)
	}
	if err != nil {
		return "", fmt.Errorf("save the report: %w", err)
	}
	name := fmt.Sprintf("%s-%s-%s.json", r.Date.Format("20060102-150405"), r.Commit, r.Mode)
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, append(content, '\n'), 0o644); err != nil { //nolint:gosec // figures are for everybody
		return "", fmt.Errorf("save the report: %w", err)
	}
	return path, nil
}

// readReport reads one of an earlier run.
func readReport(path string) (*Report, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("earlier report: %w", err)
	}
	var r Report
	if err := json.Unmarshal(content, &r); err != nil {
		return nil, fmt.Errorf("earlier report %s: %w", path, err)
	}
	return &r, nil
}
