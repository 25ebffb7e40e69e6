package rule

import (
	"cmp"
	"strconv"
)

// path says where a criterion stands.
type path struct {
	part      string // context or journey
	pattern   int
	criterion int
}

// String returns the path as it is in JSON, such as journey.patterns[0].criteria[1].
func (p path) String() string {
	return at(at(p.part+".patterns", p.pattern)+".criteria", p.criterion)
}

// at returns the path of an element of a list.
func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// compare orders the criteria of one part as they were written.
func (p path) compare(q path) int {
	return cmp.Or(cmp.Compare(p.pattern, q.pattern), cmp.Compare(p.criterion, q.criterion))
}
