package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"runtime"
	"sync"
	"sync/atomic"

	"sojourn/journey"
)

// The limits of a batch (events.md §1.1).
const (
	MaxBatchBody    = 8 << 20 // bytes after decompression
	MaxBatchEntries = 5000
)

// BatchRequest is a batch of a trusted sender as it arrived over HTTP.
type BatchRequest struct {
	Body          io.Reader
	Gzip          bool // the body is compressed: Content-Encoding
	Lines         bool // newline-delimited JSON: Content-Type, see IsLines; else {"entities":[…]}
	History       bool // query: an import, to which the age limit does not apply
	CorrelationID journey.ID
}

// BatchAnswer counts what became of the entries.
type BatchAnswer struct {
	Accepted, Repeated, NotRecorded, Refused int
	Errors                                   []IndexedFault // of the refused, by index
}

// IndexedFault tells why an entry was refused.
type IndexedFault struct {
	Index int // of the entry, from 0; empty lines are no entries
	Fault *journey.Fault
}

// Batch takes many events at once. An error that is or wraps a *journey.Fault of code bad.request,
// invalid.value or request.entity.too.large means that nothing was taken; after any other some may have
// been, and the sender repeats the whole batch.
func (s *Service) Batch(ctx context.Context, r BatchRequest) (BatchAnswer, error) {
	buffer := batchBuffers.Get().(*batchBuffer)
	defer buffer.release()
	entries, err := buffer.read(&r)
	if err != nil {
		return BatchAnswer{}, err
	}
	results := s.prepareAll(ctx, entries, &r)
	if err := ctx.Err(); err != nil {
		return BatchAnswer{}, fmt.Errorf("ingest: batch: %w", err)
	}
	if err := s.submitAll(ctx, results); err != nil {
		return BatchAnswer{}, err
	}
	return tally(results), nil
}

// result is what became of an entry: refused with a fault, else not recorded without an event.
type result struct {
	fault    *journey.Fault
	event    *journey.Event
	repeated bool
}

// chunk is as many entries as a goroutine takes at a time.
const chunk = 64

// prepareAll prepares the entries on the available processors. It stops early when ctx ends.
func (s *Service) prepareAll(ctx context.Context, entries [][]byte, r *BatchRequest) []result {
	results := make([]result, len(entries))
	base := input{
		idField: "id", trusted: true, batch: true,
		history: r.History, correlation: r.CorrelationID, received: s.now(),
	}
	if base.correlation.IsZero() {
		base.correlation = s.options.NewID()
	}
	var next atomic.Int64 // end of the chunks that are taken
	work := func() {
		w := s.workspace()
		defer w.release()
		for ctx.Err() == nil {
			end := int(next.Add(chunk))
			if end-chunk >= len(entries) {
				return
			}
			first, last := end-chunk, min(end, len(entries))
			s.prepareChunk(entries[first:last], results[first:last], &base, w)
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (len(entries)+chunk-1)/chunk) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
	return results
}

// prepareChunk prepares some entries. Their events lie side by side.
func (s *Service) prepareChunk(entries [][]byte, results []result, base *input, w *workspace) {
	events := make([]journey.Event, len(entries))
	for i, entry := range entries {
		in := *base
		event, fault := s.prepareEntry(entry, &in, w)
		if event != nil {
			events[i] = *event
			event = &events[i]
		}
		results[i] = result{event: event, fault: fault}
		w.reset()
	}
}

// prepareEntry prepares one entry; in is what all entries share.
func (s *Service) prepareEntry(entry []byte, in *input, w *workspace) (*journey.Event, *journey.Fault) {
	if fault := in.open(entry, w); fault != nil {
		return nil, fault
	}
	event, err := s.prepare(in, w)
	if err != nil {
		// Without limits of rate, which wrap, all refusals are plain faults.
		fault, _ := errors.AsType[*journey.Fault](err)
		return nil, fault
	}
	return event, nil
}

// open reads what an entry has besides an event's body; if the scanner can, all of it.
func (in *input) open(entry []byte, w *workspace) *journey.Fault {
	if len(entry) > MaxBody {
		return errTooLarge("must have at most 64 KiB")
	}
	envelope, fault := in.envelope(entry, w)
	if fault != nil {
		return fault
	}
	in.body = entry
	in.kind = journey.ParseKind(envelope.Kind)
	in.deployment, in.id = envelope.DeploymentID, envelope.ID
	switch {
	case in.kind != journey.Web && in.kind != journey.App:
		return journey.Invalid("kind", "must be web or app")
	case in.deployment == "":
		return journey.Invalid("deploymentId", "is required")
	case envelope.IPAddress == "":
		return nil
	}
	address, err := netip.ParseAddr(envelope.IPAddress)
	if err != nil {
		return journey.Invalid("ipAddress", "must be an IP address")
	}
	in.address = address.Unmap().WithZone("")
	return nil
}

// envelope reads an entry, if the scanner can, and returns what it has besides the body.
func (in *input) envelope(entry []byte, w *workspace) (envelopeBody, *journey.Fault) {
	if in.scanned = w.scan(entry); in.scanned {
		b := &w.body
		return envelopeBody{Kind: b.Kind, DeploymentID: b.DeploymentID, ID: b.ID, IPAddress: b.IPAddress}, nil
	}
	var envelope envelopeBody
	fault := decode(entry, &envelope)
	return envelope, fault
}

// submitAll hands the events to the intake and notes its answers. If the intake fails for one, the
// whole batch fails: the sender repeats it.
func (s *Service) submitAll(ctx context.Context, results []result) error {
	events, places := make([]*journey.Event, 0, len(results)), make([]int, 0, len(results))
	for i := range results {
		if results[i].event != nil {
			events, places = append(events, results[i].event), append(places, i)
		}
	}
	if len(events) == 0 {
		return nil
	}
	receipts, errs := s.options.Intake.SubmitAll(ctx, events)
	for i, place := range places {
		err := errs[i]
		if err == nil {
			results[place].repeated = receipts[i].Repeated
			continue
		}
		fault, isFault := errors.AsType[*journey.Fault](err)
		switch {
		case !isFault || fault.Code == journey.Unavailable:
			return fmt.Errorf("ingest: submit: %w", err)
		default:
			results[place].fault = fault
		}
	}
	return nil
}

// tally counts.
func tally(results []result) (answer BatchAnswer) {
	for i, r := range results {
		switch {
		case r.fault != nil:
			answer.Refused++
			answer.Errors = append(answer.Errors, IndexedFault{Index: i, Fault: r.fault})
		case r.event == nil:
			answer.NotRecorded++
		case r.repeated:
			answer.Repeated++
		default:
			answer.Accepted++
		}
	}
	return answer
}
