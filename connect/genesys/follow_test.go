package genesys

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTopicsFitTheLimits(t *testing.T) {
	var all []string
	for _, topic := range detailTopics(conversationA) {
		if len(topic) >= maxTopicLength {
			t.Errorf("%d characters: %s", len(topic), topic)
		}
	}
	for _, group := range suffixes {
		all = append(all, group...)
	}
	slices.Sort(all)
	if n := len(slices.Compact(all)); n != 16 {
		t.Errorf("%d suffixes, events.md §6.2 has 16", n)
	}
}

// Whatever is announced: never more topics than a channel takes, no conversation is turned away while there
// is room, and one that was announced less than its time ago is not forgotten.
func TestFollowingLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFollowing()
		f.fix(make([]string, rapid.IntRange(980, 996).Draw(t, "fixed")))
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		until := map[string]time.Time{}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 20*60).Draw(t, "minutes")) * time.Minute)
			id := fmt.Sprintf("c%d", rapid.IntRange(0, 14).Draw(t, "conversation"))
			over := rapid.Bool().Draw(t, "over")
			taken := f.announce(id, over, now)
			topics, n := f.topics(now)
			if len(topics) > maxTopics {
				t.Fatalf("%d topics", len(topics))
			}
			if !taken && len(topics)+len(suffixes) <= maxTopics {
				t.Fatalf("turned away with %d topics", len(topics))
			}
			life := followOpen
			if over {
				life = followEnded
			}
			if old, known := until[id]; taken && !(over && known && old.After(now) && old.Before(now.Add(life))) {
				until[id] = now.Add(life)
			}
			followed := 0
			for _, end := range until {
				if end.After(now) {
					followed++
				}
			}
			if n != followed {
				t.Fatalf("%d conversations are followed, want %d", n, followed)
			}
		}
	})
}
