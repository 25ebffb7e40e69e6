package ingest

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
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
	body    bytes.Buffer
	gzip    gzip.Reader
	entries [][]byte // parts of body
}

var batchBuffers = sync.Pool{New: func() any { return new(batchBuffer) }}

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
	split := b.splitEntities
	if r.Lines {
		split = b.splitLines
	}
	if fault := split(b.body.Bytes()); fault != nil {
		return nil, fault
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

// add takes an entry, unless there are too many.
func (b *batchBuffer) add(entry []byte) *journey.Fault {
	if len(b.entries) == MaxBatchEntries {
		return errTooLarge("must have at most 5,000 entries")
	}
	b.entries = append(b.entries, entry)
	return nil
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

// entityOptions lets an entry have a member twice: that refuses the entry when it is decoded, not the batch.
var entityOptions = json.JoinOptions(codecOptions, jsontext.AllowDuplicateNames(true))

// splitEntities takes the members of {"entities":[…]} for entries. Here a mistake anywhere spoils the
// whole, but for members that stand twice.
func (b *batchBuffer) splitEntities(body []byte) *journey.Fault {
	if !utf8.Valid(body) {
		return malformed("must be UTF-8")
	}
	decoder := jsontext.NewDecoder(bytes.NewBuffer(body), entityOptions)
	if token, err := decoder.ReadToken(); err != nil || token.Kind() != '{' {
		return malformed("must be a JSON object")
	}
	found := false
	for decoder.PeekKind() == '"' {
		name, err := decoder.ReadToken()
		if err != nil {
			return malformed("must be well-formed JSON")
		}
		if name.String() != "entities" {
			if decoder.SkipValue() != nil {
				return malformed("must be well-formed JSON")
			}
			continue
		}
		if found {
			return malformed("must have its entities once")
		}
		found = true
		if fault := b.readEntities(decoder, body); fault != nil {
			return fault
		}
	}
	if _, err := decoder.ReadToken(); err != nil {
		return malformed("must be well-formed JSON")
	}
	if _, err := decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return malformed("must be well-formed JSON")
	}
	if !found {
		return journey.Invalid("entities", "is required")
	}
	return nil
}

// readEntities reads the array.
func (b *batchBuffer) readEntities(decoder *jsontext.Decoder, body []byte) *journey.Fault {
	if decoder.PeekKind() != '[' {
		if decoder.SkipValue() != nil {
			return malformed("must be well-formed JSON")
		}
		return journey.Invalid("entities", "must be an array")
	}
	_, _ = decoder.ReadToken()
	for decoder.PeekKind() != ']' {
		value, err := decoder.ReadValue()
		if err != nil {
			return malformed("must be well-formed JSON")
		}
		// The value is the decoder's; the same bytes stand in the body.
		end := int(decoder.InputOffset())
		if fault := b.add(body[end-len(value) : end]); fault != nil {
			return fault
		}
	}
	_, _ = decoder.ReadToken()
	return nil
}
