package golden

import (
	"slices"
	"strings"
	"testing"

	"sojourn/journey"
)

// TestAnyOrderOfAConversation plays the conversations backwards, and everything twice: the documents stay the
// same (events.md §6.1). What the fold alone does with any order is tested in journey.
func TestAnyOrderOfAConversation(t *testing.T) {
	all, err := Load("testdata")
	if err != nil {
		t.Fatal(err)
	}
	played := 0
	for name, c := range all {
		if c.Whole || !strings.Contains(name, journey.Conversation.String()+"_") {
			continue
		}
		played++
		backwards := slices.Clone(c.Steps)
		slices.Reverse(backwards)
		c.Steps = append(backwards, c.Steps...)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			Run(t, c, startFold)
		})
	}
	if played < 5 {
		t.Errorf("only %d conversations", played)
	}
}
