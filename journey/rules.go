package journey

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

	"sojourn/journey/rule"
)

// Rules is the active segments and outcomes, ready to be judged by. It is never changed.
type Rules struct {
	set  *rule.Set
	defs []ruled
}

// ruled is what a rule of the set, at the same place, stands for.
type ruled struct {
	definition ID
	verdict    Verdict
	lasts      Instant  // of a customer's segment
	valueType  DataType // of an outcome: TypeNone if it has no value field
}

// Evaluated is a definition that events are evaluated against.
type Evaluated struct {
	ID      ID
	Segment *Segment // either
	Outcome *Outcome // or
}

// DecodeEvaluated reads a stored segment or outcome.
func DecodeEvaluated(d Definition) (e Evaluated, err error) {
	if e.ID, err = ParseID(d.ID); err == nil {
		switch d.Noun {
		case SegmentNoun:
			e.Segment = &Segment{}
			err = json.Unmarshal(d.Body, e.Segment)
		case OutcomeNoun:
			e.Outcome = &Outcome{}
			err = json.Unmarshal(d.Body, e.Outcome)
		default:
			err = errNotEvaluated
		}
	}
	if err != nil {
		return Evaluated{}, fmt.Errorf("journey: stored %s %s: %w", d.Noun, d.ID, err)
	}
	return e, nil
}

var errNotEvaluated = errors.New("events are not evaluated against it")

// IsActive reports whether the definition is evaluated.
func (e *Evaluated) IsActive() bool {
	if e.Segment != nil {
		return e.Segment.IsActive
	}
	return e.Outcome.IsActive
}

// Rule is the definition as a rule. Its ID changes when what sessions have shown of it must be forgotten
// (segments-outcomes.md §3.4).
func (e *Evaluated) Rule() rule.Rule {
	if e.Segment != nil {
		return rule.Rule{ID: e.rule("segment", e.Segment.Epoch), Conditions: &e.Segment.Conditions}
	}
	r := rule.Rule{ID: e.rule("outcome", e.Outcome.Epoch), Conditions: &e.Outcome.Conditions}
	if field := e.Outcome.AssociatedValueField; field != nil {
		r.ValueOf = field.Name
	}
	return r
}

func (e *Evaluated) rule(noun string, epoch int) uint64 {
	return hashText(noun, string(e.ID[:]), strconv.Itoa(epoch))
}

// NewRules compiles the active ones of definitions, which passed the checks. Their order is that of evaluation:
// segments by createdDate, then outcomes (segments-outcomes.md §3.4). It returns nil if none is active.
func NewRules(definitions []Evaluated) *Rules {
	var rules []rule.Rule
	r := &Rules{}
	for i := range definitions {
		e := &definitions[i]
		if !e.IsActive() {
			continue
		}
		rules = append(rules, e.Rule())
		r.defs = append(r.defs, e.ruled())
	}
	if len(rules) == 0 {
		return nil
	}
	r.set = rule.NewSet(rules)
	return r
}

func (e *Evaluated) ruled() ruled {
	switch {
	case e.Segment == nil:
		of := ruled{definition: e.ID, verdict: OutcomeAchieved}
		if field := e.Outcome.AssociatedValueField; field != nil {
			of.valueType = valueTypes[field.DataType]
		}
		return of
	case e.Segment.Scope == CustomerScope:
		return ruled{definition: e.ID, verdict: CustomerSegment, lasts: e.Segment.Lasts()}
	}
	return ruled{definition: e.ID, verdict: SessionSegment}
}

// valueTypes are the data types of values by their names (segments-outcomes.md §1.2).
var valueTypes = map[string]DataType{"Number": Number, "Integer": Integer}

// WithRules returns the policy with these definitions in place of all that it evaluated; nil for none.
func (p Policy) WithRules(rules *Rules) Policy {
	p.evaluated = rules
	return p
}

// SegmentLasts is how long a customer holds a segment that an event has just earned it, in milliseconds.
func (p *Policy) SegmentLasts(segment ID) Instant {
	if p.evaluated != nil {
		for i := range p.evaluated.defs {
			if p.evaluated.defs[i].definition == segment {
				return p.evaluated.defs[i].lasts
			}
		}
	}
	return DefaultAssignmentDays * 24 * 60 * 60 * 1000
}

// contextBefore is the context of the session that the event joins, without the event.
func (p *Policy) contextBefore(s *State, r *Accepted) (none contextFacts) {
	if session := s.Session(r.Session); session != nil && p.evaluated != nil {
		return session.contextFacts()
	}
	return none
}

// judge evaluates all definitions on an event that has just been folded in, and folds what they make of it. Before is
// what the session's context was without the event.
func (p *Policy) judge(s *Session, r *Accepted, before *contextFacts) {
	if p.evaluated == nil {
		return
	}
	if r.History {
		s.judgedBy = 0 // the context may be another, and the next event has to look at it
		return
	}
	set := p.evaluated.set
	after := s.contextFacts()
	fresh := r.Opened || s.judgedBy != set.Print() || !before.equal(&after)
	s.judgedBy = set.Print()
	for _, step := range set.Judge(nil, s, &r.Event, s.Progress, fresh) {
		j := p.evaluated.defs[step.Index].judged(step.Progress, r.Received)
		if s.shows(&j) {
			j = Judged{Progress: step.Progress}
		}
		r.Judged = append(r.Judged, j)
	}
	s.judge(r)
}

// judged is a step with what it means.
func (d *ruled) judged(p rule.Progress, at Instant) Judged {
	j := Judged{Progress: p}
	if !p.Matched {
		return j
	}
	j.Definition, j.Verdict = d.definition, d.verdict
	if d.verdict != CustomerSegment { // of those the customer decides
		j.At = at
	}
	if j.Value, j.ValueType = amountOf(p.Value, d.valueType); j.ValueType == TypeNone {
		j.Value = ""
	}
	return j
}

// maxAmount bounds the length of a value that counts as a number.
const maxAmount = 64

// amountOf reads the value of an achievement: a finite decimal number, whole if that is wanted; TypeNone if it is
// neither (segments-outcomes.md §5).
func amountOf(text string, wanted DataType) (string, DataType) {
	if wanted == TypeNone || text == "" || len(text) > maxAmount || strings.Trim(text, "+-.0123456789eE") != "" {
		return "", TypeNone
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil { // out of range
		return "", TypeNone
	}
	if wanted == Number {
		return strconv.FormatFloat(value, 'g', -1, 64), Number
	}
	mantissa, _, _ := strings.Cut(strings.ToLower(text), "e")
	switch {
	case strings.Trim(mantissa, "+-.0") == "":
		return "0", Integer
	case math.Abs(value) < 1: // and its exponent may be so small that the exact number is very long
		return "", TypeNone
	}
	whole, ok := new(big.Rat).SetString(text)
	if !ok || !whole.IsInt() {
		return "", TypeNone
	}
	return whole.Num().String(), Integer
}
