package ingest

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// cursor walks through JSON that the decoder has found well-formed, and so needs to check nothing again.
// On anything else it comes to some end without reading beyond it.
type cursor struct {
	source []byte
	at     int
}

// peek returns the first character of what comes next, past white space and commas; 0 at the end.
func (c *cursor) peek() byte {
	for ; c.at < len(c.source); c.at++ {
		switch letter := c.source[c.at]; letter {
		case ' ', '\t', '\r', '\n', ',', ':':
		default:
			return letter
		}
	}
	return 0
}

// step reads the one character that peek shows: a brace.
func (c *cursor) step() {
	if c.peek() != 0 {
		c.at++
	}
}

// more reports whether the object that is being read has another member.
func (c *cursor) more() bool { return c.peek() == '"' }

// scalar reads a string, number or boolean and appends its text.
func (c *cursor) scalar(out []byte) []byte {
	raw := c.token()
	switch {
	case len(raw) < 2 || raw[0] != '"':
		return append(out, raw...)
	case bytes.IndexByte(raw, '\\') < 0:
		return append(out, raw[1:len(raw)-1]...)
	}
	out, _ = jsontext.AppendUnquote(out, raw)
	return out
}

// skip reads past a value of any kind.
func (c *cursor) skip() {
	for depth := 0; ; {
		switch c.peek() {
		case '{', '[':
			c.step()
			depth++
		case '}', ']':
			c.step()
			depth--
		case 0:
			return
		default:
			c.token()
		}
		if depth <= 0 {
			return
		}
	}
}

// token reads a scalar as it is written.
func (c *cursor) token() (raw []byte) {
	quoted := c.peek() == '"'
	start := c.at
	if quoted {
		c.at += stringEnd(c.source[start:])
	}
	for !quoted && c.at < len(c.source) && !isDelimiter(c.source[c.at]) {
		c.at++
	}
	return c.source[start:c.at]
}

// stringEnd returns the length of the string, with its quotes, at the start of the text.
func stringEnd(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

func isDelimiter(c byte) bool {
	switch c {
	case ',', '}', ']', ' ', '\t', '\r', '\n':
		return true
	}
	return false
}
