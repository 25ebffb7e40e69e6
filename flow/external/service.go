package external

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"sojourn/journey"
)

// Definitions keeps schemas and configurations as JSON; *define.Store is one. A change is durable, and
// Schemas and Configurations have it, when the call returns. Errors are the store's and are passed on.
type Definitions interface {
	// List returns the definitions of a noun in the order of listings (api.md §4.1). It is only read.
	List(noun journey.Noun) []journey.Definition
	Create(ctx context.Context, noun journey.Noun, id string, body []byte) (journey.Definition, error)
	// Update replaces the body by what change makes of it; version is the optimistic lock, 0 for none.
	Update(ctx context.Context, noun journey.Noun, id string, version int,
		change func(old []byte) ([]byte, error)) (journey.Definition, error)
	Delete(ctx context.Context, noun journey.Noun, id string) error
}

// Table is the definitions of one noun, decoded; *define.Table is one. It is called by many goroutines at
// once, for every request.
type Table[T any] interface {
	Get(id string) (T, bool)
}

// Intake takes the events; the lanes are one. It is called by many goroutines at once.
type Intake interface {
	// SubmitAll returns once the events are durable and visible, those of one key in their order. Both
	// results are as long as events. A refusal of an event is a *journey.Fault.
	SubmitAll(ctx context.Context, events []*journey.Event) ([]journey.Receipt, []error)
}

// Options is what a Service is made of. The first four are required.
type Options struct {
	Definitions    Definitions
	Schemas        Table[*Schema]        // of SchemaNoun, by DecodeSchema
	Configurations Table[*Configuration] // of ConfigurationNoun, by DecodeConfiguration
	Intake         Intake                // where events go
	HasDivision    func(id string) bool  // nil: every division exists
	Now            func() time.Time      // nil for the clock
	NewID          func() journey.ID     // nil for random ones
}

// Service manages schemas and configurations and takes events. It is safe for concurrent use. Refusals are
// *journey.Fault, of the codes of events.md §1 and those here.
type Service struct {
	options  Options
	changing sync.Mutex // one change of a definition at a time, for the rules among them
}

// The codes of faults that only management has (api.md §7); the status of both is 409.
const (
	VersionConflict journey.FaultCode = "version.conflict"
	Conflict        journey.FaultCode = "conflict"
)

// New makes a Service.
func New(o Options) *Service {
	if o.HasDivision == nil {
		o.HasDivision = func(string) bool { return true }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = randomID
	}
	return &Service{options: o}
}

// randomID makes a version 4 UUID.
func randomID() journey.ID {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	return journey.RandomID(random)
}

func (s *Service) now() journey.Instant { return journey.InstantOf(s.options.Now()) }

// listed looks up definitions in the order of their listing. One that was deleted meanwhile is left out.
func listed[T any](definitions []journey.Definition, get func(id string) (T, bool)) []T {
	all := make([]T, 0, len(definitions))
	for _, d := range definitions {
		if value, found := get(d.ID); found {
			all = append(all, value)
		}
	}
	return all
}

func missing(noun string) *journey.Fault {
	return &journey.Fault{Code: journey.NotFound, Reason: "no such " + noun}
}
