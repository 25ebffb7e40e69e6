package external

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"sojourn/journey"
)

// values turns attributes that satisfy the schema into what an event holds: scalars into attributes, lists
// into attribute lists, both by name. Nulls are dropped (events.md §4.2).
func (v *Validator) values(attributes map[string]any) (
	scalars []journey.Attribute, lists []journey.AttributeList, fault *journey.Fault,
) {
	scalars = make([]journey.Attribute, 0, len(attributes))
	for name, value := range attributes {
		if !isFieldName(name) {
			return nil, nil, journey.Invalid(member("attributes", name), "is a name that is not allowed")
		}
		switch value := value.(type) {
		case nil:
		case []any:
			list, fault := listOf(name, value, v.fields[name].entries)
			if fault != nil {
				return nil, nil, fault
			}
			lists = append(lists, list)
		default:
			dataType, text, problem := scalarOf(value, v.fields[name].kind)
			if problem != "" {
				return nil, nil, journey.Invalid(member("attributes", name), "%s", problem)
			}
			scalars = append(scalars, journey.Attribute{Name: name, Type: dataType, Value: text})
		}
	}
	if len(lists) > maxLists {
		return nil, nil, journey.Invalid("attributes", "must have at most %d lists", maxLists)
	}
	slices.SortFunc(scalars, func(a, b journey.Attribute) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(lists, func(a, b journey.AttributeList) int { return strings.Compare(a.Name, b.Name) })
	return scalars, lists, nil
}

// listOf turns a list of scalars of one type into an attribute list. Whole numbers among others are
// numbers.
func listOf(name string, entries []any, kind fieldKind) (journey.AttributeList, *journey.Fault) {
	list := journey.AttributeList{Name: name, Type: typeOf[kind], Values: make([]string, 0, len(entries))}
	for i, value := range entries {
		path := entry(member("attributes", name), i)
		dataType, text, problem := scalarOf(value, kind)
		if problem == "" && value == nil {
			problem = "must not be null"
		}
		if problem != "" {
			return list, journey.Invalid(path, "%s", problem)
		}
		common, ok := commonType(list.Type, dataType)
		if !ok {
			return list, journey.Invalid(path, "must be of the same type as the others")
		}
		list.Type = common
		list.Values = append(list.Values, text)
	}
	if list.Type == journey.TypeNone {
		list.Type = journey.String // an empty list of unknown type
	}
	return list, nil
}

// commonType is the type that a list has with the next entry.
func commonType(list, next journey.DataType) (journey.DataType, bool) {
	isNumeric := func(t journey.DataType) bool { return t == journey.Integer || t == journey.Number }
	switch {
	case list == journey.TypeNone || list == next:
		return next, true
	case isNumeric(list) && isNumeric(next):
		return journey.Number, true
	}
	return list, false
}

// typeOf is the data type of fields whose kind is known.
var typeOf = map[fieldKind]journey.DataType{
	textField: journey.String, integerField: journey.Integer, numberField: journey.Number,
	booleanField: journey.Boolean,
}

// scalarOf returns the type and the text form of a value (session.md §3.4), or what is wrong with it. The
// kind decides between integer and number.
func scalarOf(value any, kind fieldKind) (dataType journey.DataType, text, problem string) {
	switch value := value.(type) {
	case string:
		return journey.String, cut(value, maxValueLength), ""
	case bool:
		return journey.Boolean, strconv.FormatBool(value), ""
	case json.Number:
		return numberOf(value, kind)
	case nil:
		return journey.TypeNone, "", ""
	}
	return journey.TypeNone, "", "must be a scalar or a list of scalars"
}

// numberOf writes a number in the form of its type.
func numberOf(number json.Number, kind fieldKind) (dataType journey.DataType, text, problem string) {
	isWhole := !strings.ContainsAny(string(number), ".eE")
	if kind == integerField || kind == anyField && isWhole {
		digits, ok := integerText(number, isWhole)
		if !ok {
			return journey.Integer, "", "must be a whole number of at most 100 digits"
		}
		return journey.Integer, digits, ""
	}
	value, err := number.Float64()
	if err != nil {
		return journey.Number, "", "must be a number of usual size"
	}
	return journey.Number, numberText(value), ""
}

// integerText writes a whole number in plain digits, whatever form it came in: 12.0 and 1e3 are whole too.
func integerText(number json.Number, isWhole bool) (string, bool) {
	text := string(number)
	if !isWhole {
		r := rational(number)
		if !r.IsInt() {
			return "", false
		}
		text = r.Num().String()
	}
	if text == "-0" {
		text = "0"
	}
	return text, len(strings.TrimPrefix(text, "-")) <= maxDigits
}

// numberText writes the shortest decimal form that is the same number, as JavaScript does: plain digits from
// 1e-6 up to 1e21, an exponent beyond (session.md §3.4).
func numberText(value float64) string {
	if size := math.Abs(value); value == 0 || size >= 1e-6 && size < 1e21 {
		return strconv.FormatFloat(value+0, 'f', -1, 64) // the zero that is added makes -0 a 0
	}
	text := strconv.FormatFloat(value, 'e', -1, 64)
	if n := len(text); text[n-2] == '0' && (text[n-3] == '-' || text[n-3] == '+') { // 1e-07 is written 1e-7
		text = text[:n-2] + text[n-1:]
	}
	return text
}

// cut shortens a text to its first characters.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	characters := 0
	for at := range text {
		if characters == most {
			return text[:at]
		}
		characters++
	}
	return text
}

// rational returns a number that isBounded exactly.
func rational(number json.Number) *big.Rat {
	r, _ := new(big.Rat).SetString(string(number)) // every JSON number is a rational
	return r
}
