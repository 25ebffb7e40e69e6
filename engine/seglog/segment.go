package seglog

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/journey"
)

// Layout of a segment file, see docs/formats/log.md.
const (
	segmentMagic      = "SJRNLOG"
	segmentHeaderSize = 64
	trailerMagic      = "SJRNEND\x01"
	trailerSize       = 32
	markSize          = 16
	segmentSuffix     = ".seg"
)

// The versions of the format that can be read. The second brought a dictionary and a
// closer index, the third the time when a segment began and records that are erased. New
// segments have the third; an older one is continued as it is, and becomes one of the
// third when records of it are erased.
const (
	version1 = 1
	version2 = 2
	version3 = 3
)

// segmentHeader is the first 64 bytes of a segment.
type segmentHeader struct {
	version       byte
	began         uint32 // when it did, in seconds since 1970; 0 = not known
	id            journey.ID
	first         journey.Position
	group         uint64 // number of its first group
	size          int64  // of the whole file, as prepared
	dictionary    uint32 // length of the dictionary behind the header; 0 = none
	dictionarySum uint32 // checksum of the dictionary and its padding
}

// start is where the first chunk begins.
func (h segmentHeader) start() int64 { return segmentHeaderSize + align(int64(h.dictionary)) }

// markEvery is how many bytes of log are between two marks, at least. It bounds what Get
// reads from the file to reach one record.
func (h segmentHeader) markEvery() int64 {
	if h.version == version1 {
		return 64 << 10
	}
	return 8 << 10
}

// empty is the extent of the segment before its first chunk.
func (h segmentHeader) empty() extent {
	return extent{end: h.start(), next: h.first, every: h.markEvery()}
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
	b = append(b, h.version)
	b = append(b, 0, 0, 0, 0)
	b = littleEndian.AppendUint32(b, h.began)
	b = append(b, h.id[:]...)
	b = littleEndian.AppendUint64(b, uint64(h.first))
	b = littleEndian.AppendUint64(b, h.group)
	b = littleEndian.AppendUint64(b, uint64(h.size))
	b = littleEndian.AppendUint32(b, h.dictionary)
	b = littleEndian.AppendUint32(b, h.dictionarySum)
	littleEndian.PutUint32(b[8:], crc32.Checksum(b[12:], castagnoli))
	return b
}

// parseSegmentHeader reads a header; problem says what is wrong with it, or is empty.
func parseSegmentHeader(b []byte) (h segmentHeader, problem string) {
	switch {
	case len(b) < segmentHeaderSize:
		return h, "the file is shorter than a segment header"
	case string(b[:7]) != segmentMagic:
		return h, "this is no segment header"
	case b[7] < version1 || b[7] > version3:
		return h, fmt.Sprintf("format version %d is not known to this version of Sojourn", b[7])
	case littleEndian.Uint32(b[8:]) != crc32.Checksum(b[12:segmentHeaderSize], castagnoli):
		return h, "the checksum of the segment header does not match"
	}
	h.version = b[7]
	copy(h.id[:], b[16:])
	h.first = journey.Position(littleEndian.Uint64(b[32:]))
	h.group = littleEndian.Uint64(b[40:])
	h.size = int64(littleEndian.Uint64(b[48:]))
	if h.version >= version2 {
		h.dictionary, h.dictionarySum = littleEndian.Uint32(b[56:]), littleEndian.Uint32(b[60:])
	}
	if h.version >= version3 {
		h.began = littleEndian.Uint32(b[12:])
	}
	if h.first == 0 || h.group == 0 || h.dictionary > maxDictionary || h.size < h.start()+trailerSize {
		return h, "the segment header makes no sense"
	}
	return h, ""
}

// segment is a segment file and, once known, its extent.
type segment struct {
	segmentHeader
	path   string
	broken *DamageError // the header cannot be read; the log does not open with such a segment
	gone   atomic.Bool  // the file at path is another one by now, or none; see handles.retire
	// What follows is guarded by Log.view. A closed segment learns its extent from its
	// own index and its decoder from its dictionary when it is first read; the extent
	// of the active one grows with each group. Once known, the decoder stays as it is.
	extent  extent
	decoder *decoder
	known   bool
}

// loadExtent reads what a closed segment holds, by its trailer.
func (s *segment) loadExtent(f vfs.File) (extent, error) {
	b := make([]byte, trailerSize)
	if _, err := f.ReadAt(b, s.size-trailerSize); err != nil {
		return extent{}, s.readError(s.size-trailerSize, err)
	}
	footer := int64(littleEndian.Uint64(b[16:]))
	if string(b) != string(encodeTrailer(footer)) || footer < s.start() || footer > s.size-trailerSize {
		return extent{}, s.damage(s.size-trailerSize, "the trailer of a closed segment cannot be read")
	}
	c := newScanner(f, seedOf(s.id), footer, s.size-trailerSize)
	h, payload, err := c.next()
	if err != nil {
		return extent{}, s.scanError(footer, err)
	}
	e, ok := parseFooter(h, payload, footer)
	if !ok || len(e.marks) == 0 || e.marks[0] != (mark{s.first, s.start()}) {
		return extent{}, s.damage(footer, "the index of the segment makes no sense")
	}
	return e, nil
}

// appendDictionary appends the dictionary as it stands behind the header, and writes
// into the header what it has to say about it.
func (h *segmentHeader) appendDictionary(b, dictionary []byte) []byte {
	if len(dictionary) == 0 {
		return b
	}
	start := len(b)
	b = append(b, dictionary...)
	b = append(b, make([]byte, align(int64(len(dictionary)))-int64(len(dictionary)))...)
	h.dictionary = uint32(len(dictionary))
	h.dictionarySum = crc32.Update(uint32(seedOf(h.id)), castagnoli, b[start:])
	return b
}

// loadDictionary reads the dictionary of the segment.
func (s *segment) loadDictionary(f io.ReaderAt) ([]byte, error) {
	b := make([]byte, s.start()-segmentHeaderSize)
	if len(b) == 0 {
		return nil, nil
	}
	if _, err := f.ReadAt(b, segmentHeaderSize); err != nil {
		return nil, s.readError(segmentHeaderSize, err)
	}
	if crc32.Update(uint32(seedOf(s.id)), castagnoli, b) != s.dictionarySum {
		return nil, s.damage(segmentHeaderSize, "the checksum of the dictionary does not match")
	}
	return b[:s.dictionary], nil
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
