//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sojourn/test/bench/internal/wire"
)

// KillReport is what came of SIGKILL under full load.
type KillReport struct {
	Events  uint64  `json:"events"`  // answered before
	Seconds float64 `json:"seconds"` // from the start of the process until it was ready
}

// beforeKill is how long the load lasts before the server is killed, so that it has much in hand.
const beforeKill = 5 * time.Second

var errAlive = errors.New("all connections outlived SIGKILL")

// killed kills the server while batches come in and starts it again on the same folder. What was answered
// before is compared with what is stored at the end of the run, as always.
func (t *target) killed(ctx context.Context) error {
	ended := make(chan error, 1)
	go func() {
		_, err := wire.Run(ctx, wire.Options{Address: t.Address, Connections: 32, Length: time.Hour}, t.batches())
		ended <- err
	}()
	say("%s: SIGKILL under load", t.Name)
	select {
	case <-time.After(beforeKill):
	case err := <-ended:
		return fmt.Errorf("before the kill: %w", err)
	}
	t.Kill()
	if err := <-ended; err == nil {
		return errAlive
	}
	report := KillReport{Events: t.ledger.Count()}
	if err := t.restart(ctx, "serve"); err != nil {
		return fmt.Errorf("after SIGKILL: %w", err)
	}
	report.Seconds = t.Ready.Seconds()
	say("%s: ready after %s", t.Name, t.Ready.Round(time.Millisecond))
	t.rig.report.Kill = &report
	return nil
}
