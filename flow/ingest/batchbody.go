package ingest

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"sync"

	"github.com/klauspost/compress/gzip"

	"sojourn/journey"
)

// IsLines reports whether a Content-Type announces newline-delimited JSON.
func IsLines(contentType string) bool {
	mediaType, _, err := mime.ParseMediaType(contentType)
	return err == nil && mediaType == "application/x-ndjson"
}

// batchBuffer is the memory that reading a batch needs, kept between batches.
type batchBuffer struct {
	body bytes.Buffer
	gzip gzip.Reader
	entryList
}

var batchBuffers = sync.Pool{New: func() any { return &batchBuffer{entryList: entryList{most: MaxBatchEntries}} }}

func (b *batchBuffer) release() {
	b.body.Reset()
	clear(b.entries)
	b.entries = b.entries[:0]
	batchBuffers.Put(b)
}

// read returns the entries of a batch, valid until the buffer is released.
func (b *batchBuffer) read(r *BatchRequest) ([][]byte, error) {
	body := r.Body
	if r.Gzip {
		if err := b.gzip.Reset(body); err != nil {
			return nil, unreadable(err)
		}
		body = &b.gzip
	}
	if _, err := b.body.ReadFrom(io.LimitReader(body, MaxBatchBody+1)); err != nil {
		return nil, unreadable(err)
	}
	if b.body.Len() > MaxBatchBody {
		return nil, errTooLarge("must have at most 8 MiB after decompression")
	}
	if r.Lines {
		if fault := b.splitLines(b.body.Bytes()); fault != nil {
			return nil, fault
		}
		return b.entries, nil
	}
	found, fault := b.splitEntities(b.body.Bytes())
	switch {
	case fault != nil:
		return nil, fault
	case !found:
		return nil, journey.Invalid("entities", "is required")
	}
	return b.entries, nil
}

// unreadable is the refusal of a body that breaks off or is no gzip. A fault of the reader stands.
func unreadable(err error) error {
	if _, ok := errors.AsType[*journey.Fault](err); ok {
		return err
	}
	return malformed("cannot be read to the end")
}

// errTooLarge refuses what is beyond a limit of size.
func errTooLarge(reason string) *journey.Fault {
	return &journey.Fault{Code: journey.TooLarge, Reason: reason}
}

// splitLines takes each line that is not blank for an entry, whatever stands in it.
func (b *batchBuffer) splitLines(body []byte) *journey.Fault {
	for line := range bytes.Lines(body) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if fault := b.add(line); fault != nil {
			return fault
		}
	}
	return nil
}
