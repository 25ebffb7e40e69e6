// Package histogram counts durations in buckets that grow with them, so that any quantile of millions is
// known to within 1.6 % at the price of one addition each.
//
// A bucket is named by the position of the highest bit of the nanoseconds and the six bits below it: 64
// buckets per doubling. Durations below 64 ns have a bucket of their own each.
package histogram

import (
	"math/bits"
	"time"
)

const (
	precision = 6 // bits below the highest
	perOctave = 1 << precision
)

// Histogram counts durations. The zero value is empty and ready for use; one goroutine uses it.
type Histogram struct {
	counts [(64 - precision) * perOctave]uint64
	count  uint64
	sum    time.Duration
	max    time.Duration
}

// bucket is the index for a duration of that many nanoseconds.
func bucket(n uint64) int {
	octave := bits.Len64(n >> precision)
	if octave == 0 {
		return int(n)
	}
	return octave*perOctave + int(n>>(octave-1)) - perOctave
}

// upper is the longest duration of a bucket.
func upper(bucket int) time.Duration {
	octave, rest := bucket/perOctave, uint64(bucket%perOctave)
	if octave == 0 {
		return time.Duration(rest)
	}
	return time.Duration((rest+perOctave+1)<<(octave-1) - 1)
}

// Add counts a duration; a negative one counts as none.
func (h *Histogram) Add(d time.Duration) {
	d = max(d, 0)
	h.counts[bucket(uint64(d))]++
	h.count++
	h.sum += d
	h.max = max(h.max, d)
}

// Count is how many durations were counted.
func (h *Histogram) Count() uint64 { return h.count }

// Max is the longest of them, to the nanosecond.
func (h *Histogram) Max() time.Duration { return h.max }

// Mean is their average; 0 if there are none.
func (h *Histogram) Mean() time.Duration {
	if h.count == 0 {
		return 0
	}
	return h.sum / time.Duration(h.count)
}

// Quantile is the duration that the share q of all does not exceed, at most 1.6 % too long; 0 if there
// are none.
func (h *Histogram) Quantile(q float64) time.Duration {
	rank := uint64(q*float64(h.count) + 0.5)
	rank = min(max(rank, 1), h.count)
	for i, n := range h.counts {
		if n >= rank && n > 0 {
			return min(upper(i), h.max)
		}
		rank -= n
	}
	return h.max
}
