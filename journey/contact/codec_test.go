package contact

import (
	"bytes"
	"encoding/hex"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sojourn/journey"
)

func drawID(t *rapid.T) (id journey.ID) {
	if n := rapid.IntRange(0, 9).Draw(t, "id"); n > 0 {
		id = journey.RandomID([16]byte{byte(n)})
	}
	return id
}

func drawAt(t *rapid.T) journey.Instant {
	return journey.Instant(rapid.Int64Range(-1e12, 4e12).Draw(t, "at"))
}

func drawProof(t *rapid.T) Proof {
	return Proof{At: drawAt(t), Event: drawID(t), Session: drawID(t)}
}

func drawIdentifier(t *rapid.T) Identifier {
	id := Identifier{Type: Type(rapid.IntRange(1, int(lastType)).Draw(t, "type")), Unmatched: rapid.Bool().Draw(t, "unmatched")}
	id.Value = rapid.OneOf(rapid.String(), rapid.Just("00000001-aaaa-4bbb-8ccc-000000000001"),
		rapid.Just("00000001-AAAA-4bbb-8ccc-000000000001")).Draw(t, "value")
	if rapid.Bool().Draw(t, "source") {
		id.Source = "shop"
	}
	return id
}

func drawClaim(t *rapid.T) Claim {
	return Claim{Identifier: drawIdentifier(t), Evidence: drawProof(t), Curated: rapid.Bool().Draw(t, "curated")}
}

func drawField(t *rapid.T) Field {
	return Field{
		Name: rapid.String().Draw(t, "name"), Value: rapid.String().Draw(t, "text"), Evidence: drawProof(t),
		Curated: rapid.Bool().Draw(t, "saved"), From: drawID(t),
	}
}

func drawHeld(t *rapid.T) Held {
	return Held{Segment: drawID(t), Assigned: drawAt(t), Until: drawAt(t), Evidence: drawProof(t), From: drawID(t)}
}

// some draws a short list, nil if it is empty.
func some[T any](t *rapid.T, name string, draw func(*rapid.T) T) []T {
	list := rapid.SliceOfN(rapid.Custom(draw), 0, 3).Draw(t, name)
	if len(list) == 0 {
		return nil
	}
	return list
}

func drawContact(t *rapid.T) *Contact {
	c := &Contact{
		ID: drawID(t), Kind: Kind(rapid.IntRange(0, int(Curated)).Draw(t, "kind")), Deleted: rapid.Bool().Draw(t, "deleted"),
		Version: rapid.Uint32().Draw(t, "version"), Created: drawAt(t), Modified: drawAt(t), Used: drawAt(t),
		Since: drawAt(t), Division: drawID(t), Raised: drawID(t),
		Claims: some(t, "claims", drawClaim), Fields: some(t, "fields", drawField),
		From: some(t, "from", drawID), Members: some(t, "members", drawID),
		Held:  some(t, "segments", drawHeld),
		Apart: some(t, "apart", func(t *rapid.T) Apart { return Apart{drawID(t), drawAt(t)} }),
	}
	if rapid.Bool().Draw(t, "merged") {
		c.Merged = &Link{Into: drawID(t), Evidence: drawProof(t), By: drawIdentifier(t), Held: some(t, "held", drawClaim)}
	}
	return c
}

func drawDecision(t *rapid.T) *Decision {
	return &Decision{
		Act: Act(rapid.IntRange(0, int(lastAct)).Draw(t, "act")), Evidence: drawProof(t),
		Put: some(t, "put", drawContact), Remove: some(t, "remove", drawID), Contact: drawID(t),
		Why: Reason(rapid.IntRange(0, int(lastReason)).Draw(t, "why")), By: drawIdentifier(t),
		Unresolved: some(t, "unresolved", drawID),
	}
}

// TestRoundTrip: what is decoded equals what was encoded.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, d := drawContact(t), drawDecision(t)
		contact, err := DecodeContact(AppendContact(nil, c))
		if err != nil || !reflect.DeepEqual(contact, c) {
			t.Fatalf("wrote %+v, read %+v, %v", c, contact, err)
		}
		decision, err := DecodeDecision(AppendDecision(nil, d))
		if err != nil || !reflect.DeepEqual(decision, d) {
			t.Fatalf("wrote %+v, read %+v, %v", d, decision, err)
		}
	})
}

// TestLayouts: every layout is read, and what the first has a place for is still written in it.
func TestLayouts(t *testing.T) {
	for file, decision := range map[string]*Decision{"layout1": sampleDecision(), "layout2": sampleGranting()} {
		data, err := os.ReadFile("testdata/" + file + ".golden")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			what, text, _ := strings.Cut(strings.TrimSpace(line), " ")
			stored, err := hex.DecodeString(strings.TrimSpace(text))
			if err != nil {
				t.Fatal(err)
			}
			var got, want any
			var again []byte
			switch what {
			case "contact":
				c, decodeErr := DecodeContact(stored)
				got, want, err, again = c, decision.Put[0], decodeErr, AppendContact(nil, decision.Put[0])
			case "decision":
				d, decodeErr := DecodeDecision(stored)
				got, want, err, again = d, decision, decodeErr, AppendDecision(nil, decision)
			}
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s: read %+v, want %+v, %v", file, what, got, want, err)
			}
			if !bytes.Equal(again, stored) {
				t.Errorf("%s, %s: written as\n%x, want\n%x", file, what, again, stored)
			}
		}
	}
}

