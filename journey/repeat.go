package journey

// Repeats (events.md §1): a sender may give an event an id and send it again after any failure. The
// state keeps a fingerprint of each recent id; a hit is only a suspicion, confirmed by the lane
// on the stored event.

// Suspects returns the accepted events of that kind that may have had the same id, newest first,
// among those the state remembers at that moment.
func (s *State) Suspects(kind Kind, fingerprint uint64, now Instant) []Repeat {
	var found []Repeat
	for _, list := range [...][]Repeat{s.Repeats[slot(kind)], s.spilling[slot(kind)]} {
		for i := len(list) - 1; i >= 0; i-- {
			if list[i].Fingerprint == fingerprint && now-list[i].Received <= kind.RepeatWindow() {
				found = append(found, list[i])
			}
		}
	}
	return found
}

// remember notes the id of an accepted event, forgets those that are out of the window, and
// sets the older half aside for the index when there are too many. It depends only on the events
// folded so far, so a rebuilt index holds the same.
func (s *State) remember(r *Accepted) {
	k := slot(r.Kind)
	recent := s.Repeats[k]
	expired := 0
	for expired < len(recent) && r.Received-recent[expired].Received > r.Kind.RepeatWindow() {
		expired++
	}
	recent = append(recent[expired:], Repeat{Fingerprint: Fingerprint(r.ID), Seq: r.Seq, Received: r.Received})
	if len(recent) > r.Kind.heldRepeats() {
		half := len(recent) / 2
		s.spilling[k] = append(s.spilling[k], recent[:half]...)
		recent = append([]Repeat(nil), recent[half:]...)
		s.Spilled[k] = true
	}
	s.Repeats[k] = recent
}

// Settle writes down the position of an accepted event that brought an id, now that it has one.
func (s *State) Settle(r *Accepted, at Position) {
	if !r.IDGiven {
		return
	}
	k := slot(r.Kind)
	for _, list := range [...][]Repeat{s.Repeats[k], s.spilling[k]} {
		for i := len(list) - 1; i >= 0 && list[i].Seq >= r.Seq; i-- {
			if list[i].Seq == r.Seq {
				list[i].Position = at
			}
		}
	}
}

// TakeSpilled returns the repeats of a kind that were set aside for the index, once. All of them
// must be settled.
func (s *State) TakeSpilled(kind Kind) []Repeat {
	taken := s.spilling[slot(kind)]
	s.spilling[slot(kind)] = nil
	return taken
}

// HasSpilled reports whether the index keeps, or is about to keep, ids of that kind for this key.
func (s *State) HasSpilled(kind Kind) bool { return s.Spilled[slot(kind)] }
