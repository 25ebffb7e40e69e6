package ingest

import "encoding/binary"

// texts shares the texts that come again and again: names of events, pages, SDKs. It is a table in which a
// text has one place, and the newest text of a place stays.
type texts struct {
	places [256]string
}

// maxShared bounds the texts that are shared, in bytes.
const maxShared = 128

// of returns the text as a string.
func (t *texts) of(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	if len(text) > maxShared {
		return string(text)
	}
	place := &t.places[placeOf(text)]
	if *place != string(text) {
		*place = string(text)
	}
	return *place
}

// placeOf mixes the length with the first, middle and last bytes of a text that is not empty. Whoever sends
// texts that meet in one place does himself no good and others no harm.
func placeOf(text []byte) uint8 {
	const mix = 0x9e3779b97f4a7c15
	hash := uint64(len(text)) * mix
	if len(text) < 8 {
		for _, c := range text {
			hash = (hash ^ uint64(c)) * mix
		}
		return uint8(hash >> 56)
	}
	for _, at := range [...]int{0, (len(text) - 8) / 2, len(text) - 8} {
		hash = (hash ^ binary.LittleEndian.Uint64(text[at:])) * mix
		hash ^= hash >> 32
	}
	return uint8(hash * mix >> 56)
}
