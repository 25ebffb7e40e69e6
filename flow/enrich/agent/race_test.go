//go:build race

package agent

// thin is the share of agents that TestSameAsPlain takes: plain evaluation under the race detector
// takes more than a minute for all of them.
const thin = 25
