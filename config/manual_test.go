package config

import (
	"bytes"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/config.md anew")

const manualFile = "../docs/config.md"

func TestManualIsFresh(t *testing.T) {
	var now bytes.Buffer
	if err := Doc(&now); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(manualFile, now.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile(manualFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, now.Bytes()) {
		t.Errorf("%s does not say what the settings are: run make generate", manualFile)
	}
}

// TestExampleSetsNothing loads the example as it is, then with every setting uncommented: both are
// the defaults.
func TestExampleSetsNothing(t *testing.T) {
	var example bytes.Buffer
	if err := Example(&example); err != nil {
		t.Fatal(err)
	}
	defaults := load(t, "", nil, nil)
	if c := load(t, write(t, example.String()), nil, nil); !reflect.DeepEqual(c, defaults) {
		t.Errorf("the example sets something: %+v", c)
	}

	var active strings.Builder
	count := 0
	for line := range strings.Lines(example.String()) {
		if setting := strings.TrimPrefix(line, "# "); keyLine.MatchString(setting) {
			count++
			line = setting
		}
		active.WriteString(line)
	}
	if all := len(defaults.settings()); count != all {
		t.Errorf("the example shows %d of %d settings", count, all)
	}
	c := load(t, write(t, active.String()), nil, nil)
	c.Geo, c.Enrich, c.Privacy, c.Proxies = defaults.Geo, defaults.Enrich, defaults.Privacy, defaults.Proxies
	if !reflect.DeepEqual(c, defaults) {
		t.Errorf("the example's values are not the defaults:\n%+v\n%+v", c, defaults)
	}
}

// TestTableIsWhole: names are unique, also in the environment, and every member of Config has its setting.
func TestTableIsWhole(t *testing.T) {
	var c Config
	seen := map[string]bool{}
	for _, s := range c.settings() {
		if seen[s.name] || seen[s.environment()] || s.environment() == fileEnv {
			t.Errorf("%s is there twice", s.name)
		}
		seen[s.name], seen[s.environment()] = true, true
		if s.meaning == "" || s.allowed == "" || !strings.HasSuffix(s.meaning, ".") {
			t.Errorf("%s: meaning %q, allowed %q", s.name, s.meaning, s.allowed)
		}
	}
	if members := countMembers(reflect.TypeOf(c)); members != len(c.settings()) {
		t.Errorf("Config has %d members, the table %d settings", members, len(c.settings()))
	}
}

func countMembers(t reflect.Type) int {
	n := 0
	for i := range t.NumField() {
		if member := t.Field(i).Type; member.Kind() == reflect.Struct {
			n += countMembers(member)
		} else {
			n++
		}
	}
	return n
}

func TestEnvironmentNames(t *testing.T) {
	for name, want := range map[string]string{
		"data":                        "SOJOURN_DATA",
		"basePath":                    "SOJOURN_BASE_PATH",
		"shortId.length":              "SOJOURN_SHORT_ID_LENGTH",
		"oauth.tokenSeconds":          "SOJOURN_OAUTH_TOKEN_SECONDS",
		"limits.eventsPerIPPerSecond": "SOJOURN_LIMITS_EVENTS_PER_IP_PER_SECOND",
	} {
		if got := (setting{name: name}).environment(); got != want {
			t.Errorf("%s: %s, not %s", name, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"data", "data", 0}, {"Data", "dATA", 0}, {"", "data", 4}, {"dta", "data", 1},
		{"kitten", "sitting", 3}, {"lanes.queue", "lanes.count", 5},
	} {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("%q, %q: %d, not %d", test.a, test.b, got, test.want)
		}
		if distance(test.a, test.b) != distance(test.b, test.a) {
			t.Errorf("%q, %q: not symmetric", test.a, test.b)
		}
	}
}

func TestBytes(t *testing.T) {
	for text, want := range map[string]int64{"1 KiB": 1024, "256MiB": 256 << 20, "3 GiB": 3 << 30} {
		if got, ok := parseBytes(text); !ok || got != want {
			t.Errorf("%s: %d, %t", text, got, ok)
		}
	}
	for _, text := range []string{"", "MiB", "-1 MiB", "1.5 GiB", "1 MB", "4611686018427387904 TiB"} {
		if got, ok := parseBytes(text); ok {
			t.Errorf("%q was read as %d", text, got)
		}
	}
	for n, want := range map[int64]string{0: "0", 1023: "1023", 1536: "1536", 2048: "2 KiB", 1 << 40: "1 TiB"} {
		if got := formatBytes(n); got != want {
			t.Errorf("%d: %q, not %q", n, got, want)
		}
	}
}
