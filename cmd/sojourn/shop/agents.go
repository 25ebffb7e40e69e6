package shop

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// userAgent is what a browser calls itself.
type userAgent struct {
	weight int
	text   string
}

func (u userAgent) weigh() int { return u.weight }

//go:embed agents.txt
var agentList string

// userAgents are those of agents.txt: a weight, a space, the user agent.
var userAgents = sync.OnceValue(func() []userAgent {
	var all []userAgent
	for line := range strings.Lines(agentList) {
		weight, text, ok := strings.Cut(strings.TrimSpace(line), " ")
		n, err := strconv.Atoi(weight)
		if ok && err == nil {
			all = append(all, userAgent{n, text})
		}
	}
	return all
})
