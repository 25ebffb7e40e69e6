package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"sojourn/config"
)

// managed is what the commands deployment and client have in common: a verb, flags, and a noun of
// the API that is listed, read, created, changed and deleted in the same way.
type managed struct {
	path  string // of the collection
	verbs []string
}

// verb takes the verb off the arguments. Without one, or with -help, the usage is printed.
func (m *managed) verb(flags *flag.FlagSet, args []string) (string, []string, error) {
	if len(args) == 0 {
		return "", nil, misuse(flags, "a word is missing: %s", alternatives(m.verbs))
	}
	if !slices.Contains(m.verbs, args[0]) {
		if _, err := parse(flags, args[:1], "word"); err != nil {
			return "", nil, err
		}
		return "", nil, misuse(flags, "there is no %q; did you mean %s?", args[0], config.Nearest(args[0], m.verbs))
	}
	return args[0], args[1:], nil
}

// listing is a page of a listing.
type listing struct {
	Entities  []json.RawMessage `json:"entities"`
	PageCount int               `json:"pageCount"`
}

// list calls each for every entity, page by page.
func (m *managed) list(ctx context.Context, a *api, each func(entity json.RawMessage) error) error {
	for page := 1; ; page++ {
		var found listing
		query := url.Values{"pageSize": {"100"}, "pageNumber": {strconv.Itoa(page)}}
		if err := a.call(ctx, http.MethodGet, m.path+"?"+query.Encode(), nil, &found); err != nil {
			return err
		}
		for _, entity := range found.Entities {
			if err := each(entity); err != nil {
				return err
			}
		}
		if page >= found.PageCount {
			return nil
		}
	}
}

func (m *managed) one(id string) string { return m.path + "/" + url.PathEscape(id) }

// print writes an entity as indented JSON.
func (p *program) print(entity json.RawMessage) error {
	content, err := json.MarshalIndent(entity, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "%s\n", content)
	return err
}

// alternatives joins words as a sentence does: "a, b or c".
func alternatives(words []string) string {
	text := words[0]
	for i, word := range words[1:] {
		if i == len(words)-2 {
			text += " or " + word
		} else {
			text += ", " + word
		}
	}
	return text
}

// closing closes an api and keeps the first error.
func closing(ctx context.Context, a *api, err error) error {
	return errors.Join(err, a.close(context.WithoutCancel(ctx)))
}
