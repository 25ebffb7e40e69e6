package sojourn_test

import (
	"encoding/json"
	"go/ast"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rules is the architecture as a table: every package, what it is for, and what it may import of ours.
// A trailing /* stands for all packages below. A package below internal/ has the rights of the one it
// belongs to, and both may import each other's siblings there. Test files may in addition import
// what testsMayImport lists.
var rules = []struct{ path, sentence, mayImport string }{
	{"", "Holds no code.", ""},

	// The domain touches nothing.
	{"journey", "What an event, a session and a customer are, and how one follows from the other.", "journey/rule"},
	{"journey/rule", "Decides whether a condition holds.", ""},
	{"journey/contact", "Who a customer is: identifiers, contacts, and how they come to be one person.", "journey"},
	{"journey/codec", "Writes and reads the domain's records and documents as bytes.", "journey journey/contact journey/rule"},
	{"journey/journeytest", "Reads golden journeys and tells them to whoever can play them.", "journey journey/codec"},

	// The stages of the stream, in the order of travel.
	{"flow/enrich", "Turns a request's traces into facts about browser, place and origin.", "journey flow/enrich/*"},
	{"flow/enrich/*", "One kind of trace each: user agents, referrers, addresses.", "journey"},
	{"flow/ingest", "Accepts an event: checks it, enriches it, submits it, answers.", "journey flow/enrich"},
	{"flow/stitch", "Folds each lane's events in order and commits.", "journey journey/codec journey/contact"},
	{"flow/identity", "Knows which identifiers are one person.", "journey journey/contact"},
	{"flow/identity/*", "What \"is a store of contacts\" means, as a runnable suite.", "journey journey/contact flow/identity"},
	{"flow/external", "Takes the events of other systems, each checked against its schema.", "journey"},
	{"flow/forget", "Erases people who ask for it, and what has aged.", "journey journey/contact flow/identity"},
	{"flow/backtest", "Tells what a definition would have matched.", "journey journey/codec journey/rule"},
	{"flow/trial", "Tells how definitions fare in a session, and why.", "journey journey/rule"},
	{"flow/notify", "Tells who listens what has changed.", "journey journey/codec"},
	{"flow/define", "Keeps the definitions: deployments, clients and what else is managed.", "journey journey/codec"},

	// The engines keep what they are given. They know the domain and the interfaces they fulfil.
	{"engine/seglog", "The embedded log: segment files.", "journey"},
	{"engine/pebble", "The embedded index.", "journey journey/codec journey/contact flow/stitch flow/identity"},
	{"engine/enginetest", "What \"is a log\" and \"is an index\" mean, as runnable suites.", "journey journey/* flow/*"},

	// The edge touches HTTP.
	{"web/contract", "The HTTP contract as data.", ""},
	{"web/auth", "Who is calling, and what they may do.", "journey web/contract"},
	{"web/restapi", "Answers the contract's operations.", "journey journey/* flow/* web/contract web/auth"},
	{"web/console", "The live UI.", "web/auth"},
	{"web/tracker", "The script for web pages.", "web/auth"},

	// What brings events from elsewhere. It speaks HTTP only, on both sides.
	{"connect/genesys", "Pulls conversation events out of Genesys Cloud.", ""},

	// Settings, assembly and the command. Only app may import engines.
	{"config", "Every setting, documented by itself.", ""},
	{"app", "Opens, runs and stops everything.", "config journey journey/* flow/* engine/* web/*"},
	{"app/ceiling", "What the machine could do at most, to measure the server against.", "journey flow/*"},
	{"cmd/sojourn", "The command line.", "app app/* config connect/* cmd/sojourn/* journey journey/* flow/* web/*"},
	{"cmd/sojourn/shop", "The visitors of a made-up shop, for the demo.", "journey"},
	{"test/bench/*", "Parts of the benchmark of the whole.", "test/bench/* app config journey journey/* flow/* web/*"},
	{"test/bench", "The benchmark of the whole, from a process of its own.", "test/bench/* app config journey journey/* flow/* web/*"},
	{"test/*", "Tests of the whole, against the real program.", "app config journey journey/* flow/* engine/* web/*"},
}

const testsMayImport = "journey journey/* engine/* flow/*"

// pure are the packages that touch nothing: no clock, no disk, no network, no chance.
var pure = []string{"journey", "journey/rule", "journey/codec", "journey/contact"}

// pureImports are the packages that pure code may import: they compute and do nothing else.
var pureImports = words(`bytes cmp encoding/base64 encoding/binary encoding/hex encoding/json errors fmt hash
	hash/crc32 hash/fnv hash/maphash iter maps math math/big math/bits net/netip net/url regexp slices sort
	strconv strings sync time unicode unicode/utf8 unicode/utf16 unsafe
	crypto/sha256 github.com/cespare/xxhash/v2 github.com/nyaruka/phonenumbers github.com/go-json-experiment/json github.com/go-json-experiment/json/jsontext`)

// impure are the functions of pureImports that do touch something: clock, zone files, terminal, chance.
var impure = map[string][]string{
	"time":         words("Now Since Until Sleep After AfterFunc Tick NewTimer NewTicker LoadLocation Local"),
	"fmt":          words("Print Printf Println Scan Scanf Scanln"),
	"hash/maphash": words("MakeSeed"),
}

// maxLines is as much as a reader can keep an overview of. Generated files are not read.
const maxLines = 500

func TestEveryPackageIsInTheTable(t *testing.T) {
	for _, pkg := range packages(t) {
		if _, found := ruleOf(pkg.path); !found {
			t.Errorf("%s is in no row of the table: say what it is for and what it may import", pkg.path)
		}
	}
}

func TestImports(t *testing.T) {
	for _, pkg := range packages(t) {
		allowed, found := ruleOf(pkg.path)
		if !found {
			continue
		}
		for _, file := range pkg.files {
			for _, target := range file.ours() {
				ok := matches(target, allowed) || owner(target) == owner(pkg.path) ||
					file.test && matches(target, words(testsMayImport))
				if isInternal := target != owner(target); isInternal && owner(target) != owner(pkg.path) {
					ok = false
				}
				if !ok {
					t.Errorf("%s imports %q; %s may import %q", file.name, target, pkg.path, allowed)
				}
			}
		}
	}
}

func TestTheDomainIsPure(t *testing.T) {
	for _, pkg := range packages(t) {
		if !slices.Contains(pure, pkg.path) {
			continue
		}
		for _, file := range pkg.files {
			if file.test {
				continue
			}
			for _, target := range file.imports() {
				if !slices.Contains(pureImports, target) && !strings.HasPrefix(target, modulePrefix) {
					t.Errorf("%s imports %q, which is not known to be pure", file.name, target)
				}
			}
			for _, use := range file.uses(impure) {
				t.Errorf("%s uses %s: pass it in instead", file.name, use)
			}
		}
	}
}

func TestPackageNamesSayWhatIsInside(t *testing.T) {
	for _, pkg := range packages(t) {
		switch name := path.Base(pkg.path); name {
		case "util", "utils", "common", "helper", "helpers", "misc", "shared":
			t.Errorf("%s: %q names no idea", pkg.path, name)
		}
	}
}

func TestEveryPackageHasAComment(t *testing.T) {
	for _, pkg := range packages(t) {
		if !slices.ContainsFunc(pkg.files, func(f file) bool { return f.tree.Doc != nil }) {
			t.Errorf("%s has no package comment", pkg.path)
		}
	}
}

func TestFilesAreShort(t *testing.T) {
	for _, pkg := range packages(t) {
		for _, file := range pkg.files {
			if !ast.IsGenerated(file.tree) && file.lines > maxLines {
				t.Errorf("%s has %d lines, more than %d", file.name, file.lines, maxLines)
			}
		}
	}
}

var (
	requirement = regexp.MustCompile(`(?m)^(?:require )?\s*(\S+) v\S+$`) // an indirect one has a comment behind
	documented  = regexp.MustCompile("(?m)^\\| `([^`]+)` \\|")
)

// inTheBrowser are the packages whose pages third-party code may be part of.
var inTheBrowser = []string{"web/console/package.json", "web/tracker/package.json"}

func TestDependenciesHaveReasons(t *testing.T) {
	required := found(t, "go.mod", requirement)
	for _, file := range inTheBrowser {
		var manifest struct{ Dependencies map[string]string }
		content, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(content, &manifest)
		}
		if err != nil {
			t.Fatal(err)
		}
		for name := range manifest.Dependencies {
			required[name] = true
		}
	}
	reasons := found(t, "docs/dependencies.md", documented)
	for module := range required {
		if !reasons[module] {
			t.Errorf("%s is required; docs/dependencies.md does not say why", module)
		}
	}
	for module := range reasons {
		if !required[module] {
			t.Errorf("docs/dependencies.md lists %s; nothing requires it directly", module)
		}
	}
}

