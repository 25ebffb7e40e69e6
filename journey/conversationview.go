package journey

// What a conversation session shows that several events decide together (events.md §6.3).

// LastConnectedUser is the newest agent who really talked, with the event that shows it: one of whom
// acd.end says that he answered, or user.end that he talked, or who was called or called directly,
// without a queue, and has not left without a word. An alerted agent has not answered yet.
func (c *ConversationSession) LastConnectedUser() Touch[string] {
	found := c.Answered
	for _, candidate := range [...]Touch[string]{c.Talked, c.provisional()} {
		if candidate.Value != "" && (found.Value == "" || c.before(found.Stamp, candidate.Stamp)) {
			found = candidate
		}
	}
	return found
}

// provisional is the newest user of a direct call, rule (c): his user.start came when the conversation
// had had no acd.start, and the user.end of the same leg, if there is one since, does not say that
// nobody talked.
func (c *ConversationSession) provisional() (found Touch[string]) {
	for i := range c.Legs {
		leg := &c.Legs[i]
		switch {
		case leg.User.Value == "":
		case !c.FirstQueued.IsZero() && !c.before(leg.User.Stamp, c.FirstQueued):
		case !leg.UserEnd.Stamp.IsZero() && !leg.UserEnd.Value && c.before(leg.User.Stamp, leg.UserEnd.Stamp):
		case found.Value == "" || c.before(found.Stamp, leg.User.Stamp):
			found = leg.User
		}
	}
	return found
}

// LastDisposition is the newest wrap-up with the user who gave it, and whether there is one: if the
// agent cannot be determined, none is shown (session.md §3.16).
func (c *ConversationSession) LastDisposition() (d Disposition, user string, ok bool) {
	if c.Disposition.Value == nil {
		return Disposition{}, "", false
	}
	d = *c.Disposition.Value
	for _, candidate := range [...]string{
		d.User, c.userOf(d.Participant, startOf), c.userOf(d.Participant, afterCallOf), c.LastConnectedUser().Value,
	} {
		if candidate != "" {
			return d, candidate, true
		}
	}
	return Disposition{}, "", false
}

func startOf(l *Leg) Touch[string]     { return l.User }
func afterCallOf(l *Leg) Touch[string] { return l.AfterCall }

// userOf returns the user of a participant as the newest of such events names him. The acw of a wrap-up
// tells him if the user.start was lost, for both describe the same fact.
func (c *ConversationSession) userOf(participant string, told func(*Leg) Touch[string]) string {
	var found Touch[string]
	for i := range c.Legs {
		leg := &c.Legs[i]
		if user := told(leg); leg.Participant == participant && user.Value != "" &&
			(found.Value == "" || c.before(found.Stamp, user.Stamp)) {
			found = user
		}
	}
	return found.Value
}

// Left is the event that ended the conversation: the newest customer.end, once every customer communication
// that started has ended (session.md §6.4). It is zero while the conversation goes on.
func (c *ConversationSession) Left() (left Stamp) {
	for i := range c.Legs {
		leg := &c.Legs[i]
		if !leg.CustomerStart.IsZero() && later(c, leg.CustomerEnd, leg.CustomerStart) == leg.CustomerStart {
			return Stamp{}
		}
		if !leg.CustomerEnd.IsZero() {
			left = later(c, left, leg.CustomerEnd)
		}
	}
	return left
}
