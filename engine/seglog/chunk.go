package seglog

import (
	"encoding/binary"
	"errors"
	"hash/crc32"

	"sojourn/journey"
)

// A chunk is the unit of checksum and compression: a header of 40 bytes and a
// payload, padded with zeros to a multiple of 8 (docs/formats/log.md, "Chunk").
const (
	chunkMagic      = 0x4b4e4843 // "CHNK"
	chunkVersion    = 1
	chunkHeaderSize = 40
	chunkAlign      = 8

	// chunkRaw is the size at which a chunk of records is full, before compression. It
	// bounds what Get decompresses to reach one record. A larger record is alone in its chunk.
	chunkRaw = 24 << 10

	// MaxAppend is the largest sum of record sizes that one Append takes, in bytes.
	MaxAppend = 16 << 20

	// maxChunkRaw bounds every length read from a disk before memory is asked for.
	maxChunkRaw = MaxAppend + binary.MaxVarintLen32
)

// kind says what the payload of a chunk is.
type kind byte

const (
	plainRecords kind = 1 // records, each behind its length as a varint
	zstdRecords  kind = 2 // the same in one zstd frame
	indexOfChunk kind = 3 // positions and offsets of the segment's chunks: the segment is closed
)

const (
	flagLastOfGroup = 1
	flagErased      = 2 // in front of a record stands its length + 1, and 0 where one was erased
)

// chunkHeader is a chunk without its payload.
type chunkHeader struct {
	kind   kind
	last   bool // the last chunk of its group
	erased bool // records of it were erased: they have their positions, and nothing else
	count  uint32
	group  uint64
	first  journey.Position // of its first record
	raw    uint32           // length of the payload before compression
	stored uint32           // length of the payload as it stands in the file
}

// size is what the chunk takes in the file, padding included.
func (h chunkHeader) size() int64 {
	return align(chunkHeaderSize + int64(h.stored))
}

// end is the position behind its last record.
func (h chunkHeader) end() journey.Position { return h.first + journey.Position(h.count) }

func align(n int64) int64 { return (n + chunkAlign - 1) &^ (chunkAlign - 1) }

var (
	errNoChunk   = errors.New("no chunk begins here")
	errShort     = errors.New("the chunk reaches beyond the end of the data")
	errChecksum  = errors.New("the checksum of the chunk does not match")
	errVersion   = errors.New("the chunk was written by a newer version of Sojourn")
	errRecords   = errors.New("the records of the chunk do not fill it")
	castagnoli   = crc32.MakeTable(crc32.Castagnoli)
	littleEndian = binary.LittleEndian
)

// seed makes the checksums of a log its own, so that neither a chunk of another log
// nor bytes that a client smuggled into a record pass for a chunk of this one.
type seed uint32

func seedOf(id journey.ID) seed { return seed(crc32.Checksum(id[:], castagnoli)) }

// appendChunk appends the chunk and its padding to dst.
func (s seed) appendChunk(dst []byte, h chunkHeader, payload []byte) []byte {
	start := len(dst)
	var flags byte
	if h.last {
		flags = flagLastOfGroup
	}
	if h.erased {
		flags |= flagErased
	}
	dst = append(dst, 0, 0, 0, 0)
	dst = littleEndian.AppendUint32(dst, chunkMagic)
	dst = append(dst, chunkVersion, byte(h.kind), flags, 0)
	dst = littleEndian.AppendUint32(dst, h.count)
	dst = littleEndian.AppendUint64(dst, h.group)
	dst = littleEndian.AppendUint64(dst, uint64(h.first))
	dst = littleEndian.AppendUint32(dst, h.raw)
	dst = littleEndian.AppendUint32(dst, h.stored)
	dst = append(dst, payload...)
	for len(dst)-start < int(h.size()) {
		dst = append(dst, 0)
	}
	littleEndian.PutUint32(dst[start:], crc32.Update(uint32(s), castagnoli, dst[start+4:]))
	return dst
}

// parseHeader reads a chunk header without checking the checksum. It only promises
// that the lengths are within bounds.
func parseHeader(b []byte) (chunkHeader, error) {
	if len(b) < chunkHeaderSize {
		return chunkHeader{}, errShort
	}
	if littleEndian.Uint32(b[4:]) != chunkMagic {
		return chunkHeader{}, errNoChunk
	}
	h := chunkHeader{
		kind:   kind(b[9]),
		last:   b[10]&flagLastOfGroup != 0,
		erased: b[10]&flagErased != 0,
		count:  littleEndian.Uint32(b[12:]),
		group:  littleEndian.Uint64(b[16:]),
		first:  journey.Position(littleEndian.Uint64(b[24:])),
		raw:    littleEndian.Uint32(b[32:]),
		stored: littleEndian.Uint32(b[36:]),
	}
	if h.raw > maxChunkRaw || h.stored > h.raw || h.count > h.raw {
		return chunkHeader{}, errNoChunk
	}
	return h, nil
}

// allFlags are the flags that a chunk of the kind may have.
func allFlags(k kind) byte {
	if k == indexOfChunk {
		return flagLastOfGroup
	}
	return flagLastOfGroup | flagErased
}

// parseChunk reads the chunk that b begins with and checks its checksum. The payload
// is part of b.
func (s seed) parseChunk(b []byte) (chunkHeader, []byte, error) {
	h, err := parseHeader(b)
	if err != nil {
		return h, nil, err
	}
	if int64(len(b)) < h.size() {
		return h, nil, errShort
	}
	if crc32.Update(uint32(s), castagnoli, b[4:h.size()]) != littleEndian.Uint32(b) {
		return h, nil, errChecksum
	}
	if b[8] != chunkVersion || h.kind < plainRecords || h.kind > indexOfChunk || b[10] > allFlags(h.kind) {
		return h, nil, errVersion
	}
	return h, b[chunkHeaderSize : chunkHeaderSize+h.stored], nil
}
