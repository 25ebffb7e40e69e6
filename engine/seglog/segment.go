package seglog

import (
	"cmp"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/journey"
)

// Layout of a segment file, see docs/formats/log.md.
const (
	segmentMagic      = "SJRNLOG\x01" // the last byte is the version of the format
	segmentHeaderSize = 64
	trailerMagic      = "SJRNEND\x01"
	trailerSize       = 32
	markSize          = 16
	markEvery         = 64 << 10 // bytes of log between two marks, at least
	segmentSuffix     = ".seg"
)

// segmentHeader is the first 64 bytes of a segment.
type segmentHeader struct {
	id    journey.ID
	first journey.Position
	group uint64 // number of its first group
	size  int64  // of the whole file, as prepared
}

func segmentName(first journey.Position) string {
	return fmt.Sprintf("%016x%s", uint64(first), segmentSuffix)
}

// parseSegmentName is the inverse of segmentName; anything else is no segment.
func parseSegmentName(name string) (journey.Position, bool) {
	digits, found := strings.CutSuffix(name, segmentSuffix)
	if !found || len(digits) != 16 {
		return 0, false
	}
	first, err := strconv.ParseUint(digits, 16, 64)
	return journey.Position(first), err == nil && first > 0 && name == segmentName(journey.Position(first))
}

func (h segmentHeader) encode() []byte {
	b := make([]byte, 0, segmentHeaderSize)
	b = append(b, segmentMagic...)
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0)
	b = append(b, h.id[:]...)
	b = littleEndian.AppendUint64(b, uint64(h.first))
	b = littleEndian.AppendUint64(b, h.group)
	b = littleEndian.AppendUint64(b, uint64(h.size))
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0)
	littleEndian.PutUint32(b[8:], crc32.Checksum(b[12:], castagnoli))
	return b
}

// parseSegmentHeader reads a header; problem says what is wrong with it, or is empty.
func parseSegmentHeader(b []byte) (h segmentHeader, problem string) {
	switch {
	case len(b) < segmentHeaderSize:
		return h, "the file is shorter than a segment header"
	case string(b[:7]) != segmentMagic[:7]:
		return h, "this is no segment header"
	case b[7] != segmentMagic[7]:
		return h, fmt.Sprintf("format version %d is not known to this version of Sojourn", b[7])
	case littleEndian.Uint32(b[8:]) != crc32.Checksum(b[12:segmentHeaderSize], castagnoli):
		return h, "the checksum of the segment header does not match"
	}
	copy(h.id[:], b[16:])
	h.first = journey.Position(littleEndian.Uint64(b[32:]))
	h.group = littleEndian.Uint64(b[40:])
	h.size = int64(littleEndian.Uint64(b[48:]))
	if h.first == 0 || h.group == 0 || h.size < segmentHeaderSize+trailerSize {
		return h, "the segment header makes no sense"
	}
	return h, ""
}

// mark says that a chunk begins at offset, with the record at position.
type mark struct {
	position journey.Position
	offset   int64
}

// extent is what a segment holds: where its chunks of records end, the position
// behind its last record, and a mark for the first chunk of every 64 KiB. Extents
// are values; marks are only ever appended, so a copy stays true.
type extent struct {
	marks []mark
	end   int64
	next  journey.Position
}

// add takes note of a chunk of records that begins where the extent ends.
func (e *extent) add(h chunkHeader) {
	if n := len(e.marks); n == 0 || e.end-e.marks[n-1].offset >= markEvery {
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

// segment is a segment file and, once known, its extent.
type segment struct {
	segmentHeader
	path   string
	broken *DamageError // the header cannot be read; the log does not open with such a segment
	// extent and known are guarded by Log.view. A closed segment learns its extent from
	// its own index when it is first read; the active one grows with each group.
	extent extent
	known  bool
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

// loadExtent reads what a closed segment holds, by its trailer.
func (s *segment) loadExtent(f vfs.File) (extent, error) {
	b := make([]byte, trailerSize)
	if _, err := f.ReadAt(b, s.size-trailerSize); err != nil {
		return extent{}, s.readError(s.size-trailerSize, err)
	}
	footer := int64(littleEndian.Uint64(b[16:]))
	if string(b) != string(encodeTrailer(footer)) || footer < segmentHeaderSize || footer > s.size-trailerSize {
		return extent{}, s.damage(s.size-trailerSize, "the trailer of a closed segment cannot be read")
	}
	c := newScanner(f, seedOf(s.id), footer, s.size-trailerSize)
	h, payload, err := c.next()
	if err != nil {
		return extent{}, s.scanError(footer, err)
	}
	e, ok := parseFooter(h, payload, footer)
	if !ok || len(e.marks) == 0 || e.marks[0] != (mark{s.first, segmentHeaderSize}) {
		return extent{}, s.damage(footer, "the index of the segment makes no sense")
	}
	return e, nil
}

func (s *segment) damage(offset int64, problem string) *DamageError {
	return &DamageError{File: s.path, Offset: offset, Problem: problem}
}

// readError is the error of a failed read: a file that is too short is damage,
// anything else is trouble of the disk or the system.
func (s *segment) readError(offset int64, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return s.damage(offset, "the file ends too early")
	}
	return fmt.Errorf("read %s: %w", s.path, err)
}
