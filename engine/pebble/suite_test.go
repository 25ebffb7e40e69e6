package pebble_test

import (
	"context"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/engine/enginetest"
	"sojourn/engine/pebble"
	"sojourn/journey"
)

func TestIndex(t *testing.T) { enginetest.TestIndex(t, engine) }

func TestForget(t *testing.T) { enginetest.TestForget(t, engine) }

var engine = enginetest.IndexEngine{
	Open: func(_ testing.TB, fs vfs.FS, dir string, log journey.ID) (enginetest.Index, error) {
		return pebble.Open(dir, pebble.Options{
			FS: fs, MemTableBytes: 64 << 10, CacheBytes: 1 << 20, HeldEvents: 20, HeldBytes: 1 << 20,
		}, log)
	},
	Problems: func(ctx context.Context, index enginetest.Index) ([]string, error) {
		report, err := index.(*pebble.Index).Check(ctx, nil)
		return report.Problems, err
	},
	Rebuild: pebble.ErrRebuild,
}
