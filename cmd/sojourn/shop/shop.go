package shop

// Shop makes visits. It is not safe for concurrent use; neither are the visits of one shop.
type Shop struct {
	dice    dice
	seed    uint64
	begun   uint64
	resting []*Visitor // who were here and may come again
}

// New opens a shop. Equal seeds give equal visitors.
func New(seed uint64) *Shop { return &Shop{dice: newDice(seed, 0), seed: seed} }

// The shop's regulars.
const (
	returningPercent = 30
	mostRegulars     = 10_000 // remembered
	fewestRegulars   = 10     // before anyone comes again
)

// Visit lets somebody enter: somebody new, or one who was here before.
func (s *Shop) Visit() *Visit {
	s.begun++
	visitor := s.visitor()
	visitor.visits++
	v := &Visit{Visitor: visitor, shop: s, dice: newDice(s.seed, s.begun)}
	v.product = one(v.dice, products)
	v.shelf = one(v.dice, categories)
	v.guide, v.entrance = website, draw(v.dice, websiteEntrances)
	if visitor.UsesApp() {
		v.guide, v.entrance = mobileApp, draw(v.dice, appEntrances)
	}
	if visitor.visits > 1 && v.dice.percent(40) {
		v.entrance = entrance{lands: home} // who knows the shop types its name
	}
	v.scene = v.entrance.lands
	return v
}

// visitor takes a resting visitor, or makes one.
func (s *Shop) visitor() *Visitor {
	if len(s.resting) < fewestRegulars || !s.dice.percent(returningPercent) {
		return newVisitor(s.dice)
	}
	i, last := s.dice.IntN(len(s.resting)), len(s.resting)-1
	visitor := s.resting[i]
	s.resting[i] = s.resting[last]
	s.resting = s.resting[:last]
	return visitor
}

// rest lets a visitor go home.
func (s *Shop) rest(v *Visitor) {
	if len(s.resting) < mostRegulars {
		s.resting = append(s.resting, v)
		return
	}
	s.resting[s.dice.IntN(len(s.resting))] = v
}
