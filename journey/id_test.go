package journey_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sojourn/journey"
)

func FuzzParseID(f *testing.F) {
	for _, seed := range []string{
		"00000001-aaaa-4bbb-8ccc-000000000001", "0F3C9B1E-5D0B-4F0E-9A51-2C7C5A9D6E10", "", "{0f3c9b1e-5d0b-4f0e-9a51-2c7c5a9d6e10}",
		"0f3c9b1e-5d0b-4f0e-9a51-2c7c5a9d6e1g", "0f3c9b1e-5d0b-4f0e-9a51-2c7c5a9d6e1-", "-f3c9b1e05d0b-4f0e-9a51-2c7c5a9d6e10",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := journey.ParseID(text)
		if err == nil && id.String() != strings.ToLower(text) {
			t.Errorf("%q reads as %s", text, id)
		}
		if err != nil && !id.IsZero() {
			t.Errorf("%q is refused, and still gives %s", text, id)
		}
	})
}

func FuzzInstant(f *testing.F) {
	f.Add(int64(1_772_442_000_500))
	f.Add(int64(-1))
	f.Fuzz(func(t *testing.T, ms int64) {
		const year9999 = 253_402_300_799_999
		if ms < 0 || ms > year9999 {
			return
		}
		var back journey.Instant
		if err := back.UnmarshalText([]byte(journey.Instant(ms).String())); err != nil || int64(back) != ms {
			t.Errorf("%d is written %s and reads as %d, %v", ms, journey.Instant(ms), back, err)
		}
		if want := journey.Instant(ms).Time().Format(journey.InstantLayout); journey.Instant(ms).String() != want {
			t.Errorf("%d is written %s, want %s", ms, journey.Instant(ms), want)
		}
	})
}

// A timed ID is a version 7 UUID: it carries its date, and what is later sorts behind.
func TestTimedIDsSortByDate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dates := rapid.SliceOfN(rapid.Int64Range(0, 253_402_300_799_999), 2, 2).Draw(t, "dates")
		var ids [2]journey.ID
		for i, date := range dates {
			random := [16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "random"))
			ids[i] = journey.TimedID(journey.Instant(date), random)
			if text := ids[i].String(); text[14] != '7' || !strings.ContainsRune("89ab", rune(text[19])) {
				t.Errorf("%s is no version 7 UUID", text)
			}
			if got := binary.BigEndian.Uint64(ids[i][:]) >> 16; got != uint64(date) {
				t.Errorf("%s carries the date %d, not %d", ids[i], got, date)
			}
		}
		if a, b := dates[0], dates[1]; a < b != (bytes.Compare(ids[0][:], ids[1][:]) < 0) && a != b {
			t.Errorf("%s of %d and %s of %d are in the wrong order", ids[0], a, ids[1], b)
		}
	})
}
