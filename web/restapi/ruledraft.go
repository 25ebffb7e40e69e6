package restapi

import (
	"errors"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
	"sojourn/web/contract"
)

// ruleDraft is a segment or an outcome that is not stored, and on what to try it.
type ruleDraft struct {
	Segment jsontext.Value   `json:"segment"`
	Outcome jsontext.Value   `json:"outcome"`
	Events  []jsontext.Value `json:"events"`
	From    string           `json:"from"`
	To      string           `json:"to"`
}

// ruleDraft reads the request's body.
func (r *request) ruleDraft() (*ruleDraft, error) {
	body, err := r.plainBody()
	if err != nil {
		return nil, err
	}
	defer body.release()
	if _, err := parseMembers(body.Bytes()); err != nil {
		return nil, err
	}
	draft := new(ruleDraft)
	return draft, mistyped(json.Unmarshal(body.Bytes(), draft))
}

// evaluated is the definition of a draft, which passed the checks of its kind. It counts as active.
func (a *api) evaluated(draft *ruleDraft) (e journey.Evaluated, err error) {
	isSegment, isOutcome := isGiven(draft.Segment), isGiven(draft.Outcome)
	switch {
	case isSegment && isOutcome:
		return e, invalid("outcome", "cannot be beside a segment")
	case isSegment:
		if e.Segment, err = a.segments().unsaved(draft.Segment, "segment"); err == nil {
			e.Segment.IsActive = true
		}
	case isOutcome:
		if e.Outcome, err = a.outcomes().unsaved(draft.Outcome, "outcome"); err == nil {
			e.Outcome.IsActive = true
		}
	default:
		return e, contract.InvalidField(contract.MissingRequiredProperty, "segment", "is required, or an outcome")
	}
	e.ID = journey.DerivedID("definition of a draft")
	return e, err
}

func isGiven(value jsontext.Value) bool { return len(value) > 0 && value.Kind() != 'n' }

// unsaved makes of a member of a body what post would store of it.
func (b *rulebook[T, V]) unsaved(value jsontext.Value, member string) (*T, error) {
	if value.Kind() != '{' {
		return nil, invalid(member, "must be an object")
	}
	given, err := parseMembers(value)
	if err != nil {
		return nil, err
	}
	body, err := b.drafted(given)
	return body, below(err, member)
}

// below puts where something stands before the fields of a refusal that is about it.
func below(err error, where string) error {
	if fault, ok := errors.AsType[*journey.Fault](err); ok {
		return &journey.Fault{
			Code: fault.Code, Field: strings.TrimSuffix(where+"."+fault.Field, "."), Reason: fault.Reason,
		}
	}
	e, ok := errors.AsType[*contract.Error](err)
	if !ok {
		return err
	}
	moved := *e
	moved.Params, moved.Details = map[string]string{}, nil
	for name, value := range e.Params {
		if name == "fieldName" {
			value = where + "." + value
		}
		moved.Params[name] = value
	}
	for _, detail := range e.Details {
		detail.FieldName = where + "." + detail.FieldName
		moved.Details = append(moved.Details, detail)
	}
	return &moved
}
