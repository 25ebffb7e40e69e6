package restapi

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"sojourn/web/contract"
)

const livePath = "/api/v2/sojourn/live"

// live reads a page of the live listing.
func (l *liveHarness) live(query string, headers ...string) (listing contract.SojournLiveListing) {
	l.Helper()
	if len(headers) == 0 {
		headers = l.admin()
	}
	l.call("GET", livePath+query, "", headers...).want(200).into(&listing)
	return listing
}

// idsOf are the sessions of a listing.
func idsOf(rows []contract.SojournLiveRow) (ids []string) {
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	return ids
}

func TestLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLiveHarness(t)
		l.world.people.stitching = true
		const full = `"referrerUrl":"https://www.google.com/","traits":{"email":"gwen@example.com","givenName":"Gwen",` +
			`"familyName":"Hall"},"createdDate"`
		l.view("over", "00:01") // ended by inactivity
		idle := l.view("idle", "22:00")
		l.call("POST", customPath, delivered("sent", 1, ""), l.admin()...).want(200)
		active := l.view("active", "29:00", `"createdDate"`, full)
		l.settle()
		listing := l.live("")
		if ids := idsOf(listing.Entities); len(ids) != 3 || ids[0] != active || ids[1] != idle ||
			listing.Entities[2].Type != "delivery" {
			t.Errorf("listed %v, not %s, %s and the delivery", ids, active, idle)
		}
		row := listing.Entities[0]
		if row.Contact == nil || row.Contact.Name != "Gwen Hall" || row.Source == nil || row.Source.Name != "Google" ||
			row.Source.Medium != "search" || row.Source.IsCampaign || row.Place.CountryName != "United States" ||
			row.BrowserFamily != "Chrome" || row.DeviceCategory != "desktop" || row.ShortID == "" ||
			row.IdleDate.String() != "2026-03-02T09:34:00.000Z" || row.EndedDate != 0 {
			t.Errorf("the row is %+v", row)
		}
		totals := listing.Totals
		if totals.Sessions != 3 || totals.Types["web"] != 2 || totals.Types["delivery"] != 1 ||
			totals.Active != 1 || totals.Idle != 1 || totals.Away != 0 || totals.IsCutOff != nil {
			t.Errorf("totals %+v", totals)
		}
		last := listing.Minutes[59]
		if len(listing.Minutes) != 60 || last.Web != 3 || last.Custom != 1 || last.Sessions != 4 ||
			listing.MinutesSince != listing.Minutes[0].Date {
			t.Errorf("%d minutes, the last %+v, since %v", len(listing.Minutes), last, listing.MinutesSince)
		}
		reader := []string{"Authorization", "Bearer " + l.token(everySession)}
		if contact := l.live("", reader...).Entities[0].Contact; contact.Name != "" || contact.ID != row.Contact.ID {
			t.Errorf("without the right to see contacts: %+v", contact)
		}
		for query, want := range map[string][]string{
			"?type=delivery": {listing.Entities[2].ID}, "?type=nothing": nil, "?segmentId=" + cookie: nil,
			"?contactId=" + row.Contact.ID: {active, listing.Entities[2].ID}, "?contactId=" + cookie: nil,
		} {
			if ids := idsOf(l.live(query).Entities); !slices.Equal(ids, want) {
				t.Errorf("%s: %v, want %v", query, ids, want)
			}
		}
	})
}

func TestLiveRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLiveHarness(t)
		l.call("GET", livePath, "").want(401)
		l.call("GET", livePath, "", "Authorization", "Bearer "+l.token(viewEvents)).want(403)
		for _, name := range []string{"segmentId", "contactId", "pageSize", "after"} {
			l.call("GET", livePath+"?"+name+"=x", "", l.admin()...).want(400).refusal(contract.InvalidValue, name)
		}
	})
}

func TestLivePages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLiveHarness(t)
		want := map[string]bool{}
		for i := range 7 {
			want[l.view(fmt.Sprint("visitor", i), "29:01")] = true
		}
		for i := range 5 { // long before any visit
			body := strings.ReplaceAll(delivered("sent", i/2, ""), "WMBK1", fmt.Sprint("WMBK", i))
			l.call("POST", customPath, body, l.admin()...).want(200)
		}
		l.settle()
		for size := 1; size <= 13; size++ {
			seen, path := map[string]bool{}, fmt.Sprintf("?pageSize=%d", size)
			for path != "" {
				page := l.live(path)
				if len(page.Entities) > size || page.NextURI != "" && len(page.Entities) < size {
					t.Errorf("size %d: a page of %d", size, len(page.Entities))
				}
				for _, id := range idsOf(page.Entities) {
					if seen[id] {
						t.Errorf("size %d: %s is there twice", size, id)
					}
					seen[id] = true
				}
				_, path, _ = strings.Cut(page.NextURI, livePath)
			}
			if len(seen) != 12 {
				t.Errorf("size %d: %d sessions", size, len(seen))
			}
		}
	})
}

// Whoever lists and then follows the stream from the listing's cursor has everything, whatever happened in between.
func TestTheStreamGoesOnWhereTheListingEnds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		visitors := rapid.SliceOfN(rapid.IntRange(0, 3), 1, 12).Draw(rt, "visitors")
		listed := rapid.IntRange(0, len(visitors)).Draw(rt, "listed after")
		opened := rapid.IntRange(listed, len(visitors)).Draw(rt, "opened after")
		settle := rapid.Bool().Draw(rt, "settle")
		problem := ""
		synctest.Test(t, func(t *testing.T) {
			l := newLiveHarness(t)
			events, known := map[string]int64{}, map[string]int64{}
			var s *listener
			cursor := ""
			for i := 0; i <= len(visitors); i++ {
				if settle {
					time.Sleep(300 * time.Millisecond)
				}
				if i == listed {
					listing := l.live("")
					cursor = listing.Cursor
					for _, row := range listing.Entities {
						known[row.ID] = row.EventCount
					}
				}
				if i == opened {
					s = l.open("?cursor="+cursor, l.token(everySession))
				}
				if i < len(visitors) {
					events[l.view(fmt.Sprint("visitor", visitors[i]), fmt.Sprintf("20:%02d", i))]++
				}
			}
			for _, row := range rows(t, s.within(3*time.Second)) {
				known[row.ID] = row.EventCount
			}
			if fmt.Sprint(known) != fmt.Sprint(events) {
				problem = fmt.Sprint(known, ", want ", events)
			}
		})
		if problem != "" {
			rt.Fatal(problem)
		}
	})
}
