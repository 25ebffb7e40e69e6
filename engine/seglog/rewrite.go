package seglog

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// rewrittenName is the file in which a segment is rewritten, until it takes the place of
// the segment.
const rewrittenName = "rewritten.prepared"

// rewriter writes a closed segment once more, without the records that are to be erased.
// Every chunk keeps its place in the order, its group and its positions, so whatever can be
// checked in a segment can be checked in a rewritten one. What changes is the payload of
// chunks with erased records, and so the offsets, and the file is no longer than it must be.
type rewriter struct {
	task
	fs     vfs.FS
	path   string // of the new file
	source vfs.File

	encoder *encoder
	decoded decoded
	header  segmentHeader
	copied  extent // of the new segment
	group   uint64 // of the next chunk

	file     vfs.File
	buffer   []byte // what comes next in the file,
	written  int64  // from here on
	unsynced int

	erased, left int64 // records
}

// rewrite returns the new segment, which is durable but not in its place. visit is told
// the offset of each chunk before it is copied, and may end the work.
func (r *rewriter) rewrite(visit func(at int64) error) (*segment, error) {
	if err := r.begin(); err != nil {
		return nil, err
	}
	err := r.copyChunks(visit)
	if err == nil {
		err = r.finish()
	}
	if closing := r.file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return nil, err
	}
	s := &segment{segmentHeader: r.header, path: r.segment.path}
	s.extent, s.decoder, s.known = r.copied, r.segment.decoder, true
	return s, nil
}

// begin makes the file. The header comes last, when the length is known.
func (r *rewriter) begin() error {
	dictionary, err := r.segment.loadDictionary(r.source)
	if err != nil {
		return err
	}
	if r.encoder, err = newEncoder(dictionary); err != nil {
		return err
	}
	r.header = r.segment.segmentHeader
	r.header.version = version3
	r.copied, r.group = r.header.empty(), r.header.group
	r.buffer = r.header.appendDictionary(make([]byte, segmentHeaderSize), dictionary)
	file, err := r.fs.Create(r.path, vfs.WriteCategoryUnspecified)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	r.file, err = r.fs.OpenReadWrite(r.path, vfs.WriteCategoryUnspecified)
	return err
}

func (r *rewriter) copyChunks(visit func(at int64) error) error {
	s := r.segment
	sc := newScanner(r.source, seedOf(s.id), s.start(), r.extent.end)
	for sc.offset < r.extent.end {
		at := sc.offset
		if err := visit(at); err != nil {
			return err
		}
		h, payload, err := sc.next()
		if err != nil {
			return s.scanError(at, err)
		}
		if h.first != r.copied.next || h.group != r.group {
			return s.damage(at, fmt.Sprintf("position %d is missing", r.copied.next))
		}
		if h, payload, err = r.without(h, payload); err != nil {
			return s.damage(at, err.Error())
		}
		r.buffer = seedOf(s.id).appendChunk(r.buffer, h, payload)
		r.copied.add(h)
		if h.last {
			r.group++
		}
		if err := r.flush(zeroStep); err != nil {
			return err
		}
	}
	if r.copied.next != r.extent.next {
		return s.damage(r.extent.end, fmt.Sprintf("position %d is missing", r.copied.next))
	}
	return nil
}

// without returns the chunk without the records that are to be erased.
func (r *rewriter) without(h chunkHeader, payload []byte) (chunkHeader, []byte, error) {
	to, _ := slices.BinarySearch(r.positions, h.end())
	erase := r.positions[:to]
	r.positions = r.positions[to:]
	if len(erase) == 0 && !h.erased {
		r.left += int64(h.count)
		return h, payload, nil
	}
	if err := r.segment.decoder.decode(&r.decoded, h, payload); err != nil {
		return h, nil, err
	}
	raw := make([]byte, 0, len(r.decoded.raw)+int(h.count))
	for p := h.first; p < h.end(); p++ {
		_, wanted := slices.BinarySearch(erase, p)
		switch {
		case r.decoded.erased(p):
			raw = append(raw, 0)
		case wanted:
			raw = append(raw, 0)
			r.erased++
		default:
			record := r.decoded.record(p)
			raw = binary.AppendUvarint(raw, uint64(len(record))+1)
			raw = append(raw, record...)
			r.left++
		}
	}
	h.erased, h.raw = true, uint32(len(raw))
	h.kind, payload = r.encoder.compress(nil, raw)
	h.stored = uint32(len(payload))
	return h, payload, nil
}

// flush writes the buffer once it has so many bytes, and syncs now and then, so that a
// group of an append never waits behind much of it.
func (r *rewriter) flush(from int) error {
	if len(r.buffer) < from {
		return nil
	}
	if _, err := r.file.WriteAt(r.buffer, r.written); err != nil {
		return err
	}
	r.written += int64(len(r.buffer))
	r.unsynced += len(r.buffer)
	r.buffer = r.buffer[:0]
	if r.unsynced < zeroSync {
		return nil
	}
	r.unsynced = 0
	return r.file.SyncData()
}

// finish writes index, trailer and header, and syncs.
func (r *rewriter) finish() error {
	h, payload := r.copied.footer(r.group)
	r.buffer = seedOf(r.header.id).appendChunk(r.buffer, h, payload)
	r.buffer = append(r.buffer, encodeTrailer(r.copied.end)...)
	if err := r.flush(0); err != nil {
		return err
	}
	r.header.size = r.written
	if _, err := r.file.WriteAt(r.header.encode(), 0); err != nil {
		return err
	}
	return r.file.Sync()
}
