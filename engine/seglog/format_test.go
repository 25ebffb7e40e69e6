package seglog

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sojourn/engine/enginetest"
	"sojourn/journey"
)

// The format to the byte, as docs/formats/log.md has it. A change here is a change of
// the format: it needs a new version, and the old one must stay readable.
func TestFormat(t *testing.T) {
	id, err := journey.ParseID("0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f")
	if err != nil {
		t.Fatal(err)
	}
	old := segmentHeader{version: version1, id: id, first: 0x1234, group: 0x56, size: 1 << 20}
	withDictionary := segmentHeader{version: version2, id: id, first: 0x1234, group: 0x56, size: 1 << 20}
	dictionary := withDictionary.appendDictionary(nil, []byte("Mozilla/5.0"))
	header := withDictionary.encode()
	records := seedOf(id).appendChunk(nil, chunkHeader{
		kind: plainRecords, last: true, count: 2, group: 0x56, first: 0x1234, raw: 7, stored: 7,
	}, []byte("\x02hi\x03you"))
	present := withDictionary
	present.version, present.began = version3, 0x69a5_b3c8
	erased := seedOf(id).appendChunk(nil, chunkHeader{
		kind: plainRecords, last: true, erased: true, count: 2, group: 0x56, first: 0x1234, raw: 5, stored: 5,
	}, []byte("\x00\x04you"))
	e := extent{end: segmentHeaderSize, next: 0x1234}
	e.add(chunkHeader{kind: plainRecords, count: 2, first: 0x1234, stored: 7})
	h, payload := e.footer(0x57)
	index := seedOf(id).appendChunk(nil, h, payload)
	for name, c := range map[string]struct {
		got  []byte
		want string
	}{
		"segment header of version 1": {old.encode(), `
			53 4a 52 4e 4c 4f 47 01  .. .. .. .. 00 00 00 00
			0f 1e 2d 3c 4b 5a 46 97  88 79 6a 5b 4c 3d 2e 1f
			34 12 00 00 00 00 00 00  56 00 00 00 00 00 00 00
			00 00 10 00 00 00 00 00  00 00 00 00 00 00 00 00`},
		"segment header": {present.encode(), `
			53 4a 52 4e 4c 4f 47 03  .. .. .. .. c8 b3 a5 69
			0f 1e 2d 3c 4b 5a 46 97  88 79 6a 5b 4c 3d 2e 1f
			34 12 00 00 00 00 00 00  56 00 00 00 00 00 00 00
			00 00 10 00 00 00 00 00  0b 00 00 00 .. .. .. ..`},
		"segment header of version 2": {header, `
			53 4a 52 4e 4c 4f 47 02  .. .. .. .. 00 00 00 00
			0f 1e 2d 3c 4b 5a 46 97  88 79 6a 5b 4c 3d 2e 1f
			34 12 00 00 00 00 00 00  56 00 00 00 00 00 00 00
			00 00 10 00 00 00 00 00  0b 00 00 00 .. .. .. ..`},
		"dictionary": {dictionary, `4d 6f 7a 69 6c 6c 61 2f  35 2e 30 00 00 00 00 00`},
		"chunk of records": {records, `
			.. .. .. .. 43 48 4e 4b  01 01 01 00 02 00 00 00
			56 00 00 00 00 00 00 00  34 12 00 00 00 00 00 00
			07 00 00 00 07 00 00 00  02 68 69 03 79 6f 75 00`},
		"chunk with an erased record": {erased, `
			.. .. .. .. 43 48 4e 4b  01 01 03 00 02 00 00 00
			56 00 00 00 00 00 00 00  34 12 00 00 00 00 00 00
			05 00 00 00 05 00 00 00  00 04 79 6f 75 00 00 00`},
		"index chunk": {index, `
			.. .. .. .. 43 48 4e 4b  01 03 01 00 01 00 00 00
			57 00 00 00 00 00 00 00  36 12 00 00 00 00 00 00
			10 00 00 00 10 00 00 00  34 12 00 00 00 00 00 00
			40 00 00 00 00 00 00 00`},
		"trailer": {encodeTrailer(0x70), `
			53 4a 52 4e 45 4e 44 01  .. .. .. .. 00 00 00 00
			70 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00`},
	} {
		want := strings.Fields(c.want)
		if len(c.got) != len(want) {
			t.Errorf("%s: %d bytes, want %d", name, len(c.got), len(want))
			continue
		}
		for i, b := range c.got {
			if want[i] != ".." && want[i] != hex.EncodeToString([]byte{b}) {
				t.Errorf("%s: byte %d is %02x, want %s", name, i, b, want[i])
			}
		}
	}
	// The checksums, worked out once; the examples above leave them open.
	sums := [8]uint32{littleEndian.Uint32(present.encode()[8:]), littleEndian.Uint32(erased),
		littleEndian.Uint32(old.encode()[8:]),
		littleEndian.Uint32(header[8:]), littleEndian.Uint32(header[60:]), littleEndian.Uint32(records),
		littleEndian.Uint32(index), littleEndian.Uint32(encodeTrailer(0x70)[8:])}
	if sums != wantSums {
		t.Errorf("checksums %#x, want %#x", sums, wantSums)
	}
}

