package codec

import (
	"bytes"
	"encoding/hex"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"sojourn/journey"
)

var update = flag.Bool("update", false, "write the golden file of the current version anew")

// The golden files of the versions. That of an old version stays as it is, for good.
const (
	golden1 = "testdata/v1.golden"
	golden2 = "testdata/v2.golden"
	golden3 = "testdata/v3.golden"
	golden4 = "testdata/v4.golden"
)

// TestValuesAreWrittenAsBefore: a layout never changes.
func TestValuesAreWrittenAsBefore(t *testing.T) {
	values, ofVersion4 := sampleValues(), map[string][]byte{}
	for name, data := range values {
		if data[1] == version4 {
			ofVersion4[name] = data
		}
	}
	if *update {
		writeGolden(t, golden4, ofVersion4)
	}
	first, fourth := readGolden(t, golden1), readGolden(t, golden4)
	for name, data := range values {
		stored := first[name]
		if data[1] == version4 {
			stored = fourth[name]
		}
		if !bytes.Equal(stored, data) {
			t.Errorf("%s is written differently now:\n%x\n%x", name, stored, data)
		}
	}
}

// TestStoredValuesStayReadable is the upgrade test: the committed bytes were written by the versions and must decode, for
// good, to what they stood for.
func TestStoredValuesStayReadable(t *testing.T) {
	want := sampleValues()
	for file, count := range map[string]int{golden1: 7, golden2: 6, golden3: 2, golden4: 11} {
		stored := readGolden(t, file)
		if len(stored) != count {
			t.Errorf("%s has %d values, not %d", file, len(stored), count)
		}
		for name, data := range stored {
			if again := rewritten(t, name, data); !bytes.Equal(again, want[name]) {
				t.Errorf("%s of %s stands for something else now:\n%x\n%x", name, file, again, want[name])
			}
		}
	}
}

// rewritten decodes a value and writes it as that is done now.
func rewritten(t *testing.T, name string, data []byte) []byte {
	switch data[0] {
	case typeSession:
		s, err := DecodeSession(data)
		check(t, err)
		return AppendSession(nil, s)
	case typeState:
		s, ids, err := DecodeState(sampleState().Key, data)
		check(t, err)
		for _, id := range ids {
			s.Sessions = append(s.Sessions, &journey.Session{ID: id, Kind: journey.Web + journey.Kind(len(s.Sessions))})
		}
		return AppendState(nil, s)
	}
	record, err := DecodeRecord(data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return AppendRecord(nil, record)
}

// olderValues are what versions 1 to 3 wrote, by name and version.
func olderValues(t testing.TB) map[string][]byte {
	values := map[string][]byte{}
	for _, file := range []string{golden1, golden2, golden3} {
		for name, data := range readGolden(t, file) {
			values[fmt.Sprintf("%s %d", name, data[1])] = data
		}
	}
	return values
}

func writeGolden(t *testing.T, file string, values map[string][]byte) {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(&text, "%s: %x\n", name, values[name])
	}
	check(t, os.WriteFile(file, []byte(text.String()), 0o644))
}

func readGolden(t testing.TB, file string) map[string][]byte {
	text, err := os.ReadFile(file)
	check(t, err)
	values := map[string][]byte{}
	for line := range strings.Lines(string(text)) {
		name, digits, _ := strings.Cut(strings.TrimSpace(line), ": ")
		values[name], err = hex.DecodeString(digits)
		check(t, err)
	}
	return values
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
