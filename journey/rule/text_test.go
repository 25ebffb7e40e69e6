package rule

import (
	"math/big"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Two texts are the same without regard to case when their folded forms are equal.
func TestFoldIsEqualFold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.SampledFrom([]string{"k", "K", "\u212a", "ſ", "s", "S", "É", "é", "ß", "ẞ",
			"ς", "Σ", "σ", "İ", "i", "ı", "ǅ", "ǆ", "x", "\xff"}), 1, 3)
		a, b := strings.Join(texts.Draw(t, "a"), ""), strings.Join(texts.Draw(t, "b"), "")
		if same := foldValue(a) == foldValue(b); same != strings.EqualFold(a, b) {
			t.Fatalf("%q and %q are the same: %v, folded %q and %q", a, b, !same, foldValue(a), foldValue(b))
		}
	})
}

func TestFoldIsThatOfValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		text += strings.Repeat(text, rapid.SampledFrom([]int{0, 0, 500}).Draw(t, "times"))
		var room foldRoom
		if got := fold(text, &room); got != foldValue(text) || !utf8.ValidString(got) {
			t.Fatalf("%q became %q, as a value %q", text, got, foldValue(text))
		}
	})
}

func TestDecimals(t *testing.T) {
	inOrder := [][]string{ // those of a line are equal
		{"-1e1000000000"}, {"-10.5", "-1.05e1", "-105e-1"}, {"-10", "-1e1"}, {"-0.05"},
		{"0", "-0", "+0.000", ".0", "0.", "0e5", "000"},
		{"1e-1000000000"}, {".05", "0.050", "5e-2", "+5E-02"}, {"5", "5.", "05.0", "5e0", "0.5e+1"},
		{"10", "1e1", "10.000"}, {"10.01"}, {"10.5", "1.05e1"},
		{"9007199254740992"}, {"9007199254740993", "9007199254740993.0"}, {"1e999999"},
	}
	for i, line := range inOrder {
		for _, text := range line {
			d := decimalOf(t, text)
			for j, other := range inOrder {
				for _, text := range other {
					e := decimalOf(t, text)
					if got := d.compare(&e); (got < 0) != (i < j) || (got > 0) != (i > j) {
						t.Errorf("%+v compared with %+v: %d", d, e, got)
					}
					if (d.hash() == e.hash()) != (i == j) {
						t.Errorf("hashes of %+v and %+v", d, e)
					}
				}
			}
		}
	}
	for _, text := range []string{"", ".", "-", "+", "e5", "1e", "1e+", "--1", "1.2.3", "0x10", "1_000", "NaN", "Inf",
		" 1", "1 ", "1,5", "½", "1e1000000001", "1e99999999999999999999", "-.e1"} {
		if d, ok := parseDecimal(text); ok {
			t.Errorf("%q was read as %+v", text, d)
		}
	}
}

func decimalOf(t *testing.T, text string) decimal {
	t.Helper()
	d, ok := parseDecimal(text)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return d
}

func TestDecimalsAreExact(t *testing.T) {
	number := rapid.StringMatching(`[+-]?([0-9]{1,4}(\.[0-9]{0,4})?|\.[0-9]{1,3})([eE][+-]?[0-9]{1,2})?`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		d, okD := parseDecimal(a)
		e, okE := parseDecimal(b)
		x, okX := new(big.Rat).SetString(a)
		y, okY := new(big.Rat).SetString(b)
		if !okD || !okE || !okX || !okY {
			t.Fatalf("%q, %q: not read", a, b)
		}
		if got := d.compare(&e); min(max(got, -1), 1) != x.Cmp(y) {
			t.Fatalf("%s compared with %s: %d", a, b, got)
		}
	})
}

func FuzzDecimal(f *testing.F) {
	for _, seed := range []string{"1", "-1.50", ".5e-7", "00.0", "1e", "-"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, ok := parseDecimal(text)
		if !ok {
			return
		}
		if e := d; d.compare(&e) != 0 {
			t.Errorf("%q is not equal to itself", text)
		}
		if strings.ContainsAny(text, "eE") { // a large exponent takes the reference forever
			return
		}
		if x, ok := new(big.Rat).SetString(text); !ok || x.Sign() != d.sign() {
			t.Errorf("%q: sign %d", text, d.sign())
		}
	})
}

func TestVersions(t *testing.T) {
	for _, test := range []struct {
		a, b  string
		order int
	}{
		{"120", "120.0.0", 0}, {"120.0.1", "120", 1}, {"9", "10", -1}, {"17.4.1", "17.10", -1}, {"017.4", "17.4", 0},
		{"99999999999999999999999", "99999999999999999999998", 1},
	} {
		if got := compareVersions(test.a, test.b); got != test.order {
			t.Errorf("%s compared with %s: %d", test.a, test.b, got)
		}
		if got := compareVersions(test.b, test.a); got != -test.order {
			t.Errorf("%s compared with %s: %d", test.b, test.a, got)
		}
	}
	for _, text := range []string{"", ".", "1.", ".1", "1..2", "-1", "1e3", "1.x"} {
		if isVersion(text) {
			t.Errorf("%q is a version", text)
		}
	}
}

// Every text with a value in it is found by the value's grams.
func TestGramsFindTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.StringMatching(`[ab/é]{3,8}`), 1, 30).Draw(t, "values")
		x := &index{}
		for i, value := range values {
			c := newCriterion(&Criterion{Key: "page.url", Operator: "containsAny", Values: []string{value}}, path{})
			x.fileUnder([]criterion{c}, int32(i))
		}
		x.finish()
		url := rapid.StringMatching(`[ab/é]{0,20}`).Draw(t, "url")
		var room [1]uint64
		x.mark(&source{event: onlyURL(url)}, room[:])
		for i, value := range values {
			if strings.Contains(url, value) && room[0]&(1<<i) == 0 {
				t.Fatalf("%q is in %q, and was not found", value, url)
			}
		}
	})
}

// onlyURL is an event that has nothing else.
type onlyURL string

func (onlyURL) SessionType() string { return "web" }

func (onlyURL) EventName() string { return "page_viewed" }

func (u onlyURL) JourneyValue(key Key, _ string) (v Value) {
	if key == PageURL {
		v.Text = string(u)
	}
	return v
}
