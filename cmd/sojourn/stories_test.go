package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// TestStories does what a reader of docs/stories does: paste every sh block of a page, in order, into one shell
// beside a server of its own. What a page shows after a block, as json, must be what the block prints.
func TestStories(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl")
	}
	pages, err := filepath.Glob("../../docs/stories/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, page := range pages {
		t.Run(strings.TrimSuffix(filepath.Base(page), ".md"), func(t *testing.T) {
			text, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			scenes := scenesOf(string(text))
			if len(scenes) == 0 {
				t.Fatal("it has no commands")
			}
			tell(t, scenes, serveForStory(t))
		})
	}
}

// scene is a block of commands and what the page says that they print: "" if it does not say.
type scene struct{ commands, shown string }

var fence = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$")

// scenesOf finds the commands of a page.
func scenesOf(page string) (scenes []scene) {
	for _, block := range fence.FindAllStringSubmatch(page, -1) {
		switch last := len(scenes) - 1; {
		case block[1] == "sh":
			scenes = append(scenes, scene{commands: block[2]})
		case block[1] == "json" && last >= 0:
			scenes[last].shown += block[2]
		}
	}
	return scenes
}

const (
	addressOfPages = "http://127.0.0.1:8080"
	curtain        = "\x1e" // between what two scenes print
)

// tell runs the commands and compares.
func tell(t *testing.T, scenes []scene, address string) {
	var script strings.Builder
	for _, s := range scenes {
		fmt.Fprintf(&script, "%s\nprintf '%s'\n", strings.ReplaceAll(s.commands, addressOfPages, address), curtain)
	}
	var out, errs bytes.Buffer
	shell := exec.Command("sh", "-eu", "-c", script.String())
	shell.Dir, shell.Stdout, shell.Stderr = folderOfStory(t), &out, &errs
	if err := shell.Run(); err != nil || errs.Len() > 0 {
		t.Errorf("the commands fail: %v\n%s", err, errs.String())
	}
	printed := strings.Split(out.String(), curtain)
	for i, s := range scenes[:min(len(scenes), len(printed))] {
		if missing := notShown(s.shown, printed[i]); s.shown != "" && missing != "" {
			t.Errorf("%s\nprints\n%s\nnot, as the page says,\n%s\nfrom %s", s.commands, printed[i], s.shown, missing)
		}
	}
}

// folderOfStory is a folder with the program as bin/sojourn, as a reader has it.
func folderOfStory(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(dir, "bin", "sojourn")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// serveForStory starts the real program on an empty folder, until the test ends, and returns its address.
func serveForStory(t *testing.T) string {
	t.Helper()
	program := exec.Command(filepath.Join(folderOfStory(t), "bin", "sojourn"),
		"serve", "-dev", "-listen", "127.0.0.1:0", "-data", t.TempDir())
	program.Stderr = testLog{t}
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = program.Process.Signal(syscall.SIGTERM)
		if err := program.Wait(); err != nil {
			t.Errorf("after SIGTERM: %v", err)
		}
	})
	return regexp.MustCompile(`http://[0-9.:]+`).FindString(curlLine(t, bufio.NewScanner(out)))
}

var (
	anyID    = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	anyDate  = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+Z`)
	anySpace = regexp.MustCompile(`\s+`)
)

// timeless is JSON without what differs from run to run (ids, dates) and without layout.
func timeless(text string) string {
	text = anyID.ReplaceAllString(text, "ID")
	text = anyDate.ReplaceAllString(text, "DATE")
	return anySpace.ReplaceAllString(text, "")
}

// notShown compares what a page shows with what was printed. In what is shown, … stands for anything. It returns
// from where they differ, or "" if they do not.
func notShown(shown, printed string) string {
	parts, rest := strings.Split(timeless(shown), "…"), timeless(printed)
	for i, part := range parts {
		at := strings.Index(rest, part)
		if i == len(parts)-1 && i > 0 {
			at = strings.LastIndex(rest, part)
		}
		if at < 0 || i == 0 && at > 0 {
			return part
		}
		rest = rest[at+len(part):]
	}
	return rest
}

func TestNotShown(t *testing.T) {
	const printed = `{"id":"5a1d3f60-7f0e-4e7e-9a68-3f3f0c1f9e01","date":"2026-11-24T20:47:06.000Z","n":[1,2,1]}` + "\n"
	for _, c := range []struct{ shown, want string }{
		{"{\"id\": \"00000000-0000-4000-8000-000000000000\",\n \"date\": \"2026-01-01T00:00:00.000Z\", \"n\": [1, 2, 1]}", ""},
		{`{…, "n": [1, …]}`, ""},
		{`{…1]}`, ""},
		{`…`, ""},
		{`{"date": …}`, `{"date":`},
		{`{…, "m": […]}`, `,"m":[`},
		{`{…"n": [1`, `,2,1]}`},
		{`{…, "n": [2, …]}`, `,"n":[2,`},
	} {
		if got := notShown(c.shown, printed); got != c.want {
			t.Errorf("%s: differs from %q, want %q", c.shown, got, c.want)
		}
	}
}

func TestScenesOf(t *testing.T) {
	page := "A\n```json\n{}\n```\n```sh\na\nb\n```\ntext\n```json\n{1}\n```\n```text\nno\n```\n```sh\nc\n```\n"
	got := fmt.Sprintf("%q", scenesOf(page))
	if want := `[{"a\nb\n" "{1}\n"} {"c\n" ""}]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
