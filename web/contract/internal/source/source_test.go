package source

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func load(t *testing.T) *Contract {
	t.Helper()
	data, err := os.ReadFile("../../contract.json")
	if err != nil {
		t.Fatal(err)
	}
	c, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The public contract is there whole: nothing dropped, nothing of ours counted as its own.
func TestCounts(t *testing.T) {
	c := load(t)
	have := map[string]int{}
	ours := map[string]int{}
	for _, op := range c.Operations {
		if op.Ours {
			ours["endpoints"]++
			continue
		}
		have["endpoints"]++
		have[op.Tier]++
	}
	for name := range c.Models {
		if strings.HasPrefix(name, "Sojourn") {
			ours["models"]++
		} else {
			have["models"]++
		}
	}
	for name, want := range c.Counts {
		if have[name] != want {
			t.Errorf("%s: %d, want %d", name, have[name], want)
		}
	}
	for name, want := range c.Ours {
		if ours[name] != want {
			t.Errorf("ours, %s: %d, want %d", name, ours[name], want)
		}
	}
}

func TestReachable(t *testing.T) {
	got := load(t).Reachable("ErrorBody", "SessionLastEvent[]", "", "string")
	if want := []string{"Detail", "ErrorBody", "Limit", "SessionLastEvent"}; !slices.Equal(got, want) {
		t.Errorf("Reachable = %v, want %v", got, want)
	}
}

func TestParseRefuses(t *testing.T) {
	const operation = `{"id":"a","tier":"T1","method":"GET","path":"/a/{x}","auth":"open","success":[200],` +
		`"params":[{"name":"x","in":"path","type":"string"}]}`
	cases := map[string]struct{ text, want string }{
		"no JSON":         {`{`, "unexpected EOF"},
		"twice":           {`{"endpoints":[` + operation + `,` + operation + `]}`, "there twice"},
		"unknown auth":    {`{"endpoints":[` + strings.Replace(operation, "open", "magic", 1) + `]}`, "magic"},
		"no such param":   {`{"endpoints":[` + strings.Replace(operation, "{x}", "{y}", 1) + `]}`, "parameter y"},
		"no such model":   {`{"models":{"M":[{"name":"a","type":"N"}]}}`, "no type or model N"},
		"member twice":    {`{"models":{"M":[{"name":"a","type":"string"},{"name":"a","type":"string"}]}}`, "there twice"},
		"unknown exclude": {`{"built":{"except":["nobody"]}}`, "nobody"},
		"no response":     {`{"endpoints":[` + strings.Replace(operation, `"params"`, `"response":"N","params"`, 1) + `]}`, "no model N"},
	}
	for name, c := range cases {
		if _, err := Parse([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", name, err, c.want)
		}
	}
}
