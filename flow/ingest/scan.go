package ingest

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/flow/enrich"
)

// scanner reads a body in one pass, without reflection and nearly without allocations, as long as the body
// is of the plain kind that trackers send. It never refuses: on a mistake, on a member of another type and on
// whatever is rare, such as an escape in a name, it gives up, and the decoder reads the body again and
// decides. So what both can read they must read in the same way, which FuzzScan holds them to.
type scanner struct {
	source  []byte
	at      int      // where it is in the text; a place costs less to write down than a slice
	failed  bool     // it gave up
	plain   bool     // a string of this text ends at the next quote
	names   [][]byte // unknown members of the objects that are open, to see those that stand twice
	depth   int
	scratch []byte // for texts with escapes
	texts   texts

	enricher *enrich.Enricher // that knows URLs and user agents; nil for none
}

// Beyond these the scanner gives up.
const (
	maxScanDepth = 16 // of nested values
	maxScanNames = 64 // unknown members in an object
)

// start begins with a document.
func (s *scanner) start(document []byte) {
	special, beyondASCII := survey(document)
	s.source, s.at, s.depth, s.plain = document, 0, 0, !special
	s.failed = beyondASCII && !utf8.Valid(document)
}

// survey looks through a text, eight bytes at a time: whether there is something special in it, which is a
// backslash or a control character, and whether there is something beyond ASCII.
func survey(text []byte) (special, beyondASCII bool) {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	var found, high uint64
	for len(text) >= 8 {
		word := binary.LittleEndian.Uint64(text)
		escape := word ^ ones*'\\'
		found |= (word - ones*' ') &^ word // below a space
		found |= (escape - ones) &^ escape // zero
		high |= word
		text = text[8:]
	}
	for _, c := range text {
		special = special || c < ' ' || c == '\\'
		high |= uint64(c)
	}
	return special || found&highs != 0, high&highs != 0
}

// end reports whether the document was read to its end.
func (s *scanner) end() bool {
	s.peek()
	ok := !s.failed && s.at == len(s.source)
	s.source = nil
	clear(s.names)
	s.names = s.names[:0]
	return ok
}

// giveUp leaves the document to the decoder.
func (s *scanner) giveUp() { s.failed, s.at = true, len(s.source) }

// peek returns the first character that is no white space; 0 at the end.
func (s *scanner) peek() byte {
	for ; s.at < len(s.source); s.at++ {
		if c := s.source[s.at]; c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c
		}
	}
	return 0
}

// next reads the character if it comes next.
func (s *scanner) next(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.at++
	return true
}

func (s *scanner) expect(c byte) {
	if !s.next(c) {
		s.giveUp()
	}
}

// member is a bit for each member of an object that is known, 0 for all others.
type member uint32

// object reads an object. The function is told each name: it reads the value of a member it knows and returns
// its bit, and leaves the value of any other.
func (s *scanner) object(b *scannedBody, known func(*scanner, *scannedBody, []byte) member) {
	var seen member
	first := len(s.names)
	if s.depth++; s.depth > maxScanDepth {
		s.giveUp()
	}
	s.expect('{')
	for more := !s.next('}'); more && !s.failed; more = s.comma('}') {
		name := s.name()
		bit := known(s, b, name)
		if bit == 0 {
			s.unknown(name, first)
			s.skip()
		}
		if seen&bit != 0 {
			s.giveUp()
		}
		seen |= bit
	}
	s.names = s.names[:first]
	s.depth--
}

// comma reports whether another member or element follows; if not, the bracket is read.
func (s *scanner) comma(bracket byte) bool {
	if s.next(',') {
		return true
	}
	s.expect(bracket)
	return false
}

// name reads the name of a member and the colon.
func (s *scanner) name() []byte {
	raw, escaped := s.quoted()
	if escaped {
		s.giveUp()
	}
	s.expect(':')
	if s.failed {
		return nil
	}
	return raw
}

// unknown notes the name of a member; first is where those of its object begin.
func (s *scanner) unknown(name []byte, first int) {
	for _, other := range s.names[first:] {
		if bytes.Equal(name, other) {
			s.giveUp()
		}
	}
	if len(s.names)-first >= maxScanNames {
		s.giveUp()
	}
	s.names = append(s.names, name)
}

// noneKnown makes object skip all members.
func noneKnown(*scanner, *scannedBody, []byte) member { return 0 }

