package seglog

import (
	"bytes"
	"errors"
	"io"
)

// scanner reads the chunks of a piece of a file one after the other and checks their
// checksums. It holds one chunk in memory, and reads ahead.
type scanner struct {
	file   io.ReaderAt
	seed   seed
	offset int64  // of the chunk that next will return
	limit  int64  // where the piece ends
	ahead  []byte // what was read from offset on and not returned yet
	buffer []byte
}

const scanAhead = 256 << 10

func newScanner(file io.ReaderAt, s seed, from, limit int64) *scanner {
	return &scanner{file: file, seed: s, offset: from, limit: limit}
}

// next returns the chunk at s.offset and moves behind it; at anything that is no
// sound chunk it stays and returns one of the errors of parseChunk. The payload is
// valid until the next call.
func (s *scanner) next() (chunkHeader, []byte, error) {
	if err := s.fill(chunkHeaderSize); err != nil {
		return chunkHeader{}, nil, err
	}
	h, err := parseHeader(s.ahead)
	if err != nil {
		return h, nil, err
	}
	if err := s.fill(h.size()); err != nil {
		return h, nil, err
	}
	h, payload, err := s.seed.parseChunk(s.ahead)
	if err != nil {
		return h, nil, err
	}
	s.offset += h.size()
	s.ahead = s.ahead[h.size():]
	return h, payload, nil
}

// fill sees to it that at least n bytes are read ahead.
func (s *scanner) fill(n int64) error {
	if int64(len(s.ahead)) >= n {
		return nil
	}
	want := min(max(n, scanAhead), s.limit-s.offset)
	if want < n {
		return errShort
	}
	buffer := s.buffer
	if int64(cap(buffer)) < want {
		buffer = make([]byte, want)
	}
	buffer = buffer[:want]
	have := copy(buffer, s.ahead)
	if _, err := s.file.ReadAt(buffer[have:], s.offset+int64(have)); err != nil {
		return err
	}
	s.ahead, s.buffer = buffer, buffer
	return nil
}

// unsound reports whether an error of next is about the bytes, not about reading them.
func unsound(err error) bool {
	return errors.Is(err, errNoChunk) || errors.Is(err, errShort) ||
		errors.Is(err, errChecksum) || errors.Is(err, errVersion)
}

// scanError says what an error of next at offset means in a place where a sound chunk
// had been written.
func (s *segment) scanError(offset int64, err error) error {
	if unsound(err) {
		return s.damage(offset, err.Error())
	}
	return s.readError(offset, err)
}

// tail is what lies between the last sound chunk and the end of the file.
type tail struct {
	end   int64 // behind the last byte that is not zero; where the tail begins if all are
	later int64 // offset of a sound chunk of a later group, 0 if there is none
}

// surveyTail reads everything from offset from to limit. Chunks begin at multiples of
// 8, so that is where it looks; sound is asked about every place that could be one.
func surveyTail(file io.ReaderAt, from, limit int64, sound func(at int64) bool) (tail, error) {
	t := tail{end: from}
	buffer := make([]byte, min(scanAhead, max(limit-from, 0)))
	var zeros [4 << 10]byte
	for at := from; at < limit; at += int64(len(buffer)) {
		buffer = buffer[:min(int64(len(buffer)), limit-at)]
		if _, err := file.ReadAt(buffer, at); err != nil {
			return t, err
		}
		for page := 0; page < len(buffer); page += len(zeros) {
			b := buffer[page:min(page+len(zeros), len(buffer))]
			if bytes.Equal(b, zeros[:len(b)]) {
				continue
			}
			t.end = at + int64(page+len(bytes.TrimRight(b, "\x00")))
			for i := 0; i+chunkAlign <= len(b) && t.later == 0; i += chunkAlign {
				place := at + int64(page+i)
				if littleEndian.Uint32(b[i+4:]) == chunkMagic && sound(place) {
					t.later = place
				}
			}
		}
	}
	return t, nil
}
