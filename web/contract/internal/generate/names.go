package main

import (
	"regexp"
	"strings"
	"unicode"

	"sojourn/web/contract/internal/source"
)

// initialisms are words that Go writes in capitals.
var initialisms = map[string]string{
	"Id": "ID", "Ids": "IDs", "Ip": "IP", "Uri": "URI", "Url": "URL", "Api": "API",
	"Ui": "UI", "Json": "JSON", "Sdk": "SDK", "Os": "OS", "Jwks": "JWKS",
}

var wordPattern = regexp.MustCompile(`[A-Z]+[a-z]*|[a-z]+|[0-9]+`)

// goName writes a member name or an enum value as an exported Go identifier.
func goName(name string) string {
	var b strings.Builder
	for _, word := range wordPattern.FindAllString(name, -1) {
		word = strings.ToUpper(word[:1]) + word[1:]
		if initialism, ok := initialisms[word]; ok {
			word = initialism
		}
		b.WriteString(word)
	}
	return b.String()
}

// words takes a camelCase operation id apart: getJourneySession is "Get journey session".
func words(id string) string {
	var b strings.Builder
	for i, r := range id {
		switch {
		case i == 0:
			b.WriteRune(unicode.ToUpper(r))
		case unicode.IsUpper(r):
			b.WriteByte(' ')
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// summary is what an operation does, in a few words.
func summary(op source.Operation) string {
	if op.Summary != "" {
		return op.Summary
	}
	return words(op.ID) + "."
}

// tag groups operations by the noun their path begins with.
func tag(op source.Operation) string {
	parts := strings.Split(strings.TrimPrefix(op.Path, "/api/v2/"), "/")
	switch parts[0] {
	case "", "oauth", "webdeployments": // /oauth/token, /webdeployments/v1/...
		parts = strings.Split(strings.Trim(op.Path, "/"), "/")[:1]
	case "journey", "sojourn":
		parts = parts[:2]
	default:
		parts = parts[:1]
	}
	return strings.Join(parts, "/")
}

// tierTitles says what the tiers hold (api.md §10).
var tierTitles = map[string]string{
	"T0": "Tokens, organisation, authorization, notifications",
	"T1": "Sessions, events, ingest",
	"T2": "Segments, outcomes, assignments",
	"T3": "Action maps, templates, targets",
	"T4": "Analytics, estimates, flow paths, predictors",
	"T5": "Journey views, external events",
}
