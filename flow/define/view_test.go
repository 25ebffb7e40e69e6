package define

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"sojourn/journey"
)

func TestViewFollowsEveryChange(t *testing.T) {
	ctx := context.Background()
	s := open(t, on(newDisk()))
	bad := errors.New("a body that is not wanted")
	view, err := NewView(s, journey.SessionTypeNoun, func(all []journey.Definition) (*string, error) {
		var text []string
		for _, d := range all {
			if string(d.Body) == "bad" {
				return nil, bad
			}
			text = append(text, d.ID+"="+string(d.Body))
		}
		joined := strings.Join(text, " ")
		return &joined, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := func(text string) {
		t.Helper()
		if got := *view.Get(); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
	must := func(_ journey.Definition, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	want("")
	must(s.Create(ctx, journey.SessionTypeNoun, "a", []byte("1")))
	must(s.Create(ctx, journey.DeploymentNoun, "x", []byte("bad")))
	must(s.Create(ctx, journey.SessionTypeNoun, "b", []byte("2")))
	want("a=1 b=2")
	if _, err := s.Create(ctx, journey.SessionTypeNoun, "c", []byte("bad")); !errors.Is(err, bad) {
		t.Errorf("a change that the view cannot use: %v", err)
	}
	must(s.Update(ctx, journey.SessionTypeNoun, "a", 0, func([]byte) ([]byte, error) { return []byte("3"), nil }))
	want("a=3 b=2")
	if err := s.Delete(ctx, journey.SessionTypeNoun, "a"); err != nil {
		t.Fatal(err)
	}
	want("b=2")
	if _, err := NewView(s, journey.DeploymentNoun, func([]journey.Definition) (*int, error) {
		return nil, fmt.Errorf("wrapped: %w", bad)
	}); !errors.Is(err, bad) {
		t.Errorf("stored definitions that it cannot use: %v", err)
	}
}
