package ingest

import "sojourn/journey"

// dateText is what a text says as a date.
type dateText struct {
	at    journey.Instant
	given bool // there is a text
	valid bool // and it is a date
}

func readDate(text []byte) dateText {
	at, valid := journey.ParseInstant(text)
	return dateText{at: at, given: len(text) > 0, valid: valid}
}
