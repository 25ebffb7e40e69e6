package codec

import (
	"bytes"
	"errors"
	"maps"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sojourn/journey"
)

func TestRecordsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := genRecord.Draw(t, "record")
		data := AppendRecord(nil, want)
		got, err := DecodeRecord(data)
		if err != nil {
			t.Fatal(err)
		}
		same(t, got, want)
		clear(data) // the record must not share the input
		same(t, got, want)
	})
}

func TestSessionsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := genSession.Draw(t, "session")
		data := AppendSession(nil, want)
		got, err := DecodeSession(data)
		if err != nil {
			t.Fatal(err)
		}
		same(t, got, want)
		clear(data)
		same(t, got, want)
	})
}

// TestStatesComeBackAsTheyWere: with the newest held sessions of each kind, and a note
// that there are older ones where some were left out.
func TestStatesComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state := genState.Draw(t, "state")
		got, ids, err := DecodeState(state.Key, AppendState(nil, state))
		if err != nil {
			t.Fatal(err)
		}
		want := *state
		want.Sessions = nil
		wantIDs := []journey.ID{}
		for kind := journey.Web; kind <= journey.App; kind++ {
			var of []journey.ID
			for _, session := range state.Sessions {
				if session.Kind == kind {
					of = append(of, session.ID)
				}
			}
			if extra := len(of) - journey.HeldSessions; extra > 0 {
				of, want.Older[kind-journey.Web] = of[extra:], true
			}
			wantIDs = append(wantIDs, of...)
		}
		same(t, got, &want)
		same(t, ids, wantIDs)
	})
}

func TestLinesAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := genRecord.Draw(t, "record")
		line, err := MarshalLine(want)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.ContainsRune(line, '\n') {
			t.Fatalf("more than one line: %q", line)
		}
		got, err := UnmarshalLine(line)
		if err != nil {
			t.Fatalf("%v\n%s", err, line)
		}
		if !bytes.Equal(AppendRecord(nil, got), AppendRecord(nil, want)) {
			t.Fatalf("changed on its way through\n%s", line)
		}
	})
}

// TestAWellBehavedRecordIsReadable: the binary form in a line is for oddities only.
func TestAWellBehavedRecordIsReadable(t *testing.T) {
	line, err := MarshalLine(sampleAccepted())
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`"record":"event"`, `"customerCookieId":"00000001-aaaa-4bbb-8ccc-000000000001"`,
		`"eventName":"page_viewed"`, `"createdDate":"2026-03-02T09:15:04.000Z"`,
		`"attributes":{"sku":{"dataType":"string","value":"SZRBY1911"},"price":{"dataType":"number","value":"649.5"}}`,
		`"latitude":30.2672,"longitude":-97.7431`, `"signature":"00000000deadbeef"`, `"features":["pdf"]`,
	} {
		if !strings.Contains(string(line), part) {
			t.Errorf("no %s in\n%s", part, line)
		}
	}
}

func TestRecordsOfTheOtherKindsAreReadable(t *testing.T) {
	for _, test := range []struct {
		record journey.Record
		parts  []string
	}{
		{sampleConversationEvent(), []string{
			`"kind":"conversation"`, `"customerId":"+353861234567"`, `"customerIdType":"phone"`, `"topic":"wrapup"`,
			`"mediaType":"Message","messageType":"WhatsApp","direction":"Inbound"`, `"body":{"wrapupCode":"x"}`,
			`"externalContactBasis":"named"`, `"case":{"caseEntityId":"case 1","caseReference":"CASE-1042"}`,
		}},
		{sampleCustomEvent(), []string{
			`"kind":"custom"`, `"customerId":"gwen@example.com"`, `"customerIdType":"email"`, `"sessionType":"case"`,
			`"attributeLists":[{"name":"cartItems","dataType":"string","values":["helmet","bike"]}]`, `"caseStatus":"Closed"`,
			`"endSession":true`, `"ends":true`,
		}},
	} {
		line, err := MarshalLine(test.record)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range test.parts {
			if !strings.Contains(string(line), part) {
				t.Errorf("no %s in\n%s", part, line)
			}
		}
	}
}

// TestAKindNeedsItsFacts: a conversation event without its facts could not be folded.
func TestAKindNeedsItsFacts(t *testing.T) {
	for _, kind := range []journey.Kind{journey.Conversation, journey.Custom} {
		record := sampleStitchedEvent()
		record.Kind = kind
		if got, err := DecodeRecord(AppendRecord(nil, record)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s event: %v, %v", kind, got, err)
		}
		session := sampleStitchedSession()
		session.Kind = kind
		if got, err := DecodeSession(AppendSession(nil, session)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s session: %v, %v", kind, got, err)
		}
	}
}

