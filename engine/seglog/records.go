package seglog

import (
	"encoding/binary"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"sojourn/journey"
)

// compressFrom is the payload size from which compression is tried: below it a frame
// saves less than a disk sector and costs more than it saves.
const compressFrom = 512

// codec compresses and decompresses payloads; safe for any number of goroutines.
type codec struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

func newCodec() (*codec, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithWindowSize(chunkRaw), zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0),
		zstd.WithDecoderMaxMemory(maxChunkRaw), zstd.WithDecodeAllCapLimit(true))
	if err != nil {
		return nil, err
	}
	return &codec{enc: enc, dec: dec}, nil
}

// compress returns raw in the smaller of its two forms; dst is memory to use.
func (c *codec) compress(dst, raw []byte) (kind, []byte) {
	if len(raw) < compressFrom {
		return plainRecords, raw
	}
	if out := c.enc.EncodeAll(raw, dst[:0]); len(out) < len(raw) {
		return zstdRecords, out
	}
	return plainRecords, raw
}

// decoded is a chunk of records, ready to be read by position.
type decoded struct {
	first journey.Position
	raw   []byte
	ends  []uint32 // where each record ends in raw
	skip  []uint8  // length of the prefix in front of each record
}

// decode reads the records of a chunk whose checksum was right. It reuses the memory
// of d, so what d held before is no longer valid. Nothing of d is part of payload.
func (c *codec) decode(d *decoded, h chunkHeader, payload []byte) error {
	d.first, d.raw, d.ends, d.skip = h.first, d.raw[:0], d.ends[:0], d.skip[:0]
	if h.kind == plainRecords && h.raw != h.stored {
		return errRecords
	}
	if cap(d.raw) < int(h.raw) {
		d.raw = make([]byte, 0, h.raw)
	}
	switch h.kind {
	case plainRecords:
		d.raw = append(d.raw, payload...)
	case zstdRecords:
		raw, err := c.dec.DecodeAll(payload, d.raw[:0:h.raw])
		if err != nil {
			return fmt.Errorf("decompress: %w", err)
		}
		d.raw = raw
	default:
		return errRecords
	}
	if len(d.raw) != int(h.raw) {
		return errRecords
	}
	return d.split(int(h.count))
}

// split finds the bounds of count records, which must fill raw exactly.
func (d *decoded) split(count int) error {
	at := 0
	for range count {
		length, n := binary.Uvarint(d.raw[at:])
		if n <= 0 || length > uint64(len(d.raw)-at-n) {
			return errRecords
		}
		at += n + int(length)
		d.ends, d.skip = append(d.ends, uint32(at)), append(d.skip, uint8(n))
	}
	if at != len(d.raw) {
		return errRecords
	}
	return nil
}

// end is the position behind the last record.
func (d *decoded) end() journey.Position { return d.first + journey.Position(len(d.ends)) }

// holds reports whether the record at p is in the chunk.
func (d *decoded) holds(p journey.Position) bool { return p >= d.first && p < d.end() }

// record returns the record at p, which the chunk must hold, as a part of raw.
func (d *decoded) record(p journey.Position) []byte {
	i, start := int(p-d.first), uint32(0)
	if i > 0 {
		start = d.ends[i-1]
	}
	return d.raw[start+uint32(d.skip[i]) : d.ends[i] : d.ends[i]]
}
