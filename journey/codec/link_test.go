package codec

import (
	"testing"

	"sojourn/journey"
)

// TestWhatFollowsTakesNoBytes: of a page only the URL is written, and the length of its domain, if its parts are where
// they are expected.
func TestWhatFollowsTakesNoBytes(t *testing.T) {
	for url, want := range map[string]link{
		"https://www.velo-shop.example/shop/bikes?sort=price#top": {
			domain: "velo-shop.example", host: "www.velo-shop.example", path: "/shop/bikes", query: "sort=price", fragment: "top",
		},
		"http://shop.example:8080":      {domain: "shop.example", host: "shop.example", path: "/"},
		"https://a.example?q=/x?y#z?/#": {domain: "example", host: "a.example", path: "/", query: "q=/x?y", fragment: "z?/#"},
		"":                              {path: "/"},
	} {
		want.url = url
		if b := appendLink(nil, want); len(b) != 1+len(url)+1 {
			t.Errorf("%s takes %d bytes", url, len(b))
		}
	}
}

// TestWhatDoesNotFollowIsWritten: parts that enrichment made otherwise come back as it made them.
func TestWhatDoesNotFollowIsWritten(t *testing.T) {
	for _, want := range []link{
		{url: "https://Shop.example/", domain: "shop.example", host: "shop.example", path: "/"},
		{url: "https://user@shop.example/", domain: "shop.example", host: "shop.example", path: "/"},
		{url: "https://[::1]:80/", domain: "::1", host: "::1", path: "/"},
		{url: "https://shop.example/", domain: "other.example", host: "shop.example", path: "/"},
		{url: "https://shop.example/", domain: "a.shop.example", host: "shop.example", path: "/"},
	} {
		r := reader{text: string(appendLink(nil, want))}
		if got := r.link(); got != want || r.close("link") != nil {
			t.Errorf("%+v comes back as %+v", want, got)
		}
	}
}

// TestPieces: a text that was read from another is written as where it stood there.
func TestPieces(t *testing.T) {
	agent := sampleAccepted().UserAgent
	for text, size := range map[string]int{
		"": 1, "6": 2, "122.0.6261.112": 3, "Chrome": 3, "Windows": 2, "10": 2, "Edge": 5, agent: 2, agent + "x": len(agent) + 3,
	} {
		b := appendPiece(nil, text, agent)
		r := reader{text: string(b)}
		if got := r.piece(agent); got != text || r.close("piece") != nil || len(b) != size {
			t.Errorf("%q comes back as %q from %d bytes, not %d", text, got, len(b), size)
		}
	}
	for _, beyond := range [][]byte{{1<<1 | 1, 5}, {11<<1 | 1, 0}} {
		r := reader{text: string(beyond)}
		_ = r.piece("short")
		if r.close("piece") == nil {
			t.Errorf("%x is a piece of a text that ends before", beyond)
		}
	}
}

// TestAddresses: those of version 4 take 5 bytes, whatever else stands there takes what it takes.
func TestAddresses(t *testing.T) {
	for text, size := range map[string]int{
		"": 1, "203.0.113.24": 5, "0.0.0.0": 5, "255.255.255.255": 5, "1.2.3.04": 9, "1.2.3": 6, "256.1.1.1": 10,
		"::ffff:1.2.3.4": 15, "2001:db8::1": 12,
	} {
		b := appendAddress(nil, text)
		r := reader{text: string(b), room: &noRoom}
		if got := r.address(); got != text || r.close("address") != nil || len(b) != size {
			t.Errorf("%q comes back as %q from %d bytes, not %d", text, got, len(b), size)
		}
	}
}

// TestAnEventIsSmallerThanItWas: the same values in version 1 and as they are written now.
func TestAnEventIsSmallerThanItWas(t *testing.T) {
	first := readGolden(t, golden1)
	if was, is := len(first["event"]), len(AppendRecord(nil, journey.Record(sampleAccepted()))); is >= was*9/10 {
		t.Errorf("the event takes %d bytes, it was %d", is, was)
	}
	if was, is := len(first["session"]), len(AppendSession(nil, sampleSession())); is >= was*9/10 {
		t.Errorf("the session takes %d bytes, it was %d", is, was)
	}
}
