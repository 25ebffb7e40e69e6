package external

import (
	"errors"
	"regexp"
	"regexp/syntax"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Patterns are matched in time that grows with pattern times text and never faster: Go's expressions
// do not backtrack. So bounding the compiled size of a pattern bounds its cost.
const (
	maxPattern             = 256 // bytes
	maxPatternInstructions = 250
)

var (
	errPatternLong    = errors.New("must have at most 256 characters")
	errPatternCost    = errors.New("is a pattern that costs too much to match")
	errPatternUnknown = errors.New("must be a regular expression without look-around and back references")
)

// patternCost returns the number of instructions that a pattern compiles to.
func patternCost(text string) (int, error) {
	if len(text) > maxPattern {
		return 0, errPatternLong
	}
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return 0, errPatternUnknown
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return 0, errPatternUnknown
	}
	if len(program.Inst) > maxPatternInstructions {
		return 0, errPatternCost
	}
	return len(program.Inst), nil
}

// compilePattern is the validator's engine of regular expressions. It runs for the values of format
// regex too, hence the limits here.
func compilePattern(text string) (jsonschema.Regexp, error) {
	if _, err := patternCost(text); err != nil {
		return nil, err
	}
	return regexp.Compile(text)
}
