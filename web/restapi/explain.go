package restapi

import (
	"context"
	"fmt"
	"net/http"

	"sojourn/journey"
	"sojourn/web/contract"
)

// getExplanation answers GET /sojourn/sessions/{sessionId}/explain: why a session began and ended, which event set
// each of its fields, why it belongs to its contact, and how segments and outcomes fare in it (api.md §12).
func (a *api) getExplanation(w http.ResponseWriter, r *request) error {
	s, err := a.session(r)
	if err != nil {
		return err
	}
	sources := s.FieldSources()
	known, err := a.witnesses(r.Context(), s, sources)
	if err != nil {
		return err
	}
	reason, err := a.contactReason(r.Context(), s, known.stitching)
	if err != nil {
		return err
	}
	view := contract.SojournSessionExplanation{
		ID: s.ID.String(), Type: s.Type(), SelfURI: "/api/v2/sojourn/sessions/" + s.ID.String() + "/explain",
		Began: known.beginning(s), Ended: known.ending(s, a.now()), Contact: reason,
	}
	for _, source := range sources {
		if event := known.at[source.Stamp]; event != nil {
			view.Fields = append(view.Fields, contract.SojournFieldSource{Field: source.Field, Event: *event})
		}
	}
	if known.signedIn != nil {
		view.Fields = append(view.Fields, contract.SojournFieldSource{Field: "authenticated", Event: *known.signedIn})
	}
	if err := a.explainDefinitions(r.Context(), s, &view); err != nil {
		return err
	}
	return answerJSON(w, view)
}

// witnesses are the events of a session that decided something about it.
type witnesses struct {
	at       map[journey.Stamp]*contract.SojournEventRef // those that set a field; nil until they are found
	opened   *contract.SojournEventRef                   // the first that was accepted
	signedIn *contract.SojournEventRef                   // the first of a signed-in customer
	// stitching is the event that the session has its contact from.
	stitching *journey.Accepted
}

// witnesses looks among the events of a session until all that are wanted are found.
func (a *api) witnesses(
	ctx context.Context, s *journey.Session, sources []journey.FieldSource,
) (*witnesses, error) {
	found := &witnesses{at: map[journey.Stamp]*contract.SojournEventRef{s.Newest: nil}}
	for _, source := range sources {
		found.at[source.Stamp] = nil
	}
	missing := len(found.at)
	for e, err := range a.eventsOf(ctx, s.ID) {
		if err != nil {
			return nil, err
		}
		if known, wanted := found.at[e.Stamp()]; wanted && known == nil {
			found.at[e.Stamp()] = eventRef(e)
			missing--
		}
		if s.Contact != nil && e.Stamp() == s.Contact.Stamp {
			found.stitching = e
		}
		if e.Opened {
			found.opened = eventRef(e)
		}
		if e.Authenticated && found.signedIn == nil {
			found.signedIn = eventRef(e)
		}
		if missing == 0 && found.opened != nil && (found.signedIn != nil || !s.Authenticated) {
			break
		}
	}
	return found, nil
}

func eventRef(e *journey.Accepted) *contract.SojournEventRef {
	return &contract.SojournEventRef{ID: e.ID.String(), EventName: e.Name, CreatedDate: contract.Time(e.Created)}
}

// beginning says why the session began (session.md §6.2).
func (k *witnesses) beginning(s *journey.Session) contract.SojournSessionBeginning {
	view := contract.SojournSessionBeginning{Date: contract.Time(s.First.At), OpenedBy: k.opened}
	switch {
	case s.Visit == nil:
		view.Reason = contract.SojournSessionBeginningReasonFirstEvent
		view.Explanation = fmt.Sprintf("It began with the first event under its key, %s.", keyText(s))
	case s.Visit.BySource:
		view.Reason = contract.SojournSessionBeginningReasonNewSource
		view.Explanation = "The customer came again from another traffic source, which ends the session before."
	default:
		view.Reason = contract.SojournSessionBeginningReasonNoSessionToJoin
		view.Explanation = fmt.Sprintf(
			"No %s session of this cookie had an event within the inactivity that ends one, "+
				"so the event opened its own.", s.Kind)
	}
	return view
}

// keyText names what the events of a session that is no visit share (session.md §6.1).
func keyText(s *journey.Session) string {
	if s.Conversation != nil {
		return "the conversation " + s.Conversation.ID
	}
	return fmt.Sprintf("the %s %s", s.Custom.Type, s.Custom.ExternalID)
}

// ending says why the session ended, or will end (session.md §6.4).
func (k *witnesses) ending(s *journey.Session, now journey.Instant) contract.SojournSessionEnding {
	view := contract.SojournSessionEnding{
		Reason: contract.SojournSessionEndingReasonOpen, Date: contract.Time(s.EndedAt(now)),
		TimeoutSeconds: int(s.Timeout().Seconds()), Event: k.at[s.Newest],
		Explanation: "It is open. It ends at that date if no event comes.",
	}
	switch {
	case s.Visit != nil && !s.Visit.EndedAt.IsZero():
		view.Reason = contract.SojournSessionEndingReasonNewSource
		view.Explanation = "The customer came again from another traffic source, which opened the next session."
	case s.Conversation != nil && !s.Conversation.Left().IsZero():
		view.Reason, view.Event = contract.SojournSessionEndingReasonCustomersLeft, k.at[s.Conversation.Left()]
		view.Explanation = "Every communication of a customer that started has ended."
	case s.Custom != nil && s.Custom.End == s.Newest:
		view.Reason = contract.SojournSessionEndingReasonEndEvent
		view.Explanation = "The event says so, or its name is an end event of the session type, and none came after it."
	case view.Date != 0:
		view.Reason = contract.SojournSessionEndingReasonInactivity
		view.Explanation = fmt.Sprintf("No event came for %v after the newest one.", s.Timeout())
	default:
		view.Date = contract.Time(s.Deadline())
	}
	return view
}
