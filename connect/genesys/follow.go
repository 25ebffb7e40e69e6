package genesys

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// Limits of the notification service.
const (
	maxTopics      = 1000 // of a channel
	maxTopicLength = 200  // characters, of a combined topic too
	maxAnnouncers  = 500  // our own: at least half of the topics are for conversations
)

// Conversations stay followed for so long after the last announcement: open ones may be quiet (an e-mail
// waits for days, and is announced again when it moves), ended ones still get wrap-ups.
const (
	followOpen  = 24 * time.Hour
	followEnded = 30 * time.Minute
)

// suffixes are the conversation events that Sojourn reads (events.md §6.2), in two groups because together
// they would exceed the length of a topic.
var suffixes = [2][]string{
	{"customer.start", "customer.end", "contact", "acd.start", "acd.end", "user.start", "user.end", "acw"},
	{"wrapup", "flow.start", "flow.end", "flow.outcome", "outbound", "attributes",
		"voicemail.start", "voicemail.end"},
}

// detailTopics are the combined topics of one conversation: PREFIX?SUFFIX&SUFFIX… counts as one topic, and
// notifications come under the name of each.
func detailTopics(conversation string) []string {
	var all []string
	for _, group := range suffixes {
		all = append(all, prefixDetail+conversation+"?"+strings.Join(group, "&"))
	}
	return all
}

// following is the set of topics that the channel should have: the fixed ones and those of the
// conversations followed.
type following struct {
	changed chan struct{} // holds one element after a change

	mu            sync.Mutex
	fixed         []string
	conversations map[string]time.Time // until when
}

func newFollowing() *following {
	return &following{changed: make(chan struct{}, 1), conversations: map[string]time.Time{}}
}

// fix sets the topics that are always there.
func (f *following) fix(topics []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fixed = topics
}

// announce notes what an announcement says. It reports whether the conversation is followed now: not if
// there are no topics left.
func (f *following) announce(conversation string, over bool, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	until := now.Add(followOpen)
	known := f.conversations[conversation]
	found := known.After(now)
	if over {
		until = now.Add(followEnded)
		if found && known.Before(until) {
			until = known // a repeated announcement does not prolong it
		}
	}
	if !found && !f.room(now) {
		return false
	}
	f.conversations[conversation] = until
	if !found {
		f.signal()
	}
	return true
}

// room reports whether one more conversation fits, after forgetting those whose time is over.
func (f *following) room(now time.Time) bool {
	fits := func() bool { return len(f.fixed)+(len(f.conversations)+1)*len(suffixes) <= maxTopics }
	if !fits() {
		for conversation, until := range f.conversations {
			if !until.After(now) {
				delete(f.conversations, conversation)
			}
		}
	}
	return fits()
}

func (f *following) signal() {
	select {
	case f.changed <- struct{}{}:
	default:
	}
}

// topics lists all topics, and how many conversations are among them.
func (f *following) topics(now time.Time) ([]string, int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := slices.Clone(f.fixed)
	n := 0
	for conversation, until := range f.conversations {
		if until.After(now) {
			all = append(all, detailTopics(conversation)...)
			n++
		} else {
			delete(f.conversations, conversation)
		}
	}
	return all, n
}
