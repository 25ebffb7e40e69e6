package seglog

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"runtime"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/journey"
)

// committer writes groups. There is one, and it is touched by its goroutine only.
type committer struct {
	log          *Log
	segmentBytes int64
	dictionary   func() []byte // see Options.Dictionary
	now          func() time.Time
	preparer     preparer

	active  *segment // nil before the first group after a segment was closed
	file    vfs.File // of the active segment
	extent  extent   // of the active segment
	began   uint32   // when the newest segment did, see segmentHeader
	group   uint64   // number of the next group
	next    journey.Position
	size    int64  // of the newest segment: the one after it is twice as large
	buffer  []byte // a group as it goes to the file
	headers []chunkHeader
}

// commitLoop takes what has gathered, commits it, and wakes those who wait for it,
// until the log closes. After a failed write or sync it only refuses.
func (l *Log) commitLoop() {
	defer close(l.done)
	for {
		runtime.Gosched() // whom the last sync woke may join this group: a third fewer syncs under load
		l.rollIfAsked()
		g, over := l.take()
		if over {
			return
		}
		if g == nil {
			<-l.wake
			continue
		}
		g.encoding.Wait()
		if g.err = l.stopped(); g.err == nil {
			g.first, g.err = l.committer.commit(g)
		}
		if g.err != nil && !errors.Is(g.err, ErrNoSpace) {
			l.stop(g.err)
		}
		close(g.done)
		g.recycle()
	}
}

// stopped returns the error of the write that stopped the log, if one did.
func (l *Log) stopped() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if errors.Is(l.refusal, ErrStopped) {
		return l.refusal
	}
	return nil
}

func (l *Log) stop(cause error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !errors.Is(l.refusal, ErrStopped) {
		l.refusal = cause
		l.logger.Error("log stopped: restart to read back what the disk holds", "dir", l.dir, "error", cause)
	}
}

// failed makes the error that stops the log.
func failed(what string, err error) error { return fmt.Errorf("%w: %s: %w", ErrStopped, what, err) }

// commit makes the group durable and visible. Its errors are ErrNoSpace, after which
// nothing has changed, and ErrStopped.
func (c *committer) commit(g *group) (journey.Position, error) {
	if c.active == nil || !c.fits(g.encode(c.log.encoder.Load()), len(g.chunks)) {
		if err := c.roll(g, c.nextSize()); err != nil {
			return 0, err
		}
	}
	began := time.Now()
	c.lay(g)
	if err := c.write(c.buffer, c.extent.end); err != nil {
		return 0, failed("write a group", err)
	}
	first := c.next
	for i, h := range c.headers {
		c.extent.add(h)
		c.log.recent.add(h, g.chunks[i].raw)
	}
	c.group++
	c.next = c.extent.next
	c.publish(g, time.Since(began))
	if c.extent.end > c.active.size/2 {
		c.preparer.start(c.nextSize())
	}
	if cap(c.buffer) > 2*groupRaw {
		c.buffer = nil // a single large append; the usual group is smaller
	}
	return first, nil
}

// lay lays the group out as it will stand in the file.
func (c *committer) lay(g *group) {
	seed := seedOf(c.log.id)
	c.buffer, c.headers = c.buffer[:0], c.headers[:0]
	first := c.next
	for i, ch := range g.chunks {
		h := chunkHeader{
			kind: ch.kind, last: i == len(g.chunks)-1, count: uint32(ch.count), group: c.group,
			first: first, raw: uint32(len(ch.raw)), stored: uint32(len(ch.stored)),
		}
		c.buffer = seed.appendChunk(c.buffer, h, ch.stored)
		c.headers = append(c.headers, h)
		first = h.end()
	}
}

// write is the one write and the one sync.
func (c *committer) write(b []byte, offset int64) error {
	if _, err := c.file.WriteAt(b, offset); err != nil {
		return err
	}
	return c.file.SyncData()
}

// publish shows readers the group.
func (c *committer) publish(g *group, took time.Duration) {
	l := c.log
	l.view.Lock()
	defer l.view.Unlock()
	c.active.extent = c.extent
	l.end = c.next - 1
	l.stats.Records += int64(g.records)
	l.stats.RawBytes += int64(g.raw)
	l.stats.Bytes += int64(len(c.buffer))
	l.stats.Syncs++
	l.stats.LastSync = took
}

// fits reports whether the active segment has room for chunks of that size together,
// and for its index afterwards.
func (c *committer) fits(size int64, chunks int) bool {
	return c.extent.end+size+footerSize(len(c.extent.marks)+chunks) <= c.active.size
}

