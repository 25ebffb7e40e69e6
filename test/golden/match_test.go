package golden

import (
	"encoding/json"
	"slices"
	"testing"
)

const (
	one = "0f3c9b1e-5d0b-4f0e-9a51-2c7c5a9d6e10"
	two = "0f3c9b1e-5d0b-4f0e-9a51-2c7c5a9d6e11"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		want, got string
		differ    []string
	}{
		{`{"a": 1, "b": [true, null, "x"]}`, `{"b": [true, null, "x"], "a": 1.0}`, nil},
		{`{"id": "$uuid", "n": "$shortId", "x": "$any"}`, `{"id": "` + one + `", "n": "4821", "x": [{}]}`, nil},
		{`["$uuid:A", "/s/$uuid:A/e", "$uuid:B"]`, `["` + one + `", "/s/` + one + `/e", "` + two + `"]`, nil},
		{`["$uuid:A", "/s/$uuid:A"]`, `["` + one + `", "/s/` + two + `"]`,
			[]string{`[1]: got "/s/` + two + `", want "/s/$uuid:A"`}},
		{`{"a": {"b": 1, "c": 2}}`, `{"a": {"b": 2, "d": 3}}`,
			[]string{"a.b: got 2, want 1", "a.c: missing, want 2", "a.d: got 3, want it absent"}},
		{`{"a": null}`, `{}`, []string{"a: missing, want null"}},
		{`[1]`, `[1, 2]`, []string{"the whole: got 2 elements, want 1: got [1,2]"}},
		{`"1"`, `1`, []string{`the whole: got 1, want "1"`}},
		{`{}`, `[]`, []string{"the whole: got [], want {}"}},
		{`"$uuid"`, `"` + one + `x"`, []string{`the whole: got "` + one + `x", want "$uuid"`}},
		{`"$shortId"`, `"0123"`, []string{`the whole: got "0123", want "$shortId"`}},
		{`"$shortId"`, `4821`, []string{`the whole: got 4821, want "$shortId"`}},
		{`{"a": 1, "$others": "$any"}`, `{"a": 1, "b": 2}`, nil},
		{`{"a": {"b": "$none", "$others": "$any"}}`, `{"a": {"c": 2}}`, nil},
		{`{"b": "$none", "$others": "$any"}`, `{"b": 2}`, []string{`b: got 2, want "$none"`}},
		{`["$segment1", "/s/$segment1"]`, `["` + two + `", "/s/` + two + `"]`, nil},
		{`["$segment1", "$segment2"]`, `["` + one + `", "` + two + `"]`,
			[]string{`[0]: got "` + one + `", want "$segment1"`, `[1]: got "` + two + `", want "$segment2"`}},
	} {
		var want, got any
		for text, into := range map[string]*any{c.want: &want, c.got: &got} {
			if err := json.Unmarshal([]byte(text), into); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
		}
		m := matcher{ids: map[string]string{"segment1": two}}
		if differ := m.match(want, got); !slices.Equal(differ, c.differ) {
			t.Errorf("%s against %s:\n got %q\nwant %q", c.got, c.want, differ, c.differ)
		}
	}
}

func TestFill(t *testing.T) {
	m := matcher{ids: map[string]string{"segment1": one, "segment10": two}}
	const text = `/a/$segment10/b/$segment1?c=$segment2&d=$any`
	if got, want := m.fill(text), `/a/`+two+`/b/`+one+`?c=$segment2&d=$any`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestConfigIsChecked(t *testing.T) {
	c := Case{Config: json.RawMessage(
		`{"searchQueryParameters": ["q"], "ipAnonymization": "mask", "dropBots": false}`)}
	d, err := c.Deployment()
	if err != nil || d.DropBots || d.IPAnonymization != "mask" ||
		!slices.Equal(d.JourneyEvents.TrackingSettings.SearchQueryParameters, []string{"q"}) {
		t.Errorf("got %+v, %v", d, err)
	}
	c.Config = json.RawMessage(`{"serchQueryParameters": ["q"]}`)
	if _, err := c.Deployment(); err == nil {
		t.Error("a misspelt setting is taken")
	}
}
