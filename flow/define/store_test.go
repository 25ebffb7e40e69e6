package define

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"sojourn/journey"
)

const noun = journey.DeploymentNoun

func body(text string) func([]byte) ([]byte, error) {
	return func([]byte) ([]byte, error) { return []byte(text), nil }
}

func TestVersionsAndTheLock(t *testing.T) {
	ctx, disk := context.Background(), newDisk()
	s := open(t, on(disk))
	first, err := s.Create(ctx, noun, "shop", []byte(`{"n":1}`))
	if err != nil || first.Version != 1 || first.Created != first.Modified || first.Created == 0 {
		t.Fatalf("created %+v, %v", first, err)
	}
	if _, err := s.Create(ctx, noun, "shop", nil); !errors.Is(err, ErrExists) {
		t.Errorf("a second create: %v", err)
	}
	second, err := s.Update(ctx, noun, "shop", 1, body(`{"n":2}`))
	if err != nil || second.Version != 2 || second.Created != first.Created || second.Modified <= first.Modified {
		t.Errorf("updated %+v, %v", second, err)
	}
	if _, err := s.Update(ctx, noun, "shop", 1, body("")); !errors.Is(err, ErrConflict) {
		t.Errorf("an update of an old version: %v", err)
	}
	if third, err := s.Update(ctx, noun, "shop", 0, body(`{"n":3}`)); err != nil || third.Version != 3 {
		t.Errorf("an update without lock: %+v, %v", third, err)
	}
	if _, err := s.Update(ctx, noun, "app", 0, body("")); !errors.Is(err, ErrNotFound) {
		t.Errorf("an update of nothing: %v", err)
	}
	refusal := errors.New("not this")
	refuse := func([]byte) ([]byte, error) { return nil, refusal }
	if _, err := s.Update(ctx, noun, "shop", 0, refuse); !errors.Is(err, refusal) {
		t.Errorf("a change that fails: %v", err)
	}
	if err := s.Delete(ctx, noun, "shop"); err != nil {
		t.Fatal(err)
	}
	if _, found := s.Get(noun, "shop"); found || len(s.List(noun)) != 0 || !s.Ever(noun) {
		t.Error("it is there after its deletion")
	}
	if err := s.Delete(ctx, noun, "shop"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a second delete: %v", err)
	}
	if again, err := s.Create(ctx, noun, "shop", nil); err != nil || again.Version != 5 {
		t.Errorf("created again: %+v, %v; its version must be above the tombstone's", again, err)
	}
	if len(disk.records) != 5 || len(disk.done) != 5 {
		t.Errorf("%d records for 5 changes, %d done", len(disk.records), len(disk.done))
	}
}

func TestListIsInOrderOfCreation(t *testing.T) {
	s := open(t, on(newDisk()))
	for _, id := range []string{"c", "a", "b"} {
		if _, err := s.Create(t.Context(), noun, id, nil); err != nil {
			t.Fatal(err)
		}
	}
	before := s.List(noun)
	if _, err := s.Update(t.Context(), noun, "c", 0, body("x")); err != nil {
		t.Fatal(err)
	}
	if got := ids(s.List(noun)); got != "c a b" {
		t.Errorf("listed %s", got)
	}
	if string(before[0].Body) == "x" {
		t.Error("a list that was handed out changed")
	}
}

func ids(list []journey.Definition) string {
	var all []string
	for _, d := range list {
		all = append(all, d.ID)
	}
	return strings.Join(all, " ")
}

func TestWhatIsNotDurableIsNotThere(t *testing.T) {
	disk := newDisk()
	s := open(t, on(disk))
	disk.appendErr = errors.New("disk full")
	_, err := s.Create(t.Context(), noun, "shop", nil)
	fault, ok := errors.AsType[*journey.Fault](err)
	if !errors.Is(err, disk.appendErr) || !ok || fault.Code != journey.Unavailable {
		t.Errorf("create: %v", err)
	}
	if _, found := s.Get(noun, "shop"); found || s.Ever(noun) {
		t.Error("it is there though the log refused it")
	}
}

// The log decides. An index that has trouble gets the change later, and the mark waits for it.
func TestIndexThatRefusesGetsTheChangeLater(t *testing.T) {
	disk := newDisk()
	s := open(t, on(disk))
	disk.defineErr = errors.New("disk full")
	if _, err := s.Create(t.Context(), noun, "shop", nil); err != nil {
		t.Errorf("create: %v, though it is durable", err)
	}
	if _, found := s.Get(noun, "shop"); !found || len(disk.done) != 0 {
		t.Errorf("found %v, done %v", found, disk.done)
	}
	disk.defineErr = nil
	if _, err := s.Create(t.Context(), noun, "app", nil); err != nil {
		t.Fatal(err)
	}
	if len(disk.defined) != 2 || !slices.Equal(disk.done, []journey.Position{1, 2}) {
		t.Errorf("index %v, done %v", disk.defined, disk.done)
	}
}

