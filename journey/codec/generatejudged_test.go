package codec

import (
	"pgregory.net/rapid"

	"sojourn/journey"
	"sojourn/journey/rule"
)

var genProgress = rapid.Custom(func(t *rapid.T) rule.Progress {
	return rule.Progress{
		Rule: rapid.Uint64().Draw(t, "rule"), Pattern: rapid.Byte().Draw(t, "pattern"), Hits: rapid.Byte().Draw(t, "hits"),
		Done: rapid.Bool().Draw(t, "done"), Matched: rapid.Bool().Draw(t, "matched"), Value: genText.Draw(t, "value"),
	}
})

var genJudged = rapid.Custom(func(t *rapid.T) journey.Judged {
	j := journey.Judged{Progress: genProgress.Draw(t, "progress")}
	if j.Verdict = enumeration(journey.OutcomeAchieved).Draw(t, "verdict"); j.Verdict != journey.NoVerdict {
		j.Definition, j.At = genID.Draw(t, "definition"), genInstant.Draw(t, "at")
		j.Held, j.ValueType = rapid.Bool().Draw(t, "held"), enumeration(journey.Boolean).Draw(t, "value type")
	}
	return j
})

var genAssignment = rapid.Custom(func(t *rapid.T) journey.Assignment {
	return journey.Assignment{Segment: genID.Draw(t, "segment"), At: genInstant.Draw(t, "at")}
})

var genAchievement = rapid.Custom(func(t *rapid.T) journey.Achievement {
	a := journey.Achievement{Outcome: genID.Draw(t, "outcome"), At: genInstant.Draw(t, "at")}
	if a.ValueType = enumeration(journey.Boolean).Draw(t, "value type"); a.ValueType != journey.TypeNone {
		a.Value = genText.Draw(t, "value")
	}
	return a
})
