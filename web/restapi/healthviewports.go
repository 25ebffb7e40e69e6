package restapi

import (
	"time"

	"sojourn/journey"
)

// Vitals are the server's own numbers: what its metrics say, and what its engines do. Counters count from its start.
type Vitals struct {
	Version string
	Started journey.Instant
	Trouble []string      // why events are not taken, as /readyz says it
	Events  []EventCount  // each combination once
	Late    uint64        // events that were accepted after a newer one of their customer
	Answers []AnswerTimes // of each operation once
	Lanes   LaneVitals
	Log     LogVitals
	Index   IndexVitals
	Disk    DiskVitals // where the data are
	Process ProcessVitals
}

// EventCount is how many events of one way in came to one end.
type EventCount struct {
	Source string // web, app, batch, conversation, custom or external
	Result EventResult
	Reason string // code of the refusal, or why it was not recorded; may be empty
	Count  uint64
}

// EventResult is what became of an event.
type EventResult string

// What becomes of events.
const (
	EventAccepted    EventResult = "accepted"
	EventRepeated    EventResult = "repeated"
	EventNotRecorded EventResult = "not_recorded"
	EventRefused     EventResult = "refused"
)

// AnswerTimes is how long an operation took to answer.
type AnswerTimes struct {
	Operation string         // its id; those that the contract does not know are left out
	Count     uint64         // of all answers
	Buckets   []AnswerBucket // ascending; the same bounds for all operations
}

// AnswerBucket is how many answers took no longer.
type AnswerBucket struct {
	UpTo  float64 // seconds
	Count uint64
}

// LaneVitals is how the lanes are doing.
type LaneVitals struct {
	Queued   int64 // events that wait or are in hand
	Capacity int64
	Batches  uint64
	Ends     uint64 // of sessions, announced
}

// LogVitals is how the log is doing.
type LogVitals struct {
	Position journey.Position // of the newest durable record
	Appended int64            // records
	Bytes    int64            // of its files
	Segments int
	Syncs    int64
	LastSync time.Duration
}

// IndexVitals is how the index is doing.
type IndexVitals struct {
	Sessions    int64  // negative: not known
	Bytes       uint64 // of its files
	MemoryBytes uint64 // changes that are not on disk yet
	Generations int    // of those
	Flushes     int64
	Debt        uint64 // bytes that compactions still have to rewrite
}

// DiskVitals is the room on a disk, in bytes.
type DiskVitals struct{ Free, Total uint64 }

// ProcessVitals is what the process takes.
type ProcessVitals struct {
	MemoryBytes uint64 // from the system
	HeapBytes   uint64 // in use
	Goroutines  int
}
