package restapi

import (
	"fmt"

	"github.com/go-json-experiment/json"

	"sojourn/journey"
	"sojourn/web/contract"
)

// segments is the rulebook of the segments (segments-outcomes.md §1.1).
func (a *api) segments() *rulebook[journey.Segment, contract.JourneySegment] {
	return &rulebook[journey.Segment, contract.JourneySegment]{
		api: a, noun: journey.SegmentNoun, most: 500, limit: "segment.max",
		parameter: "segmentId", ids: "segmentIds", mostIDs: 100, isActive: true, sortable: segmentFields,
		empty: func() journey.Segment { return journey.Segment{IsActive: true, Color: defaultColor} },
		parts: func(s *journey.Segment) parts {
			return parts{s.DisplayName, s.Description, s.IsActive, &s.Conditions, &s.Span}
		},
		check: checkSegment, view: segmentView, listing: segmentListing,
		begin: func(s *journey.Segment) { s.Scope = scopeOf(s) }, keep: keepSegment, clash: sameExternal,
	}
}

// segment reads a stored segment.
func segment(d journey.Definition) (body journey.Segment, err error) {
	if err = json.Unmarshal(d.Body, &body); err != nil {
		return body, fmt.Errorf("restapi: stored segment %s: %w", d.ID, err)
	}
	return body, nil
}

// defaultColor is the colour of a segment that names none.
const defaultColor = "#008000"

func segmentView(d journey.Definition, s *journey.Segment) contract.JourneySegment {
	view := contract.JourneySegment{
		ID: d.ID, Version: d.Version, IsActive: s.IsActive,
		DisplayName: s.DisplayName, Description: s.Description, Color: s.Color,
		Scope: string(s.Scope), ShouldDisplayToAgent: s.ShouldDisplayToAgent,
		Context: contextView(s.Context), Journey: journeyView(s.Journey),
		ExternalSegment: (*contract.ExternalSegment)(s.ExternalSegment),
		CreatedDate:     contract.Time(d.Created), ModifiedDate: contract.Time(d.Modified),
		SelfURI: ruleURI(d.Noun, d.ID),
	}
	if s.AssignmentExpirationDays > 0 {
		view.AssignmentExpirationDays = &s.AssignmentExpirationDays
	}
	return view
}

// segmentFields are what the listing can be sorted by.
var segmentFields = fields[contract.JourneySegment]{
	"id":                   byText(func(s contract.JourneySegment) string { return s.ID }),
	"displayName":          byText(func(s contract.JourneySegment) string { return s.DisplayName }),
	"description":          byText(func(s contract.JourneySegment) string { return s.Description }),
	"color":                byText(func(s contract.JourneySegment) string { return s.Color }),
	"scope":                byText(func(s contract.JourneySegment) string { return s.Scope }),
	"isActive":             byFlag(func(s contract.JourneySegment) bool { return s.IsActive }),
	"shouldDisplayToAgent": byFlag(func(s contract.JourneySegment) bool { return s.ShouldDisplayToAgent }),
	"version":              by(func(s contract.JourneySegment) int { return s.Version }),
	"createdDate":          by(func(s contract.JourneySegment) contract.Time { return s.CreatedDate }),
	"modifiedDate":         by(func(s contract.JourneySegment) contract.Time { return s.ModifiedDate }),
	"assignmentExpirationDays": byNumber(func(s contract.JourneySegment) *int {
		return s.AssignmentExpirationDays
	}),
}

func segmentListing(entities []contract.JourneySegment, info pageInfo) any {
	return contract.SegmentListing{
		Entities: entities, PageSize: &info.size, PageNumber: &info.number, PageCount: &info.count,
		Total: &info.total, SelfURI: info.self, FirstURI: info.first, LastURI: info.last,
		NextURI: info.next, PreviousURI: info.previous,
	}
}
