//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"sojourn/app"
	"sojourn/test/bench/internal/load"
	"sojourn/test/bench/internal/server"
)

// contactSessions is how many sessions the contact has whose listing is measured.
const contactSessions = 10_000

const contactCookie = "5e550000-0000-4000-8000-000000000001"

// contact measures the listing of a contact with many sessions, on a server of its own: a visitor with one visit an
// hour for more than a year, imported as history.
func (r *rig) contact(ctx context.Context) error {
	t, err := r.start(ctx, "serve", r.folder("contact"))
	if err != nil {
		return err
	}
	defer t.Kill()
	began := time.Now().UTC().Add(-contactSessions * time.Hour)
	const atOnce = 5000
	for first := 0; first < contactSessions; first += atOnce {
		err := t.Post(ctx, "/api/v2/sojourn/events?history=true", t.token, visits(began, first, atOnce))
		if err != nil {
			return fmt.Errorf("a contact with %d sessions: %w", contactSessions, err)
		}
	}
	var listed struct {
		Entities []struct {
			ExternalContact struct{ ID string } `json:"externalContact"`
		}
	}
	path := "/api/v2/sojourn/sessions?state=all&customerId=" + contactCookie
	err = t.Get(ctx, path, t.token, func(body io.Reader) error {
		return json.NewDecoder(body).Decode(&listed)
	})
	if err != nil || len(listed.Entities) == 0 {
		return fmt.Errorf("the sessions of the contact: %d, %w", len(listed.Entities), err)
	}
	path = "/api/v2/externalcontacts/contacts/" + listed.Entities[0].ExternalContact.ID + "/journey/sessions"
	if err := server.Settle(ctx, t.Process); err != nil {
		return err
	}
	for _, what := range []read{
		{"sessions of a contact with 10,000, first 25", "getExternalcontactsContactJourneySessions", fixed(path)},
		{"the same, first 200", "getExternalcontactsContactJourneySessions", fixed(path + "?pageSize=200")},
	} {
		if err := t.readAll(ctx, []read{what}, "idle"); err != nil {
			return err
		}
	}
	_, err = t.Stop()
	return err
}

// fixed is a read of one path.
func fixed(path string) func(*samples) []string {
	return func(*samples) []string { return []string{path} }
}

// visits are so many page views of one visitor, an hour apart, as lines of a batch.
func visits(began time.Time, first, count int) string {
	var lines strings.Builder
	for n := first; n < first+count; n++ {
		fmt.Fprintf(&lines, `{"kind":"web","deploymentId":%q,"customerCookieId":%q,"eventName":"page_viewed",`+
			`"createdDate":%q,"page":{"url":"https://shop.example/%d","title":"A page"},"traits":{"email":`+
			`"gwen@mail.example"},"userAgentString":%q}`+"\n", app.DevDeployment, contactCookie,
			began.Add(time.Duration(n)*time.Hour).Format(load.WebDate), n,
			"Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
	}
	return lines.String()
}
