package restapi

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/go-json-experiment/json"

	"sojourn/journey"
	"sojourn/web/auth"
	"sojourn/web/contract"
)

// clientBody is what can be asked of a client. It is stored as an auth.Client, with what cannot.
type clientBody struct {
	Name        string   `json:"name"`
	Permissions []string `json:"permissions"`
	Disabled    bool     `json:"disabled"`
}

// client reads a stored client.
func client(d journey.Definition) (c auth.Client, err error) {
	if err = json.Unmarshal(d.Body, &c); err != nil {
		return c, fmt.Errorf("restapi: stored client %s: %w", d.ID, err)
	}
	return c, nil
}

func clientView(d journey.Definition) (contract.SojournClient, error) {
	c, err := client(d)
	if err != nil {
		return contract.SojournClient{}, err
	}
	return contract.SojournClient{
		ID: d.ID, Version: d.Version, Name: c.Name, Permissions: c.Permissions, Disabled: c.Disabled,
		CreatedDate: contract.Time(d.Created), ModifiedDate: contract.Time(d.Modified),
		SelfURI: "/api/v2/sojourn/clients/" + url.PathEscape(d.ID),
	}, nil
}

// clientOf returns the definition that the path names. Ids are UUIDs, in either case, but for
// clients that came with the server.
func (a *api) clientOf(r *request) (journey.Definition, error) {
	text := r.parameter("clientId")
	if id, err := journey.ParseID(text); err == nil {
		text = id.String()
	}
	d, found := a.Definitions.Get(journey.ClientNoun, text)
	if !found {
		return journey.Definition{}, notFound("client", text)
	}
	return d, nil
}

func (a *api) getClient(w http.ResponseWriter, r *request) error {
	d, err := a.clientOf(r)
	if err != nil {
		return err
	}
	view, err := clientView(d)
	if err != nil {
		return err
	}
	return answerJSON(w, view)
}

// clientFields are what the listing can be sorted by.
var clientFields = fields[contract.SojournClient]{
	"id":           byText(func(c contract.SojournClient) string { return c.ID }),
	"name":         byText(func(c contract.SojournClient) string { return c.Name }),
	"version":      by(func(c contract.SojournClient) int { return c.Version }),
	"createdDate":  by(func(c contract.SojournClient) contract.Time { return c.CreatedDate }),
	"modifiedDate": by(func(c contract.SojournClient) contract.Time { return c.ModifiedDate }),
	"disabled":     byFlag(func(c contract.SojournClient) bool { return c.Disabled }),
}

func (a *api) getClients(w http.ResponseWriter, r *request) error {
	q := r.query()
	p, err := q.page()
	if err != nil {
		return err
	}
	all, err := views(a.Definitions.List(journey.ClientNoun), clientView)
	if err != nil {
		return err
	}
	if err := sortBy(q, all, clientFields); err != nil {
		return err
	}
	entities, info := cutPage(r, q, p, all)
	return answerJSON(w, contract.SojournClientListing{
		Entities: entities, PageSize: info.size, PageNumber: info.number, PageCount: info.count,
		Total: info.total, SelfURI: info.self, FirstURI: info.first, LastURI: info.last,
		NextURI: info.next, PreviousURI: info.previous,
	})
}

// postClient makes a client. Its answer is the only one that has the secret: what is stored is a hash.
func (a *api) postClient(w http.ResponseWriter, r *request) error {
	given, err := r.members()
	if err != nil {
		return err
	}
	secret := auth.NewSecret()
	made := auth.Client{ID: newID(), SecretHash: auth.HashSecret(secret)}
	if err := applyClient(&made, members{}.merge(given), r.caller()); err != nil {
		return err
	}
	body, err := json.Marshal(made)
	if err != nil {
		return err
	}
	d, err := a.Definitions.Create(r.Context(), journey.ClientNoun, made.ID, body)
	if err != nil {
		return err
	}
	view, err := clientView(d)
	if err != nil {
		return err
	}
	view.Secret = secret
	return answerJSON(w, view)
}

func (a *api) patchClient(w http.ResponseWriter, r *request) error {
	patch, err := r.members()
	if err != nil {
		return err
	}
	version, err := patch.version()
	if err != nil {
		return err
	}
	a.clientChanges.Lock()
	defer a.clientChanges.Unlock()
	d, err := a.clientOf(r)
	if err != nil {
		return err
	}
	d, err = a.Definitions.Update(r.Context(), journey.ClientNoun, d.ID, version,
		func(old []byte) ([]byte, error) { return a.patchedClient(d.ID, old, patch, r.caller()) })
	if err != nil {
		return err
	}
	view, err := clientView(d)
	if err != nil {
		return err
	}
	return answerJSON(w, view)
}

func (a *api) deleteClient(w http.ResponseWriter, r *request) error {
	a.clientChanges.Lock()
	defer a.clientChanges.Unlock()
	d, err := a.clientOf(r)
	if err != nil {
		return err
	}
	old, err := client(d)
	if err != nil {
		return err
	}
	if err := a.checkStillManaged(d.ID, old, auth.Client{Disabled: true}); err != nil {
		return err
	}
	if err := a.Definitions.Delete(r.Context(), journey.ClientNoun, d.ID); err != nil {
		return err
	}
	return answerNothing(w)
}
