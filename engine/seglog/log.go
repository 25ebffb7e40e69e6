package seglog

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/journey"
)

const (
	defaultSegmentBytes = 256 << 20
	// firstSegmentBytes is the size of the first segment; each later one is twice as large
	// as the one before until SegmentBytes is reached. So a small log is a small folder.
	firstSegmentBytes  = 16 << 20
	minSegmentBytes    = 4 << 10
	maxSegmentBytes    = 4 << 30 // its index must fit in a chunk
	defaultCacheBytes  = 16 << 20
	defaultRecentBytes = 4 << 20
)

// Options says where and how a log keeps its segments. The zero value is ready for use.
type Options struct {
	FS           vfs.FS       // nil: the file system of the machine
	SegmentBytes int64        // size at which segments stop growing; 0: 256 MiB
	Logger       *slog.Logger // nil: silent

	// CacheBytes is how much memory Get may use to keep chunks that it decompressed;
	// 0: 16 MiB, negative: none.
	CacheBytes int

	// RecentBytes is how much memory the newest records may take, not compressed, from which Read
	// serves who follows the log closely; 0: 4 MiB, negative: none.
	RecentBytes int

	// Dictionary, if not nil, is asked when a segment begins and returns bytes that its
	// records are likely to contain, as they stand in records, the likeliest last. They
	// are written into the segment, so it can be read without knowing where they came
	// from, and records of it refer to them instead of repeating them. At most 112 KiB
	// and an eighth of the segment are used, from the end. 32 KiB serve well; few or no
	// bytes are fine. It stays in the segment for as long as that exists, so it should hold
	// nothing that is somebody's own. It is called while appends wait, by one goroutine
	// at a time, and the log does not keep the slice.
	Dictionary func() []byte

	Now func() time.Time // nil: the clock; segments remember when they began
}

