package shop

import (
	"math/rand/v2"
	"time"

	"sojourn/journey"
)

// dice is the chance of one visit or of the shop.
type dice struct{ *rand.Rand }

func newDice(seed, stream uint64) dice { return dice{rand.New(rand.NewPCG(seed, stream))} }

// percent is true that often in a hundred.
func (d dice) percent(n int) bool { return d.IntN(100) < n }

// uuid makes a version 4 UUID.
func (d dice) uuid() string {
	var random [16]byte
	for i := range random {
		random[i] = byte(d.Uint32())
	}
	return journey.RandomID(random).String()
}

// about is a think time: usually around the typical one, seldom much longer, never below a second.
func (d dice) about(typical time.Duration) time.Duration {
	pause := time.Duration((0.3 + 0.7*min(d.ExpFloat64(), 6)) * float64(typical))
	return max(pause, time.Second).Round(100 * time.Millisecond)
}

// one draws an element, all being equally likely.
func one[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// heavy is something that is drawn by its weight.
type heavy interface{ weigh() int }

// draw draws an element, each as likely as it is heavy.
func draw[T heavy](d dice, list []T) T {
	total := 0
	for _, element := range list {
		total += element.weigh()
	}
	n := d.IntN(total)
	for _, element := range list {
		if n -= element.weigh(); n < 0 {
			return element
		}
	}
	return list[len(list)-1]
}
