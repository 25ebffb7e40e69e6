package restapi

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sojourn/journey"
)

func TestCursorRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		listing := rapid.SliceOf(rapid.String()).Draw(t, "listing")
		stamp := journey.Stamp{At: journey.Instant(rapid.Int64().Draw(t, "at")), Seq: rapid.Uint64().Draw(t, "seq")}
		entry := journey.EventPlace{
			Stamp: stamp, Type: journey.EventType(rapid.Byte().Draw(t, "type")), Nth: int(rapid.Uint32().Draw(t, "nth")),
		}
		c, err := parseCursor(entryCursor(entry).text(listing...), listing...)
		if err != nil || c.entry() != entry {
			t.Fatalf("%v came back as %v, %v", entry, c.entry(), err)
		}
		place := Place{Newest: stamp.At, ID: journey.ID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))}
		c, err = parseCursor(placeCursor(place).text(listing...), listing...)
		if err != nil || c.place() != place {
			t.Fatalf("%v came back as %v, %v", place, c.place(), err)
		}
	})
}

func TestCursorIsBound(t *testing.T) {
	text := entryCursor(journey.Stamp{At: 5, Seq: 7}.Behind()).text("a", "bc")
	for _, other := range [][]string{{"a"}, {"ab", "c"}, {"a", "bc", ""}, nil} {
		if _, err := parseCursor(text, other...); err == nil {
			t.Errorf("taken for a cursor of %q", other)
		}
	}
	for _, damaged := range []string{text[1:], text + "A", text + "\n", " " + text, strings.ToLower(text), text[:len(text)-1] + "!", "x"} {
		if _, err := parseCursor(damaged, "a", "bc"); err == nil && damaged != text {
			t.Errorf("%q was taken", damaged)
		}
	}
	if c, err := parseCursor("", "a"); err != nil || c != (cursor{}) {
		t.Errorf("the beginning: %v, %v", c, err)
	}
}

func FuzzParseCursor(f *testing.F) {
	f.Add(entryCursor(journey.Stamp{At: 5, Seq: 7}.Behind()).text("x"))
	f.Add("")
	f.Add("AAAA")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseCursor(text, "x")
		if err == nil && text != "" && c.text("x") != text {
			t.Errorf("%q is another form of %q", text, c.text("x"))
		}
	})
}
