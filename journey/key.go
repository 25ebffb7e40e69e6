package journey

import "strings"

// Kind is the kind of a session and of the events that make it (session.md §1).
type Kind uint8

// The session kinds. The numbers are stored, so they never change.
const (
	KindNone     Kind = iota
	Web               // visits of a website
	App               // use of an app
	Conversation      // calls, chats, mails and messages with agents
	Custom            // whatever a business system tells: a delivery, a ticket, a case
)

var kindNames = [...]string{KindNone: "", Web: "web", App: "app", Conversation: "conversation", Custom: "custom"}

// String returns the kind's name. It is the `type` of the sessions of that kind, but for
// Custom, whose sessions bring their own: see Session.Type.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// IsVisit reports whether the kind is one of those that a cookie has: Web or App.
func (k Kind) IsVisit() bool { return k == Web || k == App }

// ParseKind returns the kind of that name, or KindNone.
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
// apart. Every conversation and every custom session has a key of its own, so there is never more
// than one session under it (session.md §6.1).
//
// The key of a visitor is the cookie itself, so that making it costs nothing. The keys of other classes
// begin with a colon, which no cookie contains (events.md §3.1).
type Key string

// VisitorKey is the key of the web and app events of one customerCookieId.
func VisitorKey(cookie string) Key { return Key(cookie) }

// The beginnings of the keys of other classes. They are stored.
const (
	conversationClass = ":c"
	customClass       = ":x"
)

// ConversationKey is the key of the events of one conversation.
func ConversationKey(conversationID string) Key { return Key(conversationClass + conversationID) }

// CustomKey is the key of the events of one custom session. No type contains a slash
// (events.md §5.2), so two pairs never share a key.
func CustomKey(sessionType, externalID string) Key {
	return Key(customClass + sessionType + "/" + externalID)
}

// Kind returns the only kind of session that a key of its class has, or KindNone for the key of
// a visitor, who has visits of both kinds.
func (k Key) Kind() Kind {
	switch {
	case strings.HasPrefix(string(k), conversationClass):
		return Conversation
	case strings.HasPrefix(string(k), customClass):
		return Custom
	}
	return KindNone
}

// Customer returns the customer's identifier type and identifier behind the key of a visitor; of other keys
// two empty texts, for who the customer of a conversation is may be found out later.
func (k Key) Customer() (idType, id string) {
	if k == "" || k[0] == ':' {
		return "", ""
	}
	return CustomerIDTypeCookie, string(k)
}

// CustomerIDTypeCookie is the `customerIdType` of web and app sessions (session.md §2).
const CustomerIDTypeCookie = "cookie"
