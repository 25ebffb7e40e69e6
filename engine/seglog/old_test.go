package seglog

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sojourn/journey"
)

// A log that was written in version 1 of the format reads as it was, goes on in its
// newest segment as that is, and in the present version from the next one on.
func TestVersion1(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "v1"))); err != nil {
		t.Fatal(err)
	}
	var want []string
	for i := range 60 {
		want = append(want, fmt.Sprintf("record %d %s", i, strings.Repeat("abc", 6*(i%50))),
			fmt.Sprintf("its follower %d", i))
	}
	options := Options{SegmentBytes: small, Dictionary: changing()}
	report, err := Check(dir, options, nil)
	if err != nil || report.Records != int64(len(want)) || report.Segments != 4 {
		t.Fatalf("check: %+v, %v", report, err)
	}
	versions := map[byte]int{}
	for range 2 {
		l, err := Open(dir, options)
		if err != nil {
			t.Fatal(err)
		}
		w := written{records: want}
		if n, err := w.reads(t, l); err != nil || n != len(want) {
			t.Fatalf("read %d of %d records, %v", n, len(want), err)
		}
		for i := len(want) - 1; i >= 0; i -= 7 {
			got, err := l.Get(t.Context(), []journey.Position{journey.Position(i + 1)})
			if err != nil || string(got[0]) != want[i] {
				t.Fatalf("get position %d: %.40q, %v", i+1, got, err)
			}
		}
		for i := range 60 {
			more := fmt.Sprintf("record %d %s", i, strings.Repeat("more", i))
			if _, err := l.Append(t.Context(), [][]byte{[]byte(more)}); err != nil {
				t.Fatal(err)
			}
			want = append(want, more)
		}
		clear(versions)
		for _, s := range l.segments {
			versions[s.version]++
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if versions[version1] != 4 || versions[version2] < 2 {
		t.Fatalf("segments by version: %v", versions)
	}
	if report, err := Check(dir, options, nil); err != nil || report.Records != int64(len(want)) {
		t.Fatalf("check: %+v, %v", report, err)
	}
}
