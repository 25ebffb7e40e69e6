package journey

// Entry is an entry of a session's list of events: an event, or what followed from it (events.md §7).
type Entry struct {
	Event  *Accepted // that it is, or follows from
	Judged *Judged   // of the event; nil if the entry is the event itself
	Place  EventPlace
}

// Entry is the event's own entry.
func (r *Accepted) Entry() Entry {
	return Entry{Event: r, Place: EventPlace{Stamp: r.Stamp(), Type: r.Type()}}
}

// Followers are the entries of a type that follow from the event, in their order. They are dated with its acceptance.
func (r *Accepted) Followers(t EventType) (entries []Entry) {
	place := EventPlace{Stamp: Stamp{At: r.Received, Seq: r.Seq}, Type: t}
	for i := range r.Judged {
		if r.Judged[i].EventType() == t && t != NoEventType {
			entries = append(entries, Entry{Event: r, Judged: &r.Judged[i], Place: place})
			place.Nth++
		}
	}
	return entries
}

// ID is the entry's own: the event's, or one that is made of the event's and the definition's.
func (e *Entry) ID() ID {
	if e.Judged == nil {
		return e.Event.ID
	}
	return DerivedID("follower", string(e.Event.ID[:]), string(e.Judged.Definition[:]))
}

// Cause is what caused the entry: an event was caused from outside, what follows from it by the event.
func (e *Entry) Cause() ID {
	if e.Judged == nil {
		return e.Event.CorrelationID
	}
	return e.Event.ID
}
