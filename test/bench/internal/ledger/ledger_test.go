package ledger

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sojourn/journey"
	"sojourn/test/bench/internal/load"
)

const total = `{"record":"total","records":1,"sessions":1}` + "\n"

func event(id journey.ID) string {
	return fmt.Sprintf(`{"record":"event","id":"%s","kind":"web"}`+"\n", id)
}

func TestVerdicts(t *testing.T) {
	var l Ledger
	l.Answered(1, 100, 3)
	l.Answered(2, 0, 1)
	all := event(load.Series(1).ID(100)) + event(load.Series(1).ID(101)) + event(load.Series(1).ID(102)) +
		event(load.Series(2).ID(0))
	for _, c := range []struct {
		why, export string
		right       bool
		want        Verdict
	}{
		{"all once", all + total, true, Verdict{Answered: 4, Stored: 4}},
		{"other records", `{"record":"ping"}` + "\n" + all + total, true, Verdict{Answered: 4, Stored: 4}},
		{"as other JSON", strings.Replace(all, `"event","id"`, `"event", "id"`, 1) + total, true,
			Verdict{Answered: 4, Stored: 4}},
		{"with an unanswered one", all + event(load.Series(1).ID(103)) + total, true,
			Verdict{Answered: 4, Stored: 5, Unanswered: 1}},
		{"doubled", all + event(load.Series(2).ID(0)) + total, false, Verdict{Answered: 4, Stored: 5, Doubled: 1,
			Example: "doubled " + load.Series(2).ID(0).String()}},
		{"unanswered and doubled", all + strings.Repeat(event(load.Series(3).ID(7)), 2) + total, false,
			Verdict{Answered: 4, Stored: 6, Doubled: 1, Unanswered: 1,
				Example: "doubled " + load.Series(3).ID(7).String()}},
		{"foreign", all + event(journey.ID{1}) + total, false, Verdict{Answered: 4, Stored: 5, Foreign: 1,
			Example: "foreign " + journey.ID{1}.String()}},
		{"lost", all[len(event(journey.ID{})):] + total, false, Verdict{Answered: 4, Stored: 3, Lost: 1,
			Example: "lost " + load.Series(1).ID(100).String()}},
		{"sessions count all", all + `{"record":"session","id":"` + journey.ID{1}.String() + `","eventCount":4}` + "\n" +
			total, true, Verdict{Answered: 4, Stored: 4, Sessions: 1, InSessions: 4}},
		{"a session misses one", all + `{"record":"session","id":"` + journey.ID{1}.String() + `","eventCount":3}` + "\n" +
			total, false, Verdict{Answered: 4, Stored: 4, Sessions: 1, InSessions: 3}},
	} {
		got, err := l.Compare(strings.NewReader(c.export))
		if err != nil || got != c.want || got.Right() != c.right {
			t.Errorf("%s: got %+v, %v, want %+v", c.why, got, err, c.want)
		}
	}
}

func TestExportsThatAreCutOff(t *testing.T) {
	var l Ledger
	for _, export := range []string{"", event(journey.ID{1}), event(journey.ID{1})[:30], total[:20]} {
		if _, err := l.Compare(strings.NewReader(export)); !errors.Is(err, errCutOff) {
			t.Errorf("%q: %v", export, err)
		}
	}
	if _, err := l.Compare(strings.NewReader("oops\n" + total)); err == nil {
		t.Error("a line that is no JSON was taken")
	}
}

// TestWhateverIsMissingIsFound stores some of the answered events and counts the others.
func TestWhateverIsMissingIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l Ledger
		var export strings.Builder
		lost := uint64(0)
		for _, number := range rapid.SliceOfDistinct(rapid.Uint64Range(0, 100_000), rapid.ID).Draw(t, "answered") {
			l.Answered(5, number, 1)
			if rapid.Bool().Draw(t, "stored") {
				export.WriteString(event(load.Series(5).ID(number)))
			} else {
				lost++
			}
		}
		got, err := l.Compare(strings.NewReader(export.String() + total))
		if err != nil || got.Lost != lost || got.Stored != got.Answered-lost {
			t.Fatalf("got %+v, %v; %d are lost", got, err, lost)
		}
	})
}
