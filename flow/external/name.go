package external

import (
	"strings"

	"sojourn/journey"
)

// EventName makes the name of events out of a schema's title: everything but letters and digits of ASCII
// becomes an underscore, several in a row one, and none is left at the ends (events.md §4.1). It is empty if
// nothing remains.
func EventName(title string) string { return sanitise(title, 255) }

// SessionType makes the type of sessions out of a source in the same way, in lower case (events.md §5.2).
// What would not begin with a letter, or be the name of another kind of session, is preceded by source_. It
// is empty if nothing remains.
func SessionType(source string) string {
	name := sanitise(strings.ToLower(source), journey.MaxTypeName)
	if name == "" || journey.IsCustomType(name) {
		return name
	}
	return sanitise("source_"+name, journey.MaxTypeName)
}

func sanitise(text string, most int) string {
	var name strings.Builder
	gap := false
	for i := range len(text) { // a character of several bytes becomes one underscore too
		c := text[i]
		if letter := 'a' <= c|0x20 && c|0x20 <= 'z'; !letter && (c < '0' || c > '9') {
			gap = true
			continue
		}
		if name.Len() == most {
			break
		}
		if gap && name.Len() > 0 {
			if name.Len()+1 == most {
				break
			}
			name.WriteByte('_')
		}
		name.WriteByte(c)
		gap = false
	}
	return name.String()
}
