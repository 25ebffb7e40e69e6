package pebble

import (
	"encoding/binary"
	"io"

	cockroach "github.com/cockroachdb/pebble/v2"

	"sojourn/journey"
)

// brief is the value of a session in the listing by newest event: what a start needs to
// know of it without reading the document.
type brief struct {
	kind  journey.Kind
	short uint32
}

func briefOf(s *journey.Session) brief {
	b := brief{kind: s.Kind}
	if s.Visit != nil {
		b.short = s.Visit.ShortID
	}
	return b
}

func (v brief) append(b []byte) []byte {
	return binary.AppendUvarint(append(b, byte(v.kind)), uint64(v.short))
}

func parseBrief(b []byte) (brief, error) {
	if len(b) < 2 {
		return brief{}, errValue
	}
	short, n := binary.Uvarint(b[1:])
	if n != len(b)-1 || short > 1<<32-1 {
		return brief{}, errValue
	}
	return brief{kind: journey.Kind(b[0]), short: uint32(short)}, nil
}

func positionValue(p journey.Position) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(p))
}

// largestPosition merges the marks of concurrent batches: the largest wins, in whatever order
// the batches were committed.
var largestPosition = cockroach.Merger{
	Name: "sojourn.largest",
	Merge: func(_, value []byte) (cockroach.ValueMerger, error) {
		m := &largest{}
		return m, m.MergeNewer(value)
	},
}

type largest struct{ position uint64 }

// MergeNewer implements cockroach.ValueMerger.
func (m *largest) MergeNewer(value []byte) error {
	if len(value) != 8 {
		return errValue
	}
	m.position = max(m.position, binary.BigEndian.Uint64(value))
	return nil
}

// MergeOlder implements cockroach.ValueMerger.
func (m *largest) MergeOlder(value []byte) error { return m.MergeNewer(value) }

// Finish implements cockroach.ValueMerger.
func (m *largest) Finish(bool) ([]byte, io.Closer, error) {
	return positionValue(journey.Position(m.position)), nil, nil
}
