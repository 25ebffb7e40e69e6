package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"sojourn/journey"
	"sojourn/web/auth"
)

// Credentials are what a program logs in with; AdminClient writes them to admin-client.json.
type Credentials struct {
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret"`
	Hint         string `json:"hint,omitempty"`
}

const adminHint = "This OAuth client may do everything. The server keeps only a hash of the secret: " +
	"move this file to where you keep secrets. Make clients with fewer permissions with `sojourn client create`."

// ensureAdministrator creates the first client of a folder that never had one, and leaves its secret in
// a file. The file comes first: after a crash in between, the next start finds it and goes on from there.
func ensureAdministrator(ctx context.Context, f *folder, d *definitions, logger *slog.Logger) error {
	if d.Ever(journey.ClientNoun) {
		return nil
	}
	credentials, err := ReadCredentials(f.adminClient())
	if errors.Is(err, fs.ErrNotExist) {
		credentials, err = newCredentials(f.adminClient())
	}
	if err != nil {
		return fmt.Errorf("administrator client: %w", err)
	}
	body, err := json.Marshal(administrator(credentials.ClientID, "Administrator", credentials.ClientSecret))
	if err != nil {
		return fmt.Errorf("administrator client: %w", err)
	}
	if _, err := d.Create(ctx, journey.ClientNoun, credentials.ClientID, body); err != nil {
		return fmt.Errorf("administrator client: %w", err)
	}
	logger.Info("created an administrator client, its secret is in the file", "file", f.adminClient())
	return nil
}

// ReadCredentials reads a file like admin-client.json.
func ReadCredentials(path string) (c Credentials, err error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(content, &c); err != nil {
		return c, fmt.Errorf("%s: %w", path, err)
	}
	if c.ClientID == "" || c.ClientSecret == "" {
		return c, fmt.Errorf("%s: clientId or clientSecret is missing", path)
	}
	return c, nil
}

// newCredentials makes credentials and writes them to a new file that only the owner can read.
func newCredentials(path string) (Credentials, error) {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	c := Credentials{
		ClientID: journey.RandomID(random).String(), ClientSecret: auth.NewSecret(), Hint: adminHint,
	}
	content, err := json.MarshalIndent(c, "", "  ") //nolint:gosec // the secret is what the file is for
	if err != nil {
		return c, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return c, err
	}
	_, err = file.Write(append(content, '\n'))
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return c, errors.Join(err, os.Remove(path))
	}
	return c, syncFolder(filepath.Dir(path))
}

// syncFolder makes the names in a folder durable.
func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
