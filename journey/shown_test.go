package journey_test

import (
	"sojourn/journey"
)

// shown is a conversation or custom session as its JSON form will show it (session.md §2), without
// what follows from its ID. A lastEvent is its name and date.
func shown(s *journey.Session, now journey.Instant) map[string]any {
	out := sessionJSON{}
	out.text("type", s.Type())
	out.text("customerId", s.Customer)
	out.text("customerIdType", s.CustomerIDType())
	out["durationInSeconds"], out["eventCount"] = float64(s.Duration()), float64(s.Events)
	out["authenticated"] = s.Authenticated
	out["createdDate"] = s.First.At.String()
	out["lastEvent"] = s.LastEvent.Name + " " + s.Newest.At.String()
	if ended := s.EndedAt(now); !ended.IsZero() {
		out["endedDate"] = ended.String()
	}
	if s.Contact != nil {
		out.ref("externalContact", "/api/v2/externalcontacts/contacts/", s.Contact.ID.String())
	}
	out.attributes(s)
	if s.Conversation != nil {
		out.conversation(s)
	}
	if s.Custom != nil {
		out.text("externalId", s.Custom.ExternalID)
		out.text("externalUrl", s.Custom.ExternalURL.Value)
	}
	return out
}

type sessionJSON map[string]any

func (d sessionJSON) text(name, value string) {
	if value != "" {
		d[name] = value
	}
}

func (d sessionJSON) ref(name, under, id string) {
	if id != "" {
		d[name] = map[string]any{"id": id, "selfUri": under + id}
	}
}

func (d sessionJSON) list(name string, values []any) {
	if len(values) > 0 {
		d[name] = values
	}
}

func (d sessionJSON) attributes(s *journey.Session) {
	scalars, lists := map[string]any{}, map[string]any{}
	for i := range s.Attributes {
		a := &s.Attributes[i]
		if dataType, values, ok := a.AsList(); ok {
			list := make([]any, len(values))
			for k := range values {
				list[k] = values[k]
			}
			lists[a.Name] = map[string]any{"dataType": dataType.String(), "values": list}
		}
		if scalar, ok := a.Scalar(); ok {
			scalars[a.Name] = map[string]any{"dataType": scalar.Type.String(), "value": scalar.Value}
		}
	}
	if len(scalars) > 0 {
		d["attributes"] = scalars
	}
	if len(lists) > 0 {
		d["attributeLists"] = lists
	}
}

func (d sessionJSON) conversation(s *journey.Session) {
	c := s.Conversation
	d.ref("conversation", "/api/v2/conversations/", c.ID)
	d.ref("lastConnectedQueue", "/api/v2/routing/queues/", c.Queue.Value)
	d.ref("lastConnectedUser", "/api/v2/users/", c.LastConnectedUser().Value)
	if disposition, user, ok := c.LastDisposition(); ok {
		shown := sessionJSON{"code": disposition.Code}
		shown.text("notes", disposition.Notes)
		shown.ref("user", "/api/v2/users/", user)
		d["lastUserDisposition"] = map[string]any(shown)
	}
	d.text("originatingDirection", c.Direction.Value.String())
	d.text("conversationSubject", c.Subject.Value)
	d.text("lastUserDisconnectType", c.Disconnect.Value.String())
	d.text("lastAcdOutcome", c.AcdOutcome.Value.String())
	var channels, divisions, cases []any
	for _, use := range c.Channels {
		channel := sessionJSON{"type": use.Channel.Media.String()}
		channel.text("messageType", use.Channel.Message.String())
		channel.text("platform", use.Channel.Platform)
		channels = append(channels, map[string]any(channel))
	}
	for _, id := range s.Divisions() {
		divisions = append(divisions, id)
	}
	for _, a := range c.Cases {
		cases = append(cases, map[string]any{
			"id": a.ID.String(), "caseReference": a.Reference, "dateAssociated": a.Stamp.At.String(), "caseId": a.Case,
		})
	}
	d.list("conversationChannels", channels)
	d.list("divisionIds", divisions)
	d.list("caseAssociations", cases)
}
