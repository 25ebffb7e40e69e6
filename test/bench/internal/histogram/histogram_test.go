package histogram

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestQuantilesAreNearlyThoseOfASortedList compares with the exact answer.
func TestQuantilesAreNearlyThoseOfASortedList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Int64Range(0, int64(20*time.Minute)), 1, 300).Draw(t, "durations")
		var h Histogram
		for _, n := range list {
			h.Add(time.Duration(n))
		}
		slices.Sort(list)
		for _, q := range []float64{0.001, 0.5, 0.9, 0.99, 0.999, 1} {
			rank := min(max(int(q*float64(len(list))+0.5), 1), len(list))
			want, got := list[rank-1], int64(h.Quantile(q))
			if got < want || float64(got) > float64(want)*1.016 {
				t.Fatalf("quantile %g: %d, exactly %d", q, got, want)
			}
		}
		if int64(h.Max()) != list[len(list)-1] || h.Count() != uint64(len(list)) {
			t.Fatalf("max %v, count %d", h.Max(), h.Count())
		}
	})
}

func TestBucketsFollowEachOther(t *testing.T) {
	for i := range 40 * perOctave {
		longest := uint64(upper(i))
		if bucket(longest) != i || bucket(longest+1) != i+1 {
			t.Fatalf("bucket %d ends at %d, which is in bucket %d; the next is in %d",
				i, longest, bucket(longest), bucket(longest+1))
		}
	}
}

func TestEmptyHistogram(t *testing.T) {
	var h Histogram
	if h.Quantile(0.99) != 0 || h.Mean() != 0 || h.Max() != 0 {
		t.Error("an empty histogram knows durations")
	}
	h.Add(-time.Second)
	if h.Max() != 0 || h.Count() != 1 {
		t.Error("a negative duration does not count as none")
	}
}

func BenchmarkAdd(b *testing.B) {
	b.ReportAllocs()
	var h Histogram
	d := time.Duration(1)
	for b.Loop() {
		h.Add(d)
		d = d*3%1_000_003 + 1
	}
}
