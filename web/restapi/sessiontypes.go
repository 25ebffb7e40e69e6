package restapi

import (
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json"

	"sojourn/journey"
	"sojourn/web/contract"
)

// The session types (events.md §5.2). The id of one is the type itself, so that there is one of each.

// sessionType reads a stored session type.
func sessionType(d journey.Definition) (body journey.SessionType, err error) {
	if err = json.Unmarshal(d.Body, &body); err != nil {
		return body, fmt.Errorf("restapi: stored session type %s: %w", d.ID, err)
	}
	return body, nil
}

// sessionTypeOf returns the definition that the path names.
func (a *api) sessionTypeOf(r *request) (journey.Definition, error) {
	name := r.parameter("sessionType")
	d, found := a.Definitions.Get(journey.SessionTypeNoun, name)
	if !found {
		return journey.Definition{}, notFound("session type", name)
	}
	return d, nil
}

func answerSessionType(w http.ResponseWriter, d journey.Definition) error {
	view, err := sessionTypeView(d)
	if err != nil {
		return err
	}
	return answerJSON(w, view)
}

// sessionTypeView is a session type as it is managed.
func sessionTypeView(d journey.Definition) (contract.SojournSessionType, error) {
	body, err := sessionType(d)
	if err != nil {
		return contract.SojournSessionType{}, err
	}
	view := contract.SojournSessionType{
		ID: d.ID, Version: d.Version, Type: body.Type,
		DisplayName: body.DisplayName, Icon: body.Icon, Color: body.Color,
		DisplayAttributes: body.DisplayAttributes,
		Projections:       mapped(body.Projections, projectionView),
		EndEventNames:     body.EndEventNames,
		CreatedDate:       contract.Time(d.Created),
		ModifiedDate:      contract.Time(d.Modified),
		SelfURI:           "/api/v2/sojourn/sessiontypes/" + d.ID,
	}
	if body.InactivitySeconds > 0 {
		view.InactivitySeconds = new(int(body.InactivitySeconds))
	}
	return view, nil
}

func projectionView(p journey.Projector) contract.SojournProjection {
	view := contract.SojournProjection{
		EventName: p.EventName, EventAttribute: p.EventAttribute, SessionAttribute: p.SessionAttribute,
		Function: p.Function.String(), DisplayName: p.DisplayName,
	}
	if p.DisplayOrder != 0 {
		view.DisplayOrder = new(p.DisplayOrder)
	}
	return view
}

func (a *api) getSessionType(w http.ResponseWriter, r *request) error {
	d, err := a.sessionTypeOf(r)
	if err != nil {
		return err
	}
	return answerSessionType(w, d)
}

// sessionTypeFields are what the listing can be sorted by.
var sessionTypeFields = fields[contract.SojournSessionType]{
	"id":           byText(func(t contract.SojournSessionType) string { return t.ID }),
	"type":         byText(func(t contract.SojournSessionType) string { return t.Type }),
	"displayName":  byText(func(t contract.SojournSessionType) string { return t.DisplayName }),
	"version":      by(func(t contract.SojournSessionType) int { return t.Version }),
	"createdDate":  by(func(t contract.SojournSessionType) contract.Time { return t.CreatedDate }),
	"modifiedDate": by(func(t contract.SojournSessionType) contract.Time { return t.ModifiedDate }),
}

func (a *api) getSessionTypes(w http.ResponseWriter, r *request) error {
	q := r.query()
	p, err := q.page()
	if err != nil {
		return err
	}
	all, err := views(a.Definitions.List(journey.SessionTypeNoun), sessionTypeView)
	if err != nil {
		return err
	}
	if err := sortBy(q, all, sessionTypeFields); err != nil {
		return err
	}
	entities, info := cutPage(r, q, p, all)
	return answerJSON(w, contract.SojournSessionTypeListing{
		Entities: entities, PageSize: info.size, PageNumber: info.number, PageCount: info.count,
		Total: info.total, SelfURI: info.self, FirstURI: info.first, LastURI: info.last,
		NextURI: info.next, PreviousURI: info.previous,
	})
}

func (a *api) postSessionType(w http.ResponseWriter, r *request) error {
	given, err := r.members()
	if err != nil {
		return err
	}
	body, name, err := sessionTypeFrom(members{}.merge(given))
	if err != nil {
		return err
	}
	d, err := a.Definitions.Create(r.Context(), journey.SessionTypeNoun, name, body)
	if err != nil {
		return err
	}
	return answerSessionType(w, d)
}

func (a *api) patchSessionType(w http.ResponseWriter, r *request) error {
	patch, err := r.members()
	if err != nil {
		return err
	}
	d, err := a.sessionTypeOf(r)
	if err != nil {
		return err
	}
	version, err := patch.version()
	if err != nil {
		return err
	}
	if name, given := patch["type"]; given && name != d.ID {
		return invalid("type", "cannot be changed")
	}
	d, err = a.Definitions.Update(r.Context(), journey.SessionTypeNoun, d.ID, version,
		func(old []byte) ([]byte, error) {
			stored, err := parseMembers(old)
			if err != nil {
				return nil, fmt.Errorf("restapi: stored session type %s is damaged", d.ID)
			}
			body, _, err := sessionTypeFrom(stored.merge(patch))
			return body, err
		})
	if err != nil {
		return err
	}
	return answerSessionType(w, d)
}

func (a *api) deleteSessionType(w http.ResponseWriter, r *request) error {
	d, err := a.sessionTypeOf(r)
	if err != nil {
		return err
	}
	if err := a.Definitions.Delete(r.Context(), journey.SessionTypeNoun, d.ID); err != nil {
		return err
	}
	return answerNothing(w)
}

// sessionTypeFrom makes what is stored of what was asked for, and its id; what was not asked for gets its default.
func sessionTypeFrom(m members) (body []byte, name string, err error) {
	var t journey.SessionType
	if err := m.into(&t); err != nil {
		return nil, "", err
	}
	if _, given := m["inactivitySeconds"]; !given && journey.IsCustomType(t.Type) {
		t.InactivitySeconds = journey.DefaultInactivity
	}
	if err := checkSessionType(&t); err != nil {
		return nil, "", err
	}
	body, err = json.Marshal(t, json.Deterministic(true))
	return body, t.Type, err
}
