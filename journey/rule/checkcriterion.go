package rule

import "unicode/utf8"

// visitEntity is the only thing that context criteria can be about.
const visitEntity = "visit"

// criteria checks those of a pattern: of the context, or of the journey.
func (k *checker) criteria(field string, criteria []Criterion, ofContext bool) {
	for i := range k.within(MaxCriteria, len(criteria), field) {
		k.criterion(at(field, i), &criteria[i], ofContext)
	}
}

func (k *checker) criterion(field string, c *Criterion, ofContext bool) {
	key := k.key(field+".key", c.Key, ofContext)
	operator, _ := parseOperator(c.Operator)
	k.someValues(field+".values", c.Values)
	switch {
	case operator == noOperator:
		k.report(Invalid, field+".operator", "must be %s", operatorList)
	case operator.isNumeric():
		k.numericValues(field+".values", c, key)
	}
	switch {
	case !ofContext:
	case c.EntityType == "":
		k.report(Missing, field+".entityType", "is required")
	case c.EntityType != visitEntity:
		k.report(Invalid, field+".entityType", "must be %s", visitEntity)
	}
}

func (k *checker) key(field, text string, ofContext bool) Key {
	key := parseKey(text).key
	switch {
	case text == "":
		k.report(Missing, field, "is required")
	case ofContext && !key.ofVisit():
		k.report(Invalid, field, "must be a fact about the session, such as %s", DeviceCategory)
	case !ofContext && !key.ofEvent():
		k.report(Invalid, field, "must be a fact about an event, such as %s or %s", PagePathname, Attribute)
	}
	return key
}

func (k *checker) someValues(field string, values []string) {
	switch {
	case values == nil:
		k.report(Missing, field, "is required")
	case len(values) == 0:
		k.report(Invalid, field, "must have at least one element")
	}
	before := k.values
	if k.values += len(values); before <= MaxAllValues && k.values > MaxAllValues {
		k.report(Limit, field, "must leave the definition with at most %d values in all", MaxAllValues)
	}
	for i := range k.within(MaxValues, len(values), field) {
		switch value := values[i]; {
		case value == "":
			k.report(Invalid, at(field, i), "must not be empty")
		case !utf8.ValidString(value):
			k.report(Invalid, at(field, i), "must be UTF-8")
		default:
			k.length(at(field, i), value)
		}
	}
}

// numericValues checks that there is one number. Versions are numbers with several dots.
func (k *checker) numericValues(field string, c *Criterion, key Key) {
	switch {
	case len(c.Values) > 1:
		k.report(Invalid, field, "must be one number with the operator %s", c.Operator)
	case len(c.Values) == 0 || c.Values[0] == "": // reported as such
	case key == BrowserVersion:
		if !isVersion(c.Values[0]) {
			k.report(Invalid, at(field, 0), "must be a version, such as 17.4.1, with the operator %s", c.Operator)
		}
	default:
		if _, ok := parseDecimal(c.Values[0]); !ok {
			k.report(Invalid, at(field, 0), "must be a number with the operator %s", c.Operator)
		}
	}
}
