package journey

import "unicode/utf8"

// What an event hands to the attributes of its session (session.md §5).

// project returns what the event's attributes and lists contribute to its session's attributes.
func (p *Policy) project(e *Event) []Projected {
	rules := p.of(e)
	if len(rules.projectors) == 0 {
		if e.Kind == Custom {
			return projectAll(e)
		}
		return nil
	}
	var out []Projected
	for i := range rules.projectors {
		projector := &rules.projectors[i]
		if projector.EventName != "*" && projector.EventName != e.Name {
			continue
		}
		for _, attribute := range e.Attributes {
			if attribute.Name == projector.EventAttribute && projector.accepts(attribute) {
				out = append(out,
					projected(projector.SessionAttribute, projector.Function, attribute.Type, attribute.Value))
			}
		}
		if e.Custom != nil {
			out = projector.projectLists(out, e.Custom.Lists)
		}
	}
	return out
}

// projectAll is the default of custom types: every attribute under its own name, lists as lists.
func projectAll(e *Event) []Projected {
	var out []Projected
	for _, a := range e.Attributes {
		out = append(out, projected(a.Name, Last, a.Type, a.Value))
	}
	if e.Custom == nil {
		return out
	}
	for _, list := range e.Custom.Lists {
		for _, value := range list.Values {
			if value != "" {
				out = append(out, projected(list.Name, List, list.Type, value))
			}
		}
	}
	return out
}

// projectLists adds what the projector makes of an event's lists: their members if it makes a
// list, their number of appearances if it counts. Other functions have no use for a list.
func (p *Projector) projectLists(out []Projected, lists []AttributeList) []Projected {
	for _, list := range lists {
		if list.Name != p.EventAttribute {
			continue
		}
		switch p.Function {
		case Count:
			out = append(out, projected(p.SessionAttribute, Count, list.Type, ""))
		case List, All:
			for _, value := range list.Values {
				if value != "" {
					out = append(out, projected(p.SessionAttribute, p.Function, list.Type, value))
				}
			}
		}
	}
	return out
}

// accepts reports whether the function can use the value: arithmetic wants numbers, and only
// Last and Count have a use for an empty one.
func (p *Projector) accepts(a Attribute) bool {
	switch p.Function {
	case Sum, Min, Max:
		return a.Type == Integer || a.Type == Number
	case Last, Count:
		return true
	}
	return a.Value != ""
}

// projected makes one contribution, its value cut to what a session keeps.
func projected(name string, function Function, dataType DataType, value string) Projected {
	return Projected{Name: name, Function: function, Type: dataType, Value: cut(value, MaxValueLength)}
}

// cut returns the first characters of a text, at most so many.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	at := 0
	for range most {
		_, size := utf8.DecodeRuneInString(text[at:])
		if at += size; at >= len(text) {
			return text
		}
	}
	return text[:at]
}
