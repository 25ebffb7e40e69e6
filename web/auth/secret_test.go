package auth

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSecretHash(t *testing.T) {
	secret := NewSecret()
	if len(secret) != 43 || secret == NewSecret() {
		t.Errorf("secret %q is not 256 random bits", secret)
	}
	hash := HashSecret(secret)
	if !hash.Matches(secret) || hash.Matches(secret+"x") || hash.Matches("") {
		t.Error("the hash matches the wrong secrets")
	}
	if hash == HashSecret(secret) {
		t.Error("two hashes of a secret are equal: there is no salt")
	}
	if strings.Contains(string(hash), secret) {
		t.Error("the hash contains the secret")
	}
	for _, bad := range []SecretHash{"", "sha256::", "sha256:!:!", "md5:AAAA:AAAA", hash[:len(hash)-1], hash + ":"} {
		if bad.Matches(secret) || bad.Matches("") {
			t.Errorf("%q matches", bad)
		}
	}
}

func TestLoadKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "token.key")
	made, err := LoadKey(path)
	if err != nil || made == (Key{}) {
		t.Fatalf("LoadKey = %v, %v", made, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v, want 0600", info.Mode(), err)
	}
	again, err := LoadKey(path)
	if err != nil || again != made {
		t.Errorf("the key did not survive: %v", err)
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestLoadKeyRefuses(t *testing.T) {
	folder := t.TempDir()
	short, open := filepath.Join(folder, "short"), filepath.Join(folder, "open")
	for path, mode := range map[string]os.FileMode{short: 0o600, open: 0o644} {
		if err := os.WriteFile(path, make([]byte, 16), mode); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{
		short: "16 bytes", open: "may be read by others", folder: "token key",
		filepath.Join(folder, "no", "such", "folder"): "new token key",
	} {
		if _, err := LoadKey(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("LoadKey(%s) = %v, want an error with %q", path, err, want)
		}
	}
}