// skip reads any value.
func (s *scanner) skip() {
	switch c := s.peek(); c {
	case '{':
		s.object(nil, noneKnown)
	case '[':
		s.array()
	case '"':
		if raw, escaped := s.quoted(); escaped {
			s.unquote(raw)
		}
	case 't':
		s.literal("true")
	case 'f':
		s.literal("false")
	case 'n':
		s.literal("null")
	default:
		s.number()
	}
}

func (s *scanner) array() {
	if s.depth++; s.depth > maxScanDepth {
		s.giveUp()
	}
	s.expect('[')
	for more := !s.next(']'); more && !s.failed; more = s.comma(']') {
		s.skip()
	}
	s.depth--
}

func (s *scanner) literal(word string) {
	if rest := s.source[s.at:]; len(rest) < len(word) || string(rest[:len(word)]) != word {
		s.giveUp()
		return
	}
	s.at += len(word)
}

// number reads a number.
func (s *scanner) number() []byte {
	end := s.at
	for end < len(s.source) && !isDelimiter(s.source[end]) {
		end++
	}
	raw := s.source[s.at:end]
	digits := raw
	if len(digits) > 0 && digits[0] == '-' {
		digits = digits[1:]
	}
	if !isDecimal(raw) || len(digits) > 1 && digits[0] == '0' && isDigit(digits[1]) {
		s.giveUp()
		return nil
	}
	s.at = end
	return raw
}

// quoted reads a string and returns what stands between the quotes, as it is written.
func (s *scanner) quoted() (raw []byte, escaped bool) {
	if !s.next('"') {
		s.giveUp()
		return nil, false
	}
	start := s.at
	if s.plain {
		s.at = start + bytes.IndexByte(s.source[start:], '"') + 1
		if s.at == start {
			s.giveUp()
			return nil, false
		}
		return s.source[start : s.at-1], false
	}
	for ; s.at < len(s.source); s.at++ {
		switch c := s.source[s.at]; {
		case c == '"':
			s.at++
			return s.source[start : s.at-1], escaped
		case c == '\\':
			escaped = true
			s.at++
		case c < ' ':
			s.giveUp()
			return nil, false
		}
	}
	s.giveUp()
	return nil, false
}

// unquote decodes the escapes of what quoted returned. Half a surrogate pair is left to the decoder.
func (s *scanner) unquote(raw []byte) []byte {
	s.scratch = append(append(append(s.scratch[:0], '"'), raw...), '"')
	quoted := len(s.scratch)
	out, err := jsontext.AppendUnquote(s.scratch, s.scratch[:quoted])
	if err != nil {
		s.giveUp()
		return nil
	}
	s.scratch = out
	return out[quoted:]
}

// null reads a null, which is the same as no member.
func (s *scanner) null() bool {
	if s.peek() != 'n' {
		return false
	}
	s.literal("null")
	return true
}

// bytes reads a string; the result is good until the next one is read.
func (s *scanner) bytes() []byte {
	if s.null() {
		return nil
	}
	raw, escaped := s.quoted()
	if escaped {
		return s.unquote(raw)
	}
	return raw
}

// own reads a string of which there are too many to share them here.
func (s *scanner) own() string { return string(s.bytes()) }

// url reads a URL. Nearly all of them are in memory already.
func (s *scanner) url() string {
	if s.enricher == nil {
		return s.own()
	}
	return s.enricher.URL(s.bytes())
}

// userAgent reads a user agent, likewise.
func (s *scanner) userAgent() string {
	if s.enricher == nil {
		return s.own()
	}
	return s.enricher.UserAgent(s.bytes())
}

// text reads a string that often comes again.
func (s *scanner) text() string { return s.texts.of(s.bytes()) }

// value reads any value and returns it as it is written.
func (s *scanner) value() []byte {
	s.peek()
	start := s.at
	s.skip()
	if s.failed {
		return nil
	}
	return s.source[start:s.at:s.at]
}

func (s *scanner) boolean() bool {
	switch {
	case s.null():
	case s.peek() == 't':
		s.literal("true")
		return true
	default:
		s.literal("false")
	}
	return false
}

// size reads a number that counts something.
func (s *scanner) size() (n int32) {
	const safely = 9 // digits
	if s.null() {
		return 0
	}
	s.peek()
	digits := s.number()
	if len(digits) > safely {
		s.giveUp()
	}
	for _, c := range digits {
		if !isDigit(c) {
			s.giveUp()
		}
		n = n*10 + int32(c-'0')
	}
	return n
}
