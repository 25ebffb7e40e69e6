package shop

import (
	"container/heap"
	"time"
)

// Crowd is the visits that go on at the same time. It has no clock: the caller tells the time.
type Crowd struct {
	shop    *Shop
	opened  time.Time
	waiting queue
}

// NewCrowd opens the shop to the crowd at that moment.
func NewCrowd(s *Shop, opened time.Time) *Crowd { return &Crowd{shop: s, opened: opened} }

// Next tells what happens at that moment: the step that has been due for the longest time or, if none
// is due, the first step of somebody who enters. Called r times a second, the crowd grows until there
// are as many visitors as it takes to do r things a second.
func (c *Crowd) Next(now time.Time) Step {
	if len(c.waiting) > 0 && !c.waiting[0].due.After(now) {
		next := heap.Pop(&c.waiting).(*planned)
		c.plan(next.visit, now)
		return next.step
	}
	visit := c.shop.Visit()
	step, _ := visit.Next() // a visit has at least one step
	c.plan(visit, now)
	return step
}

// Visits is how many visits go on.
func (c *Crowd) Visits() int { return len(c.waiting) }

// plan notes what a visit does next, unless it is over.
func (c *Crowd) plan(v *Visit, now time.Time) {
	if step, ok := v.Next(); ok {
		pause := time.Duration(float64(step.Pause) * c.pace(now))
		heap.Push(&c.waiting, &planned{visit: v, step: step, due: now.Add(pause)})
	}
}

// Whoever watches should not have to wait for the first visitors to read: think times begin at a
// tenth and reach their full length after a minute.
const (
	firstPace = 0.1
	rampUp    = time.Minute
)

// pace is the part of a think time that is waited for.
func (c *Crowd) pace(now time.Time) float64 {
	passed := float64(now.Sub(c.opened)) / float64(rampUp)
	return min(firstPace+(1-firstPace)*passed, 1)
}

// planned is the next step of a visit.
type planned struct {
	visit *Visit
	step  Step
	due   time.Time
}

// queue is the planned steps as a heap, the one that is due first on top.
type queue []*planned

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].due.Before(q[j].due) }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(*planned)) }

func (q *queue) Pop() any {
	old := *q
	last := len(old) - 1
	x := old[last]
	old[last], *q = nil, old[:last]
	return x
}
