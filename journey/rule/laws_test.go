package rule_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sojourn/journey/rule"
)

// play judges a session event by event, and returns by rules their progress and at which event they matched.
func play(t *rapid.T, rules []rule.Rule, moments []moment, alwaysFresh bool) (
	map[uint64]rule.Progress, map[uint64]int,
) {
	set := rule.NewSet(rules)
	var progress []rule.Progress
	matchedAt := map[uint64]int{}
	for i, m := range moments {
		steps := set.Judge(nil, m.visit, m.event, progress, m.fresh || alwaysFresh)
		checkSteps(t, rules, steps)
		for _, step := range steps {
			if step.Matched {
				if matchedAt[step.Rule] > 0 {
					t.Fatalf("rule %d matched twice", step.Rule)
				}
				matchedAt[step.Rule] = i + 1
			}
		}
		progress = keep(progress, steps)
		slices.Reverse(progress) // the order means nothing
	}
	return byRule(progress), matchedAt
}

func checkSteps(t *rapid.T, rules []rule.Rule, steps []rule.Step) {
	for i, step := range steps {
		if i > 0 && steps[i-1].Index >= step.Index || rules[step.Index].ID != step.Rule {
			t.Fatalf("steps are not those of the rules in order: %v", steps)
		}
	}
}

func byRule(progress []rule.Progress) map[uint64]rule.Progress {
	m := map[uint64]rule.Progress{}
	for _, p := range progress {
		m[p.Rule] = p
	}
	return m
}

// Judging one event at a time is evaluating the whole session by the words of the specification.
func TestJudgeIsTheSpecification(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, s := drawRules(t, 5), drawSession(t)
		progress, matchedAt := play(t, rules, s.moments, false)
		for i := range rules {
			r := &rules[i]
			ref := reference{r.Conditions, r.ValueOf}
			got := outcome{matchedAt: matchedAt[r.ID]}
			if got.matchedAt > 0 {
				got.value = progress[r.ID].Value
			}
			if want := ref.run(s.moments); got != want {
				t.Fatalf("rule %d: got %+v, want %+v, of %+v", r.ID, got, want, *r.Conditions)
			}
		}
	})
}

// What one rule does depends on no other, nor on the order.
func TestRulesDoNotKnowOneAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, s := drawRules(t, 14), drawSession(t)
		together, _ := play(t, rules, s.moments, false)
		reversed := slices.Clone(rules)
		slices.Reverse(reversed)
		backwards, _ := play(t, reversed, s.moments, false)
		for i := range rules {
			alone, _ := play(t, rules[i:i+1], s.moments, false)
			id := rules[i].ID
			if together[id] != alone[id] || backwards[id] != alone[id] {
				t.Fatalf("rule %d: %+v alone, %+v together, %+v backwards", id, alone[id], together[id], backwards[id])
			}
		}
	})
}

// Many rules that an event concerns are judged in another way than few; those past the first thousand need
// other memory.
func TestManyRulesAreJudgedLikeOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, copies := drawSession(t), rapid.SampledFrom([]int{9, 30, 70, 1100}).Draw(t, "copies")
		one := rule.Rule{ID: 1, Conditions: drawConditions(t), ValueOf: "b"}
		many := []rule.Rule{one}
		for i := range copies - 1 {
			many = append(many, rule.Rule{ID: uint64(2 + i), Conditions: one.Conditions, ValueOf: "b"})
		}
		alone, _ := play(t, many[:1], s.moments, false)
		together, _ := play(t, many, s.moments, false)
		if len(together) != len(alone)*copies {
			t.Fatalf("%d of %d rules made steps", len(together), copies)
		}
		for id, p := range together {
			if p.Rule = 1; p != alone[1] {
				t.Fatalf("rule %d: %+v, alone %+v", id, p, alone[1])
			}
		}
	})
}

// A session can be put away after any event, with its progress in any order, and taken up by a set compiled
// anew.
func TestStoppingChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, s := drawRules(t, 12), drawSession(t)
		want, _ := play(t, rules, s.moments, false)
		var progress []rule.Progress
		for _, m := range s.moments {
			progress = rapid.Permutation(progress).Draw(t, "stored")
			before := slices.Clone(progress)
			steps := rule.NewSet(rules).Judge(nil, m.visit, m.event, progress, m.fresh)
			if !slices.Equal(before, progress) {
				t.Fatal("Judge changed the progress")
			}
			progress = keep(progress, steps)
		}
		for id, p := range byRule(progress) {
			if want[id] != p {
				t.Fatalf("rule %d: %+v, straight through %+v", id, p, want[id])
			}
		}
	})
}

func TestFreshOnlySavesTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, s := drawRules(t, 8), drawSession(t)
		least, _ := play(t, rules, s.moments, false)
		always, _ := play(t, rules, s.moments, true)
		for _, r := range rules {
			if least[r.ID] != always[r.ID] {
				t.Fatalf("rule %d: %+v, always fresh %+v", r.ID, least[r.ID], always[r.ID])
			}
		}
	})
}

// A criterion holds of a fact when the specification says so, whatever way it was filed.
func TestCriteriaAreThoseOfTheSpecification(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCriterion(t, journeyKeys[1:])
		for range 20 {
			e := &event{"web", "one", facts{c.Key: drawValue(t, c.Key == "attributes.a.value")}}
			if got, want := matches(c, e), refHolds(c, e.facts[c.Key]); got != want {
				t.Fatalf("%+v of %+v: got %v, want %v", c, e.facts, got, want)
			}
		}
	})
}

// A criterion or its negation holds of every fact, never both, missing ones included.
func TestNegationIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCriterion(t, journeyKeys[1:])
		c.Operator = drawFrom(t, []string{"equal", "containsAll", "containsAny"})
		not := c
		not.Operator = map[string]string{"equal": "notEqual", "containsAll": "notContainsAll",
			"containsAny": "notContainsAny"}[c.Operator]
		for range 10 {
			e := &event{"web", "one", facts{c.Key: drawValue(t, true)}}
			if matches(c, e) == matches(not, e) {
				t.Fatalf("%+v and its negation are both %v of %+v", c, matches(c, e), e.facts)
			}
		}
	})
}

// matches reports whether the criterion alone makes a rule match at the event.
func matches(c rule.Criterion, e *event) bool {
	conditions := journeyOf(1, "", c)
	steps := rule.NewSet([]rule.Rule{{ID: 1, Conditions: conditions}}).Judge(nil, visit{}, e, nil, true)
	return len(steps) == 1 && steps[0].Matched
}

// An account comes to the results of Judge, and says the reason.
func TestAccountTellsTheTruth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, s := rule.Rule{ID: 1, Conditions: drawConditions(t), ValueOf: "b"}, drawSession(t)
		set, account := rule.NewSet([]rule.Rule{r}), r.Account()
		var progress []rule.Progress
		for _, m := range s.moments {
			steps := set.Judge(nil, m.visit, m.event, progress, m.fresh)
			before := byRule(progress)[1]
			progress = keep(progress, steps)
			entry := account.Tell(m.visit, m.event)
			if entry.Progress != byRule(progress)[1] || entry.Matched != (len(steps) == 1 && steps[0].Matched) {
				t.Fatalf("told of %+v, judged to %+v", entry.Progress, progress)
			}
			checkReasons(t, r.Conditions, &entry, before)
			checkLacks(t, r.Conditions, account.Lacks(), &entry)
		}
	})
}

func checkReasons(t *rapid.T, c *rule.Conditions, entry *rule.Entry, before rule.Progress) {
	next := int(before.Pattern)
	mayMeet := !before.Matched && next < len(c.Journey.Patterns) && rule.Holds(entry.Patterns[next])
	if (entry.Met >= 0) != mayMeet || mayMeet && (entry.Met != next || entry.Hits != int(before.Hits)+1) {
		t.Fatalf("met pattern %d for the time %d after %+v: %+v", entry.Met, entry.Hits, before, entry.Patterns)
	}
	if entry.Matched && !rule.Holds(entry.Context) {
		t.Fatalf("matched in spite of %+v", entry.Context)
	}
}

func checkLacks(t *rapid.T, c *rule.Conditions, lacks []rule.Lack, entry *rule.Entry) {
	if !c.IsEmpty() && (len(lacks) == 0) != entry.Progress.Matched {
		t.Fatalf("lacks %+v with progress %+v", lacks, entry.Progress)
	}
	for _, lack := range lacks {
		if lack.Pattern >= 0 && lack.Events < 1 || lack.Pattern < 0 && (lack.Held || lack.Path == "") {
			t.Fatalf("lacks %+v", lack)
		}
	}
}