var wantSums = [8]uint32{
	0x1518330b, 0x79ac7d96, 0xb3b570af, 0x9e8f39e8, 0x39bbb290, 0x8fbdba0e, 0xa54043bd, 0xde378d03,
}

// coders are an encoder and a decoder for the same segments.
type coders struct {
	*encoder
	*decoder
}

func codersWith(t testing.TB, dictionary []byte) coders {
	t.Helper()
	e, d, err := new(Log).coders(dictionary)
	if err != nil {
		t.Fatal(err)
	}
	return coders{e, d}
}

// Whatever goes into a chunk comes out, and stays within its bounds.
func TestChunkRoundTrip(t *testing.T) {
	plain, rich := codersWith(t, nil), codersWith(t, []byte("abcdabcd and what else is known beforehand"))
	rapid.Check(t, func(r *rapid.T) {
		pair := rapid.SampledFrom([]coders{plain, rich}).Draw(r, "coders")
		records := rapid.SliceOfN(rapid.SliceOf(rapid.Byte()), 1, 50).Draw(r, "records")
		if rapid.Bool().Draw(r, "compressible") {
			records = append(records, bytes.Repeat([]byte("abcd"), 400))
		}
		g := newGroup()
		l := &Log{}
		l.encoder.Store(pair.encoder)
		l.add(g, records)
		g.encoding.Wait()
		if len(g.chunks) != 1 {
			r.Fatalf("%d chunks", len(g.chunks))
		}
		c := g.chunks[0]
		c.encode(pair.encoder)
		h := chunkHeader{kind: c.kind, count: uint32(c.count), group: 9, first: 77,
			raw: uint32(len(c.raw)), stored: uint32(len(c.stored))}
		b := seed(3).appendChunk([]byte("before"), h, c.stored)[len("before"):]
		if int64(len(b)) != h.size() || len(b)%chunkAlign != 0 {
			r.Fatalf("%d bytes, size says %d", len(b), h.size())
		}
		got, payload, err := seed(3).parseChunk(append(b, "behind"...))
		if err != nil || got != h {
			r.Fatalf("parse: %+v, %v", got, err)
		}
		if _, _, err := seed(4).parseChunk(b); !errors.Is(err, errChecksum) {
			r.Fatalf("parse as a chunk of another log: %v", err)
		}
		var d decoded
		if err := pair.decode(&d, got, payload); err != nil {
			r.Fatal(err)
		}
		for i, want := range records {
			if p := 77 + journey.Position(i); !d.holds(p) || !bytes.Equal(d.record(p), want) {
				r.Fatalf("record %d differs", i)
			}
		}
		if d.holds(76) || d.holds(d.end()) {
			r.Fatal("holds more than it should")
		}
	})
}

