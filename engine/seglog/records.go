package seglog

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"

	"sojourn/journey"
)

const (
	// compressFrom is the payload size from which compression is tried: below it a frame
	// saves less than a disk sector and costs more than it saves. With a dictionary even
	// a single event shrinks to less than half.
	compressFrom           = 512
	compressFromDictionary = 96

	// maxDictionary is the largest dictionary of a segment, in bytes: it and nearly all of a
	// chunk together are within reach of window.
	maxDictionary = 112 << 10
	window        = 128 << 10

	// dictionaryID is what frames call the dictionary of their segment; without one
	// they have no such number.
	dictionaryID = 1

	// spareBytes behind the memory for a chunk let the decoder copy in strides.
	spareBytes = 16
)

// encoder compresses payloads, with a dictionary or without; safe for any number of
// goroutines. It takes half a megabyte per processor, so only the newest segment has one.
type encoder struct {
	dictionary []byte
	from       int // see compressFrom
	zstd       *zstd.Encoder
}

func newEncoder(dictionary []byte) (*encoder, error) {
	e := &encoder{dictionary: dictionary, from: compressFrom}
	options := []zstd.EOption{
		zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(window),
		zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true),
	}
	if len(dictionary) > 0 {
		e.from = compressFromDictionary
		// What the dictionary leaves over is mostly random identifiers: coding their
		// bytes by frequency took a quarter of the time and saved nothing.
		options = append(options, zstd.WithEncoderDictRaw(dictionaryID, dictionary),
			zstd.WithNoEntropyCompression(true))
	}
	var err error
	if e.zstd, err = zstd.NewWriter(nil, options...); err != nil {
		return nil, fmt.Errorf("set up compression: %w", err)
	}
	return e, nil
}

// compress returns raw in the smaller of its two forms; dst is memory to use.
func (e *encoder) compress(dst, raw []byte) (kind, []byte) {
	if len(raw) < e.from {
		return plainRecords, raw
	}
	if out := e.zstd.EncodeAll(raw, dst[:0]); len(out) < len(raw) {
		return zstdRecords, out
	}
	return plainRecords, raw
}

// decoder is the inverse of an encoder with the same dictionary.
type decoder struct{ zstd *zstd.Decoder }

func newDecoder(dictionary []byte) (*decoder, error) {
	options := []zstd.DOption{
		zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxChunkRaw + spareBytes),
		zstd.WithDecodeAllCapLimit(true),
	}
	if len(dictionary) > 0 {
		options = append(options, zstd.WithDecoderDictRaw(dictionaryID, dictionary))
	}
	z, err := zstd.NewReader(nil, options...)
	if err != nil {
		return nil, fmt.Errorf("set up decompression: %w", err)
	}
	return &decoder{zstd: z}, nil
}

// decoders shares one decoder among all segments that have the same dictionary.
type decoders struct {
	mu    sync.Mutex
	known map[string]*decoder // by dictionary
}

// of returns the decoder for a dictionary, which it keeps.
func (ds *decoders) of(dictionary []byte) (*decoder, error) {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	if d := ds.known[string(dictionary)]; d != nil {
		return d, nil
	}
	d, err := newDecoder(dictionary)
	if err != nil {
		return nil, err
	}
	if ds.known == nil {
		ds.known = map[string]*decoder{}
	}
	ds.known[string(dictionary)] = d
	return d, nil
}

// coders returns what encodes and decodes the chunks of a segment with that dictionary.
// They keep the dictionary.
func (l *Log) coders(dictionary []byte) (*encoder, *decoder, error) {
	d, err := l.decoders.of(dictionary)
	if err != nil {
		return nil, nil, err
	}
	if e := l.encoder.Load(); e != nil && bytes.Equal(e.dictionary, dictionary) {
		return e, d, nil
	}
	e, err := newEncoder(dictionary)
	return e, d, err
}

// decoded is a chunk of records, ready to be read by position.
type decoded struct {
	first journey.Position
	raw   []byte
	space []byte   // that raw lies in, as large as any chunk needed so far
	ends  []uint32 // where each record ends in raw
	skip  []uint8  // length of the prefix in front of each record; 0 where one was erased
}

// decode reads the records of a chunk whose checksum was right. It reuses the memory
// of d, so what d held before is no longer valid. Nothing of d is part of payload.
func (dec *decoder) decode(d *decoded, h chunkHeader, payload []byte) error {
	d.first, d.raw, d.ends, d.skip = h.first, d.raw[:0], d.ends[:0], d.skip[:0]
	if h.kind == plainRecords && h.raw != h.stored {
		return errRecords
	}
	need := int(h.raw) + spareBytes
	if cap(d.space) < need {
		d.space = make([]byte, 0, need)
	}
	switch h.kind {
	case plainRecords:
		d.raw = append(d.space, payload...)
	case zstdRecords:
		raw, err := dec.zstd.DecodeAll(payload, d.space[:0:need]) // no more than the header promised
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
	return d.split(int(h.count), h.erased)
}

// split finds the bounds of count records, which must fill raw exactly. Lengths stand
// there as they are or, where records may be erased, plus one.
func (d *decoded) split(count int, mayBeErased bool) error {
	if cap(d.ends) < count {
		d.ends, d.skip = make([]uint32, 0, count), make([]uint8, 0, count)
	}
	at := 0
	for range count {
		length, n := binary.Uvarint(d.raw[at:])
		skip := n
		switch {
		case !mayBeErased:
		case length == 0:
			skip = 0
		default:
			length--
		}
		if n <= 0 || length > uint64(len(d.raw)-at-n) {
			return errRecords
		}
		at += n + int(length)
		d.ends, d.skip = append(d.ends, uint32(at)), append(d.skip, uint8(skip))
	}
	if at != len(d.raw) {
		return errRecords
	}
	return nil
}

// end is the position behind the last record.
func (d *decoded) end() journey.Position { return d.first + journey.Position(len(d.ends)) }

// holds reports whether the record at p is, or was before it was erased, in the chunk.
func (d *decoded) holds(p journey.Position) bool { return p >= d.first && p < d.end() }

// erased reports whether the record at p, which the chunk holds, was erased.
func (d *decoded) erased(p journey.Position) bool { return d.skip[p-d.first] == 0 }

// size is what the chunk takes in memory, about.
func (d *decoded) size() int { return max(cap(d.raw), cap(d.space)) + 5*cap(d.ends) + 128 }

// record returns the record at p, which the chunk must hold, as a part of raw; nothing if
// it was erased.
func (d *decoded) record(p journey.Position) []byte {
	i, start := int(p-d.first), uint32(0)
	if i > 0 {
		start = d.ends[i-1]
	}
	if d.skip[i] == 0 {
		return nil
	}
	return d.raw[start+uint32(d.skip[i]) : d.ends[i] : d.ends[i]]
}
