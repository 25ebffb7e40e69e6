package tracker

import (
	"os"
	"strings"
	"testing"
)

const (
	someServer     = "https://journey.example.com"
	someDeployment = "11111111-1111-4111-8111-111111111111"
)

func TestSnippets(t *testing.T) {
	for name, c := range map[string]struct {
		got  string
		want []string
	}{
		"Messenger": {Snippet(someServer, someDeployment), []string{
			"w['_genesysJs']=n", "deploymentId:'" + someDeployment + "'", "'Genesys'", someServer + GenesysPath,
		}},
		"Journey SDK": {ACSnippet(someServer, someDeployment), []string{
			"w['_genesysJourneySdk']=n", "ac('init', '" + someDeployment + "');", "ac('pageview');", someServer + ACPath,
		}},
		"without inline script": {PlainSnippet(someServer, someDeployment), []string{
			`src="` + someServer + `/sojourn.js"`, `data-deployment="` + someDeployment + `"`,
		}},
	} {
		for _, want := range c.want {
			if !strings.Contains(c.got, want) {
				t.Errorf("%s: no %q in\n%s", name, want, c.got)
			}
		}
		if strings.ContainsAny(c.got, "{}") && strings.Contains(c.got, "{source}") {
			t.Errorf("%s: a gap is left in\n%s", name, c.got)
		}
	}
}

// TestSnippetsAreThoseOfTheConsole: the console shows the same texts; its tests compare them with the same file.
func TestSnippetsAreThoseOfTheConsole(t *testing.T) {
	const server = "https://j.example.com"
	kept, err := os.ReadFile("testdata/snippets.html")
	if err != nil {
		t.Fatal(err)
	}
	got := Snippet(server, someDeployment) + ACSnippet(server, someDeployment) + PlainSnippet(server, someDeployment)
	if got != string(kept) {
		t.Errorf("got\n%s\nwant\n%s", got, kept)
	}
}

func TestSnippetsCannotBeBrokenOutOf(t *testing.T) {
	for _, hostile := range []string{`'</script><b>`, `\`, `"><b>`, "\n"} {
		for _, snippet := range []string{Snippet(hostile, hostile), ACSnippet(hostile, hostile)} {
			if strings.Contains(snippet, hostile) && hostile != "\n" && hostile != `\` ||
				strings.Count(snippet, "</script>") != 1 || strings.Contains(snippet, "<b>") {
				t.Errorf("%q comes through:\n%s", hostile, snippet)
			}
		}
		if plain := PlainSnippet(hostile, hostile); strings.Contains(plain, "<b>") || strings.Count(plain, `"`) != 4 {
			t.Errorf("%q comes through:\n%s", hostile, plain)
		}
	}
}
