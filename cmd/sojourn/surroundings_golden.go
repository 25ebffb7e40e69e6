//go:build golden

package main

import (
	"os"
	"time"

	"sojourn/app"
	"sojourn/flow/enrich"
)

// surroundings gives the server the clock in the file that GOLDEN_CLOCK names, and the places of the worked
// examples (session.md §8): they happened on days of their own.
func surroundings(o app.Options) app.Options {
	o.Now = func() time.Time {
		text, err := os.ReadFile(os.Getenv("GOLDEN_CLOCK"))
		if err != nil {
			panic(err)
		}
		now, err := time.Parse(time.RFC3339Nano, string(text))
		if err != nil {
			panic(err)
		}
		return now
	}
	o.Locator = enrich.Fixture
	return o
}
