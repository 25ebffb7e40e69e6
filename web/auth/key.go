package auth

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Key signs access tokens.
type Key [32]byte

// LoadKey reads the key from a file, or makes one and writes it there first, readable by
// the owner alone. A file of another length is refused, not replaced: that would end
// every token. So is one that others may read.
func LoadKey(path string) (Key, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return createKey(path)
	}
	if err != nil {
		return Key{}, fmt.Errorf("auth: token key: %w", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return Key{}, fmt.Errorf("auth: token key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return Key{}, fmt.Errorf("auth: token key %s may be read by others (mode %04o, want 0600)",
			path, info.Mode().Perm())
	}
	if len(content) != len(Key{}) {
		return Key{}, fmt.Errorf("auth: token key %s has %d bytes, want %d; remove it to end all tokens",
			path, len(content), len(Key{}))
	}
	return Key(content), nil
}

// createKey writes a new key beside its place and renames it, so that a crash leaves the
// whole key or none.
func createKey(path string) (key Key, err error) {
	defer func() {
		if err != nil {
			key, err = Key{}, fmt.Errorf("auth: new token key: %w", err)
		}
	}()
	rand.Read(key[:])                                                        // never fails
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return key, err
	}
	defer func() { _ = os.Remove(file.Name()) }() // what is incomplete; a complete one has its new name by then
	_, err = file.Write(key[:])
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return key, err
	}
	return key, os.Rename(file.Name(), path)
}
