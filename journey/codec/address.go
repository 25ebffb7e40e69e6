package codec

import (
	"encoding/binary"
	"net/netip"
)

// address4 reads an IP address of version 4, which has one spelling only.
func address4(text string) (address [4]byte, ok bool) {
	if len(text) < len("0.0.0.0") || len(text) > len("255.255.255.255") {
		return address, false
	}
	parsed, err := netip.ParseAddr(text)
	if err != nil || !parsed.Is4() {
		return address, false
	}
	return parsed.As4(), true
}

// appendAddress writes a text that is likely an IP address of version 4: 0 and its 4 bytes if it is one, else the
// length plus 1 and the bytes.
func appendAddress(b []byte, s string) []byte {
	if address, ok := address4(s); ok {
		return append(append(b, 0), address[:]...)
	}
	b = binary.AppendUvarint(b, uint64(len(s))+1)
	return append(b, s...)
}

// address reads what appendAddress wrote.
func (r *reader) address() string {
	length := r.uvarint()
	if length > 0 {
		return r.take(length - 1)
	}
	var address [4]byte
	if copy(address[:], r.take(4)); r.err != nil {
		return ""
	}
	return r.room.address(address)
}
