package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// entryList is the entries of a body that holds many, parts of its bytes.
type entryList struct {
	entries [][]byte
	most    int
}

// add takes an entry, unless there are too many.
func (l *entryList) add(entry []byte) *journey.Fault {
	if len(l.entries) == l.most {
		return errTooLarge(fmt.Sprintf("must have at most %d entries", l.most))
	}
	l.entries = append(l.entries, entry)
	return nil
}

// entityOptions lets an entry have a member twice: that refuses the entry when it is decoded, not the batch.
var entityOptions = json.JoinOptions(codecOptions, jsontext.AllowDuplicateNames(true))

// splitEntities takes the members of {"entities":[…]} for entries, and reports whether the object has such a
// member. Here a mistake anywhere spoils the whole, but for members that stand twice.
func (l *entryList) splitEntities(body []byte) (found bool, fault *journey.Fault) {
	if !utf8.Valid(body) {
		return false, malformed("must be UTF-8")
	}
	decoder := jsontext.NewDecoder(bytes.NewBuffer(body), entityOptions)
	if token, err := decoder.ReadToken(); err != nil || token.Kind() != '{' {
		return false, malformed("must be a JSON object")
	}
	for decoder.PeekKind() == '"' {
		name, err := decoder.ReadToken()
		if err != nil {
			return false, malformed("must be well-formed JSON")
		}
		if name.String() != "entities" {
			if decoder.SkipValue() != nil {
				return false, malformed("must be well-formed JSON")
			}
			continue
		}
		if found {
			return false, malformed("must have its entities once")
		}
		found = true
		if fault := l.readArray(decoder, body); fault != nil {
			return false, fault
		}
	}
	if _, err := decoder.ReadToken(); err != nil {
		return false, malformed("must be well-formed JSON")
	}
	return found, ended(decoder)
}

// splitArray takes the members of an array for entries.
func (l *entryList) splitArray(body []byte) *journey.Fault {
	if !utf8.Valid(body) {
		return malformed("must be UTF-8")
	}
	decoder := jsontext.NewDecoder(bytes.NewBuffer(body), entityOptions)
	if fault := l.readArray(decoder, body); fault != nil {
		return fault
	}
	return ended(decoder)
}

// readArray reads an array of entries.
func (l *entryList) readArray(decoder *jsontext.Decoder, body []byte) *journey.Fault {
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
		if fault := l.add(body[end-len(value) : end]); fault != nil {
			return fault
		}
	}
	_, _ = decoder.ReadToken()
	return nil
}

// ended refuses what follows the end of a body.
func ended(decoder *jsontext.Decoder) *journey.Fault {
	if _, err := decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return malformed("must be well-formed JSON")
	}
	return nil
}

// splitFew returns the entries of a body that holds few: the members of {"entities":[…]}; where arrays are
// taken, those of an array; or else the body itself, alone.
func splitFew(body []byte, most int, arrays bool) (entries [][]byte, alone bool, fault *journey.Fault) {
	list := entryList{most: most}
	if first := bytes.TrimLeft(body, " \t\r\n"); arrays && len(first) > 0 && first[0] == '[' {
		fault := list.splitArray(body)
		return list.entries, false, fault
	}
	found, fault := list.splitEntities(body)
	if fault == nil && !found {
		return [][]byte{body}, true, nil
	}
	return list.entries, false, fault
}
