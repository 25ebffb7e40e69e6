package journey_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"sojourn/journey"
)

// at is a moment some minutes after start.
func at(minutes float64) journey.Instant {
	return start.Add(time.Duration(minutes * float64(time.Minute)))
}

// view is a page view received at its date.
func view(minutes float64, campaign string) journey.Event {
	e := journey.Event{Kind: journey.Web, Customer: cookie, Name: journey.PageViewed, Created: at(minutes), Received: at(minutes)}
	if campaign != "" {
		e.Campaign = &journey.Campaign{Source: campaign}
	}
	return e
}

// late makes an event received some minutes after its date.
func late(e journey.Event, by float64) journey.Event {
	e.Received = e.Created.Add(time.Duration(by * float64(time.Minute)))
	return e
}

// spans writes a visitor's sessions as [first-newest) in minutes, with their end by source.
func spans(v *visitor) string {
	text := ""
	for _, s := range v.state.Sessions {
		text += fmt.Sprintf("[%g %g", s.First.At.Sub(start).Minutes(), s.Newest.At.Sub(start).Minutes())
		if !s.Visit.EndedAt.IsZero() {
			text += fmt.Sprintf(" |%g", s.Visit.EndedAt.Sub(start).Minutes())
		}
		text += "]"
	}
	return text
}