// TestOldVersionsKnowNothingOfNewOnes: what only a newer version has is damage in a value that says it is
// the one before.
func TestOldVersionsKnowNothingOfNewOnes(t *testing.T) {
	for name, data := range olderValues(t) {
		if data[1] == version1 {
			continue
		}
		old := bytes.Clone(data)
		old[1]--
		if err := decode(old); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s as version %d: %v", name, old[1], err)
		}
	}
}

// TestCanonicalIDs: a UUID is written as 16 bytes if exactly its text comes back.
func TestCanonicalIDs(t *testing.T) {
	text := rapid.OneOf(
		genCookie, rapid.StringMatching(`[0-9a-fA-Fg-]{36}`),
		rapid.StringMatching(`[0-9a-f]{8}[-0]([0-9a-f]{4}[-g]){3}[0-9a-fA]{12}`),
	)
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "text")
		id, ok := canonicalID(s)
		want, err := journey.ParseID(s)
		if is := err == nil && want.String() == s; ok != is || ok && id != want {
			t.Fatalf("%q: %s, %v", s, id, ok)
		}
	})
}

// everyValue are values of each type and version, by name.
func everyValue(t testing.TB) map[string][]byte {
	values := olderValues(t)
	maps.Copy(values, sampleValues())
	return values
}

func TestOddRecordsAreWrittenInBinary(t *testing.T) {
	for name, change := range map[string]func(*journey.Accepted){
		"invalid text":     func(a *journey.Accepted) { a.UserAgent = "caf\xe9" },
		"equal names":      func(a *journey.Accepted) { a.Traits = []journey.Attribute{{Name: "a"}, {Name: "a"}} },
		"beyond the years": func(a *journey.Accepted) { a.Created = 1 << 60 },
	} {
		record := sampleAccepted()
		change(record)
		line, err := MarshalLine(record)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(line), `{"record":"event","binary":"`) {
			t.Errorf("%s: %s", name, line)
		}
		got, err := UnmarshalLine(line)
		if err != nil {
			t.Fatal(err)
		}
		same(t, got, journey.Record(record))
	}
}

func TestBadLinesAreRefused(t *testing.T) {
	for _, line := range []string{
		``, `null`, `[]`, `{}`, `{"record":"event"}`, `{"record":"other"}`, `{"record":"ping","key":"va","more":1}`,
		`{"record":"ping","binary":""}`, `{"record":"ping","binary":"AQE="}`,
		`{"record":"ping","key":"va","sessionId":"x","receivedDate":"2026-03-02T09:15:04.000Z"}`,
		`{"record":"event","kind":"web","id":"00000001-aaaa-4bbb-8ccc-000000000001","attributes":{"a":{"dataType":"date"}}}`,
	} {
		if record, err := UnmarshalLine([]byte(line)); !errors.Is(err, ErrBadLine) {
			t.Errorf("%s: %v, %v", line, record, err)
		}
	}
}

// TestCutOrExtendedValuesAreRefused: every prefix, and one byte too many.
func TestCutOrExtendedValuesAreRefused(t *testing.T) {
	for name, data := range everyValue(t) {
		for n := range data {
			if err := decode(data[:n]); !errors.Is(err, ErrMalformed) {
				t.Fatalf("%s cut to %d of %d bytes: %v", name, n, len(data), err)
			}
		}
		if err := decode(append(bytes.Clone(data), 0)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s with a byte behind it: %v", name, err)
		}
		newer := bytes.Clone(data)
		newer[1] = version4 + 1
		if err := decode(newer); !errors.Is(err, ErrNewer) {
			t.Errorf("%s of a newer version: %v", name, err)
		}
	}
}

// TestLengthsAreCheckedBeforeMemoryIsTaken: a few bytes must not ask for gigabytes.
func TestLengthsAreCheckedBeforeMemoryIsTaken(t *testing.T) {
	huge := []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}
	for name, data := range everyValue(t) {
		for n := 2; n < len(data); n++ {
			hostile := append(bytes.Clone(data[:n]), huge...)
			if cost := testing.AllocsPerRun(1, func() { _ = decode(hostile) }); cost > 200 {
				t.Fatalf("%s, huge number at byte %d: %v allocations", name, n, cost)
			}
		}
	}
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// same compares by value; pointers are followed.
func same[T any](t failer, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
}