// found returns the first group of every match in a file.
func found(t *testing.T, name string, pattern *regexp.Regexp) map[string]bool {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for _, match := range pattern.FindAllStringSubmatch(string(content), -1) {
		all[match[1]] = true
	}
	return all
}

// ruleOf returns what a package may import of ours, by its own row or by that of a pattern.
func ruleOf(pkg string) (allowed []string, found bool) {
	for _, rule := range rules {
		if matches(owner(pkg), []string{rule.path}) {
			return words(rule.mayImport), true
		}
	}
	return nil, false
}

// owner is the package that a package below internal/ belongs to; any other owns itself.
func owner(pkg string) string {
	before, _, _ := strings.Cut(pkg, "/internal/")
	return before
}

// matches reports whether a package is one of the patterns.
func matches(pkg string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		above, wildcard := strings.CutSuffix(pattern, "/*")
		return pkg == pattern || wildcard && strings.HasPrefix(pkg, above+"/")
	})
}

func words(s string) []string { return strings.Fields(s) }

// TestTheRulesBite gives the checks above what they must refuse.
func TestTheRulesBite(t *testing.T) {
	f := parse(t, "bad.go", `package bad
import ("os"; clock "time"; "sojourn/engine/pebble")
var _, _ = clock.Now(), os.Args`)
	if got := f.imports(); !slices.Equal(got, []string{"os", "time", "sojourn/engine/pebble"}) {
		t.Errorf("imports %q", got)
	}
	if got := f.ours(); !slices.Equal(got, []string{"engine/pebble"}) {
		t.Errorf("ours %q", got)
	}
	if got := f.uses(impure); !slices.Equal(got, []string{"time.Now"}) {
		t.Errorf("uses %q", got)
	}
	for pkg, target := range map[string]string{
		"journey": "flow/stitch", "flow/stitch": "engine/pebble", "web/restapi": "engine/seglog", "config": "journey",
	} {
		if allowed, _ := ruleOf(pkg); matches(target, allowed) {
			t.Errorf("%s may import %s", pkg, target)
		}
	}
	if _, found := ruleOf("journeys"); found {
		t.Error("a package that is in no row was found")
	}
	if paths := slices.Collect(maps.Keys(found(t, "go.mod", requirement))); slices.Contains(paths, "go") {
		t.Error("the go line was taken for a requirement")
	}
}
