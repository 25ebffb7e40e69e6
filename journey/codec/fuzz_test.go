package codec

import (
	"bytes"
	"testing"
)

// Whatever a decoder accepts must survive being written and read again. The bytes may
// differ the first time, for a number has more than one spelling as a varint.

func FuzzDecodeRecord(f *testing.F) {
	for _, data := range everyValue(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		record, err := DecodeRecord(data)
		if err != nil {
			return
		}
		once := AppendRecord(nil, record)
		again, err := DecodeRecord(once)
		check(t, err)
		if !bytes.Equal(AppendRecord(nil, again), once) {
			t.Fatalf("not stable: %x", data)
		}
		line, err := MarshalLine(record)
		check(t, err)
		back, err := UnmarshalLine(line)
		check(t, err)
		if !bytes.Equal(AppendRecord(nil, back), once) {
			t.Fatalf("the line is not exact: %s", line)
		}
	})
}

func FuzzDecodeSession(f *testing.F) {
	for _, data := range everyValue(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		session, err := DecodeSession(data)
		if err != nil {
			return
		}
		once := AppendSession(nil, session)
		again, err := DecodeSession(once)
		check(t, err)
		if !bytes.Equal(AppendSession(nil, again), once) {
			t.Fatalf("not stable: %x", data)
		}
	})
}

func FuzzDecodeState(f *testing.F) {
	f.Add(sampleValues()["state"])
	f.Fuzz(func(t *testing.T, data []byte) {
		state, _, err := DecodeState("vkey", data)
		if err != nil {
			return
		}
		_, _, err = DecodeState("vkey", AppendState(nil, state))
		check(t, err)
	})
}

func FuzzUnmarshalLine(f *testing.F) {
	for _, data := range everyValue(f) {
		if record, err := DecodeRecord(data); err == nil {
			line, err := MarshalLine(record)
			check(f, err)
			f.Add(line)
		}
	}
	f.Add([]byte(`{"record":"event","binary":"AQE="}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		record, err := UnmarshalLine(line)
		if err != nil {
			return
		}
		again, err := MarshalLine(record)
		check(t, err)
		back, err := UnmarshalLine(again)
		check(t, err)
		if !bytes.Equal(AppendRecord(nil, back), AppendRecord(nil, record)) {
			t.Fatalf("not exact: %s", line)
		}
	})
}
