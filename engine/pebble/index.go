package pebble

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
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
const format byte = 3

// Options of an index. Zero values mean the defaults.
type Options struct {
	FS            vfs.FS        // default: the disk
	Logger        *slog.Logger  // default: silent
	CacheBytes    int64         // memory for blocks read from disk; default 64 MiB
	MemTableBytes uint64        // changes in memory before they are flushed; default 64 MiB
	Retry         time.Duration // between two tries to write after a failure; default 1 s
	// How much a generation may hold before it is written: events whose documents are changed, default 65,536; and
	// bytes of documents and states, default 64 MiB.
	HeldEvents int
	HeldBytes  int64
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
	if o.HeldEvents == 0 {
		o.HeldEvents = 1 << 16
	}
	if o.HeldBytes == 0 {
		o.HeldBytes = 64 << 20
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

	seed    maphash.Seed
	limits  limits
	gate    sync.RWMutex // read-held while changes go into the young generation
	held    atomic.Pointer[generations]
	turn    turn
	writing sync.WaitGroup // those who hold the turn
	scrub   scrub
	roster  roster
}

// Open opens the index in dir for the log with that ID, and makes a new one where there is none. The error
// is ErrRebuild if there is one that cannot be used: of another log, in an unknown format, or damaged.
func Open(dir string, o Options, logID journey.ID) (*Index, error) {
	o = o.withDefaults()
	h := newHealth(o.Logger, o.Retry)
	i := &Index{
		health: h, seed: maphash.MakeSeed(), roster: roster{seed: maphash.MakeSeed(), log: h.log}, turn: make(turn, 1),
		limits: limits{events: int64(o.HeldEvents), bytes: o.HeldBytes},
	}
	store := storeOptions(o, h)
	store.EventListener.ManifestCreated = func(cockroach.ManifestCreateInfo) { i.scrub.catalogues.Add(1) }
	db, err := cockroach.Open(dir, store)
	if err != nil {
		if cockroach.IsCorruptionError(err) {
			err = fmt.Errorf("%w: %w", ErrRebuild, err)
		}
		return nil, fmt.Errorf("pebble: open %s: %w", dir, err)
	}
	i.db = db
	i.held.Store(&generations{young: newGeneration(i.seed)})
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
		CacheSize:                   o.CacheBytes + o.HeldBytes, // what is being written takes its memory from there
		MemTableSize:                o.MemTableBytes,
		MemTableStopWritesThreshold: 4,
		L0StopWritesThreshold:       24,
		MaxManifestFileSize:         1, // it is begun anew once it has as many entries as there are files, see Scrub
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
	return i.flushStore(context.Background())
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
	held := i.held.Load()
	value, err := i.get(markKey)
	if err != nil {
		return 0, wrap("read the mark", err)
	}
	var m largest
	if value != nil {
		if err := m.MergeNewer(value); err != nil {
			return 0, fmt.Errorf("pebble: %w: the mark: %w", ErrRebuild, err)
		}
	}
	for _, g := range held.each() {
		m.position = max(m.position, g.upTo.Load())
	}
	return journey.Position(m.position), nil
}

// Err tells what keeps the index from taking changes, or nil. Trouble with the disk passes once
// a flush has succeeded; see the package comment.
func (i *Index) Err() error { return i.health.err() }

// Flush writes to disk what is in memory, and returns once it is there or has failed.
func (i *Index) Flush(ctx context.Context) error {
	if err := i.Err(); err != nil {
		return err
	}
	if err := i.settle(ctx); err != nil {
		return err
	}
	return i.flushStore(ctx)
}

func (i *Index) flushStore(ctx context.Context) error {
	done, err := i.db.AsyncFlush()
	if err != nil {
		return wrap("flush", err)
	}
	return i.await(ctx, done)
}

// Metrics are numbers of the store for those who watch it.
type Metrics struct {
	DiskBytes     uint64 // all its files
	MemoryBytes   uint64 // changes not yet on disk
	Generations   int    // of those
	Flushes       int64  // since the start
	Compactions   int64  // since the start
	Debt          uint64 // bytes that compactions still have to rewrite
	ReadAmplitude int    // how many tables a read may have to look into
}

// Metrics returns the numbers of this moment.
func (i *Index) Metrics() Metrics {
	m := i.db.Metrics()
	held, generations := uint64(0), i.held.Load().each()
	for _, g := range generations {
		held += uint64(g.bytes.Load())
	}
	return Metrics{
		DiskBytes: m.DiskSpaceUsage(), MemoryBytes: m.MemTable.Size + held, Generations: len(generations),
		Flushes:     m.Flush.Count,
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
	i.roster.stop()
	i.writing.Wait()
	return wrap("close", i.db.Close())
}
