package seglog

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/journey"
)

// Report is what a check found.
type Report struct {
	ID       journey.ID
	Segments int
	Records  int64
	Erased   int64            // positions within segments whose records were erased
	Bytes    int64            // of the segment files
	First    journey.Position // of the oldest record; 0 if there is none
	Last     journey.Position // the last that was given away, whether its record is there or not
	Holes    []Hole           // between segments
	Torn     int64            // bytes of an unfinished write at the end; the next Open cuts them
	Damage   []*DamageError
}

// Hole is a range of positions that are not there because a segment was removed.
type Hole struct{ From, To journey.Position }

// Check reads a log that nobody holds open, whole, and verifies every checksum and
// every length. It changes nothing. progress, if not nil, is told the bytes done and
// to do. The error is nil if and only if the log is sound; damage does not end the
// check, and every damaged segment is in the report.
func Check(dir string, o Options, progress func(done, total int64)) (Report, error) {
	o = o.withDefaults()
	if _, err := o.FS.Stat(dir); err != nil {
		return Report{}, fmt.Errorf("seglog: check %s: %w", dir, err)
	}
	lock, err := o.FS.Lock(o.FS.PathJoin(dir, "LOCK"))
	if err != nil {
		return Report{}, fmt.Errorf("seglog: check %s: cannot lock it, is another process using it? %w", dir, err)
	}
	defer lock.Close()
	segments, err := listSegments(o.FS, dir)
	if err != nil {
		return Report{}, fmt.Errorf("seglog: check %s: %w", dir, err)
	}
	ready := func() error { return nil }
	c := checker{ready: ready, fs: o.FS, progress: progress}
	report, err := c.check(segments, 0)
	if err != nil {
		return report, fmt.Errorf("seglog: check %s: %w", dir, err)
	}
	return report, nil
}

// Check is the check of an open log, up to what is durable at the time of the call. Erase
// and Remove wait until it is over.
func (l *Log) Check(ctx context.Context, progress func(done, total int64)) (Report, error) {
	if err := l.ready(ctx); err != nil {
		return Report{}, fmt.Errorf("seglog: check: %w", err)
	}
	unlock, err := l.holdSegments(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("seglog: check: %w", err)
	}
	defer unlock()
	l.view.RLock()
	segments := l.segments
	limit := segments[len(segments)-1].extent.end
	l.view.RUnlock()
	ready := func() error { return l.ready(ctx) }
	c := checker{ready: ready, fs: l.fs, progress: progress}
	report, err := c.check(segments, limit)
	if err != nil {
		return report, fmt.Errorf("seglog: check %s: %w", l.dir, err)
	}
	return report, nil
}

type checker struct {
	ready       func() error // why the check has to end early, if it has to
	fs          vfs.FS
	progress    func(done, total int64)
	decoders    decoders
	done, total int64
	decoded     decoded
	report      Report
}

// check reads the segments one after the other. limit, if not 0, is where the newest
// ends for this check.
func (c *checker) check(segments []*segment, limit int64) (Report, error) {
	for _, s := range segments {
		c.total += s.size
	}
	c.report.Segments, c.report.Bytes = len(segments), c.total
	if i := slices.IndexFunc(segments, func(s *segment) bool { return s.broken == nil }); i >= 0 {
		c.report.ID = segments[i].id
	}
	expected := segmentHeader{}
	for i, s := range segments {
		end, isNewest := s.size, i == len(segments)-1
		if isNewest && limit > 0 {
			end = limit
		}
		found, err := c.segment(s, end, isNewest, expected)
		c.report.Last = max(c.report.Last, max(found.extent.next, 1)-1)
		expected = segmentHeader{first: found.extent.next, group: found.group}
		if damage := new(DamageError); errors.As(err, &damage) {
			c.report.Damage = append(c.report.Damage, damage)
			expected = segmentHeader{}
		} else if err != nil {
			return c.report, err
		}
		c.done += s.size
		c.tell(0)
	}
	var damage []error
	for _, d := range c.report.Damage {
		damage = append(damage, d)
	}
	return c.report, errors.Join(damage...)
}

// segment checks one segment. expected has the position and group it should begin
// with; both are 0 if they are not known.
func (c *checker) segment(s *segment, limit int64, isNewest bool, expected segmentHeader) (newest, error) {
	if s.broken != nil {
		return newest{}, s.broken
	}
	if err := c.join(s, expected); err != nil {
		return newest{}, err
	}
	file, err := c.fs.Open(s.path)
	if err != nil {
		return newest{}, err
	}
	defer file.Close()
	dictionary, err := s.loadDictionary(file)
	if err != nil {
		return newest{}, err
	}
	decoder, err := c.decoders.of(dictionary)
	if err != nil {
		return newest{}, err
	}
	found, err := s.scan(file, limit, func(h chunkHeader, payload []byte, at int64) error {
		return c.chunk(s, decoder, h, payload, at)
	})
	switch {
	case err != nil:
		return found, err
	case found.closed:
		return found, s.checkClosed(file, found)
	case !isNewest:
		return found, s.damage(found.end, "the segment was closed, but its index cannot be read")
	}
	c.report.Torn = found.torn
	return found, nil
}

// join checks that the segment follows the one in front, or notes the hole between them.
func (c *checker) join(s *segment, expected segmentHeader) error {
	switch {
	case s.id != c.report.ID:
		return s.damage(0, fmt.Sprintf("the segment belongs to another log, %s", s.id))
	case expected.first == 0:
	case s.first < expected.first || s.group < expected.group:
		return s.damage(0, "the segment overlaps the one in front")
	case s.first > expected.first:
		c.report.Holes = append(c.report.Holes, Hole{From: expected.first, To: s.first - 1})
	case s.group != expected.group:
		return s.damage(0, fmt.Sprintf("groups %d to %d are missing in front", expected.group, s.group-1))
	}
	return nil
}

func (c *checker) chunk(s *segment, d *decoder, h chunkHeader, payload []byte, at int64) error {
	if err := c.ready(); err != nil {
		return err
	}
	if err := d.decode(&c.decoded, h, payload); err != nil {
		return s.damage(at, err.Error())
	}
	for p := h.first; p < h.end(); p++ {
		switch {
		case c.decoded.erased(p):
			c.report.Erased++
			continue
		case c.report.First == 0:
			c.report.First = p
		}
		c.report.Records++
	}
	c.tell(at)
	return nil
}

// tell reports progress within a segment.
func (c *checker) tell(within int64) {
	if c.progress != nil {
		c.progress(c.done+within, c.total)
	}
}

// checkClosed checks what lies behind the index of a closed segment: zeros and the trailer.
func (s *segment) checkClosed(file vfs.File, found newest) error {
	trailer := s.size - trailerSize
	e, err := s.loadExtent(file)
	if err != nil {
		return err
	}
	t, err := surveyTail(file, found.end, trailer, func(int64) bool { return false })
	switch {
	case err != nil:
		return s.readError(found.end, err)
	case t.end > found.end:
		return s.damage(found.end, "there are bytes behind the index of the segment")
	case e.end != found.extent.end:
		return s.damage(trailer, "the trailer points to the wrong place")
	}
	return nil
}
