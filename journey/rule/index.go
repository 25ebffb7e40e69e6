package rule

import "slices"

// index finds the rules that some criteria do not exclude at once. Each is filed under one of its criteria,
// its pivot (pivot.go).
type index struct {
	always []int32 // rules that could not be filed
	facts  []factIndex
}

// factIndex is the rules that are filed under criteria about one fact.
type factIndex struct {
	fact    fact
	lists   [kinds]map[uint64][]int32
	filters [kinds]filter // of kinds that are grams
}

// handle is what a fact must have for the rules that are filed there to hold.
type handle struct {
	kind kind
	key  uint64
}

// kind is what the key of a handle stands for. Where texts are folded, exact ones are filed in folded form
// too if the event may want them compared so.
type kind uint8

const (
	anything    kind = iota // nothing: the fact must be there, whatever it is
	number                  // the hash of a number
	whole                   // the hash of a whole text
	wholeFolded             // the hash of a whole text, folded
	gram                    // a part of a text, see grams.go
	gramFolded              // a part of a text, folded
	kinds
)

// mark adds the rules that what there is may concern.
func (x *index) mark(from *source, m marks) {
	m.add(x.always)
	for i := range x.facts {
		x.facts[i].mark(from, m)
	}
}

func (x *factIndex) mark(from *source, m marks) {
	v := from.value(&x.fact)
	if v.IsMissing() {
		return
	}
	m.add(x.lists[anything][0])
	if len(v.List) == 0 {
		x.markText(v.Text, v.Numeric, m)
	}
	for _, element := range v.List {
		x.markText(element, v.Numeric, m)
	}
}

func (x *factIndex) markText(text string, numeric bool, m marks) {
	if numeric && len(x.lists[number]) > 0 {
		if d, ok := parseDecimal(text); ok {
			m.add(x.lists[number][d.hash()])
		}
	}
	x.markForm(whole, gram, text, m)
	if len(x.lists[wholeFolded])+len(x.lists[gramFolded]) > 0 {
		x.markFolded(text, m)
	}
}

func (x *factIndex) markFolded(text string, m marks) {
	var room foldRoom
	x.markForm(wholeFolded, gramFolded, fold(text, &room), m)
}

// markForm looks up a text in one form, as a whole and part by part.
func (x *factIndex) markForm(wholes, parts kind, text string, m marks) {
	if lists := x.lists[wholes]; len(lists) > 0 {
		m.add(lists[uint64(newHash().text(text))])
	}
	if lists := x.lists[parts]; len(lists) > 0 {
		x.filters[parts].scan(text, lists, m)
	}
}

// list returns the rules that are filed there.
func (x *index) list(f fact, h handle) []int32 {
	for i := range x.facts {
		if x.facts[i].fact == f {
			return x.facts[i].lists[h.kind][h.key]
		}
	}
	return nil
}

// file adds a rule.
func (x *index) file(f fact, h handle, rule int32) {
	at := slices.IndexFunc(x.facts, func(known factIndex) bool { return known.fact == f })
	if at < 0 {
		at = len(x.facts)
		x.facts = append(x.facts, factIndex{fact: f})
	}
	lists := &x.facts[at].lists[h.kind]
	if *lists == nil {
		*lists = map[uint64][]int32{}
	}
	(*lists)[h.key] = appendPlace((*lists)[h.key], rule)
}

// appendPlace adds a rule that is not the last one already: patterns of a rule are filed one after the other.
func appendPlace(list []int32, rule int32) []int32 {
	if len(list) > 0 && list[len(list)-1] == rule {
		return list
	}
	return append(list, rule)
}

// finish prepares the index for being read, when all is filed.
func (x *index) finish() {
	for i := range x.facts {
		f := &x.facts[i]
		f.filters[gram], f.filters[gramFolded] = newFilter(f.lists[gram]), newFilter(f.lists[gramFolded])
	}
}
