package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGeneratedFilesAreFresh(t *testing.T) {
	if err := run("../..", true); err != nil {
		t.Fatal(err)
	}
}

func TestCheckNoticesAStaleFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "types.gen.go")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := put(path, []byte("new"), true); err == nil || !strings.Contains(err.Error(), "stale") {
		t.Fatalf("put = %v, want an error that says stale", err)
	}
	if err := put(path, []byte("old"), true); err != nil {
		t.Fatal(err)
	}
}

func TestGoName(t *testing.T) {
	for name, want := range map[string]string{
		"selfUri": "SelfURI", "ipOrganization": "IPOrganization", "access_token": "AccessToken",
		"OAuthClient": "OAuthClient", "divisionIds": "DivisionIDs", "$schema": "Schema",
		"users.rules": "UsersRules", "SAML2-BEARER": "SAML2BEARER",
	} {
		if got := goName(name); got != want {
			t.Errorf("goName(%q) = %s, want %s", name, got, want)
		}
	}
}

// A page that a strict Content-Security-Policy shows has no script or style of its own.
func TestPageHasNothingInline(t *testing.T) {
	page, err := os.ReadFile("../../page/openapi.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, inline := range []string{"<style", "style=", "onclick", "<script>", "http://", "https://"} {
		if strings.Contains(string(page), inline) {
			t.Errorf("the page contains %s", inline)
		}
	}
}
