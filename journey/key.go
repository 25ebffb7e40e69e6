package journey

// Kind is the kind of a session and of the events that make it (session.md §1).
type Kind uint8

// The session kinds that are built. Conversation and custom kinds take the numbers
// that follow; the numbers are stored, so they never change.
const (
	KindNone Kind = iota
	Web           // visits of a website
	App           // use of an app
)

var kindNames = [...]string{KindNone: "", Web: "web", App: "app"}

// String returns the value of the session's `type`.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// ParseKind returns the kind with that `type`, or KindNone.
func ParseKind(name string) Kind {
	for kind, text := range kindNames {
		if text == name {
			return Kind(kind)
		}
	}
	return KindNone
}

// Key names what is folded together, in order, by one lane. Web and app events share the key of
// their cookie, for both count towards the customer's totals (events.md §7); their sessions stay
// apart (session.md §6.1).
//
// The key of a visitor is the cookie itself, so that making it costs nothing. The keys of other classes will
// begin with a colon, which no cookie contains (events.md §3.1).
type Key string

// VisitorKey is the key of the web and app events of one customerCookieId.
func VisitorKey(cookie string) Key { return Key(cookie) }

// Customer returns the customer's identifier type and identifier behind the key.
func (k Key) Customer() (idType, id string) {
	if k == "" || k[0] == ':' {
		return "", ""
	}
	return CustomerIDTypeCookie, string(k)
}

// CustomerIDTypeCookie is the `customerIdType` of web and app sessions (session.md §2).
const CustomerIDTypeCookie = "cookie"
