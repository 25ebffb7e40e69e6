package seglog

import (
	"cmp"
	"slices"
	"sync"

	"sojourn/journey"
)

// recentPart is how many bytes of records are kept, and dropped, together.
const recentPart = 64 << 10

// recent has the newest records once more, in memory and as they were before compression. Whoever
// follows the log closely reads them here: no file is opened for him, and nothing is
// decompressed that was compressed a moment ago.
//
// A record is in it from the moment it is durable, which is a little before it is visible, so
// nobody may read beyond Log.End. It has no gaps; an erasure drops everything up to the end of
// the segments that it changed.
type recent struct {
	size int // of a part, in bytes
	most int // parts

	mu    sync.Mutex
	parts []part // by position; each continues the one in front of it
}

// part is the records from first on and in front of next.
type part struct {
	first, next journey.Position
	raw         []byte // as in a chunk of plainRecords; never more than was made for it
}

// newRecent keeps that many bytes; nothing if that is less than a part.
func newRecent(bytes int) *recent { return &recent{size: recentPart, most: max(bytes, 0) / recentPart} }

// add takes the records of a chunk, in place of the oldest. A chunk that is larger than a part
// is left out, and so is then everything in front of it.
func (r *recent) add(h chunkHeader, raw []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := len(r.parts)
	if n > 0 && r.parts[n-1].next != h.first || len(raw) > r.size {
		r.parts, n = nil, 0
	}
	if len(raw) > r.size || r.most == 0 {
		return
	}
	if n == 0 || len(r.parts[n-1].raw)+len(raw) > r.size {
		r.begin(h.first)
	}
	last := &r.parts[len(r.parts)-1]
	last.raw, last.next = append(last.raw, raw...), h.end()
}

// begin makes room for a part, in the memory of the oldest if there are as many as may be.
func (r *recent) begin(first journey.Position) {
	var raw []byte
	if len(r.parts) < r.most {
		raw = make([]byte, 0, r.size)
	} else {
		raw = r.parts[0].raw[:0]
		r.parts = slices.Delete(r.parts, 0, 1)
	}
	r.parts = append(r.parts, part{first: first, next: first, raw: raw})
}

// read copies the part with the record at p to d, and reports whether there is one.
func (r *recent) read(d *decoded, p journey.Position) bool {
	count := r.copyTo(d, p)
	return count > 0 && d.split(count, false) == nil
}

// copyTo returns how many records it copied. Their bounds are still to be found.
func (r *recent) copyTo(d *decoded, p journey.Position) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	i, _ := slices.BinarySearchFunc(r.parts, p, func(some part, p journey.Position) int {
		return cmp.Compare(some.next, p+1)
	})
	if i == len(r.parts) || p < r.parts[i].first {
		return 0
	}
	found := r.parts[i]
	d.first, d.ends, d.skip = found.first, d.ends[:0], d.skip[:0]
	d.raw = append(d.space[:0], found.raw...)
	d.space = d.raw[:0]
	return int(found.next - found.first)
}

// forget drops the records in front of a position, and those behind it that share a part with them.
func (r *recent) forget(before journey.Position) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.parts = slices.DeleteFunc(r.parts, func(some part) bool { return some.first < before })
}
