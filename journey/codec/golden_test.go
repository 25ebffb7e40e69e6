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
)

// asStored reads a golden file and demands that the values are still written like that.
func asStored(t *testing.T, file string, values map[string][]byte) map[string][]byte {
	stored := readGolden(t, file)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !bytes.Equal(stored[name], values[name]) {
			t.Errorf("%s: %s is written differently now:\n%x\n%x", file, name, stored[name], values[name])
		}
	}
	return stored
}

// TestValuesOfVersion3StayReadable: segments and outcomes.
func TestValuesOfVersion3StayReadable(t *testing.T) {
	if *update {
		writeGolden(t, golden3, sampleValues3())
	}
	stored := asStored(t, golden3, sampleValues3())
	event, err := DecodeRecord(stored["judged event"])
	check(t, err)
	same(t, event, journey.Record(sampleJudgedEvent()))
	session, err := DecodeSession(stored["judged session"])
	check(t, err)
	same(t, session, sampleJudgedSession())
}

// TestValuesOfVersion2StayReadable: contacts, conversations and custom sessions.
func TestValuesOfVersion2StayReadable(t *testing.T) {
	stored := asStored(t, golden2, sampleValues2())
	for name, want := range map[string]journey.Record{
		"conversation event": sampleConversationEvent(), "custom event": sampleCustomEvent(), "stitched event": sampleStitchedEvent(),
	} {
		got, err := DecodeRecord(stored[name])
		check(t, err)
		same(t, got, want)
	}
	for name, want := range map[string]*journey.Session{
		"conversation": sampleConversation(), "custom session": sampleCustomSession(), "stitched session": sampleStitchedSession(),
	} {
		got, err := DecodeSession(stored[name])
		check(t, err)
		same(t, got, want)
	}
}

// TestValuesOfVersion1StayReadable is the upgrade test: the committed bytes were written by
// version 1 and must decode, for good, to what they stood for. Values that need nothing
// of version 2 are still written in version 1.
func TestValuesOfVersion1StayReadable(t *testing.T) {
	stored := asStored(t, golden1, sampleValues1())
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

func writeGolden(t *testing.T, file string, values map[string][]byte) {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(&text, "%s: %x\n", name, values[name])
	}
	check(t, os.WriteFile(file, []byte(text.String()), 0o644))
}

func readGolden(t *testing.T, file string) map[string][]byte {
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
