package notify

import "sojourn/journey"

// keptMinutes is how many minutes are counted, the current one included.
const keptMinutes = 60

const minute = 60 * 1000 // of journey.Instant

// Minute counts what was accepted in one minute of the server's clock.
type Minute struct {
	At       journey.Instant // when it began
	Events   Kinds           // that came from outside
	Sessions uint64          // that events opened
	Segments uint64          // that events assigned
	Outcomes uint64          // achieved
}

// Kinds counts by kind.
type Kinds struct{ Web, App, Conversation, Custom uint64 }

func (k *Kinds) of(kind journey.Kind) *uint64 {
	switch kind {
	case journey.App:
		return &k.App
	case journey.Conversation:
		return &k.Conversation
	case journey.Custom:
		return &k.Custom
	}
	return &k.Web
}

// minutes are the counters of the last hour, a ring.
type minutes struct {
	ring    [keptMinutes]Minute
	changed [keptMinutes]bool // since it was last told
	any     bool              // one of them has
	since   journey.Instant   // from when on nothing is missing
}

// begin returns the beginning of a moment's minute.
func begin(at journey.Instant) journey.Instant { return at - at%minute }

func place(at journey.Instant) int { return int(at/minute) % keptMinutes }

// count counts an event in the minute of its acceptance, unless that is long gone.
func (m *minutes) count(e *journey.Accepted) {
	at := begin(e.Received)
	if at <= 0 {
		return
	}
	i := place(at)
	counted := &m.ring[i]
	switch {
	case at < counted.At:
		return
	case at > counted.At:
		*counted = Minute{At: at}
	}
	m.changed[i], m.any = true, true
	*counted.Events.of(e.Kind)++
	if e.Opened {
		counted.Sessions++
	}
	for i := range e.Judged {
		switch e.Judged[i].EventType() {
		case journey.OutcomeAchievedType:
			counted.Outcomes++
		case journey.SegmentAssignmentType:
			counted.Segments++
		}
	}
}

// hour returns the minutes up to that of now, oldest first.
func (m *minutes) hour(now journey.Instant) []Minute {
	hour := make([]Minute, keptMinutes)
	for i := range hour {
		at := begin(now) - minute*journey.Instant(keptMinutes-1-i)
		hour[i].At = at
		if counted := m.ring[place(at)]; counted.At == at {
			hour[i] = counted
		}
	}
	return hour
}

// take returns the minutes that changed since the last call, oldest first.
func (m *minutes) take() (changed []Minute) {
	if !m.any {
		return nil
	}
	newest := journey.Instant(0)
	for i := range m.ring {
		newest = max(newest, m.ring[i].At)
	}
	for i := range keptMinutes {
		at := newest - minute*journey.Instant(keptMinutes-1-i)
		if at <= 0 {
			continue
		}
		if k := place(at); m.changed[k] && m.ring[k].At == at {
			changed = append(changed, m.ring[k])
		}
	}
	m.changed, m.any = [keptMinutes]bool{}, false
	return changed
}
