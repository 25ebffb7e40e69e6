package agent

import "strings"

// Parse says what the rules know of a user agent.
func (r *Rules) Parse(agent string) Agent {
	found := r.automaton.scan(agent)
	return assemble(
		r.browsers.first(agent, found),
		r.systems.first(agent, found),
		r.devices.first(agent, found))
}

// assemble puts the parts that the three lists found together; each may be nil.
func assemble(browser, system, device []string) Agent {
	a := Agent{Browser: versioned(browser), OS: versioned(system), Device: Device{Family: unknown}}
	if device != nil {
		a.Device = Device{Family: device[0], Brand: device[1], Model: device[2]}
	}
	return a
}

func versioned(parts []string) Versioned {
	if parts == nil {
		return Versioned{Family: unknown}
	}
	var known []string
	for _, part := range parts[1:] {
		if part != "" {
			known = append(known, part)
		}
	}
	return Versioned{Family: parts[0], Version: strings.Join(known, ".")}
}
