package ingest

import (
	"net/url"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// customBody is a custom event (events.md §5.2).
type customBody struct {
	ID                 string         `json:"id"`
	EventName          string         `json:"eventName"`
	SessionType        string         `json:"sessionType"`
	SessionExternalID  string         `json:"sessionExternalId"`
	SessionExternalURL string         `json:"sessionExternalUrl"`
	CustomerID         string         `json:"customerId"`
	CustomerIDType     string         `json:"customerIdType"`
	Attributes         jsontext.Value `json:"attributes"`
	AttributeLists     jsontext.Value `json:"attributeLists"`
	Traits             jsontext.Value `json:"traits"`
	EndSession         bool           `json:"endSession"`
	CaseEntityID       string         `json:"caseEntityId"`
	CaseReference      string         `json:"caseReference"`
	CaseStatus         string         `json:"caseStatus"`
	ConversationID     string         `json:"conversationId"`
	CreatedDate        string         `json:"createdDate"`
}

// maxExternalURL bounds a sessionExternalUrl, in characters (session.md §2, externalUrl).
const maxExternalURL = 2048

// custom checks a body and turns it into an event, whose ids are left to the caller where it brings none.
func (c *checker) custom(b *customBody, in *input) *journey.Event {
	in.id, in.idField = b.ID, "id"
	e := &journey.Event{Kind: journey.Custom, Received: in.received}
	e.Custom = &journey.CustomFacts{EndSession: b.EndSession}
	c.given(in, e)
	e.Name = c.eventName(b.EventName)
	e.Custom.Type = c.sessionType(b.SessionType)
	e.Custom.ExternalID = c.required("sessionExternalId", b.SessionExternalID)
	e.Custom.ExternalURL = c.externalURL(b.SessionExternalURL)
	e.Customer = c.required("customerId", b.CustomerID)
	e.Custom.CustomerType = c.identifierType(b.CustomerIDType)
	e.Created = c.date(readDate([]byte(b.CreatedDate)), in)
	e.Custom.Case = c.caseFacts(b)
	e.Attributes = c.read(b.Attributes, &attributeRule)
	e.Custom.Lists = c.lists(b.AttributeLists)
	e.Traits = c.read(b.Traits, &traitRule)
	return e
}

func (c *checker) sessionType(name string) string {
	switch {
	case name == "":
		c.fail("sessionType", "is required")
	case !journey.IsCustomType(name):
		c.fail("sessionType", "must be 1 to %d lower-case letters, digits and underscores, beginning with a letter, "+
			"and not web, app or conversation", journey.MaxTypeName)
	}
	return name
}

func (c *checker) externalURL(text string) string {
	if text == "" {
		return ""
	}
	c.most("sessionExternalUrl", text, maxExternalURL)
	parsed, err := url.Parse(text)
	if err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Host == "" {
		c.fail("sessionExternalUrl", "must be an absolute http or https URL")
	}
	return text
}

// identifierType checks a customerIdType: the vocabulary is open (session.md §2).
func (c *checker) identifierType(name string) string {
	ok := 0 < len(name) && len(name) <= maxValueName && 'a' <= name[0] && name[0] <= 'z'
	for i := range len(name) {
		ok = ok && (isLetter(name[i]) || isDigit(name[i]))
	}
	switch {
	case name == "":
		c.fail("customerIdType", "is required")
	case !ok:
		c.fail("customerIdType", "must be a word of at most %d letters and digits, such as externalId", maxValueName)
	}
	return name
}

// caseFacts checks what only events of cases may bring.
func (c *checker) caseFacts(b *customBody) *journey.CaseFacts {
	facts := &journey.CaseFacts{
		Entity:    c.text("caseEntityId", b.CaseEntityID, maxText),
		Reference: c.text("caseReference", b.CaseReference, maxText),
		Status:    journey.ParseCaseStatus(b.CaseStatus),
	}
	if b.CaseStatus != "" && facts.Status == journey.CaseStatusNone {
		facts.Status = journey.CaseUnknown // session.md §1, Enums
	}
	if id := c.optionalID("conversationId", b.ConversationID); !id.IsZero() {
		facts.Conversation = id.String()
	}
	if b.SessionType == journey.CaseType {
		if facts.Conversation != "" && facts.Entity == "" {
			c.fail("caseEntityId", "is required with a conversationId")
		}
		if *facts == (journey.CaseFacts{}) {
			return nil
		}
		return facts
	}
	for _, member := range [...]struct{ field, text string }{
		{"caseEntityId", b.CaseEntityID}, {"caseReference", b.CaseReference}, {"caseStatus", b.CaseStatus},
		{"conversationId", b.ConversationID},
	} {
		if member.text != "" {
			c.fail(member.field, "is for the sessionType %s only", journey.CaseType)
		}
	}
	return nil
}
