package restapi

import (
	"cmp"
	"slices"
	"strings"
)

// page is which part of a page-numbered listing is wanted (api.md §4.1).
type page struct{ number, size int }

func (q query) page() (p page, err error) {
	if p.number, err = q.count("pageNumber"); err != nil {
		return p, err
	}
	p.number = max(p.number, 1)
	p.size, err = q.pageSize()
	return p, err
}

// pageInfo is what the envelope of such a listing tells. The URIs at the ends are empty.
type pageInfo struct {
	size, number, count               int
	total                             int64
	self, first, last, next, previous string
}

// cut returns the entities of a page, never nil, and the envelope.
func cutPage[T any](r *request, q query, p page, all []T) ([]T, pageInfo) {
	uri := func(number int) string {
		return r.uri(q, "pageSize", itoa(p.size), "pageNumber", itoa(number))
	}
	info := pageInfo{
		size: p.size, number: p.number, total: int64(len(all)),
		count: (len(all) + p.size - 1) / p.size,
		self:  uri(p.number),
		first: uri(1),
	}
	info.last = uri(max(info.count, 1))
	if p.number < info.count {
		info.next = uri(p.number + 1)
	}
	if p.number > 1 && p.number <= info.count+1 {
		info.previous = uri(p.number - 1)
	}
	if p.number > info.count {
		return []T{}, info
	}
	from := (p.number - 1) * p.size
	return all[from:min(from+p.size, len(all))], info
}

// fields are what a listing can be sorted by: the first-level fields of its entities by name.
type fields[T any] map[string]order[T]

// order is the order of a field. Entities that lack it come last, whichever way the others go.
type order[T any] struct {
	compare func(a, b T) int
	missing func(T) bool // nil if the field is always there
}

func by[T any, V cmp.Ordered](value func(T) V) order[T] {
	return order[T]{compare: func(a, b T) int { return cmp.Compare(value(a), value(b)) }}
}

// byText compares in any case.
func byText[T any](value func(T) string) order[T] {
	o := by(func(x T) string { return strings.ToLower(value(x)) })
	o.missing = func(x T) bool { return value(x) == "" }
	return o
}

// byNumber is for a number that may be missing.
func byNumber[T any](value func(T) *int) order[T] {
	return order[T]{
		compare: func(a, b T) int { return cmp.Compare(*value(a), *value(b)) },
		missing: func(x T) bool { return value(x) == nil },
	}
}

func byFlag[T any](value func(T) bool) order[T] {
	return by(func(x T) int {
		if value(x) {
			return 1
		}
		return 0
	})
}

// direction returns the order as it was asked for.
func (o order[T]) direction(descending bool) func(a, b T) int {
	return func(a, b T) int {
		if o.missing != nil {
			switch lacksA, lacksB := o.missing(a), o.missing(b); {
			case lacksA && lacksB:
				return 0
			case lacksA:
				return 1
			case lacksB:
				return -1
			}
		}
		if descending {
			a, b = b, a
		}
		return o.compare(a, b)
	}
}

// sortBy orders the entities by the parameter of that name, a list of fields of which those with a minus
// are descending (api.md §5). Equal ones stay as they are.
func sortBy[T any](q query, all []T, known fields[T]) error {
	wanted := q.list("sortBy")
	orders := make([]func(a, b T) int, len(wanted))
	for i, text := range wanted {
		name, descending := strings.CutPrefix(text, "-")
		order, found := known[name]
		if !found {
			return invalid("sortBy", "there is no field "+name+" to sort by")
		}
		orders[i] = order.direction(descending)
	}
	slices.SortStableFunc(all, func(a, b T) int {
		for _, order := range orders {
			if c := order(a, b); c != 0 {
				return c
			}
		}
		return 0
	})
	return nil
}