func TestDecodeRefusals(t *testing.T) {
	whole := AppendDecision(nil, sampleGranting())
	for n := range whole {
		if _, err := DecodeDecision(whole[:n]); !errors.Is(err, ErrMalformed) {
			t.Fatalf("cut at %d of %d: %v", n, len(whole), err)
		}
	}
	if _, err := DecodeDecision(append(whole, 0)); !errors.Is(err, ErrMalformed) {
		t.Error("a byte too many:", err)
	}
	whole[1] = layout1
	if _, err := DecodeDecision(whole); !errors.Is(err, ErrMalformed) {
		t.Error("an act that the layout does not have:", err)
	}
	document := AppendContact(nil, sampleGranting().Put[0])
	document[1] = layout1
	if _, err := DecodeContact(document); !errors.Is(err, ErrMalformed) {
		t.Error("segments in a layout without:", err)
	}
	whole[1] = layout2 + 1
	if _, err := DecodeDecision(whole); !errors.Is(err, ErrNewer) {
		t.Error("a later layout:", err)
	}
	if _, err := DecodeContact(whole); !errors.Is(err, ErrMalformed) {
		t.Error("a decision for a contact:", err)
	}
}

func sampleContact() *Contact {
	proof := Proof{At: 1_772_442_000_000, Event: journey.ID{1}, Session: journey.ID{2}}
	claims := []Claim{
		{Identifier: Identifier{Type: Cookie, Value: "00000001-aaaa-4bbb-8ccc-000000000001"}, Evidence: proof},
		{Identifier: Identifier{Type: ExternalID, Value: "77", Source: "shop"}, Evidence: proof, Curated: true},
	}
	return &Contact{
		ID: journey.ID{3}, Kind: Identified, Version: 3, Created: proof.At, Modified: proof.At + 5, Used: proof.At + 5,
		Since: proof.At - 7, Division: journey.ID{4}, Claims: claims, From: []journey.ID{{5}}, Members: []journey.ID{{5}, {6}},
		Fields: []Field{{Name: "givenName", Value: "Gwen", Evidence: proof, From: journey.ID{5}}}, Raised: journey.ID{5},
		Apart:  []Apart{{Other: journey.ID{7}, At: proof.At}},
		Merged: &Link{Into: journey.ID{8}, Evidence: proof, By: claims[0].Identifier, Held: claims},
	}
}

func sampleDecision() *Decision {
	return &Decision{
		Act: Resolved, Evidence: Proof{At: 5, Event: journey.ID{1}}, Put: []*Contact{sampleContact(), {ID: journey.ID{9}}},
		Remove: []journey.ID{{8}}, Contact: journey.ID{3}, Why: ByPriority, By: Identifier{Type: Email, Value: "a@b.example"},
		Unresolved: []journey.ID{{7}},
	}
}

// sampleGranting is a decision that needs the second layout.
func sampleGranting() *Decision {
	d, c := sampleDecision(), sampleContact()
	c.Held = []Held{
		{Segment: journey.ID{20}, Assigned: c.Created, Until: c.Created + 1000, Evidence: Proof{c.Created, journey.ID{1}, journey.ID{2}}},
		{Segment: journey.ID{20}, Assigned: c.Created - 9, Until: c.Created + 5, Evidence: Proof{At: c.Created - 9}, From: journey.ID{6}},
	}
	d.Act, d.Put[0] = Granting, c
	return d
}

// Whatever a decoder accepts must survive being written and read again.

func FuzzDecodeContact(f *testing.F) {
	f.Add(AppendContact(nil, sampleContact()))
	f.Add(AppendContact(nil, sampleGranting().Put[0]))
	f.Add(AppendContact(nil, &Contact{}))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := DecodeContact(data)
		if err != nil {
			return
		}
		once := AppendContact(nil, c)
		again, err := DecodeContact(once)
		if err != nil || !bytes.Equal(AppendContact(nil, again), once) {
			t.Fatalf("not stable: %x, %v", data, err)
		}
	})
}

func FuzzDecodeDecision(f *testing.F) {
	f.Add(AppendDecision(nil, sampleDecision()))
	f.Add(AppendDecision(nil, sampleGranting()))
	f.Add(AppendDecision(nil, &Decision{}))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := DecodeDecision(data)
		if err != nil {
			return
		}
		once := AppendDecision(nil, d)
		again, err := DecodeDecision(once)
		if err != nil || !bytes.Equal(AppendDecision(nil, again), once) {
			t.Fatalf("not stable: %x, %v", data, err)
		}
	})
}

// FuzzNewIdentifier: normalising twice changes nothing, and no value is too long for a key.
func FuzzNewIdentifier(f *testing.F) {
	f.Add(byte(Email), " Gwen@Example.com ", "IE")
	f.Add(byte(Phone), "086 123 4567", "ie")
	f.Add(byte(Phone), "sip:+353861234567@host;x=1", "")
	f.Add(byte(ExternalID), "crm-1", "DE")
	f.Fuzz(func(t *testing.T, kind byte, value, country string) {
		id, fault := NewIdentifier(Type(kind), value, "", country)
		if id.Matches() != (fault == nil) {
			t.Fatalf("%+v, %v", id, fault)
		}
		if len(id.Value) > MaxValue {
			t.Fatalf("%d bytes", len(id.Value))
		}
		if again, _ := NewIdentifier(id.Type, id.Value, "", country); id.Matches() && again != id {
			t.Fatalf("%+v becomes %+v", id, again)
		}
	})
}
