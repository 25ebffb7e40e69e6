package app

import (
	"context"
	"time"
)

// How often what has aged is erased, and how long after the start for the first time.
const (
	ageEvery = 24 * time.Hour
	ageFirst = 10 * time.Minute
)

// keepAge erases what has aged now and then, until ctx ends.
func (a *App) keepAge(ctx context.Context) {
	timer := time.NewTimer(ageFirst)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		if err := a.forget.Age(ctx); err != nil && ctx.Err() == nil {
			a.logger.Warn("what has aged could not be erased, it will be tried again", "error", err)
		}
		timer.Reset(ageEvery)
	}
}
