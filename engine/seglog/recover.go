package seglog

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/cockroachdb/pebble/v2/vfs"

	"sojourn/journey"
)

// recover brings the log into a state to go on from: it finds the segments, reads the
// newest whole, cuts what a crash left unfinished, and makes sure that everything it
// shows to readers is on the disk and not merely in the system's memory.
func (l *Log) recover() error {
	for _, leftover := range [...]string{preparedName, rewrittenName} {
		if err := removeIfThere(l.fs, l.fs.PathJoin(l.dir, leftover)); err != nil {
			return err
		}
	}
	segments, err := listSegments(l.fs, l.dir)
	if err != nil {
		return err
	}
	if segments, err = l.dropUnused(segments); err != nil {
		return err
	}
	if err := sameLog(segments); err != nil {
		return err
	}
	l.segments = segments
	if len(segments) == 0 {
		return l.create()
	}
	l.id = segments[0].id
	return l.reopen(segments[len(segments)-1])
}

func removeIfThere(fs vfs.FS, path string) error {
	if err := fs.Remove(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// create begins a log: an identity and a first segment.
func (l *Log) create() error {
	var random [16]byte
	if _, err := rand.Read(random[:]); err != nil {
		return err
	}
	l.id = journey.RandomID(random)
	c := &l.committer
	c.group, c.next = 1, 1
	f, err := c.fresh()
	if err != nil {
		return err
	}
	ready := c.preparer.take(c.nextSize())
	if ready.err != nil {
		return fmt.Errorf("%w: %w", ErrNoSpace, ready.err)
	}
	if err := c.begin(ready, f); err != nil {
		_ = c.file.Close()
		return err
	}
	return nil
}

// listSegments finds the segments of the folder by name, in order of position, and
// reads their headers. One whose header cannot be read is listed as broken.
func listSegments(fs vfs.FS, dir string) ([]*segment, error) {
	names, err := fs.List(dir)
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var segments []*segment
	for _, name := range names {
		if _, ok := parseSegmentName(name); !ok {
			continue
		}
		s := &segment{path: fs.PathJoin(dir, name)}
		if err := s.readHeader(fs); !errors.As(err, &s.broken) && err != nil {
			return nil, err
		}
		segments = append(segments, s)
	}
	return segments, nil
}

func (s *segment) readHeader(fs vfs.FS) error {
	f, err := fs.Open(s.path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	b := make([]byte, segmentHeaderSize)
	if _, err := f.ReadAt(b, 0); err != nil {
		return s.readError(0, err)
	}
	h, problem := parseSegmentHeader(b)
	switch {
	case problem != "":
		return s.damage(0, problem)
	case segmentName(h.first) != fs.PathBase(s.path):
		return s.damage(0, fmt.Sprintf("the name of the file does not fit its first position %d", h.first))
	case info.Size() < h.size:
		return s.damage(info.Size(), fmt.Sprintf("the file ends too early: %d bytes of %d", info.Size(), h.size))
	}
	s.segmentHeader = h
	return nil
}

// sameLog refuses broken headers and segments of different logs in one folder.
func sameLog(segments []*segment) error {
	for i, s := range segments {
		switch {
		case s.broken != nil:
			return s.broken
		case i > 0 && s.id != segments[0].id:
			return s.damage(0, fmt.Sprintf("the segment belongs to another log: its ID is %s, that of the first is %s",
				s.id, segments[0].id))
		case i > 0 && s.group <= segments[i-1].group:
			return s.damage(0, "the group number is not above that of the segment in front")
		}
	}
	return nil
}

// dropUnused removes a newest segment that has neither a readable header nor anything
// else: it was never in use.
func (l *Log) dropUnused(segments []*segment) ([]*segment, error) {
	if len(segments) == 0 || segments[len(segments)-1].broken == nil {
		return segments, nil
	}
	s := segments[len(segments)-1]
	f, err := l.fs.Open(s.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	// The identity of the log is in the header, and without it no checksum can be
	// checked: whatever looks like a chunk counts as one.
	t, err := surveyTail(f, 0, info.Size(), func(at int64) bool {
		_, ok := headerAt(f, at)
		return ok
	})
	if err != nil {
		return nil, err
	}
	if t.later != 0 || t.end > segmentHeaderSize {
		return nil, s.broken
	}
	l.logger.Warn("log removes a segment that was never used", "file", s.path)
	if err := l.fs.Remove(s.path); err != nil {
		return nil, err
	}
	return segments[:len(segments)-1], syncDir(l.fs, l.dir)
}

// reopen opens the newest segment and continues in it.
func (l *Log) reopen(s *segment) error {
	file, err := l.fs.OpenReadWrite(s.path, vfs.WriteCategoryUnspecified)
	if err != nil {
		return err
	}
	if err := l.resume(file, s); err != nil {
		_ = file.Close()
		return err
	}
	return nil
}

// resume scans the newest segment, cuts its torn tail, and continues behind it.
func (l *Log) resume(file vfs.File, s *segment) error {
	dictionary, err := s.loadDictionary(file)
	if err != nil {
		return err
	}
	encoder, decoder, err := l.coders(dictionary)
	if err != nil {
		return err
	}
	found, err := s.scan(file, s.size, nil)
	if err != nil {
		return err
	}
	if err := l.secure(file, s, found); err != nil {
		return fmt.Errorf("secure the end of %s: %w", s.path, err)
	}
	s.extent, s.decoder, s.known = found.extent, decoder, true
	l.encoder.Store(encoder)
	l.end = found.extent.next - 1
	c := &l.committer
	c.group, c.next, c.size, c.began = found.group, found.extent.next, s.size, s.began
	if found.closed {
		return file.Close()
	}
	c.active, c.file, c.extent = s, file, found.extent
	return nil
}

// secure makes the end of the newest segment durable as it was found: zeros behind the
// last whole group, and the group itself written again, because after a failed sync
// the system may show bytes that the disk never got.
func (l *Log) secure(file vfs.File, s *segment, found newest) error {
	if found.torn > 0 && !found.closed {
		l.logger.Warn("log cuts a torn tail: a write was under way at the last stop; it had not been answered",
			"file", s.path, "offset", found.end, "bytes", found.torn, "last position", found.extent.next-1)
		if err := writeZeros(file, found.end, found.torn); err != nil {
			return err
		}
	}
	if found.lastGroup > 0 {
		again := make([]byte, found.end-found.lastGroup)
		if _, err := file.ReadAt(again, found.lastGroup); err != nil {
			return err
		}
		if _, err := file.WriteAt(again, found.lastGroup); err != nil {
			return err
		}
	}
	if found.closed {
		if _, err := file.WriteAt(encodeTrailer(found.lastGroup), s.size-trailerSize); err != nil {
			return err
		}
	}
	if err := file.Sync(); err != nil {
		return err
	}
	return syncDir(l.fs, l.dir)
}

func writeZeros(file vfs.File, offset, length int64) error {
	zeros := make([]byte, min(length, zeroStep))
	for end := offset + length; offset < end; offset += int64(len(zeros)) {
		zeros = zeros[:min(int64(len(zeros)), end-offset)]
		if _, err := file.WriteAt(zeros, offset); err != nil {
			return err
		}
	}
	return nil
}
