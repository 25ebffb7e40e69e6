package codec

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"sojourn/journey"
)

// scan reads all of an event by a scanner; nil if the record is none.
func scan(s *Scanner, data []byte) (*journey.Accepted, error) {
	event, err := s.Head(data)
	if event == nil || err != nil {
		return nil, err
	}
	return event, s.Rest()
}

// TestScannedIsDecoded: one event after the other, in the same memory.
func TestScannedIsDecoded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Scanner
		for range rapid.IntRange(1, 5).Draw(t, "records") {
			record := genRecord.Draw(t, "record")
			event, err := scan(&s, AppendRecord(nil, record))
			if err != nil {
				t.Fatal(err)
			}
			if want, isEvent := record.(*journey.Accepted); isEvent {
				same(t, event, want)
			} else if event != nil {
				t.Fatalf("%T is taken for an event", record)
			}
		}
	})
}

// TestHeadsAreWhatTheySay: what Head promises is there before Rest, and nothing else.
func TestHeadsAreWhatTheySay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Scanner
		a := genAccepted.Draw(t, "event")
		head, err := s.Head(AppendRecord(nil, a))
		if err != nil {
			t.Fatal(err)
		}
		same(t, head, &journey.Accepted{
			Event: journey.Event{
				ID: a.ID, IDGiven: a.IDGiven, Deployment: a.Deployment, Kind: a.Kind, Customer: a.Customer, Name: a.Name,
				Created: a.Created, Received: a.Received, History: a.History, Authenticated: a.Authenticated,
			},
			Seq: a.Seq, Session: a.Session, Opened: a.Opened, Ends: a.Ends, Rules: a.Rules,
			TotalEvents: a.TotalEvents, TotalPageviews: a.TotalPageviews,
		})
		if s.HasJudged() != (len(a.Judged) > 0) || s.HasEndedID() == a.EndedID.IsZero() {
			t.Fatalf("judged: %v of %d; ended: %v of %v", s.HasJudged(), len(a.Judged), s.HasEndedID(), a.EndedID)
		}
	})
}

func TestScannersForgetNoField(t *testing.T) {
	var s Scanner
	want := &journey.Accepted{}
	fill(reflect.ValueOf(want).Elem())
	event, err := scan(&s, AppendRecord(nil, want))
	check(t, err)
	same(t, event, want)
}

func TestScannersAllocateNothing(t *testing.T) {
	var s Scanner
	for name, data := range sampleValues() {
		if _, err := DecodeRecord(data); err != nil {
			continue
		}
		_, _ = scan(&s, data) // makes room
		allocations := testing.AllocsPerRun(20, func() {
			if _, err := scan(&s, data); err != nil {
				t.Fatal(err)
			}
		})
		if allocations > 0 {
			t.Errorf("%s: %v allocations", name, allocations)
		}
	}
}

// FuzzScanner: a scanner takes what DecodeRecord takes, refuses what it refuses, and is no worse after that.
func FuzzScanner(f *testing.F) {
	for _, data := range sampleValues() {
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	f.Add([]byte{})
	sample := AppendRecord(nil, sampleAccepted())
	f.Fuzz(func(t *testing.T, data []byte) {
		var s Scanner
		event, err := scan(&s, data)
		record, wantErr := DecodeRecord(data)
		switch want, isEvent := record.(*journey.Accepted); {
		case len(data) > 0 && data[0] != typeAccepted:
			if event != nil || err != nil {
				t.Fatalf("no event, but %v, %v", event, err)
			}
		case wantErr != nil:
			if !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrNewer) || err.Error() != wantErr.Error() {
				t.Fatalf("error %v, want %v", err, wantErr)
			}
		case !isEvent || err != nil || !bytes.Equal(AppendRecord(nil, event), AppendRecord(nil, want)):
			t.Fatalf("scanned %v, %v; decoded %v", event, err, want)
		}
		again, err := scan(&s, sample)
		check(t, err)
		same(t, again, sampleAccepted())
	})
}

func BenchmarkScan(b *testing.B) {
	data := AppendRecord(nil, sampleAccepted())
	run := func(name string, step func(s *Scanner) error) {
		b.Run(name, func(b *testing.B) {
			var s Scanner
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if err := step(&s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("head", func(s *Scanner) error { _, err := s.Head(data); return err })
	run("all", func(s *Scanner) error { _, err := scan(s, data); return err })
}
