package seglog

import (
	"cmp"
	"hash/crc32"
	"slices"

	"sojourn/journey"
)

// mark says that a chunk begins at offset, with the record at position.
type mark struct {
	position journey.Position
	offset   int64
}

// extent is what a segment holds: where its chunks of records end, the position
// behind its last record, and marks for its first chunk and for others at distances.
// Extents are values; marks are only ever appended, so a copy stays true.
type extent struct {
	marks []mark
	every int64 // bytes between two marks, at least
	end   int64
	next  journey.Position
}

// add takes note of a chunk of records that begins where the extent ends.
func (e *extent) add(h chunkHeader) {
	if n := len(e.marks); n == 0 || e.end-e.marks[n-1].offset >= e.every {
		e.marks = append(e.marks, mark{position: h.first, offset: e.end})
	}
	e.end += h.size()
	e.next = h.end()
}

// window is the piece of the segment in which the chunk with p begins and ends:
// from the mark at or in front of p to the mark behind it.
func (e extent) window(p journey.Position) (from, to int64) {
	i, exact := slices.BinarySearchFunc(e.marks, p, func(m mark, p journey.Position) int {
		return cmp.Compare(m.position, p)
	})
	if !exact {
		i--
	}
	to = e.end
	if i+1 < len(e.marks) {
		to = e.marks[i+1].offset
	}
	return e.marks[i].offset, to
}

// footer is the chunk that closes a segment: its marks.
func (e extent) footer(group uint64) (chunkHeader, []byte) {
	payload := make([]byte, 0, len(e.marks)*markSize)
	for _, m := range e.marks {
		payload = littleEndian.AppendUint64(payload, uint64(m.position))
		payload = littleEndian.AppendUint64(payload, uint64(m.offset))
	}
	size := uint32(len(payload))
	return chunkHeader{
		kind: indexOfChunk, last: true, count: uint32(len(e.marks)), group: group,
		first: e.next, raw: size, stored: size,
	}, payload
}

// footerSize is what closing the segment takes when it has that many marks.
func footerSize(marks int) int64 {
	return align(chunkHeaderSize+int64(marks)*markSize) + trailerSize
}

// parseFooter reads the index chunk found at offset; ok is false if it makes no sense.
func parseFooter(h chunkHeader, payload []byte, offset int64) (e extent, ok bool) {
	if h.kind != indexOfChunk || !h.last || len(payload) != int(h.count)*markSize {
		return e, false
	}
	e = extent{marks: make([]mark, 0, h.count), end: offset, next: h.first}
	before := mark{offset: segmentHeaderSize - 1}
	for b := payload; len(b) > 0; b = b[markSize:] {
		m := mark{journey.Position(littleEndian.Uint64(b)), int64(littleEndian.Uint64(b[8:]))}
		if m.position <= before.position || m.offset <= before.offset ||
			m.offset >= offset || m.position >= h.first {
			return e, false
		}
		e.marks, before = append(e.marks, m), m
	}
	return e, true
}

// encodeTrailer returns the last 32 bytes of a closed segment: where its index is.
func encodeTrailer(footer int64) []byte {
	b := make([]byte, 0, trailerSize)
	b = append(b, trailerMagic...)
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0)
	b = littleEndian.AppendUint64(b, uint64(footer))
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0)
	littleEndian.PutUint32(b[8:], crc32.Checksum(b[12:], castagnoli))
	return b
}
