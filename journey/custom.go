package journey

// CustomFacts is what a custom event tells beyond what all events have (events.md §5.2). Type and
// ExternalID are always set.
type CustomFacts struct {
	Type         string // sessionType
	ExternalID   string // sessionExternalId
	ExternalURL  string // sessionExternalUrl
	CustomerType string // customerIdType
	Lists        []AttributeList
	EndSession   bool       // the sender says that the event ends the session
	Case         *CaseFacts // type CaseType only
}

// AttributeList is a named list of an event (events.md §5.2, attributeLists).
type AttributeList struct {
	Name   string
	Type   DataType
	Values []string // text forms, as Attribute.Value
}

// CaseType is the type of the custom sessions that are cases (session.md §1).
const CaseType = "case"

// CaseFacts is what an event tells about its case. Every member is optional.
type CaseFacts struct {
	Entity       string // caseEntityId
	Reference    string // caseReference
	Status       CaseStatus
	Conversation string // conversationId: the conversation that the case is linked to
}

// CaseStatus is the state of a case.
type CaseStatus uint8

// The states of session.md §2, caseStatus. The numbers are stored.
const (
	CaseStatusNone CaseStatus = iota
	CaseUnknown
	CaseOpen
	CaseInProgress
	CaseTerminated
	CaseClosed
)

var caseStatusNames = [...]string{
	CaseStatusNone: "", CaseUnknown: "Unknown", CaseOpen: "Open", CaseInProgress: "InProgress",
	CaseTerminated: "Terminated", CaseClosed: "Closed",
}

// String returns the status as it stands in JSON.
func (c CaseStatus) String() string { return caseStatusNames[min(int(c), len(caseStatusNames)-1)] }

// ParseCaseStatus returns the status of that name, or CaseStatusNone. Unknown incoming
// values are for the caller to make CaseUnknown (session.md §1, Enums).
func ParseCaseStatus(name string) CaseStatus { return CaseStatus(indexOf(caseStatusNames[:], name)) }

// CustomSession is what custom sessions carry besides (session.md §2, column X).
type CustomSession struct {
	Type       string  // the session's `type`
	ExternalID string  // externalId
	Timeout    uint32  // seconds without events that end it, as of its newest event (session.md §6.4)
	Announced  Instant // as Visit.Announced

	Customer    Touch[Identifier] // first-touch
	ExternalURL Touch[string]
	End         Stamp // of the newest event that ends the session, see EndedBy

	// Of type CaseType only.
	CaseEntity    Touch[string]
	CaseReference Touch[string]
	CaseStatus    Touch[CaseStatus]
}

// add folds an event of the session.
func (c *CustomSession) add(r *Accepted, stamp Stamp, isNewest bool) {
	f := r.Custom
	if isNewest {
		c.Timeout = r.Rules.Timeout
	}
	oldest(nil, &c.Customer, stamp, Identifier{Type: f.CustomerType, Value: r.Customer})
	touch(&c.ExternalURL, stamp, f.ExternalURL)
	if r.Ends && c.End.Before(stamp) {
		c.End = stamp
	}
	if f.Case != nil {
		touch(&c.CaseEntity, stamp, f.Case.Entity)
		touch(&c.CaseReference, stamp, f.Case.Reference)
		touch(&c.CaseStatus, stamp, f.Case.Status)
	}
}

// CaseAssociation returns the conversation event that a custom event of type case submits once it is
// accepted, or nil if it names no conversation or no case (events.md §5.2, conversationId).
func (e *Event) CaseAssociation() *Event {
	if e.Custom == nil || e.Custom.Type != CaseType || e.Custom.Case == nil {
		return nil
	}
	c := e.Custom.Case
	if c.Conversation == "" || c.Entity == "" {
		return nil
	}
	return &Event{
		ID: CaseAssociatedID(e.ID), IDGiven: true, CorrelationID: e.ID,
		Kind: Conversation, Name: CaseAssociated.EventName(),
		Created: e.Created, Received: e.Received, History: e.History,
		Conversation: &ConversationFacts{
			ID: c.Conversation, Topic: CaseAssociated, Case: &CaseLink{ID: c.Entity, Reference: c.Reference},
		},
	}
}
