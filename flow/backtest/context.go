package backtest

import (
	"unique"

	"sojourn/journey"
	"sojourn/journey/rule"
)

// How an event changes the context of its session: as journey.Session folds it, but only what the definition reads.

// fold takes in what an event says of its session.
func (t *table) fold(at place, e *journey.Accepted) {
	s := &t.sessions[at]
	if e.Authenticated && !s.authenticated { // sticky
		s.authenticated, s.stale = true, true
	}
	if !e.Kind.IsVisit() {
		return
	}
	for i, group := range t.plan.groups {
		if !carries(e, group) || !t.yields(at, i, e) {
			continue
		}
		t.stampsOf(at)[i] = e.Stamp()
		if group == originGroup {
			s.view = e.IsView()
		}
		t.set(at, group, e)
	}
}

// carries reports whether the event says anything about a group. Without an origin it says that there is none.
func carries(e *journey.Accepted, g group) bool {
	switch g {
	case originGroup:
		return true
	case deviceGroup:
		return e.Device != nil
	case browserGroup:
		return e.Browser != nil
	case geolocationGroup:
		return e.Geolocation != nil
	case organizationGroup:
		return e.IPOrg != ""
	}
	return false
}

// yields reports whether the i-th group of a session is for the event to set. The newest event that carries a group
// does; but the origin is that of the first view, or of the first event as long as there is no view (session.md §2).
func (t *table) yields(at place, i int, e *journey.Accepted) bool {
	set := t.stampsOf(at)[i]
	if t.plan.groups[i] != originGroup {
		return !e.Stamp().Before(set)
	}
	view, was := e.IsView(), t.sessions[at].view
	return view && !was || view == was && (set.IsZero() || e.Stamp().Before(set))
}

// yieldsOrigin reports the same for the origin alone, if it is read.
func (t *table) yieldsOrigin(at place, e *journey.Accepted) bool {
	for i, group := range t.plan.groups {
		if group == originGroup {
			return t.yields(at, i, e)
		}
	}
	return false
}

// set takes the values of a group from the event.
func (t *table) set(at place, g group, e *journey.Accepted) {
	v := t.scratch.Visit
	v.Device.Value, v.Browser.Value, v.Geolocation.Value = e.Device, e.Browser, e.Geolocation
	v.IPOrg.Value, v.Origin.Campaign, v.Origin.Referrer = e.IPOrg, e.Campaign, e.Referrer
	values := t.valuesOf(at)
	for i, field := range t.plan.fields {
		if field.group != g {
			continue
		}
		if value := t.scratch.ContextValue(field.key).Text; value != text(values[i]) {
			values[i], t.sessions[at].stale = intern(value), true
		}
	}
}

// intern makes a handle of a text, which it copies if it is a new one; zero of an empty text.
func intern(s string) (h unique.Handle[string]) {
	if s != "" {
		h = unique.Make(s)
	}
	return h
}

func text(h unique.Handle[string]) string {
	if h == (unique.Handle[string]{}) {
		return ""
	}
	return h.Value()
}

// visit is a session of the table as rules read it. It implements rule.Visit.
type visit struct {
	table *table
	at    place
}

// ContextValue implements rule.Visit.
func (v *visit) ContextValue(key rule.Key) (value rule.Value) {
	if v.at == nowhere || key > rule.Authenticated {
		return value
	}
	if key == rule.Authenticated {
		value.Text = "false"
		if v.table.sessions[v.at].authenticated {
			value.Text = "true"
		}
		return value
	}
	if place := v.table.plan.places[key]; place > 0 {
		value.Text = text(v.table.valuesOf(v.at)[place-1])
	}
	return value
}
