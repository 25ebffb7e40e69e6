package journey

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// project folds one projected value into the session's attributes (session.md §5). Every
// function keeps the stamps that let a late value fall into its place, so that no order of
// arrival changes the result.
func (s *Session) project(p *Projected, stamp Stamp) {
	at, found := slices.BinarySearchFunc(s.Attributes, p.Name, func(a Projection, name string) int {
		return strings.Compare(a.Name, name)
	})
	if !found {
		s.Attributes = slices.Insert(s.Attributes, at, Projection{Name: p.Name, Function: p.Function, First: stamp})
	}
	s.Attributes[at].add(p, stamp)
	s.dropExcess()
}

// dropExcess keeps the MaxSessionAttributes that were used first.
func (s *Session) dropExcess() {
	for len(s.Attributes) > MaxSessionAttributes {
		last := 0
		for i := range s.Attributes {
			if s.Attributes[last].First.Before(s.Attributes[i].First) {
				last = i
			}
		}
		s.Attributes = slices.Delete(s.Attributes, last, last+1)
	}
}

// add folds one value. The function is that of the newest definition that was at work.
func (a *Projection) add(p *Projected, stamp Stamp) {
	if stamp.Before(a.First) {
		a.First = stamp
	}
	newest := !stamp.Before(a.Newest)
	if newest {
		a.Newest, a.Type, a.Function = stamp, p.Type, p.Function
	}
	a.Count++
	switch p.Function {
	case Last:
		if newest {
			a.Value = p.Value
		}
	case First:
		if a.Oldest.IsZero() || stamp.Before(a.Oldest) {
			a.Oldest, a.Value = stamp, p.Value
		}
	case Sum:
		a.Sum = addExact(a.Sum, p.Value)
	case Min:
		if a.Count == 1 || less(p.Value, a.Value) {
			a.Value = p.Value
		}
	case Max:
		if a.Count == 1 || less(a.Value, p.Value) {
			a.Value = p.Value
		}
	case List:
		a.list(p, stamp, true)
	case All:
		a.list(p, stamp, false)
	}
}

// list adds a member in stamp order, keeping the first MaxListValues.
func (a *Projection) list(p *Projected, stamp Stamp, distinct bool) {
	if distinct {
		for i := range a.Values {
			if a.Values[i].Value == p.Value {
				if stamp.Before(a.Values[i].Stamp) {
					a.Values[i].Stamp, a.Values[i].Type = stamp, p.Type
					bubble(a.Values, i, func(l *Listed) Stamp { return l.Stamp })
				}
				return
			}
		}
	}
	a.Values = append(a.Values, Listed{Stamp: stamp, Type: p.Type, Value: p.Value})
	bubble(a.Values, len(a.Values)-1, func(l *Listed) Stamp { return l.Stamp })
	a.Values = a.Values[:min(len(a.Values), MaxListValues)]
}

// Scalar returns the attribute as session.md §3.4 shows it, and whether there is one: lists
// are shown elsewhere, and an empty Last was removed.
func (a *Projection) Scalar() (Attribute, bool) {
	switch a.Function {
	case Count:
		return Attribute{Name: a.Name, Type: Integer, Value: strconv.FormatUint(a.Count, 10)}, true
	case Sum:
		return Attribute{Name: a.Name, Type: a.Type, Value: exactText(a.Sum)}, true
	case List, All:
		return Attribute{}, false
	}
	return Attribute{Name: a.Name, Type: a.Type, Value: a.Value}, a.Value != ""
}

// AsList returns the attribute as session.md §3.5 shows it, and whether it is a list. Members of
// different types are all strings.
func (a *Projection) AsList() (DataType, []string, bool) {
	if a.Function != List && a.Function != All || len(a.Values) == 0 {
		return TypeNone, nil, false
	}
	dataType := a.Values[0].Type
	values := make([]string, len(a.Values))
	for i, member := range a.Values {
		values[i] = member.Value
		if member.Type != dataType {
			dataType = String
		}
	}
	return dataType, values, true
}

// exactPrec holds every sum of 2^64 float64 values exactly, so that a sum does not depend on the
// order of its terms.
const exactPrec = 2200

// addExact adds a decimal text to an exact sum.
func addExact(sum []byte, text string) []byte {
	total := exactOf(sum)
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return sum // no number, or beyond float64: it counts nothing
	}
	total.Add(total, new(big.Float).SetFloat64(value))
	encoded, err := total.GobEncode()
	if err != nil {
		return sum
	}
	return encoded
}

// exactOf decodes an exact sum; an empty one is 0.
func exactOf(sum []byte) *big.Float {
	total := new(big.Float).SetPrec(exactPrec)
	if len(sum) == 0 || total.GobDecode(sum) != nil {
		return new(big.Float).SetPrec(exactPrec)
	}
	return total.SetPrec(exactPrec)
}

// exactText is the shortest decimal form of a sum.
func exactText(sum []byte) string {
	total, _ := exactOf(sum).Float64()
	return strconv.FormatFloat(total, 'f', -1, 64)
}

// less compares two decimal texts as numbers.
func less(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && (errY != nil || x < y)
}
