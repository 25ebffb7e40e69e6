package journey

import (
	"cmp"
	"math"
)

// Event is one thing that happened to a customer, checked and enriched, before it is
// decided which session it joins. Web and app events use the members that events.md
// §2 and §3 give them. What only conversation and custom events have hangs on pointers.
type Event struct {
	ID            ID   // unique within the session key; given by the sender or made at receipt
	IDGiven       bool // the sender brought the ID: repeats of it have no effect (events.md §1)
	CorrelationID ID   // what caused the event (events.md §7)
	Deployment    ID   // the deployment that it came in by
	Kind          Kind
	ContactBasis  ContactBasis // why Contact
	Contact       ID           // the contact that the acceptance found, if any (identity.md §4)
	Customer      string       // customerId; of web and app events the customerCookieId
	Name          string       // eventName
	Created       Instant      // when it really happened, by the client's clock
	Received      Instant      // when the server received it
	History       bool         // imported: the age limit does not apply (events.md §1.1)
	Authenticated bool         // produced by a signed-in customer (identity.md §5)
	ExternalID    string       // the customer's external id

	Page        *Page        // web
	ScreenName  string       // app
	App         *Application // app
	Network     *Network     // app
	SDK         *SDKLibrary
	Browser     *Browser // web
	Device      *Device
	UserAgent   string
	IPAddress   string // after anonymisation (identity.md §6)
	IPOrg       string
	Geolocation *Geolocation
	Campaign    *Campaign
	Referrer    *Referrer
	SearchQuery string
	Attributes  []Attribute
	Traits      []Attribute

	Conversation *ConversationFacts
	Custom       *CustomFacts
}

// The event names that mean something to the server (events.md §4.1).
const (
	PageViewed   = "page_viewed"
	ScreenViewed = "screen_viewed"
)

// IsView reports whether the event is a page or screen view of its kind.
func (e *Event) IsView() bool {
	return e.Kind == Web && e.Name == PageViewed || e.Kind == App && e.Name == ScreenViewed
}

// Key is what the event is folded under.
func (e *Event) Key() Key {
	switch {
	case e.Kind == Conversation && e.Conversation != nil:
		return ConversationKey(e.Conversation.ID)
	case e.Kind == Custom && e.Custom != nil:
		return CustomKey(e.Custom.Type, e.Custom.ExternalID)
	}
	return VisitorKey(e.Customer)
}

// SessionType is the `type` of the session that the event belongs to.
func (e *Event) SessionType() string {
	if e.Kind == Custom && e.Custom != nil {
		return e.Custom.Type
	}
	return e.Kind.String()
}

// CustomerIDType is the `customerIdType` of the event; empty if nothing is known of its customer.
func (e *Event) CustomerIDType() string {
	switch {
	case e.Kind == Conversation && e.Conversation != nil:
		return e.Conversation.CustomerType
	case e.Kind == Custom && e.Custom != nil:
		return e.Custom.CustomerType
	}
	return CustomerIDTypeCookie
}

// EventType is the type of an entry in a session's list of events (events.md §7). The numbers are stored.
type EventType uint8

// The event types that are built.
const (
	NoEventType EventType = iota
	WebEventType
	AppEventType
	ConversationEventType
	CustomEventType
	SegmentAssignmentType // follows from an event, see Judged
	OutcomeAchievedType   // likewise
)

// SourceEventTypes are the types of the events that came from outside.
var SourceEventTypes = []EventType{WebEventType, AppEventType, ConversationEventType, CustomEventType}

// EventPlace is the place of an entry in a session's list of events: ascending by date, then by the sequence of the
// event that it is or follows from, then an event before what it caused (events.md §7).
type EventPlace struct {
	Stamp
	Type EventType
	Nth  int // among the entries of one type that follow from one event
}

// Behind is the place behind everything of that stamp.
func (s Stamp) Behind() EventPlace { return EventPlace{Stamp: s, Type: math.MaxUint8} }

// Compare returns a negative number if the place is before another, a positive one if it is behind it.
func (p EventPlace) Compare(other EventPlace) int {
	return cmp.Or(cmp.Compare(p.At, other.At), cmp.Compare(p.Seq, other.Seq), cmp.Compare(p.Type, other.Type),
		cmp.Compare(p.Nth, other.Nth))
}

// Derived reports whether events of the type follow from other events.
func (t EventType) Derived() bool { return t == SegmentAssignmentType || t == OutcomeAchievedType }

// Type returns the event's type in the list of events.
func (e *Event) Type() EventType {
	switch e.Kind {
	case App:
		return AppEventType
	case Conversation:
		return ConversationEventType
	case Custom:
		return CustomEventType
	}
	return WebEventType
}
