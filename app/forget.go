package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"

	"sojourn/engine/pebble"
	"sojourn/flow/forget"
	"sojourn/flow/stitch"
	"sojourn/journey"
	"sojourn/journey/codec"
	"sojourn/journey/contact"
)

// openForget opens what erases. Requests are done while the App runs.
func (a *App) openForget() (err error) {
	a.forget, err = forget.New(forget.Options{
		Definitions: a.definitions, People: a.people, Policy: a.contactPolicy,
		Sessions: erasable{sessions{a.store}, a.lanes}, Log: factLog{a.store},
		Periods: forget.Periods{Sessions: a.config.Retention.Sessions, Anonymous: a.config.Retention.Anonymous},
		NewID:   newRequestID, Now: a.options.Now, Logger: a.logger,
	})
	if err != nil {
		return fmt.Errorf("privacy requests: %w", err)
	}
	return nil
}

func (a *App) contactPolicy() *contact.Policy { return a.people.policy }

func newRequestID() string {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	return journey.RandomID(random).String()
}

// erasable implements forget.Sessions.
type erasable struct {
	sessions
	lanes *stitch.Lanes
}

// Events implements forget.Sessions.
func (e erasable) Events(ctx context.Context, id journey.ID) ([]*journey.Accepted, error) {
	return e.sessions.Events(ctx, id, journey.Stamp{}, 0)
}

// OfCustomer implements forget.Sessions.
func (e erasable) OfCustomer(ctx context.Context, customerID string) iter.Seq2[*journey.Session, error] {
	return e.index.OfCustomer(ctx, customerID, pebble.Cursor{})
}

// OfContacts implements forget.Sessions.
func (e erasable) OfContacts(ctx context.Context, contacts []journey.ID) iter.Seq2[*journey.Session, error] {
	return e.index.OfContacts(ctx, contacts, pebble.ContactCursor{})
}

// Aged implements forget.Sessions.
func (e erasable) Aged(ctx context.Context, from, to journey.Instant) iter.Seq2[*journey.Session, error] {
	return e.index.Due(ctx, from, to)
}

// Forget implements forget.Sessions: in the lanes, so that no event joins a session meanwhile.
func (e erasable) Forget(
	ctx context.Context, before journey.Instant, sessions []*journey.Session,
) ([]*journey.Session, error) {
	return e.lanes.Forget(ctx, e.index, before, sessions)
}

// Flush implements forget.Sessions.
func (e erasable) Flush(ctx context.Context) error { return e.index.Flush(ctx) }

// Scrub implements forget.Sessions.
func (e erasable) Scrub(ctx context.Context, whole bool) error { return e.index.Scrub(ctx, whole) }

// factLog implements forget.Log.
type factLog struct{ *store }

// Records implements forget.Log.
func (l factLog) Records(ctx context.Context, after journey.Position) iter.Seq2[forget.Record, error] {
	return func(yield func(forget.Record, error) bool) {
		for entry, err := range entries(l.log).upTo(l.log.End())(ctx, after) {
			var record journey.Record
			if err == nil {
				record, err = codec.DecodeRecord(entry.Data)
			}
			if !yield(forget.Record{At: entry.Position, Record: record}, err) || err != nil {
				return
			}
		}
	}
}

// Erase implements forget.Log.
func (l factLog) Erase(ctx context.Context, positions []journey.Position) error {
	return l.log.Erase(ctx, positions, nil)
}

// Applied implements forget.Log.
func (l factLog) Applied() journey.Position { return l.mark.Low() }

// KeepDefinitions implements forget.Log. Of two records of one version a replay needs any.
func (l factLog) KeepDefinitions(ctx context.Context, wanted func(journey.Definition) bool) error {
	var records [][]byte
	for d, err := range l.index.Definitions(ctx) {
		if err != nil {
			return err
		}
		if wanted(*d) {
			records = append(records, codec.AppendRecord(nil, d))
		}
	}
	for len(records) > 0 {
		step := records[:min(appendRecords, len(records))]
		records = records[len(step):]
		first, err := l.log.Append(ctx, step)
		if err != nil {
			return err
		}
		l.mark.Done(first, first+journey.Position(len(step)-1))
	}
	return nil
}

// Segments implements forget.Log.
func (l factLog) Segments(ctx context.Context) ([]forget.Segment, error) {
	infos, err := l.log.Segments(ctx)
	segments := make([]forget.Segment, len(infos))
	for i, info := range infos {
		segments[i] = forget.Segment{
			First: info.First, Last: info.Last, From: info.From, To: info.To, Newest: info.Newest,
		}
	}
	return segments, err
}

// Remove implements forget.Log.
func (l factLog) Remove(ctx context.Context, first journey.Position) error {
	return l.log.Remove(ctx, first)
}

// Roll implements forget.Log.
func (l factLog) Roll(ctx context.Context) error { return l.log.Roll(ctx) }

// errBuried refuses an event that would bring back what was erased. Its sender is not told: the event is
// deliberately not recorded (identity.md §7).
var errBuried = &journey.Fault{Code: journey.BadRequest, Reason: "the customer was erased"}

func buried(err error) bool { return errors.Is(err, errBuried) }

// gate lets events into the lanes, but for those that would bring back what was erased.
type gate struct {
	*stitch.Lanes
	forget *forget.Service
	people *people
}

// Submit implements ingest.Intake.
func (g gate) Submit(ctx context.Context, e journey.Event) (journey.Receipt, error) {
	if g.buried(&e) {
		return journey.Receipt{}, errBuried
	}
	return g.Lanes.Submit(ctx, e)
}

// SubmitAll implements ingest.Intake.
func (g gate) SubmitAll(ctx context.Context, events []*journey.Event) ([]journey.Receipt, []error) {
	if !g.forget.Any() {
		return g.Lanes.SubmitAll(ctx, events)
	}
	receipts, errs := make([]journey.Receipt, len(events)), make([]error, len(events))
	var let []*journey.Event
	var places []int
	for i, e := range events {
		if g.buried(e) {
			errs[i] = errBuried
			continue
		}
		let, places = append(let, e), append(places, i)
	}
	someReceipts, someErrs := g.Lanes.SubmitAll(ctx, let)
	for k, i := range places {
		receipts[i], errs[i] = someReceipts[k], someErrs[k]
	}
	return receipts, errs
}

func (g gate) buried(e *journey.Event) bool {
	if !g.forget.Any() {
		return false
	}
	evidence := g.people.Evidence(&journey.Accepted{Event: *e})
	return g.forget.Buried(evidence.Identifiers, e.Created)
}
