package agent

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"testing"
)

// rules are loaded once for all tests.
var rules = sync.OnceValues(Load)

func loaded(t testing.TB) *Rules {
	t.Helper()
	r, err := rules()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// plain evaluates every rule in order: what Parse must equal.
func (r *Rules) plain(agent string) Agent {
	first := func(l *ruleList) []string {
		for _, rule := range l.rules {
			if parts := rule.match(agent); parts != nil {
				return parts
			}
		}
		return nil
	}
	return assemble(first(r.browsers), first(r.systems), first(r.devices))
}

// TestSameAsPlain compares on agents of the world, and for each rule on an agent made to match it,
// alone and dressed as a browser, in other cases too.
func TestSameAsPlain(t *testing.T) {
	r := loaded(t)
	agents := slices.Concat(worldAgents(t, 800), madeAgents(t, r), shapes)
	slices.Sort(agents)
	agents = slices.Compact(agents)
	if len(agents) < 2000 {
		t.Errorf("only %d agents", len(agents))
	}
	families := map[string]bool{}
	for _, agent := range agents {
		families[r.Parse(agent).Browser.Family] = true
	}
	if len(families) < 250 {
		t.Errorf("the agents are of only %d browsers", len(families))
	}
	var group sync.WaitGroup
	for part := range slices.Chunk(agents, len(agents)/4+1) {
		group.Go(func() {
			for i := 0; i < len(part); i += thin {
				agent := part[i]
				if got, want := r.Parse(agent), r.plain(agent); got != want {
					t.Errorf("%q\n got %+v\nwant %+v", agent, got, want)
				}
			}
		})
	}
	group.Wait()
}

// shapes are agents that try the prefilter's seams.
var shapes = []string{
	"", " ", "K", "\xff\xfe", strings.Repeat("Mozilla/5.0 (Linux; Android 14; ", 20),
	"GOOGLEBOT/2.1", "g\u017fa-crawler \u212aindle/1.0", "Mozilla/5.0 (\u212aindle; \u017filk)",
	"mozilla/5.0 (windows nt 10.0; win64; x64) applewebkit/537.36 (khtml, like gecko) chrome/122.0.0.0 safari/537.36",
	"\n\nMozilla/5.0\n(iPhone; CPU iPhone OS 17_3_1 like Mac OS X)",
}

// worldAgents are some of the sample that comes with the rules' module.
func worldAgents(t *testing.T, n int) []string {
	t.Helper()
	folder, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/ua-parser/uap-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	sample, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(folder)), "uas"))
	if err != nil {
		t.Fatal(err)
	}
	agents := strings.Split(string(sample), "\n")
	slices.Sort(agents)
	agents = slices.Compact(agents)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(agents), func(i, j int) { agents[i], agents[j] = agents[j], agents[i] })
	return agents[:min(n, len(agents))]
}

// madeAgents makes a text for each rule that its expression matches.
func madeAgents(t *testing.T, r *Rules) []string {
	t.Helper()
	random := rand.New(rand.NewPCG(3, 4))
	var agents []string
	for _, list := range []*ruleList{r.browsers, r.systems, r.devices} {
		for _, rule := range list.rules {
			tree, err := syntax.Parse(rule.expression, syntax.Perl)
			if err != nil {
				t.Fatal(err)
			}
			made := madeText(random, tree)
			switch random.IntN(4) {
			case 0:
				made = "Mozilla/5.0 (Linux; Android 14; " + made + ") AppleWebKit/537.36 Mobile Safari/537.36"
			case 1:
				made = strings.ToLower(made)
			}
			agents = append(agents, made)
		}
	}
	return agents
}

