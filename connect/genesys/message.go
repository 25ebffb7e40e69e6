package genesys

import (
	"encoding/json"
	"strings"
)

// Limits on what the other side can make us hold. A detail event is about a kilobyte, an announcement
// carries a whole conversation.
const (
	maxFrame = 1 << 20  // bytes of one websocket message; a longer one ends the link
	maxEvent = 64 << 10 // bytes of an event that is forwarded
)

// kind is what a message from the websocket is about.
type kind int

const (
	malformed    kind = iota // not an object with a topic
	unknown                  // a topic that nobody asked for, or an answer without one
	alive                    // a heartbeat, or the answer to our ping
	closing                  // the socket will be closed for maintenance, in about a minute
	gone                     // the channel does not exist any more
	detail                   // an event of a conversation: to be forwarded
	announcement             // the state of a conversation: names one to follow
)

const (
	topicMetadata = "channel.metadata"
	topicClosing  = "v2.system.socket_closing"
	prefixDetail  = "v2.detail.events.conversation."
	prefixQueues  = "v2.routing.queues."
	partAnnounced = ".conversations"
)

// message is the envelope of the notification service.
type message struct {
	Topic  string          `json:"topicName"`
	Body   json.RawMessage `json:"eventBody"`
	Result json.RawMessage `json:"result"` // of the answer to something we sent: "404" or 404
}

// classify reads a message. It trusts nothing in it.
func classify(raw []byte) (kind, message) {
	var m message
	if err := json.Unmarshal(raw, &m); err != nil {
		return malformed, message{}
	}
	switch {
	case m.Topic == "" && strings.Trim(string(m.Result), `"`) == "404":
		return gone, m
	case m.Topic == "" && m.Result == nil:
		return malformed, m
	case m.Topic == topicMetadata:
		return alive, m
	case m.Topic == topicClosing:
		return closing, m
	case strings.HasPrefix(m.Topic, prefixDetail):
		return detail, m
	case strings.HasPrefix(m.Topic, prefixQueues) && strings.Contains(m.Topic, partAnnounced):
		return announcement, m
	}
	return unknown, m
}

// announced reads the conversation that an announcement is about, and whether all its participants have
// left. ok is false if there is no usable id.
func announced(body json.RawMessage) (id string, over, ok bool) {
	var conversation struct {
		ID           string `json:"id"`
		Participants []struct {
			EndTime *string `json:"endTime"`
		} `json:"participants"`
	}
	if json.Unmarshal(body, &conversation) != nil || !uuid.MatchString(conversation.ID) {
		return "", false, false
	}
	over = len(conversation.Participants) > 0
	for _, participant := range conversation.Participants {
		over = over && participant.EndTime != nil && *participant.EndTime != ""
	}
	return conversation.ID, over, true
}
