package agent

// word numbers a literal of the dictionary.
type word uint16

// dictionary numbers the literals of all rules.
type dictionary struct {
	words   []string
	numbers map[string]word
}

func newDictionary() *dictionary { return &dictionary{numbers: map[string]word{}} }

// maxWord is as much of a literal as is looked for, in bytes: more would tell little more.
const maxWord = 14

// clause returns the numbers of the literals.
func (d *dictionary) clause(literals []string) clause {
	numbers := make(clause, 0, len(literals))
	for _, literal := range literals {
		literal = literal[:min(len(literal), maxWord)]
		n, known := d.numbers[literal]
		if !known {
			n = word(len(d.words))
			d.words = append(d.words, literal)
			d.numbers[literal] = n
		}
		numbers = append(numbers, n)
	}
	return numbers
}

// automaton finds all words in a text in one pass, blind to case: Aho-Corasick with the failure
// links compiled into the transitions. Bytes that are in no word share one column. States are
// numbered in 16 bits, of which the pinned rules use a third (a test counts).
type automaton struct {
	words   int
	columns [256]uint8
	width   int
	next    []uint16 // state*width + column
	ends    [][]word // the words that end in a state, those of its suffixes included
}

func newAutomaton(words []string) *automaton {
	a := &automaton{words: len(words), width: 1}
	for _, w := range words {
		for i := range len(w) {
			if a.columns[w[i]] == 0 {
				a.columns[w[i]] = uint8(a.width)
				a.width++
			}
		}
	}
	for c := 'A'; c <= 'Z'; c++ {
		a.columns[c] = a.columns[c+'a'-'A']
	}
	a.addState()
	for n, w := range words {
		state := 0
		for i := range len(w) {
			at := state*a.width + int(a.columns[w[i]])
			if a.next[at] == 0 {
				a.next[at] = uint16(a.addState())
			}
			state = int(a.next[at])
		}
		a.ends[state] = append(a.ends[state], word(n))
	}
	a.link()
	return a
}

func (a *automaton) addState() int {
	a.next = append(a.next, make([]uint16, a.width)...)
	a.ends = append(a.ends, nil)
	return len(a.ends) - 1
}

// link turns the tree into the automaton, breadth first: a missing transition goes where the
// longest proper suffix of the state would go.
func (a *automaton) link() {
	suffix := make([]uint16, len(a.ends))
	var queue []uint16
	for column := range a.width {
		if child := a.next[column]; child != 0 {
			queue = append(queue, child)
		}
	}
	for len(queue) > 0 {
		state := queue[0]
		queue = queue[1:]
		a.ends[state] = append(a.ends[state], a.ends[suffix[state]]...)
		row, fallback := int(state)*a.width, int(suffix[state])*a.width
		for column := range a.width {
			child := a.next[row+column]
			if child == 0 {
				a.next[row+column] = a.next[fallback+column]
				continue
			}
			suffix[child] = a.next[fallback+column]
			queue = append(queue, child)
		}
	}
}

// occurrences is the set of words that occur in a text.
type occurrences struct {
	words   []word
	bits    []uint64
	scratch []int32 // for the candidates of a list
}

// scan finds the words of a text.
func (a *automaton) scan(text string) *occurrences {
	found := &occurrences{bits: make([]uint64, a.words/64+1)}
	text = foldSpecials(text)
	state := 0
	for i := range len(text) {
		state = int(a.next[state*a.width+int(a.columns[text[i]])])
		for _, w := range a.ends[state] {
			found.add(w)
		}
	}
	return found
}

func (o *occurrences) add(w word) {
	if bit := uint64(1) << (w % 64); o.bits[w/64]&bit == 0 {
		o.bits[w/64] |= bit
		o.words = append(o.words, w)
	}
}

func (o *occurrences) has(w word) bool { return o.bits[w/64]&(1<<(w%64)) != 0 }

// meet reports whether every clause is met.
func (o *occurrences) meet(clauses []clause) bool {
	for _, c := range clauses {
		if !o.meetsOne(c) {
			return false
		}
	}
	return true
}

func (o *occurrences) meetsOne(c clause) bool {
	for _, w := range c {
		if o.has(w) {
			return true
		}
	}
	return false
}
