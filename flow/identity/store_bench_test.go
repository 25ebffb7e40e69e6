package identity_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"

	"sojourn/engine/pebble"
	"sojourn/flow/identity"
	"sojourn/journey"
	"sojourn/journey/contact"
)

// stored returns a directory over an index on disk that holds so many people, each with a cookie and an
// e-mail address, and what one of them says.
func stored(b *testing.B, people int) (*identity.Directory, func(person int) *contact.Evidence) {
	b.Helper()
	asServed := pebble.Options{CacheBytes: 128 << 20, MemTableBytes: 8 << 20}
	index, err := pebble.Open(b.TempDir(), asServed, journey.ID{1})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = index.Close() })
	index.People().Learn()
	n := boot(b, nil)
	d := identity.New(identity.Options{
		Store: index.People(), Log: n.disk, Policy: func() *contact.Policy { return &n.policy },
		Logger: slog.New(slog.DiscardHandler),
	})
	says := func(person int) *contact.Evidence {
		return n.says(cookieOf("known", person), "", fmt.Sprintf("%d@example.com", person))
	}
	for person := 0; person < people; {
		var step []*contact.Evidence
		for range min(1000, people-person) {
			step = append(step, says(person))
			person++
		}
		if _, err := d.ResolveAll(context.Background(), step); err != nil {
			b.Fatal(err)
		}
	}
	if err := index.Flush(context.Background()); err != nil {
		b.Fatal(err)
	}
	return d, says
}

// cookieOf is as long as the cookies of the tracker.
func cookieOf(who string, number int) string {
	return fmt.Sprintf("%-8.8s-aaaa-4bbb-8ccc-%012d", who, number)
}

// BenchmarkStore asks whose session opens, 100 sessions at a time, beside 100,000 known people on disk.
func BenchmarkStore(b *testing.B) {
	const people, batch = 100_000, 100
	d, says := stored(b, people)
	policy := contact.DefaultPolicy([16]byte{7})
	anonymous := func(visitor int) *contact.Evidence {
		e := policy.Collect(&contact.Facts{CustomerIDType: "cookie", CustomerID: cookieOf("visitor", visitor)})
		return &e
	}
	turn := 0
	for _, of := range []struct {
		name string
		next func() *contact.Evidence
	}{
		{"new", func() *contact.Evidence { return anonymous(turn) }},
		{"returning", func() *contact.Evidence {
			e := anonymous(turn * 7919 % people)
			e.Seen = 1
			return e
		}},
		{"identified", func() *contact.Evidence { return says(turn * 7919 % people) }},
	} {
		b.Run(of.name, func(b *testing.B) {
			b.ReportAllocs()
			evidence := make([]*contact.Evidence, batch)
			for b.Loop() {
				b.StopTimer()
				for i := range evidence {
					turn++
					evidence[i] = of.next()
				}
				b.StartTimer()
				if _, err := d.ResolveAll(context.Background(), evidence); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/batch, "ns/session")
		})
	}
}
