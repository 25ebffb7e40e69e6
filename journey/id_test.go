package journey_test

import (
	"strings"
	"testing"

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
