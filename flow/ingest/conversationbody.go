package ingest

import (
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// envelopeBodies is the envelope of the notification websocket, and the inner one of EventBridge (events.md §6.1).
type envelopeBodies struct {
	TopicName string         `json:"topicName"`
	EventBody jsontext.Value `json:"eventBody"`
	Metadata  struct {
		CorrelationID string `json:"CorrelationId"`
	} `json:"metadata"`
}

// genesysEntry is either envelope.
type genesysEntry struct {
	envelopeBodies
	Detail *envelopeBodies `json:"detail"`
}

// conversationBody is what is read of a conversation event (events.md §6.2). The whole of it is kept for the list of
// events. Sojourn has no use for the members that are not here.
type conversationBody struct {
	EventTime      *int64 `json:"eventTime"`
	ConversationID string `json:"conversationId"`
	ParticipantID  string `json:"participantId"`
	SessionID      string `json:"sessionId"`

	MediaType   string `json:"mediaType"`
	MessageType string `json:"messageType"`
	Direction   string `json:"direction"`
	Provider    string `json:"provider"`
	Subject     string `json:"subject"`

	ANI             string   `json:"ani"`
	DNIS            string   `json:"dnis"`
	AddressFrom     string   `json:"addressFrom"`
	AddressTo       string   `json:"addressTo"`
	CallbackNumbers []string `json:"callbackNumbers"`

	QueueID        string `json:"queueId"`
	UserID         string `json:"userId"`
	AnsweredUserID string `json:"answeredUserId"`
	DivisionID     string `json:"divisionId"`
	DisconnectType string `json:"disconnectType"`
	AcdOutcome     string `json:"acdOutcome"`
	InteractingMs  int64  `json:"interactingDurationMs"`
	WrapupCode     string `json:"wrapupCode"`
	WrapupNotes    string `json:"wrapupNotes"`

	ExternalContactID  string   `json:"externalContactId"`
	ExternalContactIDs []string `json:"conversationExternalContactIds"`

	JourneyContext *journeyContextBody `json:"journeyContext"`
	Attributes     jsontext.Value      `json:"attributes"`
}

// journeyContextBody names the web session from which a conversation was started, in one of two forms.
type journeyContextBody struct {
	SessionID       string `json:"sessionId"`
	SessionIDType   string `json:"sessionIdType"`
	CustomerSession *struct {
		ID   string `json:"id"`
		Type string `json:"type"`
	} `json:"customerSession"`
}

// webSession returns the id of the web or app session that the event names. A session of another kind, or an id
// that is none of ours, names none.
func (b *conversationBody) webSession() (journey.ID, bool) {
	if b.JourneyContext == nil {
		return journey.ID{}, false
	}
	id, kind := b.JourneyContext.SessionID, b.JourneyContext.SessionIDType
	if session := b.JourneyContext.CustomerSession; session != nil && session.ID != "" {
		id, kind = session.ID, session.Type
	}
	if kind != "" && !journey.ParseKind(kind).IsVisit() {
		return journey.ID{}, false
	}
	parsed, err := journey.ParseID(id)
	return parsed, err == nil
}

// attributes are those of the conversation's participants that can be session attributes, by way of a projection
// (events.md §6.3). Scripts and flows name theirs as they like: a name that no projection can mention stays out, and
// so does what is no scalar.
func (b *conversationBody) attributes(topic journey.Topic) []journey.Attribute {
	if topic != journey.AttributesSet || b.Attributes.Kind() != '{' {
		return nil
	}
	var read valueReader
	var all []journey.Attribute
	raw := cursor{source: b.Attributes}
	for raw.step(); raw.more() && len(all) < maxAttributes; {
		start := raw.at
		name := raw.scalar(nil)
		raw.skip()
		if !attributeRule.admits(name) {
			continue
		}
		member := append(append([]byte{'{'}, b.Attributes[start:raw.at]...), '}')
		if one, fault := read.read(member, &attributeRule); fault == nil {
			all = append(all, one...)
		}
	}
	return all
}

// The limits of the texts of a conversation event, in characters, which the spec leaves open. Ids and addresses
// beyond are refused, for half an address is another one; other texts are cut.
const (
	maxAddress = 512
	maxSubject = 1024
	maxNotes   = 4096
)

// latestDate is the last moment of the year 9999: there is no way to write a later one.
const latestDate = 253_402_300_799_999

// conversationFacts checks a body and turns it into the domain's form.
func (c *checker) conversationFacts(b *conversationBody, topic journey.Topic) *journey.ConversationFacts {
	switch {
	case b.EventTime == nil:
		c.fail("eventTime", "is required")
	case *b.EventTime <= 0, *b.EventTime > latestDate:
		c.fail("eventTime", "must be a date in milliseconds since 1970-01-01")
	}
	f := &journey.ConversationFacts{
		ID: c.uuid("conversationId", b.ConversationID), Topic: topic,
		Participant:     c.text("participantId", b.ParticipantID, maxText),
		Communication:   c.text("sessionId", b.SessionID, maxText),
		Media:           journey.MediaTypeOf(b.MediaType),
		Message:         journey.MessageTypeOf(b.MessageType),
		Direction:       journey.DirectionOf(b.Direction),
		Provider:        cutText(b.Provider, maxText),
		Subject:         cutText(b.Subject, maxSubject),
		ANI:             c.text("ani", b.ANI, maxAddress),
		DNIS:            c.text("dnis", b.DNIS, maxAddress),
		AddressFrom:     c.text("addressFrom", b.AddressFrom, maxAddress),
		AddressTo:       c.text("addressTo", b.AddressTo, maxAddress),
		Queue:           c.text("queueId", b.QueueID, maxText),
		User:            c.text("userId", b.UserID, maxText),
		AnsweredUser:    c.text("answeredUserId", b.AnsweredUserID, maxText),
		Division:        c.text("divisionId", b.DivisionID, maxText),
		Disconnect:      journey.DisconnectTypeOf(b.DisconnectType),
		AcdOutcome:      journey.AcdOutcomeOf(b.AcdOutcome),
		Interacting:     max(b.InteractingMs, 0),
		WrapupCode:      c.text("wrapupCode", b.WrapupCode, maxText),
		WrapupNotes:     cutText(b.WrapupNotes, maxNotes),
		ExternalContact: c.optionalID("externalContactId", b.ExternalContactID),
	}
	if len(b.CallbackNumbers) > 0 {
		f.CallbackNumber = c.text("callbackNumbers.0", b.CallbackNumbers[0], maxAddress)
	}
	if len(b.ExternalContactIDs) > 0 {
		f.ListedContact = c.optionalID("conversationExternalContactIds.0", b.ExternalContactIDs[0])
	}
	return f
}

// text checks that a text is not too long.
func (c *checker) text(field, text string, most int) string {
	c.most(field, text, most)
	return text
}

// uuid checks a required UUID and returns its usual form.
func (c *checker) uuid(field, text string) string {
	if text == "" {
		c.fail(field, "is required")
	}
	return c.optionalID(field, text).String()
}

// optionalID checks a UUID that may be missing.
func (c *checker) optionalID(field, text string) (id journey.ID) {
	if text == "" {
		return id
	}
	id, err := journey.ParseID(text)
	if err != nil {
		c.fail(field, "must be a UUID")
	}
	return id
}

// cutText returns the first characters of a text, at most so many.
func cutText(text string, most int) string {
	if length(text, most) {
		return text
	}
	return text[:cutLength([]byte(text), most)]
}