func (o Options) withDefaults() Options {
	if o.FS == nil {
		o.FS = vfs.Default
	}
	if o.SegmentBytes == 0 {
		o.SegmentBytes = defaultSegmentBytes
	}
	o.SegmentBytes = min(max(o.SegmentBytes, minSegmentBytes), maxSegmentBytes)
	if o.CacheBytes == 0 {
		o.CacheBytes = defaultCacheBytes
	}
	if o.RecentBytes == 0 {
		o.RecentBytes = defaultRecentBytes
	}
	if o.Dictionary == nil {
		o.Dictionary = func() []byte { return nil }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// Log is an open log. All methods may be called from any number of goroutines.
type Log struct {
	dir    string
	fs     vfs.FS
	logger *slog.Logger
	lock   io.Closer // of the folder
	id     journey.ID

	encoder  atomic.Pointer[encoder] // of the newest segment
	decoders decoders
	cache    *chunkCache
	recent   *recent
	handles  *handles

	// mu guards what appenders and the committer share.
	mu        sync.Mutex
	gathering *group
	rolling   *rolling // what a Roll asked for; nil if none did
	refusal   error    // why nothing more is taken: ErrStopped or ErrClosed
	closing   bool
	wake      chan struct{} // capacity 1: there is something to do for the committer
	done      chan struct{} // closed when the committer has ended

	committer committer // touched by the committer goroutine only

	// changing, of capacity 1, is full while somebody changes closed segments, or relies on
	// it that nobody does.
	changing chan struct{}

	// view guards what readers see: the durable state, published after each sync.
	view     sync.RWMutex
	segments []*segment // by position; the last is the active one; replaced, never changed
	end      journey.Position
	stats    Stats
	closed   bool
}

// Stats are numbers for metrics. Counters count from the moment the log was opened.
type Stats struct {
	Segments int           // files, the active one included
	Records  int64         // records appended
	Bytes    int64         // bytes written by groups
	RawBytes int64         // the same before compression, without chunk headers
	Syncs    int64         // groups, and so syncs that an append waited for
	LastSync time.Duration // of the last group: its write and its sync
}

// Open opens the log in the folder dir, and creates it if there is none. It cuts a
// torn tail, says so in the log of the program, and refuses damage in front of it with
// a *DamageError. A folder that another Log holds open is refused.
func Open(dir string, o Options) (*Log, error) {
	o = o.withDefaults()
	l, err := open(dir, o)
	if err != nil {
		return nil, fmt.Errorf("seglog: open %s: %w", dir, err)
	}
	go l.commitLoop()
	return l, nil
}

func open(dir string, o Options) (*Log, error) {
	if err := makeDir(o.FS, dir); err != nil {
		return nil, err
	}
	lock, err := o.FS.Lock(o.FS.PathJoin(dir, "LOCK"))
	if err != nil {
		return nil, fmt.Errorf("cannot lock the folder, is another process using it? %w", err)
	}
	l := &Log{
		dir: dir, fs: o.FS, logger: o.Logger, lock: lock,
		cache: newChunkCache(o.CacheBytes), recent: newRecent(o.RecentBytes), handles: newHandles(o.FS),
		gathering: newGroup(), wake: make(chan struct{}, 1), done: make(chan struct{}),
		changing: make(chan struct{}, 1),
	}
	l.committer = committer{
		log: l, segmentBytes: o.SegmentBytes, dictionary: o.Dictionary, now: o.Now,
		preparer: preparer{fs: o.FS, path: o.FS.PathJoin(dir, preparedName), done: l.wakeCommitter},
	}
	if err := l.recover(); err != nil {
		_ = lock.Close()
		return nil, err
	}
	return l, nil
}

// makeDir creates the folder, and makes its entry in the folder above durable.
func makeDir(fs vfs.FS, dir string) error {
	above := fs.PathDir(dir)
	if above != dir {
		if _, err := fs.Stat(above); err != nil {
			if err := makeDir(fs, above); err != nil {
				return err
			}
		}
	}
	if err := fs.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return syncDir(fs, above)
}

func syncDir(fs vfs.FS, dir string) error {
	d, err := fs.OpenDir(dir)
	if err != nil {
		return err
	}
	if err := d.Sync(); err != nil {
		_ = d.Close()
		return err
	}
	return d.Close()
}

// ID is the identity of this log: made at random when the log was created, and
// written in every segment.
func (l *Log) ID() journey.ID { return l.id }

// End is the position of the last durable record; 0 if there never was one.
func (l *Log) End() journey.Position {
	l.view.RLock()
	defer l.view.RUnlock()
	return l.end
}

// Bytes is how much was written to the log since it was opened. It only grows.
func (l *Log) Bytes() int64 { return l.Stats().Bytes }

// Stats returns the numbers of this moment.
func (l *Log) Stats() Stats {
	l.view.RLock()
	defer l.view.RUnlock()
	s := l.stats
	s.Segments = len(l.segments)
	return s
}

// Close lets the appends that wait finish, refuses others with ErrClosed, and gives
// the folder free. Reads that are under way may end with ErrClosed. A second Close does nothing.
func (l *Log) Close() error {
	l.mu.Lock()
	first := !l.closing
	l.closing = true
	if l.refusal == nil {
		l.refusal = ErrClosed
	}
	l.mu.Unlock()
	l.wakeCommitter()
	<-l.done
	if !first {
		return nil
	}
	l.view.Lock()
	l.closed = true
	l.view.Unlock()
	l.changing <- struct{}{} // an erasure that is under way notices and ends
	l.handles.close()
	err := l.committer.close()
	if unlock := l.lock.Close(); err == nil {
		err = unlock
	}
	if err != nil {
		return fmt.Errorf("seglog: close %s: %w", l.dir, err)
	}
	return nil
}

// ready refuses reads of a closed log and contexts that are over.
func (l *Log) ready(ctx context.Context) error {
	l.view.RLock()
	defer l.view.RUnlock()
	if l.closed {
		return ErrClosed
	}
	return ctx.Err()
}
