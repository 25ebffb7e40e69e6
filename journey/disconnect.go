package journey

// DisconnectType is why somebody left a communication.
type DisconnectType uint8

// The disconnect types of session.md §4. The numbers are stored.
const (
	DisconnectNone DisconnectType = iota
	DisconnectUnknown
	DisconnectEndpoint
	DisconnectClient
	DisconnectSystem
	DisconnectTransfer
	DisconnectError
	DisconnectPeer
	DisconnectOther
	DisconnectSpam
	DisconnectTimeout
	DisconnectTransportFailure
	DisconnectConferenceTransfer
	DisconnectConsultTransfer
	DisconnectForwardTransfer
	DisconnectNoAnswerTransfer
	DisconnectNotAvailableTransfer
	DisconnectUncallable
	// The types below were added to the enumeration later, see Seed.
	DisconnectDoNotDisturbEndpoint
	DisconnectDoNotDisturbTransfer
	DisconnectSessionExpired
	DisconnectTakeover
)

var disconnectTypes = []wireName{
	DisconnectNone: {"", ""}, DisconnectUnknown: {"UNKNOWN", "Unknown"},
	DisconnectEndpoint: {"ENDPOINT", "Endpoint"}, DisconnectClient: {"CLIENT", "Client"},
	DisconnectSystem: {"SYSTEM", "System"}, DisconnectTransfer: {"TRANSFER", "Transfer"},
	DisconnectError: {"ERROR", "Error"}, DisconnectPeer: {"PEER", "Peer"}, DisconnectOther: {"OTHER", "Other"},
	DisconnectSpam: {"SPAM", "Spam"}, DisconnectTimeout: {"TIMEOUT", "Timeout"},
	DisconnectTransportFailure:     {"TRANSPORT_FAILURE", "TransportFailure"},
	DisconnectConferenceTransfer:   {"CONFERENCE_TRANSFER", "ConferenceTransfer"},
	DisconnectConsultTransfer:      {"CONSULT_TRANSFER", "ConsultTransfer"},
	DisconnectForwardTransfer:      {"FORWARD_TRANSFER", "ForwardTransfer"},
	DisconnectNoAnswerTransfer:     {"NO_ANSWER_TRANSFER", "NoAnswerTransfer"},
	DisconnectNotAvailableTransfer: {"NOT_AVAILABLE_TRANSFER", "NotAvailableTransfer"},
	DisconnectUncallable:           {"UNCALLABLE", "Uncallable"},
	DisconnectDoNotDisturbEndpoint: {"DND_ENDPOINT", "DoNotDisturbEndpoint"},
	DisconnectDoNotDisturbTransfer: {"DND_TRANSFER", "DoNotDisturbTransfer"},
	DisconnectSessionExpired:       {"SESSION_EXPIRED", "SessionExpired"},
	DisconnectTakeover:             {"TAKEOVER", "Takeover"},
}

// String returns the type as a session shows it.
func (d DisconnectType) String() string { return nameOf(disconnectTypes, uint8(d)) }

// DisconnectTypeOf reads the type from the wire; an unknown one is DisconnectUnknown. A session
// has no word for INACTIVITY and calls it a timeout (events.md §6.3).
func DisconnectTypeOf(wire string) DisconnectType {
	if wire == "INACTIVITY" {
		return DisconnectTimeout
	}
	return DisconnectType(parseWire(disconnectTypes, wire))
}

// ParseDisconnectType reads what String returns, or DisconnectNone.
func ParseDisconnectType(shown string) DisconnectType {
	return DisconnectType(parseShown(disconnectTypes, shown))
}

// Seed returns the type as clients of the first contract know it: what was added later is
// DisconnectOther (session.md §4, setting compat.enumLevel).
func (d DisconnectType) Seed() DisconnectType {
	if d > DisconnectUncallable {
		return DisconnectOther
	}
	return d
}
