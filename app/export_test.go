package app

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// lively makes a folder in which something happened: visitors, late events, a ping, definitions.
func lively(t *testing.T, data string) *server {
	t.Helper()
	s := start(t, settings(t, data, nil))
	for visitor := range 5 {
		for page := range visitor + 2 {
			address := fmt.Sprintf("https://shop.example/%d?utm_source=n%d", page, page/2)
			s.view(fmt.Sprintf("visitor-%d", visitor), address)
		}
	}
	base := "/api/v2/journey/deployments/" + DevDeployment
	s.must(http.StatusOK, "GET", base+"/customers/visitor-1/ping?dl=https://shop.example/", "", nil, nil)
	token := s.devToken()
	var shop struct{ ID string }
	s.must(http.StatusOK, "POST", "/api/v2/sojourn/deployments", token,
		map[string]any{"name": "Shop", "allowedDomains": []string{"shop.example"}}, &shop)
	s.must(http.StatusOK, "PATCH", "/api/v2/sojourn/deployments/"+shop.ID, token,
		map[string]any{"name": "The shop"}, nil)
	s.must(http.StatusOK, "POST", "/api/v2/sojourn/clients", token, map[string]any{"name": "Dashboard"}, nil)
	s.must(http.StatusNoContent, "DELETE", "/api/v2/tokens/me", token, nil, nil)
	return s
}

func exported(t *testing.T, data string) string {
	t.Helper()
	var out bytes.Buffer
	if err := Export(t.Context(), settings(t, data, nil), quiet(t), &out, nil); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func imported(t *testing.T, data, lines string) error {
	t.Helper()
	_, err := Import(t.Context(), settings(t, data, nil), quiet(t), strings.NewReader(lines), nil)
	return err
}

func TestExportAndImportAreExact(t *testing.T) {
	data, copied := t.TempDir(), t.TempDir()
	s := lively(t, data)
	status, online := s.ask("GET", "/api/v2/sojourn/export", s.devToken(), nil)
	if status != http.StatusOK {
		t.Fatalf("export of the running server: %d %s", status, online)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	first := exported(t, data)
	if online != first {
		t.Errorf("the running server exports\n%s\nand the folder\n%s", online, first)
	}
	for _, secret := range []string{`"client"`, "sha256:", `"revocation"`} {
		if strings.Contains(first, secret) {
			t.Errorf("%s is in the export:\n%s", secret, first)
		}
	}
	if strings.Count(first, `"record":"definition"`) != 3 || strings.Count(first, `"record":"event"`) != 20 {
		t.Errorf("the export is\n%s", first)
	}
	if err := imported(t, copied, first); err != nil {
		t.Fatal(err)
	}
	if second := exported(t, copied); second != first {
		t.Errorf("exported again\n%s\nbefore\n%s", second, first)
	}
	if left, _ := filepath.Glob(filepath.Join(copied, "*.new")); len(left) > 0 {
		t.Errorf("the import left %q", left)
	}
	again := start(t, settings(t, copied, nil))
	again.view("visitor-1", "https://shop.example/after")
}

func TestImportRefusesWhatIsDamaged(t *testing.T) {
	data := t.TempDir()
	s := lively(t, data)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	whole := exported(t, data)
	lines := strings.SplitAfter(whole, "\n")
	body, totals := strings.Join(lines[:len(lines)-2], ""), lines[len(lines)-2]
	client := `{"record":"definition","noun":"client","id":"x","version":1,` +
		`"createdDate":"2026-01-01T00:00:00.000Z","modifiedDate":"2026-01-01T00:00:00.000Z","body":{}}` + "\n"
	for name, c := range map[string]struct {
		lines string
		line  int // 0 for any
	}{
		"a line of garbage":  {lines[0] + "garbage\n" + whole, 2},
		"half a line":        {lines[0] + lines[1] + lines[2][:40], 3},
		"a missing end":      {lines[0] + lines[1], 3},
		"a missing record":   {strings.Replace(whole, lines[2], "", 1), 0},
		"something behind":   {whole + lines[0], len(lines)},
		"an unknown member":  {strings.Replace(whole, `"record":"event"`, `"record":"event","x":1`, 1), 2},
		"a client":           {client + whole, 1},
		"an empty file":      {"", 1},
		"a session too many": {body + "{\"record\":\"session\"}\n" + totals, 0},
		"a changed session":  {strings.Replace(whole, `"record":"session",`, `"record":"session","x":1,`, 1), 0},
	} {
		if c.lines == whole {
			continue // there is nothing to damage in this way
		}
		copied := t.TempDir()
		err := imported(t, copied, c.lines)
		if problem, ok := errors.AsType[*LineError](err); !ok || c.line != 0 && problem.Line != uint64(c.line) {
			t.Errorf("%s, in line %d: %v", name, c.line, err)
		}
		if err := imported(t, copied, whole); err != nil {
			t.Errorf("after %s the folder is spoiled: %v", name, err)
		}
	}
	if err := imported(t, t.TempDir(), strings.Replace(whole, lines[1], "", 1)); err == nil {
		t.Error("events of a session that was never opened were imported")
	}
	if err := imported(t, data, whole); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("import into a folder that is in use: %v", err)
	}
}

func TestRebuiltIndexIsTheSame(t *testing.T) {
	data := t.TempDir()
	s := lively(t, data)
	c := settings(t, data, nil)
	if _, err := Rebuild(t.Context(), c, quiet(t), nil); !errors.Is(err, ErrInUse) {
		t.Errorf("rebuilt under a running server: %v", err)
	}
	before, err := s.app.store.index.Fingerprint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	report, err := Rebuild(t.Context(), c, quiet(t), nil)
	if err != nil || report.Records != 26 {
		t.Fatalf("%+v, %v", report, err)
	}
	s = start(t, c)
	after, err := s.app.store.index.Fingerprint(t.Context())
	if err != nil || after != before {
		t.Errorf("the fingerprint was %s and is %s, %v", before, after, err)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	checked, err := Check(t.Context(), c, quiet(t), nil)
	if err != nil || len(checked.Problems) > 0 || checked.Log.Records != 26 || checked.Mark != 26 {
		t.Errorf("%+v, %v", checked, err)
	}
	if _, err := os.Stat(filepath.Join(data, "index.new")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("index.new: %v", err)
	}
}
