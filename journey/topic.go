package journey

import (
	"cmp"
	"strings"
)

// Topic is what a conversation event tells: the suffix of the notification topic
// that it came by (events.md §6.2). The numbers are stored.
type Topic uint8

// The topics of events.md §6.2, and CaseAssociated, which a custom event of type case
// submits (events.md §5.2).
const (
	TopicNone Topic = iota
	CustomerStart
	CustomerEnd
	ContactAssociated
	AcdStart
	AcdEnd
	UserStart
	UserEnd
	AfterCallWork
	Wrapup
	FlowStart
	FlowEnd
	FlowOutcome
	OutboundDialed
	AttributesSet
	VoicemailStart
	VoicemailEnd
	CaseAssociated
)

var topicSuffixes = [...]string{
	TopicNone: "", CustomerStart: "customer.start", CustomerEnd: "customer.end", ContactAssociated: "contact",
	AcdStart: "acd.start", AcdEnd: "acd.end", UserStart: "user.start", UserEnd: "user.end",
	AfterCallWork: "acw", Wrapup: "wrapup", FlowStart: "flow.start", FlowEnd: "flow.end",
	FlowOutcome:    "flow.outcome",
	OutboundDialed: "outbound", AttributesSet: "attributes",
	VoicemailStart: "voicemail.start", VoicemailEnd: "voicemail.end",
	CaseAssociated: "case_associated",
}

// LastTopic is the topic with the highest number.
const LastTopic = CaseAssociated

// String returns the suffix.
func (t Topic) String() string { return topicSuffixes[min(int(t), len(topicSuffixes)-1)] }

// ParseTopic returns the topic of that suffix, or TopicNone.
func ParseTopic(suffix string) Topic { return Topic(indexOf(topicSuffixes[:], suffix)) }

// EventName is the suffix as an event name: customer_start (events.md §6.3, eventCount).
func (t Topic) EventName() string { return strings.ReplaceAll(t.String(), ".", "_") }

// onChannel reports whether the topic's events tell about a channel (events.md §6.3, conversationChannels).
func (t Topic) onChannel() bool {
	switch t {
	case CustomerStart, CustomerEnd, AcdStart, AcdEnd, UserStart, UserEnd:
		return true
	}
	return false
}

// rank orders the events of one moment: what begins comes before what ends (session.md §6.5.6).
func (t Topic) rank() int {
	switch t {
	case CustomerStart:
		return 0
	case AcdStart, UserStart, FlowStart, VoicemailStart:
		return 1
	case AcdEnd, UserEnd, FlowEnd, VoicemailEnd:
		return 3
	case CustomerEnd:
		return 4
	case Wrapup:
		return 5
	case AfterCallWork:
		return 6
	}
	return 2
}

// compareTopics orders the topics of events of one moment, by rank and then as text.
func compareTopics(a, b Topic) int {
	if order := cmp.Compare(a.rank(), b.rank()); order != 0 {
		return order
	}
	return strings.Compare(a.String(), b.String())
}
