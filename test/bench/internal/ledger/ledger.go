// Package ledger remembers which events a server has answered, and compares that with what it stored.
//
// What was answered must be stored exactly once. What was not answered may be stored or not: the answer can
// have been lost on its way. The ids of the load tell their numbers (load.Series), so a bit per event is
// enough, and tens of millions of events are compared in one pass over an export.
package ledger

import (
	"math/bits"

	"sojourn/journey"
	"sojourn/test/bench/internal/load"
)

// Ledger is what was answered. Each series of ids is used by one goroutine at a time.
type Ledger struct {
	answered [load.MaxSeries + 1]bitmap
}

// Answered notes count events of a series, from first on.
func (l *Ledger) Answered(s load.Series, first uint64, count int) {
	for n := first; n < first+uint64(count); n++ {
		l.answered[s].set(n)
	}
}

// Count is how many events were answered.
func (l *Ledger) Count() uint64 {
	n := uint64(0)
	for _, b := range l.answered {
		n += b.count()
	}
	return n
}

// Verdict is what a comparison has shown.
type Verdict struct {
	Answered   uint64 `json:"answered"`
	Stored     uint64 `json:"stored"`
	Lost       uint64 `json:"lost"`       // answered, not stored
	Doubled    uint64 `json:"doubled"`    // stored again
	Unanswered uint64 `json:"unanswered"` // stored, not answered: no fault
	Foreign    uint64 `json:"foreign"`    // stored, never sent
	Sessions   uint64 `json:"sessions"`
	InSessions uint64 `json:"inSessions"` // events by the counts of the sessions
	Example    string `json:"example,omitempty"`
}

// Right reports whether every answered event is stored exactly once, and nothing else is stored but what was
// sent. The sessions, if the export has any, must count every event too.
func (v Verdict) Right() bool {
	return v.Lost+v.Doubled+v.Foreign == 0 && (v.Sessions == 0 || v.InSessions == v.Stored)
}

// comparison is one under way.
type comparison struct {
	ledger *Ledger
	stored [load.MaxSeries + 1]bitmap
	Verdict
}

func (c *comparison) event(id journey.ID) {
	c.Stored++
	series, number, ok := load.ParseID(id)
	switch {
	case !ok:
		c.Foreign++
		c.example("foreign", id)
	case c.stored[series].set(number):
		c.Doubled++
		c.example("doubled", id)
	case !c.ledger.answered[series].has(number):
		c.Unanswered++
	}
}

func (c *comparison) example(what string, id journey.ID) {
	if c.Example == "" {
		c.Example = what + " " + id.String()
	}
}

// finish counts what is missing.
func (c *comparison) finish() Verdict {
	c.Answered = c.ledger.Count()
	for s := range c.ledger.answered {
		for i, word := range c.ledger.answered[s] {
			missing := word &^ c.stored[s].word(i)
			if missing == 0 {
				continue
			}
			c.Lost += uint64(bits.OnesCount64(missing))
			c.example("lost", load.Series(s).ID(uint64(i*64+bits.TrailingZeros64(missing))))
		}
	}
	return c.Verdict
}

// bitmap is a set of small numbers.
type bitmap []uint64

// set adds a number and reports whether it was there.
func (b *bitmap) set(n uint64) bool {
	word, bit := int(n/64), uint64(1)<<(n%64)
	if word >= len(*b) {
		*b = append(*b, make([]uint64, max(word+1-len(*b), len(*b)/2, 1<<10))...)
	}
	was := (*b)[word]&bit != 0
	(*b)[word] |= bit
	return was
}

func (b bitmap) has(n uint64) bool { return b.word(int(n/64))&(1<<(n%64)) != 0 }

func (b bitmap) word(i int) uint64 {
	if i < len(b) {
		return b[i]
	}
	return 0
}

func (b bitmap) count() uint64 {
	n := 0
	for _, word := range b {
		n += bits.OnesCount64(word)
	}
	return uint64(n)
}