func TestWhichSessionAnEventJoins(t *testing.T) {
	for _, test := range []struct {
		why    string
		events []journey.Event
		want   string
	}{
		{"a gap of less than the timeout joins", []journey.Event{view(0, ""), view(19.99, "")}, "[0 19.99]"},
		{"a gap of exactly the timeout separates", []journey.Event{view(0, ""), view(20, "")}, "[0 0][20 20]"},
		{"in either order of arrival", []journey.Event{view(20, ""), late(view(0, ""), 21)}, "[0 0][20 20]"},
		{"a new source splits", []journey.Event{view(0, "a"), view(4, "b")}, "[0 0 |4][4 4]"},
		{"a reload of the landing page does not", []journey.Event{view(0, "a"), view(4, "a")}, "[0 4]"},
		{"an ad splits a direct visit", []journey.Event{view(0, ""), view(4, "a")}, "[0 0 |4][4 4]"},
		{"a direct view never splits", []journey.Event{view(0, "a"), view(4, "")}, "[0 4]"},
		{"a late event of another source does not split", []journey.Event{view(0, "a"), view(4, "a"), late(view(2, "b"), 3)}, "[0 4]"},
		{"what lies before the split joins the ended session",
			[]journey.Event{view(0, "a"), view(4, "b"), late(view(3, "a"), 2)}, "[0 3 |4][4 4]"},
		{"what lies after the split joins the next", []journey.Event{view(0, "a"), view(4, "b"), late(view(5, "b"), 2)}, "[0 0 |4][4 5]"},
		{"the date of the split belongs to the next", []journey.Event{view(0, "a"), view(4, "b"), late(view(4, ""), 2)}, "[0 0 |4][4 4]"},
		{"the nearer session wins", []journey.Event{view(0, ""), view(30, ""), late(view(12, ""), 20)}, "[0 12][30 30]"},
		{"the nearer session wins, to the right", []journey.Event{view(0, ""), view(30, ""), late(view(18, ""), 20)}, "[0 0][18 30]"},
		{"the earlier wins a tie", []journey.Event{view(0, ""), view(30, ""), late(view(15, ""), 20)}, "[0 15][30 30]"},
		{"sessions are never merged by a bridge",
			[]journey.Event{view(0, ""), view(30, ""), late(view(15, ""), 20), late(view(16, ""), 20)}, "[0 16][30 30]"},
		{"a late event re-opens a session that had timed out", []journey.Event{view(0, ""), late(view(15, ""), 30)}, "[0 15]"},
		{"no candidate opens a session in between", []journey.Event{view(0, ""), view(50, ""), late(view(25, ""), 30)}, "[0 0][25 25][50 50]"},
	} {
		t.Run(test.why, func(t *testing.T) {
			v := newVisitor(journey.DefaultPolicy())
			for _, e := range test.events {
				if _, err := v.step(e); err != nil {
					t.Fatal(err)
				}
			}
			if got := spans(v); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestSettingsOfTheSplit(t *testing.T) {
	referral := view(4, "")
	referral.Referrer = &journey.Referrer{Hostname: "pay.example", Medium: journey.MediumUnknown}
	search := view(4, "")
	search.Referrer = &journey.Referrer{Hostname: "www.google.com", Name: "Google", Medium: journey.MediumSearch}
	internal := view(4, "")
	internal.Referrer = &journey.Referrer{Hostname: "shop.example", Medium: journey.MediumInternal}
	notAView := search
	notAView.Name = "product_added"
	for _, test := range []struct {
		why    string
		change func(*journey.Policy)
		event  journey.Event
		want   string
	}{
		{"a plain referral does not split", func(*journey.Policy) {}, referral, "[0 4]"},
		{"unless it is set", func(p *journey.Policy) { p.SplitOnReferral = true }, referral, "[0 0 |4][4 4]"},
		{"a search does", func(*journey.Policy) {}, search, "[0 0 |4][4 4]"},
		{"unless it is switched off", func(p *journey.Policy) { p.SplitOnSource = false }, search, "[0 4]"},
		{"an internal link does not", func(*journey.Policy) {}, internal, "[0 4]"},
		{"only views split", func(*journey.Policy) {}, notAView, "[0 4]"},
	} {
		t.Run(test.why, func(t *testing.T) {
			policy := journey.DefaultPolicy()
			test.change(&policy)
			v := newVisitor(policy)
			for _, e := range []journey.Event{view(0, ""), test.event} {
				if _, err := v.step(e); err != nil {
					t.Fatal(err)
				}
			}
			if got := spans(v); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestDatesOutOfBounds(t *testing.T) {
	for _, test := range []struct {
		why     string
		event   journey.Event
		history bool
		code    journey.FaultCode
		created journey.Instant
	}{
		{"exactly an hour old", late(view(0, ""), 60), false, "", at(0)},
		{"a millisecond older", late(view(0, ""), 60+1.0/60000), false, journey.EventTooOld, 0},
		{"older, but history", late(view(0, ""), 6000), true, "", at(0)},
		{"a little ahead is clamped", late(view(5, ""), -5), false, "", at(0)},
		{"too far ahead", late(view(5, ""), -5-1.0/60000), false, journey.EventInFuture, 0},
		{"too far ahead, history or not", late(view(6, ""), -6), true, journey.EventInFuture, 0},
	} {
		t.Run(test.why, func(t *testing.T) {
			test.event.History = test.history
			v := newVisitor(journey.DefaultPolicy())
			stepped, err := v.step(test.event)
			var fault *journey.Fault
			switch {
			case test.code == "" && err != nil:
				t.Fatal(err)
			case test.code == "" && stepped.Event.Created != test.created:
				t.Errorf("kept %s, want %s", stepped.Event.Created, test.created)
			case test.code != "" && (!errors.As(err, &fault) || fault.Code != test.code || fault.Field != "createdDate"):
				t.Errorf("got %v, want %s on createdDate", err, test.code)
			case test.code != "" && (v.state.Seq != 0 || len(v.state.Sessions) != 0):
				t.Error("a refused event changed the state")
			}
		})
	}
}

func TestEqualDatesGoBySequence(t *testing.T) {
	v := newVisitor(journey.DefaultPolicy())
	for i, agent := range []string{"one", "two", "three"} {
		e := view(0, "")
		e.UserAgent, e.ID = agent, idOf('e', i)
		if _, err := v.step(e); err != nil {
			t.Fatal(err)
		}
	}
	s := v.state.Sessions[0]
	if s.Visit.UserAgent.Value != "three" || s.LastEvent.ID != idOf('e', 2) || s.First.Seq != 1 || s.Events != 3 {
		t.Errorf("got agent %q, last event %s, first %s", s.Visit.UserAgent.Value, s.LastEvent.ID, s.First)
	}
}

func TestSearchTermsAreBounded(t *testing.T) {
	v := newVisitor(journey.DefaultPolicy())
	for i := range 150 { // newest first: every term is earlier than those before it
		e := late(view(19-float64(i)/10, ""), 30)
		e.SearchQuery = fmt.Sprint("term ", i)
		if _, err := v.step(e); err != nil {
			t.Fatal(err)
		}
	}
	terms := v.state.Sessions[0].Visit.Searches
	if len(terms) != journey.MaxSearchTerms || terms[0].Term != "term 149" || terms[99].Term != "term 50" {
		t.Errorf("%d terms from %q to %q", len(terms), terms[0].Term, terms[len(terms)-1].Term)
	}
}

func TestPingsKeepTheVisitOpen(t *testing.T) {
	v := newVisitor(journey.DefaultPolicy())
	if _, err := v.step(view(0, "")); err != nil {
		t.Fatal(err)
	}
	ping := func(minutes float64) *journey.Pinged {
		return v.state.Pinged(journey.Ping{Customer: cookie, Preferred: journey.Web, Received: at(minutes)})
	}
	for _, test := range []struct{ ping, away float64 }{{7, 17}, {16, 20}} {
		record := ping(test.ping)
		if record == nil {
			t.Fatalf("a ping at minute %g finds no session", test.ping)
		}
		s := journey.Fold(v.state, record)
		if s.AwayAt() != at(test.away) || s.IdleAt() != at(5) || s.Deadline() != at(20) {
			t.Errorf("ping at %g: away %s idle %s end %s", test.ping, s.AwayAt(), s.IdleAt(), s.Deadline())
		}
	}
	if ping(20) != nil {
		t.Error("a ping after the timeout moves something")
	}
}

func TestOldImportsGetNoShortID(t *testing.T) {
	for _, test := range []struct {
		age  float64 // minutes between the event and its receipt
		want bool
	}{{0, true}, {20 + 24*60 - 1, true}, {20 + 24*60, false}} {
		e := late(view(0, ""), test.age)
		e.History = true
		v := newVisitor(journey.DefaultPolicy())
		stepped, err := v.step(e)
		if err != nil {
			t.Fatal(err)
		}
		if got := stepped.Event.ShortID != 0; got != test.want {
			t.Errorf("age %g min: has a short id: %v", test.age, got)
		}
	}
}
