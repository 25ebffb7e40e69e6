package restapi

import (
	"net/http"
	"slices"
	"strings"

	"sojourn/journey"
	"sojourn/web/contract"
)

// list answers the listing of a rulebook (api.md §4.1, §5).
func (b *rulebook[T, V]) list(w http.ResponseWriter, r *request) error {
	q := r.query()
	chosen, p, err := b.choose(q)
	if err != nil {
		return err
	}
	all := []V{}
	for _, d := range b.Definitions.List(b.noun) {
		body, err := b.stored(d)
		if err != nil {
			return err
		}
		if chosen.has(d.ID, b.parts(body)) {
			all = append(all, b.view(d, body))
		}
	}
	if chosen.ids == nil {
		if err := sortBy(q, all, b.sortable); err != nil {
			return err
		}
	}
	entities, info := cutPage(r, q, p, all)
	return answerJSON(w, b.listing(entities, info))
}

// choice is which definitions a listing shows.
type choice struct {
	ids        []string // exactly these; nil for all that fulfil the rest
	activeOnly bool
	fields     []string // of which one must have the text
	text       string   // in lower case
}

// choose reads which definitions are wanted, and which page of them. Whoever asks for ids gets all of them on one
// page; paging and searching are ignored then, for some clients send paging always (api.md §5).
func (b *rulebook[T, V]) choose(q query) (c choice, p page, err error) {
	if ids := q.list(b.ids); len(ids) > 0 {
		if len(ids) > b.mostIDs {
			return c, p, badRequest(b.ids, "must have at most "+itoa(b.mostIDs)+" ids")
		}
		for _, id := range ids {
			c.ids = append(c.ids, strings.ToLower(id))
		}
		return c, page{number: 1, size: b.mostIDs}, nil
	}
	if p, err = q.page(); err != nil {
		return c, p, err
	}
	if b.isActive {
		if c.activeOnly, err = q.flag("isActive"); err != nil {
			return c, p, err
		}
	}
	c.fields, c.text, err = q.search("displayName", "description")
	return c, p, err
}

func (c *choice) has(id string, p parts) bool {
	switch {
	case c.ids != nil:
		return slices.Contains(c.ids, id)
	case c.activeOnly && !p.active:
		return false
	}
	return len(c.fields) == 0 || slices.ContainsFunc(c.fields, func(field string) bool {
		text := p.description
		if field == "displayName" {
			text = p.name
		}
		return strings.Contains(strings.ToLower(text), c.text)
	})
}

// search returns in which of the known fields which text is looked for, in lower case. There are no fields if it is
// not asked for.
func (q query) search(known ...string) (wanted []string, text string, err error) {
	wanted, text = q.list("queryFields"), strings.ToLower(q.Get("queryValue"))
	switch {
	case len(wanted) == 0 && text == "":
		return nil, "", nil
	case len(wanted) == 0:
		return nil, "", badRequest("queryFields", "is required with queryValue")
	case text == "":
		return nil, "", badRequest("queryValue", "is required with queryFields")
	}
	for _, field := range wanted {
		if !slices.Contains(known, field) {
			return nil, "", invalid("queryFields", "must be of "+strings.Join(known, ", "))
		}
	}
	return wanted, text, nil
}

// badRequest says that a parameter or member does not go with the rest of the request.
func badRequest(field, reason string) error {
	return contract.InvalidField(contract.BadRequest, field, reason)
}

// ruleURI is the selfUri of a segment or an outcome.
func ruleURI(noun journey.Noun, id string) string {
	return "/api/v2/journey/" + string(noun) + "s/" + id
}
