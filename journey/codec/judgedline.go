package codec

import (
	"sojourn/journey"
	"sojourn/journey/rule"
)

// judgedLine is a step of a rule as JSON.
type judgedLine struct {
	Rule       hexNumber        `json:"rule"`
	Pattern    uint8            `json:"pattern,omitzero"`
	Hits       uint8            `json:"hits,omitzero"`
	Done       bool             `json:"done,omitzero"`
	Matched    bool             `json:"matched,omitzero"`
	Value      string           `json:"value,omitzero"`
	Verdict    journey.Verdict  `json:"verdict,omitzero"`
	Definition journey.ID       `json:"id,omitzero"`
	At         journey.Instant  `json:"date,omitzero"`
	Held       bool             `json:"held,omitzero"`
	ValueType  journey.DataType `json:"valueType,omitzero"`
}

// assignedLine is a segment that a session was given as JSON.
type assignedLine struct {
	Segment journey.ID      `json:"segmentId"`
	At      journey.Instant `json:"assignedDate"`
}

func judgedLineOf(j *journey.Judged) judgedLine {
	return judgedLine{
		Rule: hexNumber(j.Rule), Pattern: j.Pattern, Hits: j.Hits, Done: j.Done, Matched: j.Matched, Value: j.Value,
		Verdict: j.Verdict, Definition: j.Definition, At: j.At, Held: j.Held, ValueType: j.ValueType,
	}
}

func (l *judgedLine) judged() journey.Judged {
	return journey.Judged{
		Progress: rule.Progress{
			Rule: uint64(l.Rule), Pattern: l.Pattern, Hits: l.Hits, Done: l.Done, Matched: l.Matched, Value: l.Value,
		},
		Verdict: l.Verdict, Definition: l.Definition, At: l.At, Held: l.Held, ValueType: l.ValueType,
	}
}
