//go:build linux

package main

import (
	"slices"
	"strconv"
	"strings"

	"sojourn/test/bench/internal/server"
)

// bound is a bucket of a histogram at /metrics.
type bound struct {
	name    string
	seconds float64
}

// bounds are the buckets whose names begin with a text, ending with le=", in their order.
func bounds(m server.Metrics, prefix string) []bound {
	var all []bound
	for name := range m {
		rest, found := strings.CutPrefix(name, prefix)
		if !found {
			continue
		}
		if seconds, err := strconv.ParseFloat(strings.TrimSuffix(rest, `"}`), 64); err == nil {
			all = append(all, bound{name, seconds})
		}
	}
	slices.SortFunc(all, func(a, b bound) int {
		if a.seconds < b.seconds {
			return -1
		}
		return 1
	})
	return all
}
