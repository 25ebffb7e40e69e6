//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"sojourn/test/bench/internal/load"
	"sojourn/test/bench/internal/server"
)

// onlyRules is the -only of this part.
const onlyRules = "rules"

// RulesReport is what segments and outcomes cost, and how fast one is tested on what is stored.
type RulesReport struct {
	Settings  []*SettingReport `json:"settings"`
	Backtests []BacktestReport `json:"backtests,omitempty"`
}

// SettingReport is the load with so many definitions, half of which concern the events that arrive.
type SettingReport struct {
	Segments int        `json:"segments"`
	Outcomes int        `json:"outcomes"`
	Rounds   []*Figures `json:"rounds"`
	Mean     *Figures   `json:"mean"`              // of the rounds
	Ratio    float64    `json:"ratio"`             // of the mean rate to that without definitions
	CPURatio float64    `json:"cpuRatio"`          // likewise of the server's processor time per event
	Matches  float64    `json:"matchesPerSession"` // in the newest sessions of the last round
}

// The settings, each measured twice. They come in an order that reads the same from both ends, so that whatever grows
// steadily during a run, as the index does, weighs on all of them alike.
var (
	settings = []SettingReport{{Segments: 0}, {Segments: 50, Outcomes: 100}, {Segments: 500, Outcomes: 100}}
	rounds   = []int{0, 2, 1, 1, 2, 0}
)

// ruleLoad is the load of every round.
var ruleLoad = phase{name: "batches of 100, 32 connections", connections: 32, batch: true}

// rules measures one server with and without definitions, in turn. Every round has visitors of its own, so that none
// brings along what an earlier round has made of his session.
func (r *rig) rules(ctx context.Context) error {
	t, err := r.start(ctx, "serve", r.folder("rules"))
	if err != nil {
		return err
	}
	defer t.Kill()
	defined, err := newDefined(t)
	if err != nil {
		return err
	}
	report := &RulesReport{}
	for i := range settings {
		setting := settings[i]
		report.Settings = append(report.Settings, &setting)
	}
	if r.report.Load == "" {
		r.report.Load = r.options.crowd(1, load.DefaultVisitors).String()
	}
	t.crowdOf(1)
	if err := t.warmUp(ctx); err != nil {
		return err
	}
	for i, which := range rounds {
		t.crowdOf(load.Series(i + 2))
		if err := t.round(ctx, defined, report.Settings[which]); err != nil {
			return err
		}
	}
	report.conclude()
	r.report.Rules = report
	if err := defined.become(ctx, 0, 0); err != nil {
		return err
	}
	if report.Backtests, err = t.backtests(ctx, defined.segments.requests); err != nil {
		return err
	}
	return t.done()
}

// crowdOf gives the target the visitors of a series.
func (t *target) crowdOf(series load.Series) {
	t.series, t.crowd = series, load.NewCrowd(t.rig.options.crowd(series, load.DefaultVisitors))
}

// round measures a setting once more.
func (t *target) round(ctx context.Context, d *defined, s *SettingReport) error {
	say("%s: %d segments, %d outcomes", t.Name, s.Segments, s.Outcomes)
	if err := d.become(ctx, s.Segments, s.Outcomes); err != nil {
		return err
	}
	if err := server.Settle(ctx, t.Process); err != nil {
		return err
	}
	p := ruleLoad
	p.name = fmt.Sprintf("%s, round %d", s.name(), len(s.Rounds)+1)
	f, err := t.run(ctx, p)
	if err != nil {
		return err
	}
	s.Rounds = append(s.Rounds, f)
	s.Matches, err = t.matches(ctx)
	return err
}

func (s *SettingReport) name() string {
	if s.Segments+s.Outcomes == 0 {
		return ruleLoad.name + ", no definitions"
	}
	return fmt.Sprintf("%s, %d segments and %d outcomes", ruleLoad.name, s.Segments, s.Outcomes)
}

// matches is how many segments and outcomes the newest sessions have on average.
func (t *target) matches(ctx context.Context) (perSession float64, err error) {
	var newest struct {
		Entities []struct {
			SegmentAssignments, OutcomeAchievements []struct{}
		}
	}
	err = t.Get(ctx, "/api/v2/sojourn/sessions?pageSize=200", t.token, func(body io.Reader) error {
		return json.NewDecoder(body).Decode(&newest)
	})
	if err != nil || len(newest.Entities) == 0 {
		return 0, err
	}
	total := 0
	for _, s := range newest.Entities {
		total += len(s.SegmentAssignments) + len(s.OutcomeAchievements)
	}
	return float64(total) / float64(len(newest.Entities)), nil
}

// conclude compares every setting with the first, which has no definitions.
func (r *RulesReport) conclude() {
	for _, s := range r.Settings {
		s.Mean = mean(s.Rounds)
		none := r.Settings[0].Mean
		if none.PerSecond > 0 && none.ServerCPU > 0 {
			s.Ratio, s.CPURatio = s.Mean.PerSecond/none.PerSecond, s.Mean.ServerCPU/none.ServerCPU
		}
	}
}

// mean is the average of rounds of equal length. Of the extremes it keeps the worst.
func mean(rounds []*Figures) *Figures {
	m, n := &Figures{}, float64(max(len(rounds), 1))
	for _, f := range rounds {
		m.Events += f.Events
		m.PerSecond += f.PerSecond / n
		m.P50 += f.P50 / n
		m.P99 += f.P99 / n
		m.P999 += f.P999 / n
		m.ServerCPU += f.ServerCPU / n
		m.LoadCPU += f.LoadCPU / n
		m.Max, m.PeakMemory = max(m.Max, f.Max), max(m.PeakMemory, f.PeakMemory)
		m.Refused += f.Refused
		if m.Refusal == "" {
			m.Refusal = f.Refusal
		}
	}
	return m
}
