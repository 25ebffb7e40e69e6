package seglog

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sojourn/journey"
)

// A log that was written in an older version of the format reads as it was, goes on in
// its newest segment as that is, and in the present version from the next one on. What
// is erased makes its segments ones of the present version.
func TestOlderVersions(t *testing.T) {
	t.Run("1", func(t *testing.T) { openOlder(t, "v1", 60, map[byte]int{version1: 4}) })
	t.Run("2", func(t *testing.T) { openOlder(t, "v2", 150, map[byte]int{version2: 5}) })
}

func openOlder(t *testing.T, name string, groups int, versions map[byte]int) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", name))); err != nil {
		t.Fatal(err)
	}
	w := written{erased: map[journey.Position]bool{}}
	for i := range groups {
		w.records = append(w.records, fmt.Sprintf("record %d %s", i, strings.Repeat("abc", 6*(i%50))),
			fmt.Sprintf("its follower %d", i))
	}
	options := Options{SegmentBytes: small, Dictionary: changing()}
	for opening := range 3 {
		report, err := Check(dir, options, nil)
		if err != nil || report.Records+report.Erased != int64(len(w.records)) {
			t.Fatalf("check: %+v, %v", report, err)
		}
		l, err := Open(dir, options)
		if err != nil {
			t.Fatal(err)
		}
		if got := versionsOf(l); opening == 0 && !maps.Equal(got, versions) {
			t.Fatalf("segments by version: %v, want %v", got, versions)
		}
		w.mustBe(t, l)
		for i := range 60 {
			more := fmt.Sprintf("record %d %s", i, strings.Repeat("more", i))
			if _, err := l.Append(t.Context(), [][]byte{[]byte(more)}); err != nil {
				t.Fatal(err)
			}
			w.records = append(w.records, more)
		}
		older := versionsOf(l)
		if older[version3] < 1 || len(older) != 2 {
			t.Fatalf("opening %d, segments by version: %v", opening, older)
		}
		if opening > 0 {
			w.erase(t, l, 1, journey.Position(30*opening), 4) // none in the fourth segment
			if first, later := l.segments[0].version, l.segments[3].version; first != version3 || later == version3 {
				t.Fatalf("opening %d: the first segment has version %d, the fourth %d", opening, first, later)
			}
		}
		w.mustBe(t, l)
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func versionsOf(l *Log) map[byte]int {
	versions := map[byte]int{}
	for _, s := range l.segments {
		versions[s.version]++
	}
	return versions
}
