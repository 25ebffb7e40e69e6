package journey

import "strings"

// ConversationFacts is what a conversation event tells beyond what all events have (events.md §6.2).
// Every member is optional but ID and Topic; the event's Created is its eventTime. What the way in
// takes for longest is its business.
type ConversationFacts struct {
	ID            string // conversationId
	Topic         Topic
	Participant   string // participantId
	Communication string // sessionId on the wire: one leg of media, no journey session (events.md §6.1)

	// CustomerType is the customerIdType of the event's Customer. Both are empty unless the way in
	// knows better than the address does, because of a linked web session; Step then takes them from
	// Address.
	CustomerType string

	Media     MediaType
	Message   MessageType
	Direction Direction
	Provider  string
	Subject   string

	ANI, DNIS              string
	AddressFrom, AddressTo string
	CallbackNumber         string // callbackNumbers[0]

	Queue        string // queueId
	User         string // userId
	AnsweredUser string // answeredUserId
	Division     string // divisionId
	Disconnect   DisconnectType
	AcdOutcome   AcdOutcome
	Interacting  int64 // interactingDurationMs; 0 if absent, for both mean that nobody talked
	WrapupCode   string
	WrapupNotes  string

	ExternalContact ID // externalContactId
	ListedContact   ID // conversationExternalContactIds[0]
	WebSession      ID // of journeyContext, if that web session was known at acceptance
	Case            *CaseLink

	// Body is the event as it came, compact JSON, for the list of events (events.md §7).
	Body []byte
}

// CaseLink says which case a conversation was linked to (events.md §5.2, conversationId).
type CaseLink struct {
	ID        string // caseEntityId
	Reference string
}

// Identifier types of customers (session.md §2, customerIdType). The vocabulary is open.
const (
	CustomerIDTypeEmail = "email"
	CustomerIDTypePhone = "phone"
)

// Address returns the customer's address and its identifier type, or two empty texts if the event
// tells none that can be used (events.md §6.3, customerId).
func (c *ConversationFacts) Address() (idType, id string) {
	outbound := c.Direction == DirectionOutbound
	switch c.Media {
	case MediaVoice:
		idType, id = CustomerIDTypePhone, bareNumber(choose(outbound, c.DNIS, c.ANI))
	case MediaEmail:
		idType, id = CustomerIDTypeEmail, strings.ToLower(choose(outbound, c.AddressTo, c.AddressFrom))
	case MediaCallback:
		idType, id = CustomerIDTypePhone, bareNumber(c.CallbackNumber)
	case MediaMessage:
		switch c.Message {
		case MessageNone, MessageUnknown:
		case MessageSMS:
			idType, id = CustomerIDTypePhone, bareNumber(c.AddressFrom)
		default:
			idType, id = strings.ToLower(c.Message.String()), c.AddressFrom
		}
	}
	if id == "" {
		return "", ""
	}
	return idType, id
}

// choose returns a if the condition holds, else b.
func choose(condition bool, a, b string) string {
	if condition {
		return a
	}
	return b
}

// bareNumber returns a telephone number without the scheme of its URI.
func bareNumber(number string) string {
	for _, scheme := range [...]string{"tel:", "sip:"} {
		if len(number) >= len(scheme) && strings.EqualFold(number[:len(scheme)], scheme) {
			return number[len(scheme):]
		}
	}
	return number
}

// EventID is the id of the event: derived from what makes it the same event when it is delivered
// again, so that a repeat has the same id (events.md §6.1).
func (c *ConversationFacts) EventID(at Instant) ID {
	return DerivedID("conversation event", c.Topic.String(), c.ID, c.Participant, c.Communication, at.String())
}

// CaseAssociatedID is the id of the conversation event that a custom event of type case submits
// (events.md §5.2).
func CaseAssociatedID(custom ID) ID { return DerivedID("case association", custom.String()) }
