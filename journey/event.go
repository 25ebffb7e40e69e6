package journey

// Event is one thing that happened to a customer, checked and enriched, before it is
// decided which session it joins. Web and app events use the members that events.md
// §2 and §3 give them.
type Event struct {
	ID            ID      // unique within the session key; given by the sender or made at receipt
	IDGiven       bool    // the sender brought the ID: repeats of it have no effect (events.md §1)
	CorrelationID ID      // what caused the event (events.md §7)
	Deployment    ID      // the deployment that it came in by
	Kind          Kind    // Web or App
	Customer      string  // customerCookieId
	Name          string  // eventName
	Created       Instant // when it really happened, by the client's clock
	Received      Instant // when the server received it
	History       bool    // imported: the age limit does not apply (events.md §1.1)
	Authenticated bool    // produced by a signed-in customer (identity.md §5)
	ExternalID    string  // the customer's external id

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
func (e *Event) Key() Key { return VisitorKey(e.Customer) }

// EventType is the type of an entry in a session's list of events (events.md §7). The numbers are stored;
// types that follow from other events come with their features.
type EventType uint8

// The event types that are built.
const (
	NoEventType EventType = iota
	WebEventType
	AppEventType
)

// Type returns the event's type in the list of events.
func (e *Event) Type() EventType {
	if e.Kind == App {
		return AppEventType
	}
	return WebEventType
}
