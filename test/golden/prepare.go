package golden

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// prepare makes what is given and defined.
func (r *run) prepare(c *Case, now time.Time) {
	r.t.Helper()
	r.ids["deployment"] = r.Deployment
	r.create("contact", "/api/v2/externalcontacts/contacts", c.Given.Contacts, now.Add(-time.Second))
	r.create("segment", "/api/v2/journey/segments", c.Definitions.Segments, now.Add(-time.Second))
	r.create("outcome", "/api/v2/journey/outcomes", c.Definitions.Outcomes, now.Add(-time.Second))
	r.SetClock(now)
	r.giveWebSession(c, now)
}

// create creates things, each a millisecond after the one before, for their order is that of creation.
func (r *run) create(name, path string, bodies []json.RawMessage, at time.Time) {
	r.t.Helper()
	for i, body := range bodies {
		r.SetClock(at.Add(time.Duration(i) * time.Millisecond))
		status, answer := r.play(&Step{Endpoint: "POST " + path, Body: body})
		if status != http.StatusOK {
			r.t.Fatalf("%s %d: %d %s", name, i+1, status, compact(answer))
		}
		r.ids[fmt.Sprint(name, i+1)] = member(answer, "id")
	}
}

// giveWebSession puts the id of the given web session in the place of the one that the case says.
func (r *run) giveWebSession(c *Case, now time.Time) {
	r.t.Helper()
	given := c.Given.WebSession
	if given.ID == "" {
		return
	}
	body, err := json.Marshal(map[string]any{
		"customerCookieId": given.CustomerID, "eventName": "page_viewed", "createdDate": now,
		"page": map[string]string{"url": "https://www.velo-shop.example/help", "title": "Help"},
	})
	if err != nil {
		r.t.Fatal(err)
	}
	status, answer := r.play(&Step{
		Endpoint: "webevents", Body: body, Headers: map[string]string{"User-Agent": browser},
	})
	members, _ := answer.(map[string]any)
	id := member(members["session"], "id")
	if status != http.StatusOK || id == "" {
		r.t.Fatalf("the given web session: %d %s", status, compact(answer))
	}
	for i := range c.Steps {
		c.Steps[i].Body = bytes.ReplaceAll(c.Steps[i].Body, []byte(given.ID), []byte(id))
	}
}
