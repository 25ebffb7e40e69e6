package pebble

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	cockroach "github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/journey"
)

// ErrRebuild says that the index cannot be used as it is, and how to get one that can:
// `sojourn rebuild` computes it again from the log. Nothing is lost by that.
var ErrRebuild = errors.New("the index must be computed again from the log: run `sojourn rebuild`")

// format is the version of keys and values in docs/formats/index.md.
const format byte = 2

// Options of an index. Zero values mean the defaults.
type Options struct {
	FS            vfs.FS        // default: the disk
	Logger        *slog.Logger  // default: silent
	CacheBytes    int64         // memory for blocks read from disk; default 64 MiB
	MemTableBytes uint64        // changes in memory before they are flushed; default 64 MiB
	Retry         time.Duration // between two tries to write after a failure; default 1 s
}

func (o Options) withDefaults() Options {
	if o.FS == nil {
		o.FS = vfs.Default
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.CacheBytes == 0 {
		o.CacheBytes = 64 << 20
	}
	if o.MemTableBytes == 0 {
		o.MemTableBytes = 64 << 20
	}
	if o.Retry == 0 {
		o.Retry = time.Second
	}
	return o
}

// Index keeps what was computed from one log. Its methods may be called concurrently, except that
// none may run when Close is called or after it.
type Index struct {
	db      *cockroach.DB
	health  *health
	scratch sync.Pool // *scratch
	define  sync.Mutex
	closed  atomic.Bool
}

// Open opens the index in dir for the log with that ID, and makes a new one where there is none. The error
// is ErrRebuild if there is one that cannot be used: of another log, in an unknown format, or damaged.
func Open(dir string, o Options, logID journey.ID) (*Index, error) {
	o = o.withDefaults()
	h := newHealth(o.Logger, o.Retry)
	db, err := cockroach.Open(dir, storeOptions(o, h))
	if err != nil {
		if cockroach.IsCorruptionError(err) {
			err = fmt.Errorf("%w: %w", ErrRebuild, err)
		}
		return nil, fmt.Errorf("pebble: open %s: %w", dir, err)
	}
	i := &Index{db: db, health: h}
	i.scratch.New = func() any { return &scratch{} }
	if err := i.claim(logID); err != nil {
		return nil, errors.Join(fmt.Errorf("pebble: open %s: %w", dir, err), i.abandon())
	}
	return i, nil
}

func storeOptions(o Options, h *health) *cockroach.Options {
	store := &cockroach.Options{
		FS:                          patientFS{o.FS, h},
		Logger:                      h,
		EventListener:               h.listener(),
		Merger:                      &largestPosition,
		DisableWAL:                  true,
		CacheSize:                   o.CacheBytes,
		MemTableSize:                o.MemTableBytes,
		MemTableStopWritesThreshold: 4,
		L0StopWritesThreshold:       24,
		FormatMajorVersion:          cockroach.FormatFlushableIngest,
	}
	for level := range store.Levels {
		store.Levels[level].FilterPolicy = bloom.FilterPolicy(10) // 1 % false hits, most of Load misses
	}
	return store
}

// claim checks that the index is of this log and format, or makes an empty one so.
func (i *Index) claim(logID journey.ID) error {
	stored, err := i.get(formatKey)
	if err != nil {
		return err
	}
	if stored == nil {
		return i.initialize(logID)
	}
	if !bytes.Equal(stored, []byte{format}) {
		return fmt.Errorf("%w (its format %x is not known to this version)", ErrRebuild, stored)
	}
	owner, err := i.get(logKey)
	if err != nil {
		return err
	}
	if !bytes.Equal(owner, logID[:]) {
		return fmt.Errorf("%w (it belongs to another log)", ErrRebuild)
	}
	return nil
}

func (i *Index) initialize(logID journey.ID) error {
	empty, err := i.empty()
	if err != nil {
		return err
	}
	if !empty {
		return fmt.Errorf("%w (it does not say which log it belongs to)", ErrRebuild)
	}
	batch := i.db.NewBatch()
	defer batch.Close()
	if err := errors.Join(batch.Set(formatKey, []byte{format}, nil), batch.Set(logKey, logID[:], nil)); err != nil {
		return err
	}
	if err := batch.Commit(cockroach.NoSync); err != nil {
		return err
	}
	return i.Flush(context.Background())
}

// empty reports whether the store has no key at all.
func (i *Index) empty() (bool, error) {
	it, err := i.db.NewIter(nil)
	if err != nil {
		return false, err
	}
	found := it.First()
	return !found, it.Close()
}

// get returns a copy of the value of a key, nil if there is none.
func (i *Index) get(key []byte) ([]byte, error) {
	value, closer, err := i.db.Get(key)
	if errors.Is(err, cockroach.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return bytes.Clone(value), closer.Close()
}

// Mark returns the position from which the log must be replayed: every record below it is in
// the index. Records at and above it may be, see journey.State.At.
func (i *Index) Mark(context.Context) (journey.Position, error) {
	value, err := i.get(markKey)
	if err != nil || value == nil {
		return 0, wrap("read the mark", err)
	}
	var m largest
	if err := m.MergeNewer(value); err != nil {
		return 0, fmt.Errorf("pebble: %w: the mark: %w", ErrRebuild, err)
	}
	return journey.Position(m.position), nil
}

// Err tells what keeps the index from taking changes, or nil. Trouble with the disk passes once
// a flush has succeeded; see the package comment.
func (i *Index) Err() error { return i.health.err() }

// Flush writes to disk what is in memory, and returns once it is there or has failed.
func (i *Index) Flush(ctx context.Context) error {
	done, err := i.AsyncFlush()
	if err != nil {
		return err
	}
	select {
	case <-done:
		return i.Err()
	case <-i.health.troubled():
		return i.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// AsyncFlush starts to write to disk what is in memory. The channel is closed when it is
// there; if the disk fails, Err says so and the channel stays open until a later try succeeds.
func (i *Index) AsyncFlush() (<-chan struct{}, error) {
	if err := i.Err(); err != nil {
		return nil, err
	}
	done, err := i.db.AsyncFlush()
	return done, wrap("flush", err)
}

// Metrics are numbers of the store for those who watch it.
type Metrics struct {
	DiskBytes     uint64 // all its files
	MemoryBytes   uint64 // changes not yet flushed
	Flushes       int64  // since the start
	Compactions   int64  // since the start
	Debt          uint64 // bytes that compactions still have to rewrite
	ReadAmplitude int    // how many tables a read may have to look into
}

// Metrics returns the numbers of this moment.
func (i *Index) Metrics() Metrics {
	m := i.db.Metrics()
	return Metrics{
		DiskBytes: m.DiskSpaceUsage(), MemoryBytes: m.MemTable.Size, Flushes: m.Flush.Count,
		Compactions: m.Compact.Count, Debt: m.Compact.EstimatedDebt, ReadAmplitude: m.ReadAmp(),
	}
}

// DiskBytes is what the index takes on disk.
func (i *Index) DiskBytes() uint64 { return i.db.Metrics().DiskSpaceUsage() }

// Close flushes and closes the index, so that the next start has nothing to replay. After a
// failure it does what is still possible. A second call does nothing.
func (i *Index) Close() error {
	if i.closed.Load() {
		return nil
	}
	err := i.Flush(context.Background())
	return errors.Join(err, i.abandon())
}

// abandon closes the index without a flush. A dead store cannot be closed, for it waits
// for work that will never end; its files are right as they are.
func (i *Index) abandon() error {
	if i.closed.Swap(true) || i.health.dead() {
		return nil
	}
	close(i.health.stop)
	return wrap("close", i.db.Close())
}
