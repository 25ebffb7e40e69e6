package restapi

import (
	"errors"
	"iter"
	"math"
	"net/http"
	"strconv"
	"time"

	"sojourn/journey"
	"sojourn/web/auth"
	"sojourn/web/contract"
)

// maxScanned is how many sessions one request looks at. If they do not fill a page, the page is short and
// has a successor, so that a filter which hardly anything passes costs no more than any other.
const maxScanned = 2000

// longestVisit bounds how far back a web or app session can be live: session.timeoutSeconds is at most 86,400
// (session.md §6.2).
const longestVisit = 24 * time.Hour

// The values of the state parameter.
const (
	stateLive  = "live"
	stateEnded = "ended"
	stateAll   = "all"
)

// sessionFilter is what a listing of sessions is about (api.md §12).
type sessionFilter struct {
	state       string
	sessionType string
	customerID  string
	contactID   string
	shortID     string
	from, to    journey.Instant // of the newest event, to is excluded
	now         journey.Instant
}

// sessionFilter reads the parameters.
func (a *api) sessionFilter(q query) (f sessionFilter, err error) {
	f = sessionFilter{
		sessionType: q.Get("type"), customerID: q.Get("customerId"), contactID: q.Get("contactId"),
		shortID: q.Get("shortId"), from: math.MinInt64, to: math.MaxInt64, now: a.now(),
	}
	if f.state, err = q.oneOf("state", stateLive, stateEnded, stateAll); err != nil {
		return f, err
	}
	if f.state == "" {
		f.state = stateLive
	}
	if from, given, err := q.instant("from"); err != nil {
		return f, err
	} else if given {
		f.from = from
	}
	if to, given, err := q.instant("to"); err != nil {
		return f, err
	} else if given {
		f.to = to
	}
	return f, nil
}

// names is what a cursor of this listing is bound to.
func (f *sessionFilter) names(path string) []string {
	return []string{path, f.state, f.sessionType, f.customerID, f.contactID, f.shortID,
		strconv.FormatInt(int64(f.from), 10), strconv.FormatInt(int64(f.to), 10)}
}

func (f *sessionFilter) matches(s *journey.Session) bool {
	live := s.EndedAt(f.now).IsZero()
	switch {
	case f.state == stateLive && !live, f.state == stateEnded && live,
		f.sessionType != "" && s.Type() != f.sessionType,
		f.customerID != "" && s.Customer != f.customerID,
		s.Newest.At < f.from, s.Newest.At >= f.to:
		return false
	}
	return true
}

// getSessions answers GET /sojourn/sessions (api.md §12).
func (a *api) getSessions(w http.ResponseWriter, r *request) error {
	q := r.query()
	size, err := q.pageSize()
	if err != nil {
		return err
	}
	filter, err := a.sessionFilter(q)
	if err != nil {
		return err
	}
	after, err := parseCursor(q.Get("after"), filter.names(r.path)...)
	if err != nil {
		return err
	}
	source, err := a.candidates(r, &filter, after.place())
	if err != nil {
		return err
	}
	found, next, err := scan(source, &filter, size)
	if err != nil {
		return err
	}
	listing := contract.SessionListing{
		Entities: make([]contract.Session, len(found)),
		SelfURI:  r.uri(q, "pageSize", itoa(size), "after", q.Get("after")),
	}
	for i, s := range found {
		if listing.Entities[i], err = a.sessionView(r.Context(), s, filter.now); err != nil {
			return err
		}
	}
	if next != (Place{}) {
		cursor := placeCursor(next).text(filter.names(r.path)...)
		listing.NextURI = r.uri(q, "pageSize", itoa(size), "after", cursor)
	}
	return answerJSON(w, listing)
}

// candidates returns the sessions among which to look, in the order of the listing.
func (a *api) candidates(
	r *request, f *sessionFilter, after Place,
) (iter.Seq2[*journey.Session, error], error) {
	ctx := r.Context()
	switch {
	case f.shortID != "":
		return a.byShortID(r, f.shortID, after)
	case f.contactID != "":
		return a.ofPerson(ctx, f.contactID, f, after), nil
	case f.sessionType != "" && !isSessionType(f.sessionType):
		return nobody, nil
	case f.customerID != "":
		return a.Sessions.OfCustomer(ctx, f.customerID, after), nil
	}
	span := Span{From: f.from, To: f.to, After: after}
	if f.state == stateLive {
		span.From = max(span.From, f.now.Add(-longestLive(f.sessionType)))
	}
	return a.Sessions.Recent(ctx, span), nil
}

// longestLive bounds how far back the newest event of a live session of that type can be; of all types for an empty
// one.
func longestLive(sessionType string) time.Duration {
	switch journey.ParseKind(sessionType) {
	case journey.Web, journey.App:
		return longestVisit
	case journey.Conversation:
		return journey.ConversationTimeout * time.Second
	}
	return maxInactivity * time.Second
}

// nobody is the listing of no sessions.
func nobody(func(*journey.Session, error) bool) {}

// byShortID looks a short id up, which is limited: it is a number that can be guessed (session.md §7).
func (a *api) byShortID(r *request, text string, after Place) (iter.Seq2[*journey.Session, error], error) {
	number, err := strconv.ParseUint(text, 10, 32)
	if err != nil || len(text) < 4 || len(text) > 6 || text[0] == '0' {
		return nil, invalid("shortId", "must be a number of 4 to 6 digits")
	}
	if v := a.shortIDLookups.Take(r.caller().Token.ID.String()); !v.Allowed {
		return nil, auth.TooManyRequests(v.Reset)
	}
	s, err := a.Sessions.ByShortID(r.Context(), uint32(number))
	switch {
	case errors.Is(err, journey.ErrNoSession), after != Place{}:
		return nobody, nil
	case err != nil:
		return nil, err
	}
	return func(yield func(*journey.Session, error) bool) { yield(s, nil) }, nil
}

// scan returns the sessions of a page, and the place after which the next one begins; the zero Place if
// there is none.
func scan(
	source iter.Seq2[*journey.Session, error], f *sessionFilter, size int,
) (found []*journey.Session, next Place, err error) {
	var passed Place
	scanned := 0
	for s, err := range source {
		switch {
		case err != nil:
			return nil, Place{}, err
		case s.Newest.At < f.from:
			return found, Place{}, nil
		case scanned == maxScanned:
			return found, passed, nil
		}
		if f.matches(s) {
			if len(found) == size {
				return found, passed, nil
			}
			found = append(found, s)
		}
		passed = Place{Newest: s.Newest.At, ID: s.ID}
		scanned++
	}
	return found, Place{}, nil
}
