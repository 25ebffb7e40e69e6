package restapi

import (
	"fmt"
	"slices"
	"strings"

	"sojourn/journey"
	"sojourn/web/contract"
)

// Limits of session types that the spec leaves open.
const (
	maxTypeEntries = 100 // per list; as many as a session has attributes
	minInactivity  = 60  // seconds
	maxInactivity  = 365 * 24 * 60 * 60
)

// isSessionType reports whether there can be sessions of that type.
func isSessionType(name string) bool {
	switch journey.ParseKind(name) {
	case journey.Web, journey.App, journey.Conversation:
		return true
	}
	return journey.IsCustomType(name)
}

// checkSessionType applies events.md §5.2 and session.md §5. The error names the first member at fault.
func checkSessionType(t *journey.SessionType) error {
	var c checker
	custom := journey.IsCustomType(t.Type)
	switch {
	case t.Type == "":
		return contract.InvalidField(contract.MissingRequiredProperty, "type", "is required")
	case !isSessionType(t.Type):
		c.fail("type", "must be web, app, conversation or 1 to 64 lower-case letters, digits and underscores, "+
			"beginning with a letter")
	}
	c.short("displayName", t.DisplayName)
	c.short("icon", t.Icon)
	c.color("color", t.Color)
	c.few("displayAttributes", len(t.DisplayAttributes))
	for i, name := range t.DisplayAttributes {
		field := fmt.Sprintf("displayAttributes[%d]", i)
		c.attribute(field, name)
		if slices.Contains(t.DisplayAttributes[:i], name) {
			c.fail(field, "is there twice")
		}
	}
	c.projections(t)
	c.few("endEventNames", len(t.EndEventNames))
	for i, name := range t.EndEventNames {
		c.named(fmt.Sprintf("endEventNames[%d]", i), name)
	}
	switch {
	case !custom && len(t.EndEventNames) > 0:
		c.fail("endEventNames", "are for custom types only")
	case !custom && t.InactivitySeconds > 0:
		c.fail("inactivitySeconds", "is for custom types only")
	case custom && (t.InactivitySeconds < minInactivity || t.InactivitySeconds > maxInactivity):
		c.fail("inactivitySeconds", fmt.Sprintf("must be %d to %d", minInactivity, maxInactivity))
	}
	return c.err
}

// projections checks that each projection makes sense, and that no two make one attribute in different ways.
func (c *checker) projections(t *journey.SessionType) {
	c.few("projections", len(t.Projections))
	functions := map[string]journey.Function{}
	for i := range t.Projections {
		p := &t.Projections[i]
		at := fmt.Sprintf("projections[%d].", i)
		if p.EventName != "*" {
			c.named(at+"eventName", p.EventName)
		}
		c.attribute(at+"eventAttribute", p.EventAttribute)
		c.attribute(at+"sessionAttribute", p.SessionAttribute)
		c.short(at+"displayName", p.DisplayName)
		if p.Function == journey.FunctionNone {
			p.Function = journey.Last // session.md §5
		}
		if p.SessionType != "" && p.SessionType != t.Type {
			c.fail(at+"sessionType", "is another than the type")
		}
		if other, made := functions[p.SessionAttribute]; made && other != p.Function {
			c.fail(at+"function", "is another than in the projection before that makes the same session attribute")
		}
		functions[p.SessionAttribute] = p.Function
	}
}

func (c *checker) short(field, text string) {
	const longest = 255
	if len(text) > longest {
		c.fail(field, "must have at most 255 bytes")
	}
}

// color takes what style sheets take: #rgb, #rrggbb or a name.
func (c *checker) color(field, text string) {
	digits, hex := strings.CutPrefix(text, "#")
	ok := len(text) <= 30 && strings.Trim(strings.ToLower(text), "abcdefghijklmnopqrstuvwxyz") == ""
	if hex {
		ok = (len(digits) == 3 || len(digits) == 6) && strings.Trim(strings.ToLower(digits), "0123456789abcdef") == ""
	}
	if !ok {
		c.fail(field, "must be a colour such as #1f77b4 or teal")
	}
}

// attribute applies the rule for names of attributes.
func (c *checker) attribute(field, name string) {
	if !isAttributeName(name) {
		c.fail(field, attributeNameRule)
	}
}

const attributeNameRule = "must be 1 to 50 letters, digits, _ and -, beginning with a letter or _"

// isAttributeName applies events.md §4.2.
func isAttributeName(name string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
	return name != "" && len(name) <= 50 && strings.ContainsRune(letters, rune(name[0])) &&
		strings.Trim(name, letters+"0123456789-") == ""
}

// named applies events.md §4.1.
func (c *checker) named(field, name string) {
	if !isEventName(name) {
		c.fail(field, "must be 1 to 255 letters, digits, _, : and -")
	}
}

func isEventName(name string) bool {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:-"
	return name != "" && len(name) <= 255 && strings.Trim(name, allowed) == ""
}
