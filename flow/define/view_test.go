package define

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sojourn/journey"
)

func TestViewFollowsEveryChange(t *testing.T) {
	ctx := context.Background()
	s := open(t, on(newDisk()))
	bad := errors.New("a body that is not wanted")
	view, err := NewView(s, func(all Listing) (*string, error) {
		var text []string
		for _, d := range slices.Concat(all(journey.SessionTypeNoun), all(journey.SegmentNoun)) {
			if string(d.Body) == "bad" {
				return nil, bad
			}
			text = append(text, d.ID+"="+string(d.Body))
		}
		joined := strings.Join(text, " ")
		return &joined, nil
	}, journey.SessionTypeNoun, journey.SegmentNoun)
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
	must(s.Create(ctx, journey.SegmentNoun, "s", []byte("4")))
	want("b=2 s=4")
	if _, err := NewView(s, func(Listing) (*int, error) {
		return nil, fmt.Errorf("wrapped: %w", bad)
	}, journey.DeploymentNoun); !errors.Is(err, bad) {
		t.Errorf("stored definitions that it cannot use: %v", err)
	}
}
