package genesys

import (
	"encoding/json"
	"testing"
)

func TestClassify(t *testing.T) {
	for raw, want := range map[string]kind{
		`{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}`: alive,
		`{"topicName":"channel.metadata","eventBody":{"message":"pong"}}`:                alive,
		`{"topicName":"v2.system.socket_closing","eventBody":{"message":"x"}}`:           closing,
		`{"result":"404"}`:                       gone,
		`{"result":404}`:                         gone,
		`{"result":"200","status":"subscribed"}`: unknown,
		event("1"):                               detail,
		announce(conversationA, false):           announcement,
		`{"topicName":"v2.routing.queues.x.conversations.calls"}`: announcement,
		`{"topicName":"v2.routing.queues.x.users"}`:               unknown,
		`{}`: malformed, ` null`: malformed, `[1]`: malformed, ``: malformed,
	} {
		if got, _ := classify([]byte(raw)); got != want {
			t.Errorf("%s: %d, want %d", raw, got, want)
		}
	}
}

func TestAnnounced(t *testing.T) {
	for body, want := range map[string]struct{ over, ok bool }{
		`{"id":"` + conversationA + `"}`:                                     {false, true},
		`{"id":"` + conversationA + `","participants":[{"endTime":"x"}]}`:    {true, true},
		`{"id":"` + conversationA + `","participants":[{"endTime":"x"},{}]}`: {false, true},
		`{"id":"` + conversationA + `","participants":[{"endTime":null}]}`:   {false, true},
		`{"id":"` + conversationA + `&v2.x"}`:                                {false, false},
		`{}`:                                                                 {}, `null`: {}, ``: {}, `[]`: {}, `{"id":7}`: {},
	} {
		id, over, ok := announced(json.RawMessage(body))
		if over != want.over || ok != want.ok || ok != (id == conversationA) {
			t.Errorf("%s: %q %t %t", body, id, over, ok)
		}
	}
}

// FuzzClassify: no message makes the puller fail, what goes to Sojourn is JSON, and no id from outside
// reaches a topic unless it is one.
func FuzzClassify(f *testing.F) {
	for _, seed := range []string{
		event("1"), announce(conversationA, true), `{"result":"404"}`, `{"topicName":"channel.metadata"}`, `null`, ``,
		`{"topicName":"v2.system.socket_closing","eventBody":[]}`, "{\"topicName\":\"v2.detail.events.conversation.\xff\"}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		what, m := classify(raw)
		if what == detail && !json.Valid(raw) {
			t.Errorf("%q would be forwarded", raw)
		}
		if id, _, ok := announced(m.Body); ok && len(id) != 36 {
			t.Errorf("id %q", id)
		}
	})
}
