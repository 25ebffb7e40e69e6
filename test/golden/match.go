package golden

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// matcher compares what was read with what is expected, and remembers the ids it has seen.
type matcher struct {
	ids map[string]string // by name: S1, segment1 → its UUID
}

var (
	placeholder = regexp.MustCompile(`\$(?:uuid:(\w+)|uuid|shortId|any|(\w+))`)
	uuid        = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
)

// match returns the differences, one line each, in the order of the members.
func (m *matcher) match(want, got any) []string {
	return m.compare("", want, got)
}

func (m *matcher) compare(path string, want, got any) []string {
	switch want := want.(type) {
	case string:
		if want == "$any" || m.text(want, got) {
			return nil
		}
	case map[string]any:
		if got, ok := got.(map[string]any); ok {
			return m.object(path, want, got)
		}
	case []any:
		if got, ok := got.([]any); ok {
			return m.list(path, want, got)
		}
	default: // numbers, booleans, null
		if want == got {
			return nil
		}
	}
	return []string{fmt.Sprintf("%s: got %s, want %s", name(path), compact(got), compact(want))}
}

// What an object may say beside its members.
const (
	others = "$others" // a member of this name admits any that are not listed
	none   = "$none"   // the value of a member that must be absent all the same
)

// object compares member by member.
func (m *matcher) object(path string, want, got map[string]any) (differences []string) {
	all := slices.Sorted(maps.Keys(want))
	_, open := want[others]
	for key := range got {
		if _, known := want[key]; !known {
			all = append(all, key)
		}
	}
	slices.Sort(all)
	for _, key := range all {
		below := strings.TrimPrefix(path+"."+key, ".")
		wanted, isWanted := want[key]
		found, isFound := got[key]
		switch {
		case key == others, !isWanted && open, wanted == none && !isFound:
		case !isFound:
			differences = append(differences, fmt.Sprintf("%s: missing, want %s", below, compact(wanted)))
		case !isWanted:
			differences = append(differences, fmt.Sprintf("%s: got %s, want it absent", below, compact(found)))
		default:
			differences = append(differences, m.compare(below, wanted, found)...)
		}
	}
	return differences
}

// list compares element by element.
func (m *matcher) list(path string, want, got []any) (differences []string) {
	if len(want) != len(got) {
		return []string{
			fmt.Sprintf("%s: got %d elements, want %d: got %s", name(path), len(got), len(want), compact(got)),
		}
	}
	for i := range want {
		differences = append(differences, m.compare(fmt.Sprintf("%s[%d]", path, i), want[i], got[i])...)
	}
	return differences
}

// text compares a text that may hold placeholders.
func (m *matcher) text(want string, got any) bool {
	text, ok := got.(string)
	if !ok || !strings.Contains(want, "$") {
		return ok && text == want
	}
	names := []string{}
	pattern, rest := "^", want
	for _, at := range placeholder.FindAllStringSubmatchIndex(want, -1) {
		pattern += regexp.QuoteMeta(rest[:at[0]-(len(want)-len(rest))])
		rest = want[at[1]:]
		switch found := want[at[0]:at[1]]; {
		case found == "$shortId":
			pattern += `[1-9][0-9]{3,5}`
		case found == "$any":
			pattern += `.*`
		case found == "$uuid":
			pattern += uuid.String()
		case at[2] >= 0: // $uuid:X
			names = append(names, want[at[2]:at[3]])
			pattern += "(" + uuid.String() + ")"
		case m.ids[found[1:]] == "":
			return false
		default: // the name of a known id
			pattern += m.ids[found[1:]]
		}
	}
	groups := regexp.MustCompile(pattern + regexp.QuoteMeta(rest) + "$").FindStringSubmatch(text)
	if groups == nil {
		return false
	}
	for i, id := range groups[1:] {
		if known, ok := m.ids[names[i]]; ok && known != id {
			return false
		}
		m.ids[names[i]] = id
	}
	return true
}

// fill puts known ids in the place of their names. What is no name of one stays.
func (m *matcher) fill(text string) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		return cmp.Or(m.ids[found[1:]], found)
	})
}

// name is a path for people.
func name(path string) string {
	if path == "" {
		return "the whole"
	}
	return path
}

// compact is a value as JSON on one line, cut where it gets too long to read.
func compact(value any) string {
	document, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	const most = 160
	if text := []rune(string(document)); len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(document)
}
