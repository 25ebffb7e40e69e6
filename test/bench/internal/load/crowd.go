package load

import (
	"fmt"
	"strconv"
	"time"

	"sojourn/journey"
)

// Options describe a crowd.
type Options struct {
	Series   Series // of its event ids; crowds of one run need different ones
	Visitors int    // who come again and again; 0 is DefaultVisitors
	Agents   int    // different user agents; 0 is DefaultAgents
	// NeverSeen gives every event a user agent that no other event has.
	NeverSeen bool
	Seed      uint64
}

// What the benchmark uses if nothing else is said.
const (
	DefaultVisitors = 50_000
	DefaultAgents   = 5_000
)

// inShop is how many visits go on at a time, if there are so many visitors. It is more than the events
// that are under way in any phase, so nothing is sent for a visitor before the step before was answered.
const inShop = 10_000

// Crowd is the visitors of a shop. It is used by one goroutine.
type Crowd struct {
	options Options
	chance  chance
	agents  []string
	pages   []page
	apps    []string
	visits  []visit
	next    int    // visit that makes the next step
	entered uint64 // visits that were let in
	begun   uint64 // visits of which something was sent
	events  uint64 // numbers given out
	dates   dates

	identified int // percent of the events of web visitors that say who it is, besides forms
}

// NewCrowd makes a crowd.
func NewCrowd(o Options) *Crowd {
	if o.Visitors == 0 {
		o.Visitors = DefaultVisitors
	}
	if o.Agents == 0 {
		o.Agents = DefaultAgents
	}
	c := &Crowd{options: o, chance: chance(mix(o.Seed)).at(uint64(o.Series))}
	c.agents = agents(o.Agents, chance(mix(o.Seed)))
	c.pages, c.apps = pages(), applications()
	c.visits = make([]visit, min(inShop, o.Visitors))
	for i := range c.visits {
		c.visits[i] = c.enter()
	}
	return c
}

// Identify makes so many percent of the web visitors' events say who it is, besides those with a form.
func (c *Crowd) Identify(percent int) { c.identified = percent }

// Events is how many events were rendered.
func (c *Crowd) Events() uint64 { return c.events }

// Begun is how many visits have sent their first event. As long as it is at most the number of visitors,
// each is another's.
func (c *Crowd) Begun() uint64 { return c.begun }

// visit is one visitor in the shop.
type visit struct {
	visitor chance // what is drawn for the visitor once and for all
	chance  chance // what is drawn for this visit
	cookie  [36]byte
	step    int // that comes next
	steps   int
	page    int // where the visitor is
	app     bool
}

// lengths are the events of a visit: five on average, four of them page views.
var lengths = []int{1, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 6, 6, 8, 10, 14}

// enter lets the next visitor in, everybody in turn.
func (c *Crowd) enter() visit {
	visitor := c.entered % uint64(c.options.Visitors)
	v := visit{visitor: c.chance.at(visitor)}
	v.chance = v.visitor.at(c.entered / uint64(c.options.Visitors))
	visitorID(v.visitor).AppendText(v.cookie[:0])
	v.steps = pick(v.chance, 1, lengths)
	v.app = v.visitor.percent(10, 2)
	c.entered++
	return v
}

// step is one event of a visit.
type step struct {
	*visit
	chance chance
	number uint64
	id     journey.ID
	from   int // the page before; -1 at the entrance
}

// take takes the next step of the crowd.
func (c *Crowd) take() step {
	v := &c.visits[c.next]
	if c.next++; c.next == len(c.visits) {
		c.next = 0
	}
	if v.step == v.steps {
		*v = c.enter()
	}
	s := step{visit: v, chance: v.chance.at(uint64(v.step)), number: c.events, from: v.page}
	s.id = c.options.Series.ID(s.number)
	if v.step == 0 {
		s.from = -1
		c.begun++
	}
	v.page = s.chance.below(len(c.pages), 1)
	v.step++
	c.events++
	return s
}

// appendAgent appends the user agent of a web visitor.
func (c *Crowd) appendAgent(b []byte, s *step) []byte {
	if c.options.NeverSeen {
		b = append(b, "Mozilla/5.0 (Linux; Android 14; SM-"...)
		b = strconv.AppendUint(b, s.number%1000, 36)
		b = append(b, ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0."...)
		b = strconv.AppendUint(b, s.number, 10)
		b = append(b, '.')
		b = strconv.AppendUint(b, uint64(c.options.Series), 10)
		return append(b, " Mobile Safari/537.36"...)
	}
	return append(b, c.agents[popular(len(c.agents), s.visitor.at(3))]...)
}

// dates writes the time of the events, which many share.
type dates struct {
	milli    int64
	web, app [32]byte // formatting takes a little more than the text
	webLen   int
	appLen   int
}

// The dates of the two trackers: browsers write milliseconds, the mobile tracker whole seconds and an
// offset without colon (events.md §2.3).
const (
	WebDate = "2006-01-02T15:04:05.000Z"
	appDate = "2006-01-02T15:04:05+0000"
)

func (d *dates) append(b []byte, now time.Time, app bool) []byte {
	if milli := now.UnixMilli(); milli != d.milli {
		d.milli = milli
		utc := now.UTC()
		d.webLen = len(utc.AppendFormat(d.web[:0], WebDate))
		d.appLen = len(utc.AppendFormat(d.app[:0], appDate))
	}
	if app {
		return append(b, d.app[:d.appLen]...)
	}
	return append(b, d.web[:d.webLen]...)
}

// String tells what the crowd is like, for the report.
func (o Options) String() string {
	return fmt.Sprintf("%d visitors, %d at a time, visits of about 4 page views and 1 other event, %d user agents, "+
		"one visitor in ten in an app, every event with an id", o.Visitors, min(inShop, o.Visitors), o.Agents)
}