// FuzzChunk feeds the chunk decoder anything: no panic, no memory beyond the bounds,
// and what it accepts is written back the same.
func FuzzChunk(f *testing.F) {
	known := []byte("long long ago and far away")
	plain, rich := codersWith(f, nil), codersWith(f, known)
	raw := append([]byte("\x02hi"), bytes.Repeat([]byte("\x04long"), 300)...)
	k, stored := plain.compress(nil, raw)
	_, richly := rich.compress(nil, raw)
	for _, h := range []chunkHeader{
		{kind: plainRecords, count: 301, raw: uint32(len(raw)), stored: uint32(len(raw))},
		{kind: k, count: 301, raw: uint32(len(raw)), stored: uint32(len(stored)), last: true},
		{kind: k, count: 301, raw: uint32(len(raw)) - 1, stored: uint32(len(stored))},
		{kind: k, count: 301, raw: uint32(len(raw)), stored: uint32(len(stored)), erased: true},
	} {
		payload := stored
		if h.kind == plainRecords {
			payload = raw
		}
		f.Add(seed(0).appendChunk(nil, h, payload), true)
	}
	f.Add(seed(0).appendChunk(nil, chunkHeader{
		kind: k, count: 301, raw: uint32(len(raw)), stored: uint32(len(richly)),
	}, richly), true)
	f.Add(seed(0).appendChunk(nil, chunkHeader{
		kind: plainRecords, erased: true, count: 3, raw: 6, stored: 6,
	}, []byte("\x00\x01\x04you")), false)
	f.Add([]byte{}, false)
	f.Fuzz(func(t *testing.T, b []byte, repair bool) {
		b = bytes.Clone(b)
		if h, err := parseHeader(b); repair && err == nil && int64(len(b)) >= h.size() {
			// A right checksum takes the fuzzer to what is behind it.
			sum := seed(0).appendChunk(nil, h, b[chunkHeaderSize:chunkHeaderSize+int(h.stored)])
			copy(b, sum)
		}
		h, payload, err := seed(0).parseChunk(b)
		if err != nil {
			return
		}
		again, size := seed(0).appendChunk(nil, h, payload), chunkHeaderSize+len(payload)
		if b[11] == 0 && !bytes.Equal(again[4:size], b[4:size]) {
			t.Fatalf("%x is written back as %x", b, again)
		}
		parseFooter(h, payload, 1<<40)
		for _, c := range []coders{plain, rich} {
			var d decoded
			if err := c.decode(&d, h, payload); err != nil {
				continue
			}
			total := 0
			for p := d.first; d.holds(p); p++ {
				total += len(d.record(p))
			}
			if len(d.ends) != int(h.count) || total > int(h.raw) {
				t.Fatalf("%d records with %d bytes, header %+v", len(d.ends), total, h)
			}
		}
	})
}

// FuzzOpen replaces a part of the newest segment by anything: the log opens or is
// damaged, and if it opens it yields nothing but records that were written.
func FuzzOpen(f *testing.F) {
	w := write(f, 80)
	newest := w.segments[len(w.segments)-1]
	f.Add(uint16(0), []byte("SJRNLOG"))
	f.Add(uint16(w.groups[1]), []byte{1})
	f.Add(uint16(w.end-20), bytes.Repeat([]byte{0}, 20))
	f.Add(uint16(w.end), bytesOf(f, w.disk, newest.path)[w.groups[0]:w.groups[1]])
	f.Fuzz(func(t *testing.T, at uint16, piece []byte) {
		d := w.copyOf()
		b := bytesOf(t, d, newest.path)
		copy(b[min(int(at), len(b)):], piece)
		l, err := openOn(t, d)
		if err != nil {
			if !isDamage(err) {
				t.Fatalf("open: %v", err)
			}
			return
		}
		defer l.Close()
		if _, err := w.reads(t, l); err != nil && !isDamage(err) {
			t.Fatalf("read: %v", err)
		}
	})
}

// Segments begin small and double, and an append that is larger than a segment gets one
// of its own size.
func TestSegmentSizes(t *testing.T) {
	c := committer{segmentBytes: defaultSegmentBytes}
	for _, want := range []int64{16 << 20, 32 << 20, 64 << 20, 128 << 20, 256 << 20, 256 << 20} {
		if c.size = c.nextSize(); c.size != want {
			t.Fatalf("size %d, want %d", c.size, want)
		}
	}
	d := enginetest.NewDisk()
	l, err := openOn(t, d)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for range 3 { // the first replaces the empty segment that was too small
		if _, err := l.Append(t.Context(), [][]byte{make([]byte, 3*small)}); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Append(t.Context(), [][]byte{[]byte(rapid.StringN(5000, 5000, -1).Example(1))}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Append(t.Context(), [][]byte{make([]byte, MaxAppend), {1}}); !errors.Is(err, ErrTooLarge) {
		t.Fatalf("append of more than the largest size: %v", err)
	}
	if _, err := l.Append(t.Context(), [][]byte{make([]byte, MaxAppend)}); err != nil {
		t.Fatalf("append of the largest size: %v", err)
	}
	report, err := l.Check(t.Context(), nil)
	if err != nil || report.Records != 7 || report.First != 1 || report.Last != 7 {
		t.Fatalf("check: %+v, %v", report, err)
	}
}
