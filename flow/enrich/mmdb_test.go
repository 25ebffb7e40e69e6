package enrich

import (
	"encoding/binary"
	"maps"
	"math"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// writeMMDB writes a small MaxMind-format file: a search tree over IPv6 addresses with records of
// 24 bits, the data section, the metadata (https://maxmind.github.io/MaxMind-DB/).
func writeMMDB(t *testing.T, databaseType string, records map[string]any) string {
	t.Helper()
	var data []byte
	tree := mmdbTree{nodes: [][2]int{{}}}
	for _, network := range slices.Sorted(maps.Keys(records)) {
		prefix := netip.MustParsePrefix(network)
		bits := prefix.Bits()
		if prefix.Addr().Is4() {
			bits += 96
		}
		address := prefix.Addr().As16()
		if prefix.Addr().Is4() {
			address = [16]byte{}
			four := prefix.Addr().As4()
			copy(address[12:], four[:])
		}
		tree.add(address, bits, -1-len(data)) // the offset, told from node numbers by its sign
		data = appendMMDB(data, records[network])
	}
	file := tree.encode()
	file = append(file, make([]byte, 16)...)
	file = append(file, data...)
	file = append(file, "\xab\xcd\xefMaxMind.com"...)
	file = appendMMDB(file, map[string]any{
		"binary_format_major_version": uint16(2), "binary_format_minor_version": uint16(0),
		"build_epoch": uint64(1), "database_type": databaseType, "description": map[string]any{},
		"ip_version": uint16(6), "languages": []any{}, "node_count": uint32(len(tree.nodes)), "record_size": uint16(24),
	})
	path := filepath.Join(t.TempDir(), databaseType+".mmdb")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

type mmdbTree struct {
	nodes [][2]int // 0 is nothing, positive a node, negative a place in the data
}

func (m *mmdbTree) add(address [16]byte, bits, value int) {
	node := 0
	for i := range bits {
		side := int(address[i/8]>>(7-i%8)) & 1
		if i == bits-1 {
			m.nodes[node][side] = value
			return
		}
		if m.nodes[node][side] == 0 {
			m.nodes = append(m.nodes, [2]int{})
			m.nodes[node][side] = len(m.nodes) - 1
		}
		node = m.nodes[node][side]
	}
}

func (m *mmdbTree) encode() []byte {
	var b []byte
	for _, node := range m.nodes {
		for _, record := range node {
			switch {
			case record == 0:
				record = len(m.nodes)
			case record < 0:
				record = len(m.nodes) + 16 + (-1 - record)
			}
			b = append(b, byte(record>>16), byte(record>>8), byte(record))
		}
	}
	return b
}

// appendMMDB encodes a value.
func appendMMDB(b []byte, value any) []byte {
	control := func(kind, size int) {
		first, extended := kind<<5, kind > 7
		if extended {
			first = 0
		}
		switch {
		case size < 29:
			b = append(b, byte(first|size))
		default:
			b = append(b, byte(first|29))
		}
		if extended {
			b = append(b, byte(kind-7))
		}
		if size >= 29 {
			b = append(b, byte(size-29))
		}
	}
	switch v := value.(type) {
	case string:
		control(2, len(v))
		b = append(b, v...)
	case float64:
		control(3, 8)
		b = binary.BigEndian.AppendUint64(b, math.Float64bits(v))
	case uint16:
		control(5, 2)
		b = binary.BigEndian.AppendUint16(b, v)
	case uint32:
		control(6, 4)
		b = binary.BigEndian.AppendUint32(b, v)
	case uint64:
		control(9, 8)
		b = binary.BigEndian.AppendUint64(b, v)
	case float32:
		control(15, 4)
		b = binary.BigEndian.AppendUint32(b, math.Float32bits(v))
	case map[string]any:
		control(7, len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			b = appendMMDB(b, key)
			b = appendMMDB(b, v[key])
		}
	case []any:
		control(11, len(v))
		for _, element := range v {
			b = appendMMDB(b, element)
		}
	}
	return b
}
