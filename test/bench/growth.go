//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"sojourn/test/bench/internal/load"
	"sojourn/test/bench/internal/server"
	"sojourn/test/bench/internal/wire"
)

// growthVisitors are so many that their states do not all fit what a server likes to keep in memory.
const growthVisitors = 1_000_000

// growthPhases are measured at every stage.
var growthPhases = []phase{
	{"single posts, 256 connections", 256, 0, false, 0},
	{"batches of 100, 32 connections", 32, 0, true, 0},
}

// StageReport is what was measured at a number of stored events.
type StageReport struct {
	Events      uint64        `json:"events"`
	Phases      []PhaseReport `json:"phases"`
	Reads       []ReadReport  `json:"reads"`
	Memory      int64         `json:"memoryBytes"`
	Disk        server.Disk   `json:"disk"`
	FillSeconds float64       `json:"fillSeconds"` // since the stage before
}

// growth measures how a server does as its folder fills, and what it takes for many visitors.
func (r *rig) growth(ctx context.Context) error {
	if err := r.memory(ctx); err != nil {
		return err
	}
	if err := r.flood(ctx); err != nil {
		return err
	}
	return r.grow(ctx)
}

// grow fills one server stage by stage, and kills it at one of them.
func (r *rig) grow(ctx context.Context) error {
	stages, killAt, err := r.stages()
	if err != nil || len(stages) == 0 {
		return err
	}
	crowd := r.options.crowd(1, growthVisitors)
	r.report.Load = crowd.String()
	t, err := r.start(ctx, "serve", r.folder("growth"))
	if err != nil {
		return err
	}
	defer func() { t.Kill() }()
	t.series, t.crowd = crowd.Series, load.NewCrowd(crowd)
	for _, events := range stages {
		filling := time.Now()
		if err := t.fill(ctx, events); err != nil {
			return err
		}
		if events == killAt {
			if err := t.killed(ctx); err != nil {
				return err
			}
		}
		if !slices.Contains(r.measuredStages(), events) {
			continue
		}
		stage, err := t.stage(ctx, events)
		if err != nil {
			return err
		}
		stage.FillSeconds = time.Since(filling).Seconds()
		r.report.Stages = append(r.report.Stages, stage)
	}
	return t.done()
}

// stages are all numbers of events at which something is done, and the one at which the server is killed.
func (r *rig) stages() (all []uint64, killAt uint64, err error) {
	for _, text := range strings.Split(r.options.stages+","+r.options.killAt, ",") {
		if killAt, err = parseCount(text); err != nil {
			return nil, 0, err
		}
		if killAt > 0 {
			all = append(all, killAt)
		}
	}
	slices.Sort(all)
	return slices.Compact(all), killAt, nil
}

func (r *rig) measuredStages() (all []uint64) {
	for _, text := range strings.Split(r.options.stages, ",") {
		if n, err := parseCount(text); err == nil {
			all = append(all, n)
		}
	}
	return all
}

// parseCount reads a number such as 20M, 500k or 300.
func parseCount(text string) (uint64, error) {
	text, unit := strings.TrimSpace(text), uint64(1)
	switch {
	case strings.HasSuffix(text, "M"):
		unit = 1_000_000
	case strings.HasSuffix(text, "k"):
		unit = 1000
	}
	n, err := strconv.ParseFloat(strings.TrimRight(text, "Mk"), 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%q is no number of events such as 20M", text)
	}
	return uint64(math.Round(n * float64(unit))), nil
}

// fill sends batches until so many events are stored.
func (t *target) fill(ctx context.Context, events uint64) error {
	stored := t.ledger.Count()
	if stored >= events {
		return nil
	}
	say("%s: filling from %d to %d events", t.Name, stored, events)
	result, err := wire.Run(ctx, wire.Options{
		Address: t.Address, Connections: 32, Length: time.Hour,
		Requests: int((events - stored + batchSize - 1) / batchSize),
	}, t.batches())
	if err == nil && result.Refused > 0 {
		err = fmt.Errorf("%d batches were refused: %s", result.Refused, result.Refusal)
	}
	return err
}

// stage measures at the number of events that are stored now.
func (t *target) stage(ctx context.Context, events uint64) (StageReport, error) {
	stage := StageReport{Events: events}
	for _, p := range growthPhases {
		if err := server.Settle(ctx, t.Process); err != nil {
			return stage, err
		}
		p.name += fmt.Sprintf(", %d stored", events)
		f, err := t.run(ctx, p)
		if err != nil {
			return stage, err
		}
		stage.Phases = append(stage.Phases, PhaseReport{Name: p.name, Sojourn: f})
	}
	before := len(t.rig.report.Reads)
	if err := t.reads(ctx, []read{readSession}); err != nil {
		return stage, err
	}
	stage.Reads = slices.Clone(t.rig.report.Reads[before:])
	t.rig.report.Reads = t.rig.report.Reads[:before]
	var err error
	if stage.Memory, _, err = t.Memory(); err != nil {
		return stage, err
	}
	if err := server.Settle(ctx, t.Process); err != nil {
		return stage, err
	}
	stage.Disk, err = server.MeasureDisk(t.dir)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // the index removes files when it likes
	}
	return stage, err
}
