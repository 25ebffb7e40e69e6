//go:build linux

package main

import (
	"context"
	"errors"

	"sojourn/app"
	"sojourn/test/bench/internal/load"
	"sojourn/test/bench/internal/server"
	"sojourn/test/bench/internal/wire"
)

// FloodReport is normal traffic next to more traffic.
type FloodReport struct {
	Beside     string   `json:"beside"`
	Normal     *Figures `json:"normal"` // server CPU per event counts the events of both
	FloodRate  float64  `json:"floodPerSecond"`
	ServerBusy float64  `json:"serverMicrosPerSecond"`
}

// The rates, in single posts a second.
const (
	normalRate = 10_000
	floodRate  = 2_000
)

// flood measures normal traffic alone, next to more of its kind, and next to as much with user agents that
// nobody has seen before. The difference between the last two is what unknown user agents cost the others.
func (r *rig) flood(ctx context.Context) error {
	t, err := r.start(ctx, "serve", r.folder("flood"))
	if err != nil {
		return err
	}
	defer t.Kill()
	t.series, t.crowd = 1, load.NewCrowd(r.options.crowd(1, load.DefaultVisitors))
	if err := t.warmUp(ctx); err != nil {
		return err
	}
	known := load.NewCrowd(r.options.crowd(2, load.DefaultVisitors))
	strange := r.options.crowd(3, load.DefaultVisitors)
	strange.NeverSeen = true
	for _, beside := range []struct {
		name   string
		series load.Series
		crowd  *load.Crowd
	}{
		{"nothing", 0, nil},
		{"2,000/s of known user agents", 2, known},
		{"2,000/s of never-seen user agents", 3, load.NewCrowd(strange)},
	} {
		if err := server.Settle(ctx, t.Process); err != nil {
			return err
		}
		line, err := t.beside(ctx, beside.name, beside.series, beside.crowd)
		if err != nil {
			return err
		}
		r.report.Flood = append(r.report.Flood, line)
	}
	return t.done()
}

// beside measures normal traffic while another crowd sends too.
func (t *target) beside(ctx context.Context, name string, series load.Series, crowd *load.Crowd) (FloodReport, error) {
	line := FloodReport{Beside: name}
	say("%s: 10,000/s beside %s", t.Name, name)
	type outcome struct {
		result *wire.Result
		err    error
	}
	flooded := make(chan outcome, 1)
	o := wire.Options{Address: t.Address, Connections: 64, Rate: floodRate, Length: t.rig.options.length}
	if crowd == nil {
		flooded <- outcome{result: &wire.Result{}}
	} else {
		other := &sending{
			renderer: load.NewPosts(crowd, t.Host(), app.DevDeployment), ledger: t.ledger, series: series,
			known: &samples{},
		}
		go func() {
			result, err := wire.Run(ctx, o, other)
			flooded <- outcome{result, err}
		}()
	}
	var floodErr error
	f, err := t.measure(ctx, "beside "+name, func() (*wire.Result, error) {
		normal := o
		normal.Connections, normal.Rate = 256, normalRate
		result, err := wire.Run(ctx, normal, t.posts())
		flood := <-flooded
		floodErr = flood.err
		if flood.result.Elapsed > 0 {
			line.FloodRate = float64(flood.result.Events) / flood.result.Elapsed.Seconds()
		}
		return result, err
	})
	if err = errors.Join(err, floodErr); err != nil {
		return line, err
	}
	line.ServerBusy = f.ServerCPU * f.PerSecond
	if all := f.PerSecond + line.FloodRate; all > 0 {
		f.ServerCPU *= f.PerSecond / all
	}
	line.Normal = f
	return line, nil
}
