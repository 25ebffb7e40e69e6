package notify

import (
	"encoding/binary"
	"strconv"
	"strings"

	"sojourn/journey"
)

// Cursor is a place in the log as clients keep it: its holder knows everything up to that position. It names the log,
// for a position is a number in one log only. It is no secret and grants nothing.
type Cursor struct {
	Log journey.ID
	At  journey.Position
}

// String writes the first half of the log's ID and the position: 3f2a9c1e00d14b7a-20345.
func (c Cursor) String() string {
	return string(c.Append(nil))
}

// Append appends what String returns.
func (c Cursor) Append(b []byte) []byte {
	const digits = "0123456789abcdef"
	for _, part := range c.Log[:8] {
		b = append(b, digits[part>>4], digits[part&0xf])
	}
	return strconv.AppendUint(append(b, '-'), uint64(c.At), 10)
}

// ParseCursor reads a cursor of a log. It reports false for a text that is none, or one of another log.
func ParseCursor(text string, log journey.ID) (c Cursor, ok bool) {
	name, number, found := strings.Cut(text, "-")
	if !found || len(name) != 16 {
		return Cursor{}, false
	}
	half, err := strconv.ParseUint(name, 16, 64)
	if err != nil || half != binary.BigEndian.Uint64(log[:8]) {
		return Cursor{}, false
	}
	at, err := strconv.ParseUint(number, 10, 64)
	c = Cursor{Log: log, At: journey.Position(at)}
	return c, err == nil && c.String() == text
}
