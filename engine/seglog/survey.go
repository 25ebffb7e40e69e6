package seglog

import (
	"errors"
	"fmt"
	"io"
	"slices"
)

// newest is what reading a whole segment found out.
type newest struct {
	extent    extent // up to and with the last whole group
	group     uint64 // number of the group behind it
	lastGroup int64  // where the last whole group begins; 0 if there is none
	end       int64  // where it ends
	closed    bool   // the last group is the index of the segment
	torn      int64  // bytes that are not zero behind it, up to the last such byte
}

// scan reads the segment from its first chunk up to limit and finds the last whole
// group. Anything unreadable in front of a later group is a *DamageError. visit, if
// not nil, sees every chunk of records.
func (s *segment) scan(
	file io.ReaderAt, limit int64, visit func(h chunkHeader, payload []byte, at int64) error,
) (newest, error) {
	sc := newScanner(file, seedOf(s.id), s.start(), limit)
	whole := newest{extent: s.empty(), group: s.group, end: s.start()}
	open := whole.extent // with the chunks of a group that is not whole yet
	for begin := sc.offset; ; {
		at := sc.offset
		h, payload, err := sc.next()
		if err != nil {
			if !unsound(err) {
				return whole, s.readError(at, err)
			}
			return s.surveyEnd(file, limit, whole, at, err)
		}
		if h.group != whole.group || h.first != open.next {
			return whole, s.damage(at, fmt.Sprintf(
				"group %d with position %d stands where group %d with position %d belongs",
				h.group, h.first, whole.group, open.next))
		}
		if h.erased && s.version < version3 {
			return whole, s.damage(at, "records are erased in a segment of a version that has none")
		}
		if h.kind == indexOfChunk {
			closing, ok := parseFooter(h, payload, at)
			if !ok || begin != at || !slices.Equal(closing.marks, open.marks) {
				return whole, s.damage(at, "the index of the segment does not fit its chunks")
			}
			whole.closed, whole.group = true, h.group+1
			whole.lastGroup, whole.end = at, sc.offset
			return whole, nil
		}
		if visit != nil {
			if err := visit(h, payload, at); err != nil {
				return whole, err
			}
		}
		open.add(h)
		if h.last {
			whole.extent, whole.group = open, h.group+1
			whole.lastGroup, whole.end = begin, sc.offset
			begin = sc.offset
		}
	}
}

// surveyEnd decides what the unreadable place at offset bad is: the torn last group, or
// damage, because a later group follows.
func (s *segment) surveyEnd(file io.ReaderAt, limit int64, whole newest, bad int64, why error) (newest, error) {
	torn := whole.group
	t, err := surveyTail(file, bad, limit, func(at int64) bool {
		if at == bad {
			return false
		}
		h, ok := headerAt(file, at)
		if !ok || h.group <= torn || h.group-torn > uint64(limit/chunkHeaderSize) {
			return false
		}
		_, _, err := newScanner(file, seedOf(s.id), at, limit).next()
		return err == nil
	})
	switch {
	case err != nil:
		return whole, s.readError(bad, err)
	case t.later != 0:
		return whole, s.damage(bad, fmt.Sprintf("%v, and later records follow at byte %d", why, t.later))
	case errors.Is(why, errVersion):
		return whole, s.damage(bad, why.Error())
	}
	if t.end > bad || bad > whole.end {
		whole.torn = max(t.end, bad) - whole.end
	}
	return whole, nil
}

func headerAt(file io.ReaderAt, at int64) (chunkHeader, bool) {
	var b [chunkHeaderSize]byte
	if _, err := file.ReadAt(b[:], at); err != nil {
		return chunkHeader{}, false
	}
	h, err := parseHeader(b[:])
	return h, err == nil
}
