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
	achieved := map[uint64][]int{} // places of outcomes, by the sequence of the event that they follow from
	for i := range entries {
		e, view := &entries[i], &views[i]
		if e.Judged == nil {
			*view = eventView(e.Event)
			continue
		}
		*view = entryHead(e)
		if e.Judged.Verdict == journey.OutcomeAchieved {
			view.EventType = typeOutcomeAchieved
			achieved[e.Event.Seq] = append(achieved[e.Event.Seq], i)
			continue
		}
		id := e.Judged.Definition.String()
		view.EventType = typeSegmentAssignment
		view.SegmentAssignmentEvent = &contract.SegmentAssignmentEvent{Segment: *refView(segmentURI, id)}
	}
	return views, a.addAchievements(ctx, s, entries, views, achieved)
}

// addAchievements shows the outcomes with the session as it was when each was achieved.
func (a *api) addAchievements(
	ctx context.Context, s *journey.Session, entries []journey.Entry, views []contract.Event, achieved map[uint64][]int,
) error {
	if len(achieved) == 0 {
		return nil
	}
	var events []*journey.Accepted
	for e, err := range a.eventsOf(ctx, s.ID) {
		if err != nil {
			return err
		}
		events = append(events, e)
	}
	for past, e := range s.Retold(events) {
		for _, i := range achieved[e.Seq] {
			id := entries[i].Judged.Definition.String()
			views[i].OutcomeAchievedEvent = a.achievementView(id, past)
		}
	}
	return nil
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
