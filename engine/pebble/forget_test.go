package pebble

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/flow/stitch"
	"sojourn/journey"
)

// filesWith returns the files of a folder that contain one of the texts.
func filesWith(t *testing.T, dir string, texts ...string) (found []string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	check(t, err)
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(dir, file.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			continue // the store has removed it meanwhile
		}
		check(t, err)
		for _, text := range texts {
			if bytes.Contains(content, []byte(text)) {
				found = append(found, file.Name()+": "+text)
			}
		}
	}
	return found
}

// TestForgottenBytesAreGone erases visitors and looks for them in the files.
func TestForgottenBytesAreGone(t *testing.T) {
	dir := t.TempDir()
	i, err := Open(dir, Options{MemTableBytes: 64 << 10, HeldEvents: 500}, testLog)
	check(t, err)
	traffic := newTraffic(100)
	run := func(batches int) {
		for range batches {
			upTo, changes := traffic.batch(50)
			check(t, i.Apply(t.Context(), upTo, changes))
		}
	}
	run(60)
	check(t, i.Flush(t.Context()))
	run(20)

	var forgotten []stitch.Forgotten
	var names []string
	want := 0
	for n := range 10 {
		key := traffic.visitors[n].state.Key
		of := stitch.Forgotten{Key: key}
		for s, err := range i.OfCustomer(t.Context(), string(key), Cursor{}) {
			check(t, err)
			of.Sessions = append(of.Sessions, s.ID)
			want++
			names = append(names, string(s.ID[:]), s.ID.String())
		}
		names, forgotten = append(names, string(key)), append(forgotten, of)
	}
	check(t, i.Flush(t.Context()))
	if found := filesWith(t, dir, names...); len(found) < 10 {
		t.Fatalf("before the erasure there are only %v", found)
	}
	erased, err := i.Forget(t.Context(), traffic.position, 0, forgotten)
	check(t, err)
	if len(erased) != want || want == 0 {
		t.Errorf("%d sessions were erased, want %d", len(erased), want)
	}
	check(t, i.Scrub(t.Context(), false))
	report, err := i.Check(t.Context(), nil)
	check(t, err)
	if len(report.Problems) > 0 || report.States != 90 {
		t.Errorf("after the erasure: %+v", report)
	}
	if _, err := i.Session(t.Context(), forgotten[0].Sessions[0]); err == nil {
		t.Error("an erased session is found")
	}
	again, err := i.Forget(t.Context(), traffic.position, 0, forgotten)
	check(t, err)
	if len(again) != 0 {
		t.Errorf("%d sessions were erased again", len(again))
	}
	check(t, i.Close())
	if found := filesWith(t, dir, names...); len(found) > 0 {
		t.Errorf("the files still have %d: %v", len(found), found[:min(5, len(found))])
	}
}

// TestForgetKeepsTheRest erases the older sessions of visitors who came again.
func TestForgetKeepsTheRest(t *testing.T) {
	i := mustOpen(t, vfs.NewMem())
	traffic := newTraffic(20)
	for range 60 {
		upTo, changes := traffic.batch(10)
		check(t, i.Apply(t.Context(), upTo, changes))
	}
	const before = journey.Instant(1_772_442_904_000 + 400)
	var forgotten []stitch.Forgotten
	old := 0
	for n := range traffic.visitors {
		of := stitch.Forgotten{Key: traffic.visitors[n].state.Key}
		for s, err := range i.OfCustomer(t.Context(), string(of.Key), Cursor{}) {
			check(t, err)
			of.Sessions = append(of.Sessions, s.ID)
			if s.Newest.At < before {
				old++
			}
		}
		forgotten = append(forgotten, of)
	}
	erased, err := i.Forget(t.Context(), traffic.position, before, forgotten)
	check(t, err)
	if len(erased) != old || old == 0 {
		t.Errorf("%d sessions were erased, want %d", len(erased), old)
	}
	report, err := i.Check(t.Context(), nil)
	check(t, err)
	if len(report.Problems) > 0 || report.States != 20 || report.Sessions == 0 {
		t.Errorf("after the erasure: %+v", report)
	}
	keys := make([]journey.Key, len(forgotten))
	for n := range keys {
		keys[n] = forgotten[n].Key
	}
	states, err := i.Load(t.Context(), keys)
	check(t, err)
	for n, state := range states {
		if state.Events != traffic.visitors[n].state.Events {
			t.Errorf("the totals of %s are lost", state.Key)
		}
	}
	check(t, i.Close())
}
