package seglog

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"sojourn/engine/enginetest"
	"sojourn/journey"
)

// The cache never exceeds its limit, never returns a wrong chunk, and keeps what is
// asked for again and again.
func TestChunkCache(t *testing.T) {
	alive := new(segment)
	rapid.Check(t, func(r *rapid.T) {
		c := newChunkCache(rapid.IntRange(0, 20_000).Draw(r, "limit"))
		made := map[journey.Position]*decoded{} // by first position; chunks of ten
		for range rapid.IntRange(1, 200).Draw(r, "steps") {
			p := journey.Position(rapid.IntRange(1, 60).Draw(r, "position"))
			first := p - p%10
			d := c.get(p)
			if d != nil && (d != made[first] || !d.holds(p)) {
				r.Fatalf("position %d: got the chunk from %d to %d", p, d.first, d.end())
			}
			if d == nil {
				if made[first] == nil {
					made[first] = &decoded{first: first, raw: make([]byte, 100*int(first)), ends: make([]uint32, 10)}
				}
				c.put(alive, made[first])
			}
			if rapid.IntRange(0, 9).Draw(r, "forget") == 0 {
				from := journey.Position(rapid.IntRange(0, 6).Draw(r, "from") * 10)
				c.forget(from, from+20)
				if c.get(from+5) != nil || c.get(from+15) != nil {
					r.Fatalf("chunks from %d on were not forgotten", from)
				}
			}
			total := 0
			for i, d := range c.chunks {
				if total += d.size(); i > 0 && d.first < c.chunks[i-1].end() {
					r.Fatal("chunks overlap or are out of order")
				}
			}
			if total != c.bytes || total > c.limit {
				r.Fatalf("%d bytes, counted %d, limit %d", total, c.bytes, c.limit)
			}
		}
	})
	gone := new(segment)
	gone.gone.Store(true)
	c := newChunkCache(1 << 20)
	if c.put(gone, &decoded{raw: make([]byte, 9), ends: make([]uint32, 1)}); len(c.chunks) > 0 {
		t.Fatal("a chunk of a segment that is gone was kept")
	}
	c = newChunkCache(10 * (&decoded{raw: make([]byte, 1000)}).size())
	c.put(alive, &decoded{raw: make([]byte, 1000), ends: make([]uint32, 1)})
	for p := journey.Position(1); p < 1000; p++ {
		c.put(alive, &decoded{first: p, raw: make([]byte, 1000), ends: make([]uint32, 1)})
		if c.get(0) == nil {
			t.Fatalf("a chunk that is asked for all the time was lost at %d", p)
		}
	}
}

// Get opens no more files than it may keep, and none that is in use is closed.
func TestHandles(t *testing.T) {
	fs := enginetest.NewDisk().FS()
	segments := make([]*segment, 2*maxHandles)
	for i := range segments {
		segments[i] = &segment{path: fmt.Sprint(i)}
		f, err := fs.Create(segments[i].path, "test")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte{byte(i)})
		_ = f.Close()
	}
	hs := newHandles(fs)
	held, err := hs.acquire(segments[0])
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for i, s := range segments {
			h, err := hs.acquire(s)
			if err != nil {
				t.Fatal(err)
			}
			b := []byte{0}
			if _, err := h.file.ReadAt(b, 0); err != nil || b[0] != byte(i) {
				t.Fatalf("segment %d: read %d, %v", i, b, err)
			}
			hs.release(h)
		}
		if len(hs.open) > maxHandles || hs.open[segments[0]] != held {
			t.Fatalf("%d files are open", len(hs.open))
		}
	}
	if _, err := hs.acquire(&segment{path: "missing"}); err == nil {
		t.Fatal("opened a file that is not there")
	}
	hs.close()
	if _, err := held.file.ReadAt([]byte{0}, 0); err != nil {
		t.Fatalf("a file was closed while it was in use: %v", err)
	}
	hs.release(held)
	if _, err := hs.acquire(segments[1]); !errors.Is(err, ErrClosed) {
		t.Fatalf("acquire after close: %v", err)
	}
}

// A dictionary is cut to what a segment may hold, its end counts, and records that are
// like it take little.
func TestDictionary(t *testing.T) {
	c := newCrowd(1)
	dictionary := c.dictionary(200 << 10)
	sizes := map[bool]int64{}
	for _, with := range []bool{false, true} {
		o := Options{FS: enginetest.NewDisk().FS(), CacheBytes: -1}
		if with {
			o.Dictionary = func() []byte { return dictionary }
		}
		l, err := Open(testDir, o)
		if err != nil {
			t.Fatal(err)
		}
		records := c.records(200)
		for i := range records {
			if _, err := l.Append(t.Context(), records[i:i+1]); err != nil {
				t.Fatal(err)
			}
		}
		sizes[with] = l.Bytes()
		if s := l.segments[0]; with && s.start() != segmentHeaderSize+maxDictionary {
			t.Fatalf("the dictionary has %d bytes", s.dictionary)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		o.Dictionary = nil // a segment needs nobody to read it
		if l, err = Open(testDir, o); err != nil {
			t.Fatal(err)
		}
		for i := range records {
			got, err := l.Get(t.Context(), []journey.Position{journey.Position(i + 1)})
			if err != nil || string(got[0]) != string(records[i]) {
				t.Fatalf("position %d differs, %v", i+1, err)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if sizes[true] > sizes[false]/2 {
		t.Fatalf("%d bytes with a dictionary, %d without", sizes[true], sizes[false])
	}
}