func TestFixedAndExpired(t *testing.T) {
	disk := newDisk()
	o := on(disk)
	s := open(t, o)
	for _, id := range []string{"old", "dev"} {
		if _, err := s.Create(t.Context(), noun, id, []byte("stored")); err != nil {
			t.Fatal(err)
		}
	}
	o.Fixed = []journey.Definition{{Noun: noun, ID: "dev", Version: 1, Body: []byte("fixed")}}
	o.Expired = func(d journey.Definition) bool { return d.ID == "old" }
	s = open(t, o)
	if d, _ := s.Get(noun, "dev"); string(d.Body) != "fixed" || ids(s.List(noun)) != "dev" {
		t.Errorf("%q, listed %s", d.Body, ids(s.List(noun)))
	}
	var fault *journey.Fault
	if err := s.Delete(t.Context(), noun, "dev"); !errors.As(err, &fault) {
		t.Errorf("delete of a fixed one: %v", err)
	}
	if _, err := s.Update(t.Context(), noun, "dev", 0, body("")); !errors.As(err, &fault) {
		t.Errorf("update of a fixed one: %v", err)
	}
	if len(disk.records) != 2 {
		t.Errorf("%d records", len(disk.records))
	}
}

func TestTableFollowsAndRefuses(t *testing.T) {
	disk := newDisk()
	s := open(t, on(disk))
	if _, err := s.Create(t.Context(), noun, "shop", []byte("1")); err != nil {
		t.Fatal(err)
	}
	decode := func(d journey.Definition) (n int, err error) {
		_, err = fmt.Sscan(string(d.Body), &n)
		return n, err
	}
	table, err := NewTable(s, noun, decode)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := table.Get("shop"); n != 1 {
		t.Errorf("read %d at first", n)
	}
	if _, err := s.Update(t.Context(), noun, "shop", 0, body("2")); err != nil {
		t.Fatal(err)
	}
	if n, _ := table.Get("shop"); n != 2 {
		t.Errorf("read %d after the change", n)
	}
	if _, err := s.Create(t.Context(), noun, "bad", []byte("x")); err == nil || len(disk.records) != 2 {
		t.Errorf("%v, and %d records: what cannot be decoded was stored", err, len(disk.records))
	}
	if _, err := s.Create(t.Context(), journey.ClientNoun, "other", []byte("x")); err != nil || table.Len() != 1 {
		t.Errorf("a noun of no concern: %v, %d", err, table.Len())
	}
	if err := s.Delete(t.Context(), noun, "shop"); err != nil || table.Len() != 0 {
		t.Errorf("after deletion: %v, %d", err, table.Len())
	}
}

func TestConcurrentChangesLoseNothing(t *testing.T) {
	disk := newDisk()
	s := open(t, on(disk))
	if _, err := s.Create(t.Context(), noun, "n", []byte("")); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				_, err := s.Update(t.Context(), noun, "n", 0,
					func(old []byte) ([]byte, error) { return append(slices.Clone(old), 'x'), nil })
				if err != nil {
					t.Error(err)
				}
				s.List(noun)
			}
		})
	}
	all.Wait()
	if d, _ := s.Get(noun, "n"); d.Version != 161 || len(d.Body) != 160 {
		t.Errorf("version %d, %d bytes", d.Version, len(d.Body))
	}
}

// Whatever changes were made: what is read after a restart is what was read before.
func TestReopenedIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		disk := newDisk()
		s, err := Open(context.Background(), on(disk))
		if err != nil {
			t.Fatal(err)
		}
		nouns := rapid.SampledFrom([]journey.Noun{journey.DeploymentNoun, journey.ClientNoun})
		names := rapid.SampledFrom([]string{"a", "b", "c"})
		for range rapid.IntRange(0, 30).Draw(t, "changes") {
			noun, id := nouns.Draw(t, "noun"), names.Draw(t, "id")
			switch rapid.IntRange(0, 2).Draw(t, "change") {
			case 0:
				_, _ = s.Create(context.Background(), noun, id, []byte("{}"))
			case 1:
				_, _ = s.Update(context.Background(), noun, id, 0, body(`{"x":1}`))
			case 2:
				_ = s.Delete(context.Background(), noun, id)
			}
		}
		again, err := Open(context.Background(), on(disk))
		if err != nil {
			t.Fatal(err)
		}
		for _, noun := range []journey.Noun{journey.DeploymentNoun, journey.ClientNoun} {
			before, after := fmt.Sprint(s.List(noun)), fmt.Sprint(again.List(noun))
			if before != after {
				t.Fatalf("%s before %s\nafter %s", noun, before, after)
			}
		}
	})
}
