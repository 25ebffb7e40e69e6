package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sojourn/journey"
)

// MaxConversations bounds the envelopes of one request.
const MaxConversations = 500

// MaxTrustedBody bounds the bodies of conversation and custom events, in bytes (events.md §1).
const MaxTrustedBody = 2 << 20

// WebSessions knows the web and app sessions as they are now.
type WebSessions interface {
	// WebSession returns the customer of a web or app session, and whether he has been signed in. The
	// error is journey.ErrNoSession if there is no such session. It is called by many goroutines at once.
	WebSession(ctx context.Context, id journey.ID) (customer string, authenticated bool, err error)
}

// ConversationRequest is conversation events as Genesys Cloud tells them, in either envelope: one, an
// array, or {"entities":[…]} (events.md §6.1).
type ConversationRequest struct {
	Body          []byte // not kept
	CorrelationID journey.ID
}

// ConversationAnswer counts what became of the envelopes.
type ConversationAnswer struct {
	Accepted, Repeated, Refused int
	Ignored                     int            // envelopes that hold no event, such as heartbeats
	Errors                      []IndexedFault // of the refused, by index
}

// Conversations takes conversation events. They may come in any order, and any number of times. An
// error is one of Batch's: one that is or wraps a *journey.Fault other than service.unavailable means that
// nothing was taken, after any other the sender repeats the whole.
func (s *Service) Conversations(ctx context.Context, r ConversationRequest) (ConversationAnswer, error) {
	entries, _, fault := splitFew(r.Body, MaxConversations, true)
	if fault != nil {
		return ConversationAnswer{}, fault
	}
	if r.CorrelationID.IsZero() {
		r.CorrelationID = s.options.NewID()
	}
	in := input{correlation: r.CorrelationID, received: s.now()}
	results, letters := make([]result, len(entries)), make([]letter, len(entries))
	for i, entry := range entries {
		var err error
		if results[i], err = s.conversation(ctx, &letters[i], entry, &in); err != nil {
			return ConversationAnswer{}, fmt.Errorf("ingest: conversation: %w", err)
		}
	}
	if err := s.submitAll(ctx, results); err != nil {
		return ConversationAnswer{}, err
	}
	for i := range results {
		if fault := results[i].fault; fault != nil && fault.Field == "createdDate" { // as the intake calls it
			fault.Field = letters[i].at + "eventBody.eventTime"
		}
	}
	counts := tally(results)
	return ConversationAnswer{
		Accepted: counts.Accepted, Repeated: counts.Repeated, Refused: counts.Refused,
		Ignored: counts.NotRecorded, Errors: counts.Errors,
	}, nil
}

// conversation makes an event of an envelope; without an event, and without a fault, it is to be ignored. In is what
// the request says of it.
func (s *Service) conversation(ctx context.Context, l *letter, entry []byte, in *input) (result, error) {
	fault := l.open(entry)
	if fault != nil || l.ignored() {
		return result{fault: fault}, nil //nolint:nilerr // a fault is the answer to this entry
	}
	topic, conversation, fault := l.topic()
	if fault != nil {
		return result{fault: fault}, nil //nolint:nilerr // a fault is the answer to this entry
	}
	body, fault := l.body()
	if fault != nil {
		return result{fault: fault}, nil //nolint:nilerr // a fault is the answer to this entry
	}
	if body.EventTime == nil && in.assumed != 0 {
		body.EventTime = new(int64(in.assumed))
	}
	c := checker{}
	facts := c.conversationFacts(body, topic)
	if c.fault == nil && facts.ID != conversation {
		c.fail("conversationId", "is not the one of the topic")
	}
	if c.fault != nil {
		c.fault.Field = l.at + "eventBody." + c.fault.Field
		return result{fault: c.fault}, nil //nolint:nilerr // a fault is the answer to this entry
	}
	facts.Body = l.EventBody
	created := journey.Instant(*body.EventTime)
	e := &journey.Event{
		ID: facts.EventID(created), IDGiven: true, CorrelationID: in.correlation,
		Kind: journey.Conversation, Name: topic.EventName(), Created: created, Received: in.received,
		Conversation: facts, Attributes: body.attributes(topic),
	}
	if id, err := journey.ParseID(l.Metadata.CorrelationID); err == nil {
		e.CorrelationID = id
	}
	return result{event: e}, s.linkWebSession(ctx, e, body)
}