// madeText makes a text that the expression matches, if it has no assertions in odd places.
func madeText(random *rand.Rand, tree *syntax.Regexp) string {
	times := func(least, most int) string {
		var b strings.Builder
		for range least + random.IntN(most-least+1) {
			b.WriteString(madeText(random, tree.Sub[0]))
		}
		return b.String()
	}
	switch tree.Op {
	case syntax.OpLiteral:
		return string(tree.Rune)
	case syntax.OpCharClass:
		pair := 2 * random.IntN(len(tree.Rune)/2)
		low, high := tree.Rune[pair], min(tree.Rune[pair+1], tree.Rune[pair]+25)
		return string(low + rune(random.IntN(int(high-low)+1)))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return string(rune('a' + random.IntN(26)))
	case syntax.OpCapture:
		return madeText(random, tree.Sub[0])
	case syntax.OpQuest:
		return times(0, 1)
	case syntax.OpStar:
		return times(0, 3)
	case syntax.OpPlus:
		return times(1, 3)
	case syntax.OpRepeat:
		return times(tree.Min, max(tree.Min, min(tree.Max, tree.Min+2)))
	case syntax.OpConcat:
		var b strings.Builder
		for _, sub := range tree.Sub {
			b.WriteString(madeText(random, sub))
		}
		return b.String()
	case syntax.OpAlternate:
		return madeText(random, tree.Sub[random.IntN(len(tree.Sub))])
	}
	return ""
}

// TestFill has replacements of several digits' worth, where regexp's own expansion goes wrong.
func TestFill(t *testing.T) {
	for _, c := range []struct{ template, want string }{
		{"$1", "Chrome"}, {"$1_x", "Chrome_x"}, {"v$2.$3", "v12."}, {"$9", ""}, {"$", "$"}, {"a$", "a$"}, {"plain", "plain"},
	} {
		if got := fill(c.template, "Chrome 12", []int{0, 9, 0, 6, 7, 9, -1, -1}); got != c.want {
			t.Errorf("fill(%q) = %q, want %q", c.template, got, c.want)
		}
	}
}

// TestRequired has the derivation of literals.
func TestRequired(t *testing.T) {
	for _, c := range []struct{ expression, want string }{
		{`Chrome/(\d+)`, "[[chrome/]]"},
		{`(?i)SAMSUNG`, "[[samsung]]"},
		{`(Fire|Water)fox/`, "[[firefox/ waterfox/]]"},
		{`W(?:ire|eb .*x)`, "[[web  wire]]"},
		{`(?:abc)?def.*ghi`, "[[abcdef def] [ghi]]"},
		{`(?:abc)*`, "[]"},
		{`abc|.`, "[]"},
		{`(?:abc){2,}`, "[[abc]]"},
		{`[Ss]ony`, "[[sony]]"},
		{`^\d+$`, "[]"},
		{`(?i)k\x{e9}`, "[]"}, // é has another case, which is not looked for
	} {
		tree, err := syntax.Parse(c.expression, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(required(tree)); got != c.want {
			t.Errorf("required(%s) = %s, want %s", c.expression, got, c.want)
		}
	}
}

// TestPrefilterIsTight holds the rules to what makes them fast: nearly all need a literal, and the
// automaton stays within its 16 bits.
func TestPrefilterIsTight(t *testing.T) {
	r := loaded(t)
	for _, list := range []*ruleList{r.browsers, r.systems, r.devices} {
		if len(list.rules) < 150 || len(list.always) > 3 {
			t.Errorf("%d rules, of which %d need no literal", len(list.rules), len(list.always))
		}
	}
	if states := len(r.automaton.ends); states > 1<<16 {
		t.Errorf("%d states do not fit into 16 bits", states)
	}
	if words := r.automaton.words; words > 1<<16 {
		t.Errorf("%d words do not fit into 16 bits", words)
	}
}

func TestBadRules(t *testing.T) {
	for _, document := range []string{"a: [", "os_parsers:\n- regex: '('"} {
		if _, err := read([]byte(document)); err == nil {
			t.Errorf("no error for %q", document)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, agent := range shapes {
		f.Add(agent)
	}
	r := loaded(f)
	f.Fuzz(func(t *testing.T, agent string) {
		if len(agent) > 1024 {
			return
		}
		if got, want := r.Parse(agent), r.plain(agent); got != want {
			t.Errorf("%q\n got %+v\nwant %+v", agent, got, want)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	r := loaded(b)
	for name, agent := range map[string]string{
		"chrome":  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.6261.112 Safari/537.36",
		"iphone":  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.3.1 Mobile/15E148 Safari/604.1",
		"samsung": "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36",
		"unknown": "velo-kiosk",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Parse(agent)
			}
		})
		b.Run(name+"-plain", func(b *testing.B) {
			for b.Loop() {
				r.plain(agent)
			}
		})
	}
}
