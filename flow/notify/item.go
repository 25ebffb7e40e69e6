package notify

import (
	"sync"

	"sojourn/journey"
)

// Item is one thing that a subscriber is told: of the pointers one is set, or Gap is.
type Item struct {
	At     journey.Position // whoever knows this item and those before it knows everything up to here
	Change *Change
	Update *Update
	Minute *Minute
	Gap    bool // what came before is lost; from At on nothing is missing
}

// Change is one record of a session: an event with what followed from it, a ping, an announced end.
type Change struct {
	At     journey.Position
	Record journey.Record // the subscribers share it: read it only
}

// Update is a session that changed, as it was when it was told.
type Update struct {
	Session *journey.Session // the subscribers share it: read it only
	Forms   [2]Form          // what subscribers make of it
}

// Form is what subscribers make of an update, made by the first who asks and shared by all.
type Form struct {
	once  sync.Once
	bytes []byte
	err   error
}

// Get returns the form. All who ask for the same one must make it in the same way.
func (f *Form) Get(render func() ([]byte, error)) ([]byte, error) {
	f.once.Do(func() { f.bytes, f.err = render() })
	return f.bytes, f.err
}

// Interest is what a subscriber wants to be told.
type Interest struct {
	Session journey.ID // of this session alone; zero: of all
	Changes bool       // every record, once
	Updates bool       // the sessions that changed, each at most once a second
	Minutes bool       // the counters of minutes that changed, at most once a second
}

// about reports whether the subscriber wants to know of a session.
func (i *Interest) about(id journey.ID) bool {
	return !id.IsZero() && (i.Session.IsZero() || i.Session == id)
}
