package codec

import (
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// What conversation and custom events have besides, with the names of their ways in (events.md §5.2,
// §6.2). The body of a conversation event stands in the line as the JSON that it is.

type conversationLine struct {
	ID              string                 `json:"conversationId"`
	Topic           journey.Topic          `json:"topic"`
	CustomerType    string                 `json:"customerIdType,omitzero"`
	Participant     string                 `json:"participantId,omitzero"`
	Communication   string                 `json:"sessionId,omitzero"`
	Media           journey.MediaType      `json:"mediaType,omitzero"`
	Message         journey.MessageType    `json:"messageType,omitzero"`
	Direction       journey.Direction      `json:"direction,omitzero"`
	Provider        string                 `json:"provider,omitzero"`
	Subject         string                 `json:"subject,omitzero"`
	ANI             string                 `json:"ani,omitzero"`
	DNIS            string                 `json:"dnis,omitzero"`
	AddressFrom     string                 `json:"addressFrom,omitzero"`
	AddressTo       string                 `json:"addressTo,omitzero"`
	CallbackNumber  string                 `json:"callbackNumber,omitzero"`
	Queue           string                 `json:"queueId,omitzero"`
	User            string                 `json:"userId,omitzero"`
	AnsweredUser    string                 `json:"answeredUserId,omitzero"`
	Division        string                 `json:"divisionId,omitzero"`
	Disconnect      journey.DisconnectType `json:"disconnectType,omitzero"`
	AcdOutcome      journey.AcdOutcome     `json:"acdOutcome,omitzero"`
	Interacting     int64                  `json:"interactingDurationMs,omitzero"`
	WrapupCode      string                 `json:"wrapupCode,omitzero"`
	WrapupNotes     string                 `json:"wrapupNotes,omitzero"`
	ExternalContact journey.ID             `json:"externalContactId,omitzero"`
	ListedContact   journey.ID             `json:"conversationExternalContactId,omitzero"`
	WebSession      journey.ID             `json:"webSessionId,omitzero"`
	Case            *caseLinkLine          `json:"case,omitzero"`
	Body            jsontext.Value         `json:"body,omitempty"`
}

type caseLinkLine struct {
	ID        string `json:"caseEntityId"`
	Reference string `json:"caseReference,omitzero"`
}

func conversationLineOf(c *journey.ConversationFacts) *conversationLine {
	if c == nil {
		return nil
	}
	return &conversationLine{
		ID: c.ID, Topic: c.Topic, CustomerType: c.CustomerType,
		Participant: c.Participant, Communication: c.Communication,
		Media: c.Media, Message: c.Message, Direction: c.Direction, Provider: c.Provider, Subject: c.Subject,
		ANI: c.ANI, DNIS: c.DNIS, AddressFrom: c.AddressFrom, AddressTo: c.AddressTo, CallbackNumber: c.CallbackNumber,
		Queue: c.Queue, User: c.User, AnsweredUser: c.AnsweredUser, Division: c.Division, Disconnect: c.Disconnect,
		AcdOutcome: c.AcdOutcome, Interacting: c.Interacting, WrapupCode: c.WrapupCode, WrapupNotes: c.WrapupNotes,
		ExternalContact: c.ExternalContact, ListedContact: c.ListedContact, WebSession: c.WebSession,
		Case: (*caseLinkLine)(c.Case), Body: jsontext.Value(c.Body),
	}
}

// facts turns the line back into the facts.
func (l *conversationLine) facts() *journey.ConversationFacts {
	if l == nil {
		return nil
	}
	return &journey.ConversationFacts{
		ID: l.ID, Topic: l.Topic, CustomerType: l.CustomerType,
		Participant: l.Participant, Communication: l.Communication,
		Media: l.Media, Message: l.Message, Direction: l.Direction, Provider: l.Provider, Subject: l.Subject,
		ANI: l.ANI, DNIS: l.DNIS, AddressFrom: l.AddressFrom, AddressTo: l.AddressTo, CallbackNumber: l.CallbackNumber,
		Queue: l.Queue, User: l.User, AnsweredUser: l.AnsweredUser, Division: l.Division, Disconnect: l.Disconnect,
		AcdOutcome: l.AcdOutcome, Interacting: l.Interacting, WrapupCode: l.WrapupCode, WrapupNotes: l.WrapupNotes,
		ExternalContact: l.ExternalContact, ListedContact: l.ListedContact, WebSession: l.WebSession,
		Case: (*journey.CaseLink)(l.Case), Body: []byte(l.Body),
	}
}

type customLine struct {
	Type         string     `json:"sessionType"`
	ExternalID   string     `json:"sessionExternalId"`
	ExternalURL  string     `json:"sessionExternalUrl,omitzero"`
	CustomerType string     `json:"customerIdType,omitzero"`
	Lists        []listLine `json:"attributeLists,omitempty"`
	EndSession   bool       `json:"endSession,omitzero"`
	Case         *caseLine  `json:"case,omitzero"`
}

type listLine struct {
	Name   string           `json:"name"`
	Type   journey.DataType `json:"dataType"`
	Values []string         `json:"values,omitempty"`
}

type caseLine struct {
	Entity       string             `json:"caseEntityId,omitzero"`
	Reference    string             `json:"caseReference,omitzero"`
	Status       journey.CaseStatus `json:"caseStatus,omitzero"`
	Conversation string             `json:"conversationId,omitzero"`
}

func customLineOf(c *journey.CustomFacts) *customLine {
	if c == nil {
		return nil
	}
	l := &customLine{
		Type: c.Type, ExternalID: c.ExternalID, ExternalURL: c.ExternalURL, EndSession: c.EndSession,
		CustomerType: c.CustomerType, Case: (*caseLine)(c.Case),
	}
	for _, list := range c.Lists {
		l.Lists = append(l.Lists, listLine(list))
	}
	return l
}

// facts turns the line back into the facts.
func (l *customLine) facts() *journey.CustomFacts {
	if l == nil {
		return nil
	}
	c := &journey.CustomFacts{
		Type: l.Type, ExternalID: l.ExternalID, ExternalURL: l.ExternalURL, EndSession: l.EndSession,
		CustomerType: l.CustomerType, Case: (*journey.CaseFacts)(l.Case),
	}
	for _, list := range l.Lists {
		c.Lists = append(c.Lists, journey.AttributeList(list))
	}
	return c
}
