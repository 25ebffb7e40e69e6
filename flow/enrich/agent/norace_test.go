//go:build !race

package agent

// thin is the share of agents that TestSameAsPlain takes: one in one.
const thin = 1