// linkWebSession notes the web session from which the customer came, if it is known, and takes its customer for
// the conversation's (events.md §6.3, customerId; identity.md §5). Only a customer.start tells one.
func (s *Service) linkWebSession(ctx context.Context, e *journey.Event, body *conversationBody) error {
	id, named := body.webSession()
	if e.Conversation.Topic != journey.CustomerStart || !named || s.options.WebSessions == nil {
		return nil
	}
	customer, authenticated, err := s.options.WebSessions.WebSession(ctx, id)
	switch {
	case errors.Is(err, journey.ErrNoSession):
		return nil
	case err != nil:
		return err
	}
	e.Customer, e.Authenticated = customer, authenticated
	e.Conversation.CustomerType, e.Conversation.WebSession = journey.CustomerIDTypeCookie, id
	return nil
}

// topicPrefix begins the topics of conversations, before the conversation's id.
const topicPrefix = "v2.detail.events.conversation."

// systemTopics begin the topics by which a notification channel tells about itself.
var systemTopics = [...]string{"channel.metadata", "v2.system."}

// letter is a read envelope.
type letter struct {
	envelopeBodies
	at string // where the inner envelope stands in the outer, with a dot
}

// open reads an envelope of either form.
func (l *letter) open(entry []byte) *journey.Fault {
	if len(entry) > MaxBody {
		return errTooLarge("must have at most 64 KiB")
	}
	var outer genesysEntry
	if fault := decode(entry, &outer); fault != nil {
		return fault
	}
	l.envelopeBodies = outer.envelopeBodies
	if outer.Detail != nil {
		l.envelopeBodies, l.at = *outer.Detail, "detail."
	}
	return nil
}

// ignored reports whether the envelope holds no event of anybody.
func (l *letter) ignored() bool {
	for _, prefix := range systemTopics {
		if strings.HasPrefix(l.TopicName, prefix) {
			return true
		}
	}
	return false
}

// topic reads what happened, and the id of the conversation in which it did.
func (l *letter) topic() (topic journey.Topic, conversation string, fault *journey.Fault) {
	if l.TopicName == "" {
		return 0, "", journey.Invalid(l.at+"topicName", "is required")
	}
	rest, ok := strings.CutPrefix(l.TopicName, topicPrefix)
	id, suffix, _ := strings.Cut(rest, ".")
	topic = journey.ParseTopic(suffix)
	if !ok || topic == journey.TopicNone || topic == journey.CaseAssociated { // the last is none of Genesys
		return 0, "", journey.Invalid(l.at+"topicName", "is no topic of conversation events")
	}
	parsed, err := journey.ParseID(id)
	if err != nil {
		return 0, "", journey.Invalid(l.at+"topicName", "must hold the id of the conversation, a UUID")
	}
	return topic, parsed.String(), nil
}

// body reads the event in the envelope.
func (l *letter) body() (*conversationBody, *journey.Fault) {
	field := l.at + "eventBody"
	switch l.EventBody.Kind() {
	case '{':
	case 'n', 0:
		return nil, journey.Invalid(field, "is required")
	default:
		return nil, journey.Invalid(field, "must be an object")
	}
	var body conversationBody
	if fault := decode(l.EventBody, &body); fault != nil {
		fault.Field = strings.TrimSuffix(field+"."+fault.Field, ".")
		return nil, fault
	}
	if err := l.EventBody.Compact(codecOptions); err != nil {
		return nil, malformed("must be well-formed JSON")
	}
	return &body, nil
}
