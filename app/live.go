package app

import (
	"context"
	"iter"

	"sojourn/flow/notify"
	"sojourn/journey"
)

// feed implements notify.Feed: the log as far as the index has it.
type feed struct{ *store }

func (f feed) ID() journey.ID { return f.log.ID() }

func (f feed) End() journey.Position { return f.mark.Low() }

func (f feed) Wait(ctx context.Context, beyond journey.Position) error {
	return f.mark.Wait(ctx, beyond)
}

func (f feed) Read(ctx context.Context, after journey.Position) iter.Seq2[notify.Entry, error] {
	return entriesOf[notify.Entry](f.log)(ctx, after)
}

// openHub opens what tells who listens. It does so once Run follows the log.
func (a *App) openHub() {
	a.hub = notify.New(notify.Options{
		Feed: feed{a.store}, Sessions: a.store.index, Now: a.options.Now, Logger: a.logger,
	})
}
