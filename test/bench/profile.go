//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"sojourn/test/bench/internal/flame"
)

// profile takes a CPU profile of the server while a phase runs, if profiles are wanted. The returned function
// waits for it.
func (t *target) profile(ctx context.Context, phase string) func() error {
	folder := t.rig.options.profiles
	if folder == "" {
		return func() error { return nil }
	}
	name := strings.NewReplacer(" ", "-", ",", "", "/", "-per-").Replace(t.Name + " " + phase)
	seconds := max(int(t.rig.options.length.Seconds()), 1)
	done := make(chan error, 1)
	go func() { done <- t.writeProfile(ctx, filepath.Join(folder, name+".pprof"), seconds) }()
	return func() error { return <-done }
}

func (t *target) writeProfile(ctx context.Context, path string, seconds int) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := t.WriteProfile(ctx, fmt.Sprintf("profile?seconds=%d", seconds), file); err != nil {
		return err
	}
	return t.draw(ctx, path)
}

// draw draws a profile as a flame graph, next to it.
func (t *target) draw(ctx context.Context, profile string) (err error) {
	//nolint:gosec // a file of ours
	traces, err := exec.CommandContext(ctx, "go", "tool", "pprof", "-traces", profile).Output()
	if err != nil {
		return fmt.Errorf("go tool pprof -traces %s: %w", profile, err)
	}
	graph, err := flame.Read(bytes.NewReader(traces))
	switch {
	case errors.Is(err, flame.ErrNoTraces):
		return nil // it was too idle to be caught at anything
	case err != nil:
		return fmt.Errorf("%s: %w", profile, err)
	}
	path := strings.TrimSuffix(profile, ".pprof") + ".svg"
	title := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(path), ".svg"), "-", " ")
	return os.WriteFile(path, graph.SVG(title), 0o600)
}
