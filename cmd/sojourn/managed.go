package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"text/tabwriter"

	"sojourn/config"
)

// managed is what the commands deployment and client have in common: verbs, flags, and a noun of
// the API that is listed, read, created, changed and deleted in the same way.
type managed struct {
	path    string // of the collection
	verbs   []string
	body    func() (map[string]any, error)               // what the flags ask for
	columns string                                       // of the list, with tabs between
	row     func(entity json.RawMessage) (string, error) // the same for one entity
	created string                                       // said to who created one
}

// run is the command.
func (m *managed) run(ctx context.Context, p *program, flags *flag.FlagSet, args []string) error {
	settings, access := settingFlags(flags), accessFlags(flags)
	verb, args, err := m.verb(flags, args)
	if err != nil {
		return err
	}
	var want []string
	if verb != "list" && verb != "create" {
		want = []string{"id of the " + flags.Name()}
	}
	ids, err := parse(flags, args, want...)
	if err != nil {
		return err
	}
	body, err := m.body()
	if err != nil {
		return err
	}
	c, err := settings.load(p)
	if err != nil {
		return err
	}
	api, err := access.open(ctx, p, c)
	if err != nil {
		return err
	}
	return errors.Join(m.do(ctx, p, api, verb, ids, body), api.close(context.WithoutCancel(ctx)))
}

// verb takes the verb off the arguments. With -help instead, the usage is printed.
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

// do does what the verb says, to the entity with the id where it needs one, and prints what came of it.
func (m *managed) do(
	ctx context.Context, p *program, a *api, verb string, ids []string, body map[string]any,
) (err error) {
	var entity json.RawMessage
	switch verb {
	case "list":
		return m.list(ctx, a, p.out)
	case "delete":
		return a.call(ctx, http.MethodDelete, m.one(ids[0]), nil, nil)
	case "show":
		err = a.call(ctx, http.MethodGet, m.one(ids[0]), nil, &entity)
	case "create":
		err = a.call(ctx, http.MethodPost, m.path, body, &entity)
	case "update":
		err = a.call(ctx, http.MethodPatch, m.one(ids[0]), body, &entity)
	}
	if err != nil {
		return err
	}
	if verb == "create" {
		fmt.Fprint(p.err, m.created)
	}
	return p.print(entity)
}

// list prints a table of all entities.
func (m *managed) list(ctx context.Context, a *api, out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, m.columns)
	for entity, err := range m.all(ctx, a) {
		if err != nil {
			return err
		}
		row, err := m.row(entity)
		if err != nil {
			return err
		}
		fmt.Fprintln(table, row)
	}
	return table.Flush()
}

// listing is a page of a listing.
type listing struct {
	Entities  []json.RawMessage `json:"entities"`
	PageCount int               `json:"pageCount"`
}

// all yields every entity, page by page, and ends with the first error.
func (m *managed) all(ctx context.Context, a *api) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		for page, pages := 1, 1; page <= pages; page++ {
			var found listing
			query := url.Values{"pageSize": {"100"}, "pageNumber": {strconv.Itoa(page)}}
			if err := a.call(ctx, http.MethodGet, m.path+"?"+query.Encode(), nil, &found); err != nil {
				yield(nil, err)
				return
			}
			for _, entity := range found.Entities {
				if !yield(entity, nil) {
					return
				}
			}
			pages = found.PageCount
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

// properties are those in a file of JSON; none if no file is named.
func properties(file string) (map[string]any, error) {
	body := map[string]any{}
	if file == "" {
		return body, nil
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(content, &body); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return body, nil
}
