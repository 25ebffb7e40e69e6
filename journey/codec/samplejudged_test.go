package codec

import (
	"sojourn/journey"
	"sojourn/journey/rule"
)

// sampleJudgedEvent is the event that completes an outcome, renews a segment of its customer and advances a third
// definition.
func sampleJudgedEvent() *journey.Accepted {
	e := sampleAccepted()
	e.Judged = []journey.Judged{
		{Progress: rule.Progress{Rule: 0xfeedface, Pattern: 1, Hits: 2}},
		{
			Progress: rule.Progress{Rule: 0xcafe, Pattern: 1, Done: true, Matched: true},
			Verdict:  journey.CustomerSegment, Definition: sampleID(41), At: sampleAt - 86_400_000, Held: true,
		},
		{
			Progress: rule.Progress{Rule: 0xbeef, Pattern: 1, Done: true, Matched: true, Value: "59.5"},
			Verdict:  journey.OutcomeAchieved, Definition: sampleID(42), At: e.Received, ValueType: journey.Number,
		},
	}
	e.Carried = []journey.Assignment{{Segment: sampleID(43), At: sampleAt - 1000}}
	return e
}

func sampleJudgedSession() *journey.Session {
	s := sampleSession()
	s.Assignments = []journey.Assignment{
		{Segment: sampleID(41), At: sampleAt - 86_400_000}, {Segment: sampleID(43), At: sampleAt - 1000},
	}
	s.Achievements = []journey.Achievement{
		{Outcome: sampleID(42), At: sampleAt, ValueType: journey.Number, Value: "59.5"}, {Outcome: sampleID(44), At: sampleAt},
	}
	for _, j := range sampleJudgedEvent().Judged {
		s.Progress = append(s.Progress, j.Progress)
	}
	return s
}
