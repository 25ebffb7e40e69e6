package app

import (
	"context"
	"errors"
	"slices"

	"sojourn/flow/ingest"
	"sojourn/journey"
	"sojourn/web/restapi"
)

// What became of an event, as the metrics say it.
const (
	accepted    = "accepted"
	repeated    = "repeated"
	notRecorded = "not_recorded"
	refused     = "refused"
)

// countedIngest is an ingest.Service that counts what became of the events.
type countedIngest struct {
	*ingest.Service
	metrics *metrics
}

// Event implements restapi.Ingest.
func (c *countedIngest) Event(ctx context.Context, kind journey.Kind, r ingest.Request) (ingest.Answer, error) {
	answer, err := c.Service.Event(ctx, kind, r)
	if buried(err) {
		err = nil
	}
	source := kind.String()
	switch {
	case err != nil:
		c.refused(source, err)
	case !answer.Recorded:
		c.count(source, notRecorded, 1)
	case answer.Receipt.Repeated:
		c.count(source, repeated, 1)
	default:
		c.count(source, accepted, 1)
	}
	return answer, err
}

// Batch implements restapi.Ingest.
func (c *countedIngest) Batch(ctx context.Context, r ingest.BatchRequest) (ingest.BatchAnswer, error) {
	answer, err := c.Service.Batch(ctx, r)
	var dropped int
	answer.Errors, dropped = withoutBuried(answer.Errors)
	answer.Refused, answer.NotRecorded = answer.Refused-dropped, answer.NotRecorded+dropped
	c.count(fromBatches, accepted, answer.Accepted)
	c.count(fromBatches, repeated, answer.Repeated)
	c.count(fromBatches, notRecorded, answer.NotRecorded)
	for _, entry := range answer.Errors {
		c.refused(fromBatches, entry.Fault)
	}
	return answer, err
}

// Conversations implements restapi.Ingest.
func (c *countedIngest) Conversations(
	ctx context.Context, r ingest.ConversationRequest,
) (ingest.ConversationAnswer, error) {
	answer, err := c.Service.Conversations(ctx, r)
	var dropped int
	answer.Errors, dropped = withoutBuried(answer.Errors)
	answer.Refused, answer.Ignored = answer.Refused-dropped, answer.Ignored+dropped
	c.count(fromConversations, notRecorded, dropped)
	c.count(fromConversations, accepted, answer.Accepted)
	c.count(fromConversations, repeated, answer.Repeated)
	for _, entry := range answer.Errors {
		c.refused(fromConversations, entry.Fault)
	}
	return answer, err
}

// CustomEvents implements restapi.Ingest.
func (c *countedIngest) CustomEvents(ctx context.Context, r ingest.CustomRequest) (ingest.CustomAnswer, error) {
	answer, err := c.Service.CustomEvents(ctx, r)
	if buried(err) {
		answer, err = ingest.CustomAnswer{}, nil
	}
	var dropped int
	answer.Errors, dropped = withoutBuried(answer.Errors)
	c.count(fromSystems, notRecorded, dropped)
	if err != nil {
		c.refused(fromSystems, err)
	}
	for i := range answer.Receipts {
		if answer.Receipts[i].Repeated {
			c.count(fromSystems, repeated, 1)
		} else {
			c.count(fromSystems, accepted, 1)
		}
	}
	for _, entry := range answer.Errors {
		c.refused(fromSystems, entry.Fault)
	}
	return answer, err
}

// withoutBuried leaves out the events that would bring back what was erased: they are not recorded, and their
// sender is not told.
func withoutBuried(faults []ingest.IndexedFault) (left []ingest.IndexedFault, dropped int) {
	left = slices.DeleteFunc(faults, func(f ingest.IndexedFault) bool { return buried(f.Fault) })
	return left, len(faults) - len(left)
}

func (c *countedIngest) count(source, result string, n int) {
	if n == 0 {
		return
	}
	c.metrics.events.WithLabelValues(result).Add(float64(n))
	if result != refused { // those have a reason
		c.metrics.byWay.add(way{source: source, result: restapi.EventResult(result)}, n)
	}
}

func (c *countedIngest) refused(source string, err error) {
	reason := "internal"
	if fault, ok := errors.AsType[*journey.Fault](err); ok {
		reason = string(fault.Code)
	}
	c.count(source, refused, 1)
	c.metrics.refused.WithLabelValues(reason).Inc()
	c.metrics.byWay.add(way{source, restapi.EventRefused, reason}, 1)
}
