package main

import (
	"runtime/debug"
	"slices"
	"strings"
)

// garbagePercent lets the heap grow to four times what is alive before it is collected. What is alive is small here
// (states and caches of a bounded size), and collecting half as often is worth more than the memory; the soft limit
// keeps it in bounds. BenchmarkSubmitAll in flow/stitch takes a third less time than with Go's default of 100.
const garbagePercent = 300

// tuneCollector sets up the garbage collector, unless the environment does.
func tuneCollector(environ []string, heapBytes int64) {
	if !names(environ, "GOGC") {
		debug.SetGCPercent(garbagePercent)
	}
	if !names(environ, "GOMEMLIMIT") {
		debug.SetMemoryLimit(heapBytes)
	}
}

// names reports whether the environment has a variable of that name.
func names(environ []string, name string) bool {
	return slices.ContainsFunc(environ, func(pair string) bool { return strings.HasPrefix(pair, name+"=") })
}
