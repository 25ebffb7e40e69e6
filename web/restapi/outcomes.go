package restapi

import (
	"sojourn/journey"
	"sojourn/journey/rule"
	"sojourn/web/contract"
)

// outcomes is the rulebook of the outcomes (segments-outcomes.md §1.2).
func (a *api) outcomes() *rulebook[journey.Outcome, contract.Outcome] {
	return &rulebook[journey.Outcome, contract.Outcome]{
		api: a, noun: journey.OutcomeNoun, most: 100, limit: "outcome.max",
		parameter: "outcomeId", ids: "outcomeIds", mostIDs: 20, sortable: outcomeFields,
		empty: func() journey.Outcome { return journey.Outcome{IsActive: true, IsPositive: true} },
		parts: func(o *journey.Outcome) parts {
			return parts{o.DisplayName, o.Description, o.IsActive, &o.Conditions, &o.Span}
		},
		check: checkOutcome, view: outcomeView, listing: outcomeListing,
	}
}

// checkOutcome applies segments-outcomes.md §1.2 and §1.5, in the order of the members.
func checkOutcome(o *journey.Outcome) []rule.Problem {
	var f flaws
	f.described(o.DisplayName, o.Description)
	if o.Conditions.IsEmpty() {
		f.add(rule.Invalid, "context", "must have a criterion, or journey a pattern")
	}
	f = append(f, rule.Check(&o.Conditions)...)
	if value := o.AssociatedValueField; value != nil {
		f.associated(value)
	}
	return f
}

// associated checks which attribute an achievement takes its value from.
func (f *flaws) associated(value *journey.AssociatedValueField) {
	switch value.DataType {
	case contract.AssociatedValueFieldDataTypeNumber, contract.AssociatedValueFieldDataTypeInteger:
	case "":
		f.add(rule.Missing, "associatedValueField.dataType", "is required")
	default:
		f.add(rule.Invalid, "associatedValueField.dataType", "must be Number or Integer")
	}
	switch {
	case value.Name == "":
		f.add(rule.Missing, "associatedValueField.name", "is required")
	case !isAttributeName(value.Name):
		f.add(rule.Invalid, "associatedValueField.name", attributeNameRule)
	}
}

func outcomeView(d journey.Definition, o *journey.Outcome) contract.Outcome {
	return contract.Outcome{
		ID: d.ID, Version: d.Version, IsActive: o.IsActive, IsPositive: o.IsPositive,
		DisplayName: o.DisplayName, Description: o.Description,
		Context: contextView(o.Context), Journey: journeyView(o.Journey),
		AssociatedValueField: (*contract.AssociatedValueField)(o.AssociatedValueField),
		CreatedDate:          contract.Time(d.Created), ModifiedDate: contract.Time(d.Modified),
		SelfURI: ruleURI(d.Noun, d.ID),
	}
}

// outcomeFields are what the listing can be sorted by.
var outcomeFields = fields[contract.Outcome]{
	"id":           byText(func(o contract.Outcome) string { return o.ID }),
	"displayName":  byText(func(o contract.Outcome) string { return o.DisplayName }),
	"description":  byText(func(o contract.Outcome) string { return o.Description }),
	"isActive":     byFlag(func(o contract.Outcome) bool { return o.IsActive }),
	"isPositive":   byFlag(func(o contract.Outcome) bool { return o.IsPositive }),
	"version":      by(func(o contract.Outcome) int { return o.Version }),
	"createdDate":  by(func(o contract.Outcome) contract.Time { return o.CreatedDate }),
	"modifiedDate": by(func(o contract.Outcome) contract.Time { return o.ModifiedDate }),
}

func outcomeListing(entities []contract.Outcome, info pageInfo) any {
	return contract.OutcomeListing{
		Entities: entities, PageSize: &info.size, PageNumber: &info.number, PageCount: &info.count,
		Total: &info.total, SelfURI: info.self, FirstURI: info.first, LastURI: info.last,
		NextURI: info.next, PreviousURI: info.previous,
	}
}