// nextSize is the size of the segment after the newest.
func (c *committer) nextSize() int64 {
	return min(max(2*c.size, firstSegmentBytes), c.segmentBytes)
}

// fresh is what a segment begins with.
type fresh struct {
	header     segmentHeader // without size and first group, which are known later
	dictionary []byte        // as it will stand behind the header
	encoder    *encoder
	decoder    *decoder
}

// fresh asks for a dictionary and makes the beginning of the next segment.
func (c *committer) fresh() (fresh, error) {
	dictionary := c.dictionary()
	limit := int(min(maxDictionary, c.nextSize()/8))
	dictionary = dictionary[max(len(dictionary)-limit, 0):]
	encoder, decoder, err := c.log.coders(bytes.Clone(dictionary))
	if err != nil {
		return fresh{}, err
	}
	header := segmentHeader{version: version3, id: c.log.id, first: c.next, began: c.clock()}
	after := header.appendDictionary(nil, dictionary)
	return fresh{header: header, dictionary: after, encoder: encoder, decoder: decoder}, nil
}

// clock is the time for the header of a segment: never behind that of the one in front, so
// that the times of segments are in the order of their positions.
func (c *committer) clock() uint32 {
	now := min(max(c.now().Unix(), int64(c.began)), math.MaxUint32)
	return uint32(now)
}

// roll closes the active segment and begins the next, which is about as large as size and
// has room for the group. While the disk is full it changes nothing.
func (c *committer) roll(g *group, size int64) error {
	f, err := c.fresh()
	if err != nil {
		return failed("begin a segment", err)
	}
	needed := f.header.start() + g.encode(f.encoder) + footerSize(len(g.chunks))
	ready := c.preparer.take(max(size, needed))
	if ready.err != nil {
		c.log.logger.Warn("log has no space for its next segment", "dir", c.log.dir, "error", ready.err)
		return fmt.Errorf("%w: %w", ErrNoSpace, ready.err)
	}
	if err := c.finish(); err != nil {
		c.preparer.discard(ready)
		return failed("close a segment", err)
	}
	if err := c.begin(ready, f); err != nil {
		return failed("begin a segment", err)
	}
	return nil
}

// finish closes the active segment: its index counts as a group, so that a power cut
// here leaves a torn tail like any other. A segment without records is left as it is,
// for the next one takes its name.
func (c *committer) finish() error {
	if c.active == nil {
		return nil
	}
	file := c.file
	c.file = nil
	if c.extent.end > c.active.start() {
		h, payload := c.extent.footer(c.group)
		b := seedOf(c.log.id).appendChunk(c.buffer[:0], h, payload)
		if err := writeFooter(file, b, c.extent.end, c.active.size); err != nil {
			_ = file.Close()
			return err
		}
		c.group++
	}
	c.active = nil
	return file.Close()
}

// writeFooter writes the index of a segment and the trailer that points to it.
func writeFooter(file vfs.File, index []byte, offset, size int64) error {
	if _, err := file.WriteAt(index, offset); err != nil {
		return err
	}
	if _, err := file.WriteAt(encodeTrailer(offset), size-trailerSize); err != nil {
		return err
	}
	return file.SyncData()
}

// begin gives a prepared file its header, its dictionary and then its name, and makes
// it the active segment. The header is durable before the name is, so a file with the
// name of a segment has a sound header.
func (c *committer) begin(ready prepared, f fresh) error {
	l := c.log
	c.file = ready.file
	header := f.header
	header.group, header.size = c.group, ready.size
	if err := c.write(append(header.encode(), f.dictionary...), 0); err != nil {
		return err
	}
	path := l.fs.PathJoin(l.dir, segmentName(c.next))
	if err := l.fs.Rename(c.preparer.path, path); err != nil {
		return err
	}
	if err := syncDir(l.fs, l.dir); err != nil {
		return err
	}
	c.extent = header.empty()
	c.active = &segment{segmentHeader: header, path: path, extent: c.extent, decoder: f.decoder, known: true}
	c.size, c.began = ready.size, header.began
	l.encoder.Store(f.encoder)
	l.view.Lock()
	defer l.view.Unlock()
	before := l.segments
	if n := len(before); n > 0 && before[n-1].first == header.first {
		before = before[:n-1] // it was empty, and the new file has replaced it
	}
	l.segments = append(before[:len(before):len(before)], c.active)
	return nil
}

// close lets go of the files.
func (c *committer) close() error {
	c.preparer.close()
	if c.file == nil {
		return nil
	}
	return c.file.Close()
}
