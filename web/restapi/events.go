package restapi

import (
	"net/http"
	"slices"
	"strings"

	"sojourn/journey"
	"sojourn/web/contract"
)

// The event types (events.md §7).
const (
	typeWebEvent          = "com.genesys.journey.WebEvent"
	typeAppEvent          = "com.genesys.journey.AppEvent"
	typeOutcomeAchieved   = "com.genesys.journey.OutcomeAchievedEvent"
	typeSegmentAssignment = "com.genesys.journey.SegmentAssignmentEvent"
	typeWebAction         = "com.genesys.journey.WebActionEvent"
	typeCustomEvent       = "com.genesys.journey.CustomEvent"
	typeConversationEvent = "com.genesys.journey.ConversationEvent"
)

// eventTypes reads the eventType filter. Types that nothing makes yet match nothing: then filtered
// is true and types may be empty.
func eventTypes(q query) (types []journey.EventType, filtered bool, err error) {
	names := q.list("eventType")
	for _, name := range names {
		switch name {
		case typeWebEvent:
			types = append(types, journey.WebEventType)
		case typeAppEvent:
			types = append(types, journey.AppEventType)
		case typeConversationEvent:
			types = append(types, journey.ConversationEventType)
		case typeCustomEvent:
			types = append(types, journey.CustomEventType)
		case typeSegmentAssignment:
			types = append(types, journey.SegmentAssignmentType)
		case typeOutcomeAchieved:
			types = append(types, journey.OutcomeAchievedType)
		case typeWebAction:
		default:
			return nil, false, invalid("eventType", "there is no type "+name)
		}
	}
	return types, len(names) > 0, nil
}

// getEvents answers GET /journey/sessions/{sessionId}/events.
func (a *api) getEvents(w http.ResponseWriter, r *request) error {
	q := r.query()
	size, err := q.pageSize()
	if err != nil {
		return err
	}
	types, filtered, err := eventTypes(q)
	if err != nil {
		return err
	}
	s, err := a.session(r)
	if err != nil {
		return err
	}
	names := q.list("eventType")
	slices.Sort(names)
	bound := []string{"events", s.ID.String(), strings.Join(names, ",")}
	after, err := parseCursor(q.Get("after"), bound...)
	if err != nil {
		return err
	}
	var entries []journey.Entry
	if !filtered || len(types) > 0 {
		// One more than the page has tells whether there is a next one.
		entries, err = a.Sessions.Entries(r.Context(), s.ID, after.entry(), size+1, types)
		if err != nil {
			return err
		}
	}
	listing := contract.EventListing{SelfURI: r.uri(q, "pageSize", itoa(size), "after", q.Get("after"))}
	if len(entries) > size {
		entries = entries[:size]
		cursor := entryCursor(entries[size-1].Place).text(bound...)
		listing.NextURI = r.uri(q, "pageSize", itoa(size), "after", cursor)
	}
	if listing.Entities, err = a.entryViews(r.Context(), s, entries); err != nil {
		return err
	}
	return answerJSON(w, listing)
}
