package define

import (
	"cmp"
	"maps"
	"slices"

	"sojourn/journey"
)

// snapshot is all definitions at one moment. Once it is published it never changes.
type snapshot map[journey.Noun]*shelf

// shelf is the definitions of one noun.
type shelf struct {
	byID   map[string]journey.Definition // tombstones included, for their version
	listed []journey.Definition          // by createdDate, then id; without tombstones
}

func (s snapshot) get(noun journey.Noun, id string) (journey.Definition, bool) {
	shelf := s[noun]
	if shelf == nil {
		return journey.Definition{}, false
	}
	d, found := shelf.byID[id]
	return d, found
}

func (s snapshot) list(noun journey.Noun) []journey.Definition {
	if shelf := s[noun]; shelf != nil {
		return slices.Clip(shelf.listed)
	}
	return nil
}

// put adds or replaces a definition in place: for a snapshot that nobody reads yet.
func (s snapshot) put(d journey.Definition) {
	on := s[d.Noun]
	if on == nil {
		on = &shelf{byID: map[string]journey.Definition{}}
		s[d.Noun] = on
	}
	if old, found := on.byID[d.ID]; found && !old.Deleted {
		at, _ := slices.BinarySearchFunc(on.listed, old, inOrder)
		on.listed = slices.Delete(on.listed, at, at+1)
	}
	if !d.Deleted {
		at, _ := slices.BinarySearchFunc(on.listed, d, inOrder)
		on.listed = slices.Insert(on.listed, at, d)
	}
	on.byID[d.ID] = d
}

// with returns a copy that has the definition; what does not concern its noun is shared.
func (s snapshot) with(d journey.Definition) snapshot {
	next := maps.Clone(s)
	if old := s[d.Noun]; old != nil {
		next[d.Noun] = &shelf{byID: maps.Clone(old.byID), listed: slices.Clone(old.listed)}
	}
	next.put(d)
	return next
}

func inOrder(a, b journey.Definition) int {
	return cmp.Or(cmp.Compare(a.Created, b.Created), cmp.Compare(a.ID, b.ID))
}
