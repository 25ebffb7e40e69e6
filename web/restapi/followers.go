package restapi

import (
	"context"

	"github.com/go-json-experiment/json"

	"sojourn/journey"
	"sojourn/web/contract"
)

// What follows from events: segments that were assigned and outcomes that were achieved (segments-outcomes.md §4.2,
// §5).

// Where they are found.
const (
	segmentURI = "/api/v2/journey/segments/"
	outcomeURI = "/api/v2/journey/outcomes/"
)

// addSegments adds what a session has of segments and outcomes (session.md §3.2, §3.3).
func addSegments(view *contract.Session, s *journey.Session) {
	for _, a := range s.Assignments {
		id := a.Segment.String()
		view.SegmentAssignments = append(view.SegmentAssignments, contract.SessionSegmentAssignment{
			Segment: contract.AssignedSegment{ID: id, SelfURI: segmentURI + id}, AssignedDate: contract.Time(a.At),
		})
	}
	for i := range s.Achievements {
		a := &s.Achievements[i]
		id := a.Outcome.String()
		view.OutcomeAchievements = append(view.OutcomeAchievements, contract.OutcomeAchievement{
			Outcome: contract.AchievedOutcome{ID: id, SelfURI: outcomeURI + id}, AchievedDate: contract.Time(a.At),
		})
	}
}

// entryViews are entries of a session's list of events.
func (a *api) entryViews(ctx context.Context, s *journey.Session, entries []journey.Entry) ([]contract.Event, error) {
	views := make([]contract.Event, len(entries))
	moments := moments{api: a, session: s}
	for i := range entries {
		e, view := &entries[i], &views[i]
		if e.Judged == nil {
			*view = eventView(e.Event)
			continue
		}
		*view = entryHead(e)
		id := e.Judged.Definition.String()
		if e.Judged.Verdict != journey.OutcomeAchieved {
			view.EventType = typeSegmentAssignment
			view.SegmentAssignmentEvent = &contract.SegmentAssignmentEvent{Segment: *refView(segmentURI, id)}
			continue
		}
		past, err := moments.of(ctx, e.Event.Seq)
		if err != nil {
			return nil, err
		}
		view.EventType, view.OutcomeAchievedEvent = typeOutcomeAchieved, a.achievementView(id, past)
	}
	return views, nil
}

// achievementView shows an outcome with the session as it was then.
func (a *api) achievementView(id string, s *journey.Session) *contract.OutcomeAchievedEvent {
	view := &contract.OutcomeAchievedEvent{Outcome: a.achieved(id), VisitCreatedDate: contract.Time(s.First.At)}
	if v := s.Visit; v != nil {
		view.UserAgentString = v.UserAgent.Value
		view.Browser = browserView(v.Browser.Value, v.Device.Value)
		view.Device = deviceView(v.Device.Value)
		view.Geolocation = placeView(v.Geolocation.Value)
		view.IPAddress, view.IPOrganization = v.IPAddress.Value, v.IPOrg.Value
		view.MktCampaign = campaignView(v.Origin.Campaign)
		view.VisitReferrer = referrerView(v.Origin.Referrer)
	}
	return view
}

// achieved names an outcome as it is defined now. One that was deleted goes by its id.
func (a *api) achieved(id string) contract.OutcomeAchievedEventOutcome {
	view := contract.OutcomeAchievedEventOutcome{ID: id, SelfURI: outcomeURI + id, DisplayName: id, Version: 1}
	if d, found := a.Definitions.Get(journey.OutcomeNoun, id); found {
		var outcome journey.Outcome
		if json.Unmarshal(d.Body, &outcome) == nil {
			view.DisplayName, view.Version = outcome.DisplayName, d.Version
		}
	}
	return view
}

// moments tells what a session was when one of its events had been accepted.
type moments struct {
	api     *api
	session *journey.Session
	events  []*journey.Accepted // once they were needed
}

func (m *moments) of(ctx context.Context, seq uint64) (*journey.Session, error) {
	if m.events == nil {
		for e, err := range m.api.eventsOf(ctx, m.session.ID) {
			if err != nil {
				return nil, err
			}
			m.events = append(m.events, e)
		}
	}
	return m.session.Until(m.events, seq), nil
}
