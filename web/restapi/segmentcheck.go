package restapi

import (
	"fmt"
	"maps"
	"strings"

	"sojourn/journey"
	"sojourn/journey/rule"
	"sojourn/web/contract"
)

// checkSegment applies segments-outcomes.md §1.1 and §1.5, in the order of the members.
func checkSegment(s *journey.Segment) []rule.Problem {
	var f flaws
	f.described(s.DisplayName, s.Description)
	if digits, hex := strings.CutPrefix(s.Color, "#"); !hex || len(digits) != 6 ||
		strings.Trim(digits, "0123456789abcdefABCDEF") != "" {
		f.add(rule.Invalid, "color", "must be # and six hexadecimal digits")
	}
	switch s.Scope {
	case "", journey.SessionScope, journey.CustomerScope:
	default:
		f.add(rule.Invalid, "scope", "must be Session or Customer")
	}
	f = append(f, rule.Check(&s.Conditions)...)
	f.external(s.ExternalSegment)
	const member = "assignmentExpirationDays"
	switch days := s.AssignmentExpirationDays; {
	case days < 0 || days > journey.MaxAssignmentDays:
		f.add(rule.Invalid, member, fmt.Sprintf("must be 0 to %d", journey.MaxAssignmentDays))
	case days > 0 && s.Conditions.IsEmpty() && s.ExternalSegment == nil:
		f.add(rule.Invalid, member, "needs a condition or an external segment")
	}
	return f
}

// external checks which segment of another system it is, and completes it.
func (f *flaws) external(e *journey.ExternalSegment) {
	if e == nil {
		return
	}
	f.required("externalSegment.id", e.ID, maxExternal)
	f.required("externalSegment.name", e.Name, maxExternal)
	switch e.Source {
	case contract.ExternalSegmentSourceAdobeExperiencePlatform, contract.ExternalSegmentSourceCustom:
	case "":
		e.Source = contract.ExternalSegmentSourceCustom
	default:
		f.add(rule.Invalid, "externalSegment.source", "must be AdobeExperiencePlatform or Custom")
	}
}

// scopeOf decides to whom a new segment is assigned (segments-outcomes.md §4.1).
func scopeOf(s *journey.Segment) journey.Scope {
	if s.Scope == journey.CustomerScope || s.AssignmentExpirationDays > 0 || s.ExternalSegment != nil ||
		s.Conditions.IsEmpty() {
		return journey.CustomerScope
	}
	return journey.SessionScope
}

// keepSegment sees to it that a patch leaves the scope alone, and of the external segment all but the name.
func keepSegment(stored, patch members) error {
	if scope := patch["scope"]; scope != nil && scope != stored["scope"] {
		return invalid("scope", "cannot be changed")
	}
	delete(patch, "scope")
	const member = "externalSegment"
	external, isExternal := stored[member].(map[string]any)
	given, isObject := patch[member].(map[string]any)
	switch _, there := patch[member]; {
	case !there || !isObject && patch[member] != nil: // into tells of one that is no object
		return nil
	case !isExternal && len(given) > 0:
		return invalid(member, "can be given at creation only")
	case !isExternal: // there is nothing to change or to remove
		delete(patch, member)
		return nil
	case !isObject:
		return invalid(member, "cannot be removed, only its name can be changed")
	}
	for _, name := range []string{"id", "source"} {
		if value := given[name]; value != nil && value != external[name] {
			return invalid(member+"."+name, "cannot be changed")
		}
	}
	next := maps.Clone(external)
	if name, there := given["name"]; there {
		next["name"] = name
	}
	patch[member] = next
	return nil
}

// sameExternal refuses a second segment for one external segment.
func sameExternal(s *journey.Segment, others []journey.Definition) error {
	wanted := s.ExternalSegment
	if wanted == nil {
		return nil
	}
	for _, d := range others {
		other, err := segment(d)
		if err != nil {
			return err
		}
		if e := other.ExternalSegment; e != nil && e.Source == wanted.Source && e.ID == wanted.ID {
			err := contract.InvalidField(contract.Conflict, "externalSegment.id",
				"is that of the segment "+d.ID+" already")
			err.EntityID, err.EntityName = d.ID, other.DisplayName
			return err
		}
	}
	return nil
}
