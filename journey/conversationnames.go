package journey

// The enumerations of conversations, each as a table: how Genesys writes a value in its events
// (events.md §6.2), and how a session shows it (session.md §3.17, §4; events.md §6.3). The numbers are
// stored. The first row is "absent", the second takes every value that is not known.

// wireName is one value of an enumeration, in its two spellings.
type wireName struct{ wire, shown string }

// nameOf returns how a session shows the value; of an unknown number the second row's.
func nameOf(table []wireName, i uint8) string {
	if int(i) < len(table) {
		return table[i].shown
	}
	return table[1].shown
}

// parseWire returns the number of a value as it stands on the wire: 0 for none, 1 for an unknown one.
func parseWire(table []wireName, wire string) uint8 {
	for i := range table {
		if table[i].wire == wire {
			return uint8(i)
		}
	}
	return 1
}

// parseShown returns the number of a value as a session shows it, or 0.
func parseShown(table []wireName, shown string) uint8 {
	for i := range table {
		if table[i].shown == shown {
			return uint8(i)
		}
	}
	return 0
}

// MediaType is what a communication is made of.
type MediaType uint8

// The media types of events.md §6.2.
const (
	MediaNone MediaType = iota
	MediaUnknown
	MediaVoice
	MediaChat
	MediaEmail
	MediaCallback
	MediaCobrowse
	MediaVideo
	MediaScreenshare
	MediaMessage
	MediaInternalMessage
	MediaScreenMonitoring // is on no session (events.md §6.3)
)

var mediaTypes = []wireName{
	MediaNone: {"", ""}, MediaUnknown: {"UNKNOWN", "Unknown"}, MediaVoice: {"VOICE", "Voice"},
	MediaChat: {"CHAT", "Chat"}, MediaEmail: {"EMAIL", "Email"}, MediaCallback: {"CALLBACK", "Callback"},
	MediaCobrowse: {"COBROWSE", "Cobrowse"}, MediaVideo: {"VIDEO", "Video"},
	MediaScreenshare: {"SCREENSHARE", "Screenshare"}, MediaMessage: {"MESSAGE", "Message"},
	MediaInternalMessage:  {"INTERNALMESSAGE", "InternalMessage"},
	MediaScreenMonitoring: {"SCREENMONITORING", "ScreenMonitoring"},
}

// String returns the type as a session shows it.
func (m MediaType) String() string { return nameOf(mediaTypes, uint8(m)) }

// MediaTypeOf reads the type from the wire; an unknown one is MediaUnknown.
func MediaTypeOf(wire string) MediaType { return MediaType(parseWire(mediaTypes, wire)) }

// ParseMediaType reads what String returns, or MediaNone.
func ParseMediaType(shown string) MediaType { return MediaType(parseShown(mediaTypes, shown)) }

// MessageType is the service that carries a message.
type MessageType uint8

// The message types of events.md §6.2.
const (
	MessageNone MessageType = iota
	MessageUnknown
	MessageSMS
	MessageTwitter
	MessageFacebook
	MessageLine
	MessageWhatsApp
	MessageWebMessaging
	MessageOpen
	MessageInstagram
	MessageApple
)

var messageTypes = []wireName{
	MessageNone: {"", ""}, MessageUnknown: {"UNKNOWN", "Unknown"}, MessageSMS: {"SMS", "Sms"},
	MessageTwitter:  {"TWITTER", "Twitter"},
	MessageFacebook: {"FACEBOOK", "Facebook"}, MessageLine: {"LINE", "Line"},
	MessageWhatsApp: {"WHATSAPP", "WhatsApp"}, MessageWebMessaging: {"WEBMESSAGING", "WebMessaging"},
	MessageOpen: {"OPEN", "Open"}, MessageInstagram: {"INSTAGRAM", "Instagram"},
	MessageApple: {"APPLE", "Apple"},
}

// String returns the type as a session shows it.
func (m MessageType) String() string { return nameOf(messageTypes, uint8(m)) }

// MessageTypeOf reads the type from the wire; an unknown one is MessageUnknown.
func MessageTypeOf(wire string) MessageType { return MessageType(parseWire(messageTypes, wire)) }

// ParseMessageType reads what String returns, or MessageNone.
func ParseMessageType(shown string) MessageType { return MessageType(parseShown(messageTypes, shown)) }

// Direction is who began a communication.
type Direction uint8

// The directions of session.md §4.
const (
	DirectionNone Direction = iota
	DirectionUnknown
	DirectionInbound  // the customer
	DirectionOutbound // the organisation
)

var directions = []wireName{
	DirectionNone: {"", ""}, DirectionUnknown: {"UNKNOWN", "Unknown"},
	DirectionInbound: {"INBOUND", "Inbound"}, DirectionOutbound: {"OUTBOUND", "Outbound"},
}

// String returns the direction as a session shows it.
func (d Direction) String() string { return nameOf(directions, uint8(d)) }

// DirectionOf reads the direction from the wire; an unknown one is DirectionUnknown.
func DirectionOf(wire string) Direction { return Direction(parseWire(directions, wire)) }

// ParseDirection reads what String returns, or DirectionNone.
func ParseDirection(shown string) Direction { return Direction(parseShown(directions, shown)) }

// AcdOutcome is how a wait in a queue ended.
type AcdOutcome uint8

// The outcomes of session.md §4.
const (
	AcdNone AcdOutcome = iota
	AcdUnknown
	AcdAbandon
	AcdAnswered
	AcdFlowOut
)

var acdOutcomes = []wireName{
	AcdNone: {"", ""}, AcdUnknown: {"UNKNOWN", "Unknown"}, AcdAbandon: {"ABANDON", "Abandon"},
	AcdAnswered: {"ANSWERED", "Answered"}, AcdFlowOut: {"FLOW_OUT", "FlowOut"},
}

// String returns the outcome as a session shows it.
func (o AcdOutcome) String() string { return nameOf(acdOutcomes, uint8(o)) }

// AcdOutcomeOf reads the outcome from the wire; an unknown one is AcdUnknown.
func AcdOutcomeOf(wire string) AcdOutcome { return AcdOutcome(parseWire(acdOutcomes, wire)) }

// ParseAcdOutcome reads what String returns, or AcdNone.
func ParseAcdOutcome(shown string) AcdOutcome { return AcdOutcome(parseShown(acdOutcomes, shown)) }
