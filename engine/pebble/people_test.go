package pebble_test

import (
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/engine/pebble"
	"sojourn/flow/identity"
	"sojourn/flow/identity/identitytest"
	"sojourn/journey"
)

func TestPeople(t *testing.T) {
	identitytest.TestStore(t, func(t *testing.T) identity.Store {
		index, err := pebble.Open("index", pebble.Options{FS: vfs.NewMem()}, journey.ID{1})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = index.Close() })
		index.People().Learn()
		return index.People()
	})
}
