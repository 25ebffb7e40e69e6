package codec

import (
	"encoding/binary"

	"sojourn/journey"
	"sojourn/journey/rule"
)

// What a step of a rule has. The bits are stored.
const (
	judgedDone byte = 1 << iota
	judgedMatched
	judgedHeld
	judgedValue
	judgedVerdict // shifted: the verdict is the number above the other bits
)

// judgedSize is the smallest number of bytes that a step takes.
const judgedSize = 11

// appendProgress writes the progress of a rule behind a byte that tells what it has; extra is bits of that byte.
func appendProgress(b []byte, p *rule.Progress, extra byte) []byte {
	if p.Done {
		extra |= judgedDone
	}
	if p.Matched {
		extra |= judgedMatched
	}
	if p.Value != "" {
		extra |= judgedValue
	}
	b = append(b, extra)
	b = binary.LittleEndian.AppendUint64(b, p.Rule)
	b = append(b, p.Pattern, p.Hits)
	if p.Value != "" {
		b = appendString(b, p.Value)
	}
	return b
}

func readProgress(r *reader) (p rule.Progress, extra byte) {
	extra = r.byte()
	p = rule.Progress{
		Rule: r.fixed64(), Pattern: r.byte(), Hits: r.byte(),
		Done: extra&judgedDone != 0, Matched: extra&judgedMatched != 0,
	}
	if extra&judgedValue != 0 {
		if p.Value = r.string(); p.Value == "" {
			r.fail(ErrMalformed)
		}
	}
	return p, extra
}

// appendJudged writes what an event that was received then did to the rules.
func appendJudged(b []byte, judged []journey.Judged, received journey.Instant) []byte {
	b = binary.AppendUvarint(b, uint64(len(judged)))
	for i := range judged {
		j := &judged[i]
		extra := byte(j.Verdict) * judgedVerdict
		if j.Held {
			extra |= judgedHeld
		}
		b = appendProgress(b, &j.Progress, extra)
		if j.Verdict != journey.NoVerdict {
			b = append(b, j.Definition[:]...)
			b = appendInstant(b, j.At, received)
			b = append(b, byte(j.ValueType))
		}
	}
	return b
}

func readJudged(r *reader, received journey.Instant) []journey.Judged {
	judged := r.room.judged.take(r.count(judgedSize))
	for i := range judged {
		j := &judged[i]
		var extra byte
		j.Progress, extra = readProgress(r)
		j.Held = extra&judgedHeld != 0
		j.Verdict = journey.Verdict(extra / judgedVerdict)
		if j.Verdict > journey.OutcomeAchieved {
			r.fail(ErrMalformed)
		}
		if j.Verdict != journey.NoVerdict {
			j.Definition, j.At, j.ValueType = r.id(), r.instant(received), r.dataType()
		}
	}
	return judged
}

// assignmentSize is the smallest number of bytes that an assignment takes.
const assignmentSize = 17

func appendAssignments(b []byte, assignments []journey.Assignment, base journey.Instant) []byte {
	b = binary.AppendUvarint(b, uint64(len(assignments)))
	for _, a := range assignments {
		b = append(b, a.Segment[:]...)
		b = appendInstant(b, a.At, base)
	}
	return b
}

func readAssignments(r *reader, base journey.Instant) []journey.Assignment {
	assignments := r.room.assignments.take(r.count(assignmentSize))
	for i := range assignments {
		assignments[i] = journey.Assignment{Segment: r.id(), At: r.instant(base)}
	}
	return assignments
}

// achievementSize is the smallest number of bytes that an achievement takes.
const achievementSize = 18

func appendAchievements(b []byte, achievements []journey.Achievement, base journey.Instant) []byte {
	b = binary.AppendUvarint(b, uint64(len(achievements)))
	for i := range achievements {
		a := &achievements[i]
		b = append(b, a.Outcome[:]...)
		b = appendInstant(b, a.At, base)
		b = append(b, byte(a.ValueType))
		if a.ValueType != journey.TypeNone {
			b = appendString(b, a.Value)
		}
	}
	return b
}

func readAchievements(r *reader, base journey.Instant) []journey.Achievement {
	achievements := make([]journey.Achievement, r.count(achievementSize))
	for i := range achievements {
		a := &achievements[i]
		a.Outcome, a.At, a.ValueType = r.id(), r.instant(base), r.dataType()
		if a.ValueType != journey.TypeNone {
			a.Value = r.string()
		}
	}
	return achievements
}

// appendSeen writes what the rules saw of a session.
func appendSeen(b []byte, progress []rule.Progress) []byte {
	b = binary.AppendUvarint(b, uint64(len(progress)))
	for i := range progress {
		b = appendProgress(b, &progress[i], 0)
	}
	return b
}

func readSeen(r *reader) []rule.Progress {
	progress := make([]rule.Progress, r.count(judgedSize))
	for i := range progress {
		var extra byte
		progress[i], extra = readProgress(r)
		if extra&^(judgedDone|judgedMatched|judgedValue) != 0 {
			r.fail(ErrMalformed)
		}
	}
	return progress
}
