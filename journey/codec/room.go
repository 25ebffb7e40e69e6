package codec

import (
	"net/netip"
	"slices"
	"unsafe"

	"sojourn/journey"
)

// room is memory that a reader fills with an event in place of new memory. What is nil in it is made anew.
type room struct {
	page         *journey.Page
	app          *journey.Application
	network      *journey.Network
	sdk          *journey.SDKLibrary
	browser      *journey.Browser
	device       *journey.Device
	geolocation  *journey.Geolocation
	campaign     *journey.Campaign
	referrer     *journey.Referrer
	conversation *journey.ConversationFacts
	caseLink     *journey.CaseLink
	custom       *journey.CustomFacts
	caseFacts    *journey.CaseFacts

	attributes  *stack[journey.Attribute]
	projected   *stack[journey.Projected]
	judged      *stack[journey.Judged]
	assignments *stack[journey.Assignment]
	lists       *stack[journey.AttributeList]
	values      *stack[string]
	texts       *stack[byte] // the characters of what is stored as a number
}

// noRoom is where the decoders read to, whose values are for keeping. Nobody fills it.
var noRoom room

// newRoom makes a room in which everything has its place.
func newRoom() *room {
	return &room{
		new(journey.Page), new(journey.Application), new(journey.Network), new(journey.SDKLibrary),
		new(journey.Browser), new(journey.Device), new(journey.Geolocation), new(journey.Campaign),
		new(journey.Referrer),
		new(journey.ConversationFacts), new(journey.CaseLink), new(journey.CustomFacts), new(journey.CaseFacts),
		new(stack[journey.Attribute]), new(stack[journey.Projected]), new(stack[journey.Judged]),
		new(stack[journey.Assignment]), new(stack[journey.AttributeList]), new(stack[string]), new(stack[byte]),
	}
}

// empty makes such a room ready for the next event.
func (m *room) empty() {
	m.attributes.empty()
	m.projected.empty()
	m.judged.empty()
	m.assignments.empty()
	m.lists.empty()
	m.values.empty()
	m.texts.empty()
}

// place returns where a value is read to.
func place[T any](there *T) *T {
	if there == nil {
		return new(T)
	}
	return there
}

// stack hands out lists, which are valid until it is emptied.
type stack[T any] struct{ list []T }

// take returns a list of n zero values.
func (s *stack[T]) take(n int) []T {
	if s == nil {
		return make([]T, n)
	}
	from := len(s.list)
	s.list = slices.Grow(s.list, n)[:from+n]
	taken := s.list[from : from+n : from+n]
	clear(taken)
	return taken
}

func (s *stack[T]) empty() { s.list = s.list[:0] }

const (
	uuidLength    = 36 // how many characters an ID has as a text
	addressLength = 15 // how many an IP address of version 4 has at most
)

// text returns the text form of an ID.
func (m *room) text(id journey.ID) string {
	if m.texts == nil {
		return id.String()
	}
	return view(id.AppendText(m.texts.take(uuidLength)[:0]))
}

// address returns the text form of an IP address of version 4.
func (m *room) address(address [4]byte) string {
	if m.texts == nil {
		return netip.AddrFrom4(address).String()
	}
	return view(netip.AddrFrom4(address).AppendTo(m.texts.take(addressLength)[:0]))
}

// bytes returns a text as bytes: where events are not for keeping, the same ones.
func (m *room) bytes(text string) []byte {
	if m.texts == nil {
		return []byte(text)
	}
	return unsafe.Slice(unsafe.StringData(text), len(text)) //nolint:gosec // it is only read
}

// view is bytes as a text, without a copy: valid as long as nobody changes them.
func view(b []byte) string {
	return unsafe.String(unsafe.SliceData(b), len(b)) //nolint:gosec // see above
}
