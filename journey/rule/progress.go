package rule

// Progress is what one rule has seen of one session. A rule without progress stands at its beginning.
type Progress struct {
	Rule    uint64 // of which rule, see Rule.ID
	Pattern uint8  // of the journey that comes next
	Hits    uint8  // of that pattern so far
	Done    bool   // the journey is complete; stays so
	Matched bool   // context and journey held together once; the rule has nothing more to say about the session
	Value   string // the newest value of Rule.ValueOf among the events that met a pattern; see Set.Judge
}

// Step is what an event did to the progress of a rule.
type Step struct {
	Index    int // of the rule in the set
	Progress     // afterwards
}
