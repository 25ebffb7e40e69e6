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

const goldenFile = "testdata/v1.golden"

// TestValuesOfVersion1StayReadable is the upgrade test: the committed bytes were written by
// version 1 and must decode, for good, to what they stood for. When version 2 comes, this file
// stays as it is and only the comparison of the bytes written moves to a v2.golden.
func TestValuesOfVersion1StayReadable(t *testing.T) {
	values := sampleValues()
	if *update {
		writeGolden(t, values)
	}
	stored := readGolden(t)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !bytes.Equal(stored[name], values[name]) {
			t.Errorf("%s: version 1 is written differently now:\n%x\n%x", name, stored[name], values[name])
		}
	}
	event, err := DecodeRecord(stored["event"])
	check(t, err)
	same(t, event, journey.Record(sampleAccepted()))
	session, err := DecodeSession(stored["session"])
	check(t, err)
	same(t, session, sampleSession())
	app, err := DecodeSession(stored["app session"])
	check(t, err)
	same(t, app, sampleAppSession())
	state, ids, err := DecodeState(sampleState().Key, stored["state"])
	check(t, err)
	same(t, state.Repeats, sampleState().Repeats)
	same(t, ids, []journey.ID{sampleSession().ID, sampleAppSession().ID})
}

func writeGolden(t *testing.T, values map[string][]byte) {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(&text, "%s: %x\n", name, values[name])
	}
	check(t, os.WriteFile(goldenFile, []byte(text.String()), 0o644))
}

func readGolden(t *testing.T) map[string][]byte {
	text, err := os.ReadFile(goldenFile)
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
