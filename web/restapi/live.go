package restapi

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"strconv"
	"strings"
	"time"

	"sojourn/flow/notify"
	"sojourn/journey"
	"sojourn/web/contract"
)

// Live is what the live listing and the stream are made of.
type Live struct {
	// Hub tells what changes. Without one there is neither.
	Hub *notify.Hub
	// Lasting yields the sessions that are no visits, whose newest event is before a date, newest first then by id:
	// they may stay open for long. Nil: there are none.
	Lasting func(ctx context.Context, before journey.Instant) iter.Seq2[*journey.Session, error]
	// VisitTimeout is how long visits last without an event (setting session.timeoutSeconds). Those that began under a
	// longer one are not listed beyond it. 0: as long as they may.
	VisitTimeout time.Duration
}

// liveFilter is which sessions a live listing or a stream is about.
type liveFilter struct {
	sessionType string
	segment     journey.ID // that the session has; zero: any
	contactID   string     // canonical text; empty: any
	head        journey.ID // the canonical contact of it, as of when the filter was resolved
}

// liveFilter reads the parameters.
func (a *api) liveFilter(ctx context.Context, q query) (f liveFilter, err error) {
	f.sessionType = q.Get("type")
	if text := q.Get("segmentId"); text != "" {
		if f.segment, err = journey.ParseID(text); err != nil {
			return f, invalid("segmentId", "must be a UUID")
		}
	}
	if text := q.Get("contactId"); text != "" {
		id, err := journey.ParseID(text)
		if err != nil {
			return f, invalid("contactId", "must be a UUID")
		}
		f.contactID = id.String()
	}
	return f, a.resolve(ctx, &f)
}

// resolve finds out whom the filter's contact is part of by now. Of a contact that is not there, nothing is shown.
func (a *api) resolve(ctx context.Context, f *liveFilter) error {
	if f.contactID == "" {
		return nil
	}
	id, err := journey.ParseID(f.contactID)
	if err != nil {
		return err
	}
	standing, err := a.Contacts.Contact(ctx, id)
	if fault, ok := errors.AsType[*journey.Fault](err); ok && fault.Code == journey.NotFound {
		f.head = journey.ID{}
		return nil
	}
	if err == nil {
		f.head = standing.Head.ID
	}
	return err
}

// names is what a cursor of the listing is bound to.
func (f *liveFilter) names(path string) []string {
	return []string{path, f.sessionType, f.segment.String(), f.contactID}
}

// matches reports whether a session passes.
func (a *api) matches(ctx context.Context, f *liveFilter, s *journey.Session) (bool, error) {
	if f.sessionType != "" && s.Type() != f.sessionType || !f.segment.IsZero() && !s.Has(f.segment) {
		return false, nil
	}
	if f.contactID == "" {
		return true, nil
	}
	shown, err := a.shownContact(ctx, s)
	return err == nil && !shown.IsZero() && shown == f.head, err
}

// contactNames is the permission without which contacts have no name in live rows.
const contactNames = "externalContacts:contact:view"

// liveRow is a session as the live listing and the stream show it.
func (a *api) liveRow(ctx context.Context, s *journey.Session, named bool) (contract.SojournLiveRow, error) {
	row := contract.SojournLiveRow{
		ID: s.ID.String(), Type: s.Type(), CustomerID: s.Customer, CustomerIDType: s.CustomerIDType(),
		EventCount: int64(s.Events), Authenticated: s.Authenticated,
		LastEvent: contract.SojournLiveEvent{
			ID: s.LastEvent.ID.String(), EventName: s.LastEvent.Name, CreatedDate: contract.Time(s.Newest.At),
		},
		CreatedDate: contract.Time(s.First.At), EndedDate: contract.Time(s.EndedAt(a.now())),
		IdleDate: contract.Time(s.IdleAt()), AwayDate: contract.Time(s.AwayAt()),
		Segments: make([]string, len(s.Assignments)), Outcomes: make([]string, len(s.Achievements)),
		SelfURI: sessionURI(s.ID),
	}
	for i := range s.Assignments {
		row.Segments[i] = s.Assignments[i].Segment.String()
	}
	for i := range s.Achievements {
		row.Outcomes[i] = s.Achievements[i].Outcome.String()
	}
	if s.Visit != nil {
		addLiveVisit(&row, s)
	}
	var err error
	row.Contact, err = a.liveContact(ctx, s, named)
	return row, err
}

// addLiveVisit adds what web and app sessions carry.
func addLiveVisit(row *contract.SojournLiveRow, s *journey.Session) {
	v := s.Visit
	if v.ShortID != 0 {
		row.ShortID = strconv.FormatUint(uint64(v.ShortID), 10)
	}
	row.Source = liveSource(&v.Origin)
	row.Place = livePlace(v.Geolocation.Value)
	if d := v.Device.Value; d != nil {
		row.DeviceCategory = d.Category.String()
	}
	if b := v.Browser.Value; b != nil {
		row.BrowserFamily = b.Family
	}
	if p := v.Page.Value; p != nil && s.Kind == journey.Web {
		row.Page = &contract.SojournLivePage{Title: p.Title, URL: p.URL, Hostname: p.Hostname}
	}
	if s.Kind == journey.App {
		row.Screen = v.ScreenName.Value
	}
}

// liveSource is where a visit came from: its campaign, else its referrer.
func liveSource(o *journey.Origin) *contract.SojournLiveSource {
	if c := o.Campaign; c != nil && *c != (journey.Campaign{}) {
		return &contract.SojournLiveSource{Medium: c.Medium, Name: cmp.Or(c.Name, c.Source), IsCampaign: true}
	}
	if r := o.Referrer; r != nil {
		return &contract.SojournLiveSource{Medium: r.Medium.String(), Name: cmp.Or(r.Name, r.Hostname)}
	}
	return nil
}

func livePlace(g *journey.Geolocation) *contract.SojournLivePlace {
	if g == nil {
		return nil
	}
	place := &contract.SojournLivePlace{Country: g.Country, CountryName: g.CountryName, Locality: g.Locality}
	if g.Located {
		place.Latitude, place.Longitude = &g.Latitude, &g.Longitude
	}
	return place
}

// liveContact is whose session it is, by name for those who may know it.
func (a *api) liveContact(ctx context.Context, s *journey.Session, named bool) (*contract.SojournLiveContact, error) {
	shown, err := a.shownContact(ctx, s)
	if err != nil || shown.IsZero() {
		return nil, err
	}
	view := &contract.SojournLiveContact{ID: shown.String(), SelfURI: contactURI + shown.String()}
	if !named {
		return view, nil
	}
	standing, err := a.Contacts.Contact(ctx, shown)
	if fault, ok := errors.AsType[*journey.Fault](err); ok && fault.Code == journey.NotFound {
		return view, nil
	}
	if err != nil {
		return nil, err
	}
	name := standing.Head.Field("givenName") + " " + standing.Head.Field("familyName")
	view.Name = strings.TrimSpace(name)
	return view, nil
}
