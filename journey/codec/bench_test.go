package codec

import "testing"

func BenchmarkAppendAccepted(b *testing.B) {
	record, buffer := sampleAccepted(), make([]byte, 0, 4096)
	b.ReportAllocs()
	b.SetBytes(int64(len(AppendRecord(nil, record))))
	for b.Loop() {
		buffer = AppendRecord(buffer[:0], record)
	}
}

func BenchmarkDecodeAccepted(b *testing.B) {
	data := AppendRecord(nil, sampleAccepted())
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := DecodeRecord(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppendSession(b *testing.B) {
	session, buffer := sampleSession(), make([]byte, 0, 4096)
	b.ReportAllocs()
	b.SetBytes(int64(len(AppendSession(nil, session))))
	for b.Loop() {
		buffer = AppendSession(buffer[:0], session)
	}
}

func BenchmarkDecodeSession(b *testing.B) {
	data := AppendSession(nil, sampleSession())
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := DecodeSession(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMarshalLine(b *testing.B) {
	record := sampleAccepted()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := MarshalLine(record); err != nil {
			b.Fatal(err)
		}
	}
}
