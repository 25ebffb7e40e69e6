package app

import (
	"context"
	"time"

	"sojourn/flow/backtest"
	"sojourn/journey"
)

// Backtest implements restapi.Backtester over the log of the running server.
func (a *App) Backtest(
	ctx context.Context, e journey.Evaluated, from, to journey.Instant, progress func(backtest.Progress),
) (backtest.Result, error) {
	return backtest.Run(ctx, backtest.Options{
		Definition: e, From: from, To: to, Late: a.definitions.policy.Get().MaxAge, Progress: progress,
		Yield: a.giveWay, Entries: entriesOf[backtest.Entry](a.store.log),
	})
}

// patience is how long whoever has time lets live events go first at once, at most.
const patience = 20 * time.Millisecond

// giveWay waits while live events wait, but not for ever.
func (a *App) giveWay(ctx context.Context) {
	const look = time.Millisecond
	for waited := time.Duration(0); waited < patience && a.lanes.Stats().Queued > 0; waited += look {
		select {
		case <-ctx.Done():
			return
		case <-time.After(look):
		}
	}
}
