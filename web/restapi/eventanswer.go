package restapi

import (
	"encoding/binary"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// object appends the members of a JSON object to a buffer. The answers to events are written with
// it, for they are the hot path: no reflection, no wire types, no maps. A test holds what it writes
// against the contract.
type object struct {
	b     []byte
	empty bool // the innermost object has no member yet
}

func openObject(b []byte) *object { return &object{append(b, '{'), true} }

// close ends the outermost object and returns the buffer.
func (o *object) close() []byte { return append(o.b, '}') }

// name begins a member. Names are ours: they need no escaping.
func (o *object) name(name string) {
	b := o.b // to append to what is in registers costs half
	if o.empty {
		b = append(b, '"')
	} else {
		b = append(b, ',', '"')
	}
	b = append(b, name...)
	o.b, o.empty = append(b, '"', ':'), false
}

// begin opens a member that is an object, end closes it.
func (o *object) begin(name string) {
	o.name(name)
	o.b = append(o.b, '{')
	o.empty = true
}

func (o *object) end() {
	o.b = append(o.b, '}')
	o.empty = false
}

// quote appends a JSON string; bytes that are no UTF-8 become U+FFFD.
func (o *object) quote(text string) {
	if isPlain(text) {
		b := append(o.b, '"')
		b = append(b, text...)
		o.b = append(b, '"')
		return
	}
	if quoted, err := jsontext.AppendQuote(o.b, text); err == nil {
		o.b = quoted
		return
	}
	o.b, _ = jsontext.AppendQuote(o.b, toValid(text))
}

// isPlain reports whether a text is ASCII that stands in JSON as it is, as nearly all texts are. It looks at eight
// bytes at a time.
func isPlain(text string) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	var found uint64
	for ; len(text) >= 8; text = text[8:] {
		word := binary.LittleEndian.Uint64([]byte(text))
		quote, escape := word^ones*'"', word^ones*'\\'
		// A byte that is below a space, a quote or a backslash borrows from its highest bit.
		found |= word | (word - ones*' ') | (quote - ones) | (escape - ones)
	}
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '\\' {
			return false
		}
	}
	return found&highs == 0
}

func (o *object) text(name, value string) {
	o.name(name)
	o.quote(value)
}

// optional leaves an empty text out.
func (o *object) optional(name, value string) {
	if value != "" {
		o.text(name, value)
	}
}

func (o *object) integer(name string, n int64) {
	o.name(name)
	o.b = strconv.AppendInt(o.b, n, 10)
}

// measure leaves 0 out.
func (o *object) measure(name string, n int32) {
	if n != 0 {
		o.integer(name, int64(n))
	}
}

// number writes a finite number; no other ever comes here.
func (o *object) number(name string, f float64) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return
	}
	o.name(name)
	o.b = strconv.AppendFloat(o.b, f, 'f', -1, 64)
}

func (o *object) flag(name string, value bool) {
	o.name(name)
	o.b = strconv.AppendBool(o.b, value)
}

func (o *object) id(name string, id journey.ID) {
	o.name(name)
	o.b = append(id.AppendText(append(o.b, '"')), '"')
}

func (o *object) date(name string, at journey.Instant) {
	o.name(name)
	o.b = append(at.AppendText(append(o.b, '"')), '"')
}

// attributes writes a map, also an empty one. A name that stands twice keeps its last value.
func (o *object) attributes(name string, attributes []journey.Attribute) {
	o.begin(name)
	for i := range attributes {
		a := &attributes[i]
		if isNamedLater(attributes[i+1:], a.Name) {
			continue
		}
		if !o.empty {
			o.b = append(o.b, ',')
		}
		o.quote(a.Name)
		o.b = append(o.b, ':', '{')
		o.empty = true
		o.text("dataType", a.Type.String())
		o.text("value", a.Value)
		o.end()
	}
	o.end()
}

func isNamedLater(attributes []journey.Attribute, name string) bool {
	for i := range attributes {
		if attributes[i].Name == name {
			return true
		}
	}
	return false
}
