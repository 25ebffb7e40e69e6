// Package flame draws where a program spent its time: a flame graph, as an SVG that any browser shows.
//
// Each function is a bar as wide as the time spent in it and in what it called, which stands on top of it.
// The input is what `go tool pprof -traces` prints:
//
//	-----------+-------------------------------------------------------
//	      20ms   runtime.memmove
//	             sojourn/flow/ingest.decode
//	             net/http.(*conn).serve
package flame

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Frame is a function, called on one way from the start of a goroutine.
type Frame struct {
	Name   string
	Time   time.Duration // in it and in all that it called
	called []*Frame      // in the order of their first appearance
}

// ErrNoTraces says that the program did nothing: there is nothing to draw.
var ErrNoTraces = errors.New("flame: there are no traces")

// Read adds the traces up. The root stands for the whole program. The error is ErrNoTraces if there are none.
func Read(traces io.Reader) (*Frame, error) {
	root := &Frame{Name: "all"}
	var stack []string // the innermost function first
	var spent time.Duration
	lines := bufio.NewScanner(traces)
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "-----------+") {
			root.add(stack, spent)
			stack, spent = stack[:0], 0
			continue
		}
		value, name, found := cutValue(line)
		switch {
		case found && len(stack) == 0:
			spent, stack = value, append(stack, name)
		case len(stack) > 0 && strings.TrimSpace(line) != "":
			stack = append(stack, strings.TrimSpace(line))
		}
	}
	root.add(stack, spent)
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("flame: %w", err)
	}
	if root.Time == 0 {
		return nil, ErrNoTraces
	}
	return root, nil
}

// cutValue splits "  20ms   name".
func cutValue(line string) (value time.Duration, name string, found bool) {
	text, name, found := strings.Cut(strings.TrimSpace(line), " ")
	if !found {
		return 0, "", false
	}
	text = strings.NewReplacer("mins", "m", "hrs", "h").Replace(text)
	value, err := time.ParseDuration(text)
	return value, strings.TrimSpace(name), err == nil
}

// add notes that the first function of stack ran for so long, called by the others in turn.
func (f *Frame) add(stack []string, spent time.Duration) {
	if len(stack) == 0 {
		return
	}
	f.Time += spent
	for i := len(stack) - 1; i >= 0; i-- {
		f = f.callee(stack[i])
		f.Time += spent
	}
}

func (f *Frame) callee(name string) *Frame {
	for _, c := range f.called {
		if c.Name == name {
			return c
		}
	}
	c := &Frame{Name: name}
	f.called = append(f.called, c)
	return c
}

// depth is how many frames stand on each other at most.
func (f *Frame) depth() int {
	deepest := 0
	for _, c := range f.called {
		deepest = max(deepest, c.depth())
	}
	return deepest + 1
}
