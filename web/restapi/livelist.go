package restapi

import (
	"context"
	"iter"
	"math"
	"net/http"
	"sync"
	"time"

	"sojourn/flow/notify"
	"sojourn/journey"
	"sojourn/web/contract"
)

// The sizes of a page of the live listing, and how many sessions one request looks at, see maxScanned.
const (
	usualLivePage  = 100
	maxLivePage    = 500
	maxLiveScanned = 5000
)

// getLive answers GET /sojourn/live: the live sessions, newest event first, and where the stream goes on from here.
func (a *api) getLive(w http.ResponseWriter, r *request) error {
	if a.Live.Hub == nil {
		return contract.NewError(contract.NotImplemented, "This server does not tell what is live.")
	}
	ctx, q := r.Context(), r.query()
	size, err := q.count("pageSize")
	if err != nil {
		return err
	}
	if size = min(size, maxLivePage); size == 0 {
		size = usualLivePage
	}
	filter, err := a.liveFilter(ctx, q)
	if err != nil {
		return err
	}
	bound := filter.names(r.path)
	after, err := parseCursor(q.Get("after"), bound...)
	if err != nil {
		return err
	}
	listing := contract.SojournLiveListing{
		Cursor: a.Live.Hub.Cursor().String(), // before anything is read: what changes meanwhile is told by the stream
	}
	if listing.Totals, err = a.census.take(ctx, a); err != nil {
		return err
	}
	hour, since := a.Live.Hub.Hour()
	listing.MinutesSince = contract.Time(since)
	for _, m := range hour {
		listing.Minutes = append(listing.Minutes, minuteView(m))
	}
	page, next, err := a.livePage(ctx, &filter, after.place(), size)
	if err != nil {
		return err
	}
	listing.Entities = make([]contract.SojournLiveRow, len(page))
	named := r.caller().May([]string{contactNames}, false)
	for i, s := range page {
		if listing.Entities[i], err = a.liveRow(ctx, s, named); err != nil {
			return err
		}
	}
	listing.SelfURI = r.uri(q, "pageSize", itoa(size), "after", q.Get("after"))
	if next != (Place{}) {
		listing.NextURI = r.uri(q, "pageSize", itoa(size), "after", placeCursor(next).text(bound...))
	}
	return answerJSON(w, listing)
}

// livePage returns the sessions of a page and the place after which the next one begins; the zero Place if there is
// none.
func (a *api) livePage(
	ctx context.Context, f *liveFilter, after Place, size int,
) (page []*journey.Session, next Place, err error) {
	now := a.now()
	source := a.liveSessions(ctx, now, after)
	if f.contactID != "" {
		of := sessionFilter{state: stateLive, from: math.MinInt64, to: math.MaxInt64, now: now}
		source = a.ofPerson(ctx, f.contactID, &of, after)
	}
	scanned := 0
	for s, err := range source {
		if err != nil {
			return nil, Place{}, err
		}
		if scanned == maxLiveScanned {
			return page, next, nil
		}
		scanned++
		fits, err := a.matches(ctx, f, s)
		if err != nil {
			return nil, Place{}, err
		}
		if fits && s.EndedAt(now).IsZero() {
			if len(page) == size {
				return page, next, nil
			}
			page = append(page, s)
		}
		next = placeOf(s)
	}
	return page, Place{}, nil
}

// liveSessions yields the sessions that may be live, newest event first, behind a place: visits as far back as they
// last, others without end.
func (a *api) liveSessions(
	ctx context.Context, now journey.Instant, after Place,
) iter.Seq2[*journey.Session, error] {
	timeout := a.Live.VisitTimeout
	if timeout == 0 {
		timeout = longestVisit
	}
	old, beginning := now.Add(-timeout), after == Place{}
	return func(yield func(*journey.Session, error) bool) {
		if beginning || after.Newest >= old {
			for s, err := range a.Sessions.Recent(ctx, Span{From: old, To: math.MaxInt64, After: after}) {
				if !yield(s, err) {
					return
				}
			}
		} else {
			old = min(old, after.Newest+1)
		}
		if a.Live.Lasting == nil {
			return
		}
		for s, err := range a.Live.Lasting(ctx, old) {
			if err == nil && !beginning && byPlace(placeOf(s), after) <= 0 {
				continue
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

// The limits of a census: how many live sessions it counts, how many sessions it looks at, and how long it is good for.
const (
	maxCensus        = 10_000
	maxCensusScanned = 2 * maxCensus
	censusLife       = 2 * time.Second
)

// census counts the live sessions, once in a while for all who ask.
type census struct {
	mu     sync.Mutex
	at     time.Time
	totals contract.SojournLiveTotals
}

// take returns the count of now, or of a moment ago.
func (c *census) take(ctx context.Context, a *api) (contract.SojournLiveTotals, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if since := a.Now().Sub(c.at); since >= 0 && since < censusLife {
		return c.totals, nil
	}
	totals, scanned, now := contract.SojournLiveTotals{Types: map[string]int{}}, 0, a.now()
	for s, err := range a.liveSessions(ctx, now, Place{}) {
		if err != nil {
			return totals, err
		}
		if totals.Sessions == maxCensus || scanned == maxCensusScanned {
			totals.IsCutOff = new(true)
			break
		}
		scanned++
		if s.EndedAt(now).IsZero() {
			countLive(&totals, s, now)
		}
	}
	c.at, c.totals = a.Now(), totals
	return totals, nil
}

func countLive(totals *contract.SojournLiveTotals, s *journey.Session, now journey.Instant) {
	totals.Sessions++
	totals.Types[s.Type()]++
	switch {
	case s.Visit == nil:
	case now < s.IdleAt():
		totals.Active++
	case now < s.AwayAt():
		totals.Idle++
	default:
		totals.Away++
	}
}

func minuteView(m notify.Minute) contract.SojournMinute {
	return contract.SojournMinute{
		Date: contract.Time(m.At), Web: int64(m.Events.Web), App: int64(m.Events.App),
		Conversation: int64(m.Events.Conversation), Custom: int64(m.Events.Custom),
		Sessions: int64(m.Sessions), Segments: int64(m.Segments), Outcomes: int64(m.Outcomes),
	}
}
