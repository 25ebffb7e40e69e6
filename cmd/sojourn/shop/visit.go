package shop

import "time"

// Visit is a walk of one visitor through the website or the app.
type Visit struct {
	Visitor *Visitor

	dice     dice
	shop     *Shop
	guide    guide
	entrance entrance
	scene    scene
	steps    []Step // played but not yet told
	told     int

	// What the visitor sees and has done.
	url, title string  // web: the page; app: title is the screen
	before     string  // web: the page before
	product    product // last looked at
	shelf      category
	cart       []product
}

// scene is a page, a screen, or a thing that is done there.
type scene int

const (
	leave scene = iota
	home
	atOffer
	atCategory
	searching
	atProduct
	adding
	atCart
	atCheckout
	paying
	abandoning
	thanked
	signingUp
	subscribing
	atHelp
	asking
)

// move is where some go next.
type move struct {
	to     scene
	weight int
}

func (m move) weigh() int { return m.weight }

// guide is a state machine: where visitors go from each scene, and what they do there.
type guide struct {
	moves map[scene][]move
	play  func(*Visit, scene)
}

// patience is after how many steps even the most interested visitor leaves.
const patience = 40

// Next returns what the visitor does next, and false when the visit is over.
func (v *Visit) Next() (Step, bool) {
	for len(v.steps) == 0 {
		if v.scene == leave || v.told >= patience {
			v.shop.rest(v.Visitor)
			return Step{}, false
		}
		v.guide.play(v, v.scene)
		v.scene = draw(v.dice, v.guide.moves[v.scene]).to
	}
	next := v.steps[0]
	v.steps = v.steps[1:]
	v.told++
	return next, true
}

// landing reports whether nothing has happened yet in this visit.
func (v *Visit) landing() bool { return v.told == 0 && len(v.steps) == 0 }

// wait is how long the visitor thinks before something; landing needs no thought.
func (v *Visit) wait(typical time.Duration) time.Duration {
	if v.landing() {
		return 0
	}
	return v.dice.about(typical)
}

// total is what the cart costs, in cents, so that it adds up.
func (v *Visit) total() float64 {
	cents := 0
	for _, p := range v.cart {
		cents += int(p.price*100 + 0.5)
	}
	return float64(cents) / 100
}
