package config

import (
	"fmt"
	"slices"
	"strings"
)

// form is how a value looks in TOML. It decides how text from the environment or a flag is taken.
type form int

const (
	textForm   form = iota // a string, as it is
	scalarForm             // a number or a boolean
	listForm               // an array; as text also "a, b"
	tableForm              // a table; as text also "a=x, b=y"
)

// kind is how a T is written and what may be written.
type kind[T any] struct {
	form    form
	allowed string               // for people: "60 to 86400"
	read    func(any) (T, error) // from a TOML value; the error is the reason alone, it names no setting
}

// target is where a value goes: a kind bound to a member of a Config.
type target struct {
	form    form
	allowed string
	set     func(any) error
}

// to binds a member to the kind of its values.
func to[T any](member *T, k kind[T]) target {
	return target{form: k.form, allowed: k.allowed, set: func(v any) error {
		value, err := k.read(v)
		if err == nil {
			*member = value
		}
		return err
	}}
}

// text is a kind that is written as a string; parse says why it is not one of the allowed.
func text[T any](allowed string, parse func(string) (T, error)) kind[T] {
	return kind[T]{form: textForm, allowed: allowed, read: func(v any) (T, error) {
		s, ok := v.(string)
		if !ok {
			var none T
			return none, fmt.Errorf("must be text in quotes, not %v", v)
		}
		return parse(s)
	}}
}

// list is an array of what item describes.
func list[T any](item kind[T]) kind[[]T] {
	return kind[[]T]{form: listForm, allowed: "a list: " + item.allowed, read: func(v any) ([]T, error) {
		raw, ok := v.([]any)
		if !ok {
			return nil, fmt.Errorf("must be a list, not %s", quote(v))
		}
		items := make([]T, 0, len(raw))
		for i, v := range raw {
			value, err := item.read(v)
			if err != nil {
				return nil, fmt.Errorf("item %d: %w", i+1, err)
			}
			items = append(items, value)
		}
		return items, nil
	}}
}

// table is a map whose keys and values the two kinds describe.
func table(key, value kind[string]) kind[map[string]string] {
	allowed := "a table: " + key.allowed + " = " + value.allowed
	return kind[map[string]string]{form: tableForm, allowed: allowed, read: func(v any) (map[string]string, error) {
		raw, ok := v.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("must be a table, not %s", quote(v))
		}
		entries := make(map[string]string, len(raw))
		for name, v := range raw {
			k, err := key.read(name)
			if err != nil {
				return nil, fmt.Errorf("entry %q: %w", name, err)
			}
			if entries[k], err = value.read(v); err != nil {
				return nil, fmt.Errorf("entry %q: %w", name, err)
			}
		}
		return entries, nil
	}}
}

// oneOf is a choice of words.
func oneOf[T ~string](words ...T) kind[T] {
	return text(alternatives(words), func(s string) (T, error) {
		if !slices.Contains(words, T(s)) {
			return "", fmt.Errorf("must be %s, not %q", alternatives(words), s)
		}
		return T(s), nil
	})
}

// alternatives joins words as a sentence does: "a, b or c".
func alternatives[T ~string](words []T) string {
	var b strings.Builder
	for i, w := range words {
		switch {
		case i > 0 && i == len(words)-1:
			b.WriteString(" or ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(string(w))
	}
	return b.String()
}

// quote shows a value in a reason: text in quotes, all else as it is written.
func quote(v any) string {
	if s, ok := v.(string); ok {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprint(v)
}
