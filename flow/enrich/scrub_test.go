package enrich

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sojourn/journey"
)

func TestRedactCards(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"4111111111111111", "[redacted]"},
		{"card 4111 1111 1111 1111", "card [redacted]"},
		{"5500-0055-5555-5559, thanks", "[redacted], thanks"},
		{"a4111111111111111b", "a[redacted]b"},
		{"4222222222222", "[redacted]"},                             // 13 digits
		{"378282246310005 30569309025904", "[redacted] [redacted]"}, // 15, 14
		{"2223000048400011", "[redacted]"},                          // 2223
		{"6304000000000000000", "[redacted]"},                       // 19
		{"2024 4111 1111 1111 1111", "2024 [redacted]"},
		{"4111 1111 1111 1111 and 4111-1111-1111-1111.", "[redacted] and [redacted]."},
		{"4111  1111 1111 1111", "4111  1111 1111 1111"}, // two spaces
		{"4111.1111.1111.1111", "4111.1111.1111.1111"},
		{"4111111111111112", "4111111111111112"},         // Luhn
		{"1772442000000", "1772442000000"},               // milliseconds
		{"411111111111", "411111111111"},                 // 12
		{"41111111111111111111", "41111111111111111111"}, // 20
		{"0000000000000000", "0000000000000000"},
		{"2000000000000006", "2000000000000006"},
		{"7992739871300000", "7992739871300000"},
		{"٤١١١١١١١١١١١١١١١", "٤١١١١١١١١١١١١١١١"},
		{"4111%201111%201111%201111", "4111%201111%201111%201111"}, // plain text is not decoded
		{"", ""},
	} {
		if got := redactCards(c.in, plainText); got != c.want {
			t.Errorf("%s: got %s, want %s", c.in, got, c.want)
		}
	}
}

func TestRedactInURLs(t *testing.T) {
	for in, want := range map[string]string{
		"https://x.example/pay/4111111111111111/ok":              "https://x.example/pay/[redacted]/ok",
		"https://x.example/4111%201111%201111%201111":            "https://x.example/[redacted]",
		"https://x.example/?n=4111+1111+1111+1111&y=2":           "https://x.example/?n=[redacted]&y=2",
		"https://x.example/?n=%34111%2D1111-1111%201111":         "https://x.example/?n=[redacted]",
		"https://x.example/?n=%204111111111111111":               "https://x.example/?n=%20[redacted]",
		"https://x.example/4111+1111+1111+1111":                  "https://x.example/4111+1111+1111+1111", // a plus in a path is one
		"https://x.example/#4111111111111111":                    "https://x.example/#[redacted]",
		"https://x.example/?t=1772442000000&id=4111111111111112": "https://x.example/?t=1772442000000&id=4111111111111112",
	} {
		s := compile(t, func(d *journey.Deployment) { d.JourneyEvents.TrackingSettings.ShouldKeepURLFragment = true })
		event := enrich(t, Traces{PageURL: in, ReferrerURL: in}, s)
		if event.Page.URL != want || event.Referrer.URL != want {
			t.Errorf("%s: got %s and %s, want %s", in, event.Page.URL, event.Referrer.URL, want)
		}
	}
}

// TestRedactEverywhere looks for a card number in all that an event keeps of its traces.
func TestRedactEverywhere(t *testing.T) {
	const card = "4111111111111111"
	s := compile(t, func(d *journey.Deployment) {
		d.JourneyEvents.TrackingSettings.SearchQueryParameters = []string{"q"}
	})
	event := enrich(t, Traces{
		PageURL: "https://x.example/" + card + "?q=" + card + "&utm_term=" + card + "&gclid=" + card,
		Title:   "Order " + card, Keywords: card, ReferrerURL: "https://www.google.com/?q=" + card,
		Attributes: []journey.Attribute{{Name: "a", Type: journey.Integer, Value: card}},
	}, s)
	kept := fmt.Sprintf("%+v %+v %+v %+v %+v", event, event.Page, event.Referrer, event.Campaign, event.Attributes)
	if strings.Contains(kept, card) {
		t.Error(kept)
	}
	if event.SearchQuery != redacted || event.Referrer.Keywords != redacted || event.Campaign.Term != redacted {
		t.Error(kept)
	}
}

func TestRedactAttributes(t *testing.T) {
	in := []journey.Attribute{
		{Name: "plain", Type: journey.String, Value: "text"},
		{Name: "integer", Type: journey.Integer, Value: "4111111111111111"},
		{Name: "negative", Type: journey.Integer, Value: "-4111111111111111"},
		{Name: "number", Type: journey.Number, Value: "4111111111111111.5"},
		{Name: "exponent", Type: journey.Number, Value: "4.111111111111111e+15"},
		{Name: "fraction", Type: journey.Number, Value: "0.4111111111111111"},
		{Name: "boolean", Type: journey.Boolean, Value: "true"},
		{Name: "order", Type: journey.String, Value: "Order B-17"},
		{Name: "orders", Type: journey.Integer, Value: "17"},
	}
	before := slices.Clone(in)
	want := slices.Clone(in)
	for i := 1; i <= 4; i++ {
		want[i].Type, want[i].Value = journey.String, redacted
	}
	plain := scrubber{}
	if got := plain.attributes(in); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	own := scrubber{patterns: []*regexp.Regexp{regexp.MustCompile(`B-\d+`), regexp.MustCompile(`^17$`)}}
	want[7].Value = "Order [redacted]"
	want[8].Type, want[8].Value = journey.String, redacted
	if got := own.attributes(in); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if !slices.Equal(in, before) {
		t.Error("the traces were changed")
	}
	if got := plain.attributes(in[:1]); &got[0] != &in[0] {
		t.Error("a clean list was copied")
	}
	if got := plain.attributes(nil); got != nil {
		t.Error("nothing became something")
	}
}

// TestCardsAreFound makes card numbers, in any grouping and between other text.
func TestCardsAreFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.SliceOfN(rapid.ByteRange('0', '9'), minCardDigits, maxCardDigits).Draw(t, "digits")
		digits[0] = rapid.ByteRange('3', '6').Draw(t, "first")
		for digits[len(digits)-1] = '0'; !isCard(numbers(digits)); digits[len(digits)-1]++ {
		}
		var card strings.Builder
		for i, digit := range digits {
			if i > 0 {
				card.WriteString(rapid.SampledFrom([]string{"", "", "", " ", "-"}).Draw(t, "gap"))
			}
			card.WriteByte(digit)
		}
		text := "before: " + card.String() + ", after"
		if got := redactCards(text, plainText); got != "before: [redacted], after" {
			t.Fatalf("%s: got %s", text, got)
		}
		if got := redactCards(strings.ReplaceAll(text, " ", "%20"), urlText); got != "before:%20[redacted],%20after" {
			t.Fatalf("%s: got %s", text, got)
		}
	})
}

func numbers(digits []byte) []byte {
	n := make([]byte, len(digits))
	for i := range digits {
		n[i] = digits[i] - '0'
	}
	return n
}

func FuzzRedact(f *testing.F) {
	f.Add("card 4111 1111 1111 1111")
	f.Add("2024-4111-1111-1111-1111%20%3411+1")
	f.Add(strings.Repeat("4-", 500))
	f.Fuzz(func(t *testing.T, in string) {
		for _, e := range []encoding{plainText, urlText, queryText} {
			once := redactCards(in, e)
			if again := redactCards(once, e); again != once {
				t.Errorf("%q: %q, again %q", in, once, again)
			}
			if !hasDigits(in, minCardDigits) && once != in {
				t.Errorf("%q: %q", in, once)
			}
		}
	})
}
