package identity_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// BenchmarkNothingNew asks about a known person again.
func BenchmarkNothingNew(b *testing.B) {
	n := boot(b, nil)
	e := n.says("00000001-aaaa-4bbb-8ccc-000000000001", "crm-1", "gwen@example.com")
	n.resolve(e)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := n.Resolve(context.Background(), e); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNothingNewParallel does so from all cores.
func BenchmarkNothingNewParallel(b *testing.B) {
	n := boot(b, nil)
	e := n.says("00000001-aaaa-4bbb-8ccc-000000000001", "crm-1", "gwen@example.com")
	n.resolve(e)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := n.Resolve(context.Background(), e); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// BenchmarkNewCookie asks about cookies that nobody has seen, from the event's texts on.
func BenchmarkNewCookie(b *testing.B) {
	n := boot(b, nil)
	f := &contact.Facts{CustomerIDType: "cookie"}
	turn := 0
	b.ReportAllocs()
	for b.Loop() {
		turn++
		f.CustomerID = "00000001-aaaa-4bbb-8ccc-" + fmt.Sprintf("%012d", turn)
		e := n.policy.Collect(f)
		if _, err := n.Resolve(context.Background(), &e); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNewPerson decides about people who say who they are at once, from many callers; the log is in
// memory.
func BenchmarkNewPerson(b *testing.B) {
	n := boot(b, nil)
	var turn atomic.Int64
	b.SetParallelism(8)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := turn.Add(1)
			e := n.says(fmt.Sprintf("00000001-aaaa-4bbb-8ccc-%012d", i), "", fmt.Sprintf("%d@example.com", i))
			if _, err := n.Resolve(context.Background(), e); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// BenchmarkGrantHeld grants a known person what it holds until then already.
func BenchmarkGrantHeld(b *testing.B) {
	n := boot(b, nil)
	e := n.says("a", "crm-1", "")
	grants := []contact.Grant{n.earned(n.resolve(e).Contact, e, 1, 1)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := n.Grant(context.Background(), grants); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGrantRenewed renews what a known person holds, from many callers; the log is in memory.
func BenchmarkGrantRenewed(b *testing.B) {
	n := boot(b, nil)
	e := n.says("a", "crm-1", "")
	id := n.resolve(e).Contact
	n.grant(n.earned(id, e, 1, 1))
	var turn atomic.Int64
	b.SetParallelism(8)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			g := n.earned(id, e, 1, 1)
			g.Evidence.Event = journey.ID{2}
			g.Lasts += journey.Instant(turn.Add(1))
			if _, err := n.Grant(context.Background(), []contact.Grant{g}); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
