package config

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// file lays a TOML file over the defaults.
func (l *loader) file(path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("config: %w", err)
	}
	var root map[string]any
	if _, err := toml.Decode(string(content), &root); err != nil {
		if bad, ok := errors.AsType[toml.ParseError](err); ok {
			return fmt.Errorf("config: %s:%d: %s", path, bad.Position.Line, bad.Message)
		}
		return fmt.Errorf("config: %s: %w", path, err)
	}

	found := map[string]any{}
	l.flatten(root, "", found)
	lines := keyLines(string(content))
	place := func(name string) string {
		if line, known := lines[name]; known {
			return fmt.Sprintf("%s:%d", path, line)
		}
		return path
	}
	for _, s := range l.settings {
		if value, ok := found[s.name]; ok {
			l.set(s, value, place(s.name))
			delete(found, s.name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		l.unknown(name, place(name), setting.fullName)
	}
	return nil
}

// flatten collects the values of a table under dotted names. A table that is itself a setting's
// value stays whole, and so does an empty one that is no group, for it is a mistake to report.
func (l *loader) flatten(table map[string]any, prefix string, found map[string]any) {
	for key, value := range table {
		name := prefix + key
		isSetting := slices.ContainsFunc(l.settings, func(s setting) bool { return s.name == name })
		isGroup := slices.ContainsFunc(l.settings, func(s setting) bool { return s.group() == name })
		nested, isTable := value.(map[string]any)
		if isTable && !isSetting && (isGroup || len(nested) > 0) {
			l.flatten(nested, name+".", found)
			continue
		}
		found[name] = value
	}
}

var (
	tableLine = regexp.MustCompile(`^\s*\[\s*([A-Za-z0-9_.-]+)\s*\]`)
	keyLine   = regexp.MustCompile(`^\s*([A-Za-z0-9_.-]+)\s*=`)
)

// keyLines finds the line of each key and table, for messages. It reads the way settings are usually
// written; a name written otherwise is just not found.
func keyLines(content string) map[string]int {
	lines := map[string]int{}
	prefix := ""
	number := 0
	for line := range strings.Lines(content) {
		number++
		name := ""
		if m := tableLine.FindStringSubmatch(line); m != nil {
			name, prefix = m[1], m[1]+"."
		} else if m := keyLine.FindStringSubmatch(line); m != nil {
			name = prefix + m[1]
		}
		if _, seen := lines[name]; name != "" && !seen {
			lines[name] = number
		}
	}
	return lines
}

// fromText takes text of the environment or a flag as the TOML value of that form. Lists and tables may
// be written without brackets, separated by commas. What is none of these stays text, and the
// setting's kind refuses it.
func fromText(f form, s string) any {
	if f == textForm {
		return s
	}
	var parsed map[string]any
	if _, err := toml.Decode("value = "+s, &parsed); err == nil && len(parsed) == 1 {
		return parsed["value"]
	}
	switch f {
	case listForm:
		return toAny(fields(s))
	case tableForm:
		return pairs(fields(s), s)
	default:
		return s
	}
}

// pairs makes a table of "key=value" fields; if one is not such a pair, the whole text stays as it is.
func pairs(fields []string, whole string) any {
	entries := map[string]any{}
	for _, field := range fields {
		key, value, ok := strings.Cut(field, "=")
		if !ok {
			return whole
		}
		entries[strings.TrimSpace(key)] = strings.TrimSpace(value)
	}
	return entries
}

// fields splits at commas and drops what is empty.
func fields(s string) []string {
	var all []string
	for field := range strings.SplitSeq(s, ",") {
		if field = strings.TrimSpace(field); field != "" {
			all = append(all, field)
		}
	}
	return all
}

func toAny(words []string) []any {
	all := make([]any, len(words))
	for i, w := range words {
		all[i] = w
	}
	return all
}
