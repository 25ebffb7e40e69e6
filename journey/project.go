package journey

import (
	"math"
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
	s.Attributes[at].add(s.Conversation, p, stamp)
	s.dropExcess()
}

// dropExcess keeps the MaxSessionAttributes that were used first.
func (s *Session) dropExcess() {
	for len(s.Attributes) > MaxSessionAttributes {
		last := 0
		for i := range s.Attributes {
			if s.Conversation.before(s.Attributes[last].First, s.Attributes[i].First) {
				last = i
			}
		}
		s.Attributes = slices.Delete(s.Attributes, last, last+1)
	}
}

// add folds one value into an attribute of a session, of that conversation if it is one. The function
// is that of the newest definition that was at work.
func (a *Projection) add(c *ConversationSession, p *Projected, stamp Stamp) {
	if c.before(stamp, a.First) {
		a.First = stamp
	}
	newest := !c.before(stamp, a.Newest)
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
		if a.Oldest.IsZero() || c.before(stamp, a.Oldest) {
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
		a.list(c, p, stamp, true)
	case All:
		a.list(c, p, stamp, false)
	}
}

// list adds a member in stamp order, keeping the first MaxListValues.
func (a *Projection) list(c *ConversationSession, p *Projected, stamp Stamp, distinct bool) {
	if distinct {
		for i := range a.Values {
			if a.Values[i].Value == p.Value {
				if c.before(stamp, a.Values[i].Stamp) {
					a.Values[i].Stamp, a.Values[i].Type = stamp, p.Type
					bubble(c, a.Values, i, func(l *Listed) Stamp { return l.Stamp })
				}
				return
			}
		}
	}
	a.Values = append(a.Values, Listed{Stamp: stamp, Type: p.Type, Value: p.Value})
	bubble(c, a.Values, len(a.Values)-1, func(l *Listed) Stamp { return l.Stamp })
	a.Values = a.Values[:min(len(a.Values), MaxListValues)]
}

// Scalar returns the attribute as session.md §3.4 shows it, and whether there is one: lists
// are shown elsewhere, and an empty Last was removed.
func (a *Projection) Scalar() (Attribute, bool) {
	switch a.Function {
	case Count:
		return Attribute{Name: a.Name, Type: Integer, Value: strconv.FormatUint(a.Count, 10)}, true
	case Sum:
		dataType, value := exactText(a.Sum, a.Type)
		return Attribute{Name: a.Name, Type: dataType, Value: value}, true
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

// addExact adds a decimal text to an exact sum. What is no number counts nothing.
func addExact(sum []byte, text string) []byte {
	value, ok := exactNumber(text)
	if !ok {
		return sum
	}
	total := exactOf(sum)
	encoded, err := total.Add(total, value).GobEncode()
	if err != nil {
		return sum
	}
	return encoded
}

// exactNumber reads an integer as it is, and any other number as the float64 it stands for.
func exactNumber(text string) (*big.Float, bool) {
	if integer, ok := new(big.Int).SetString(text, 10); ok {
		return new(big.Float).SetPrec(exactPrec).SetInt(integer), true
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(value) || math.IsInf(value, 0) {
		return nil, false
	}
	return new(big.Float).SetPrec(exactPrec).SetFloat64(value), true
}

// exactOf decodes an exact sum; an empty one is 0.
func exactOf(sum []byte) *big.Float {
	total := new(big.Float).SetPrec(exactPrec)
	if len(sum) == 0 || total.GobDecode(sum) != nil {
		return new(big.Float).SetPrec(exactPrec)
	}
	return total.SetPrec(exactPrec)
}

// exactText is a sum as text, and its type: an integer if it is one and its terms are, else the
// shortest decimal form.
func exactText(sum []byte, of DataType) (DataType, string) {
	total := exactOf(sum)
	if of == Integer && total.IsInt() {
		return Integer, total.Text('f', 0)
	}
	rounded, _ := total.Float64()
	return Number, strconv.FormatFloat(rounded, 'f', -1, 64)
}

// less compares two decimal texts as numbers; texts that stand for the same number compare as texts, so
// that the order of arrival decides nothing.
func less(a, b string) bool {
	x, okX := exactNumber(a)
	y, okY := exactNumber(b)
	if !okX || !okY {
		return okX
	}
	if order := x.Cmp(y); order != 0 {
		return order < 0
	}
	return a < b
}
