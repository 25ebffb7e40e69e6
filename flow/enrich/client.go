package enrich

import (
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"sojourn/flow/enrich/agent"
	"sojourn/journey"
)

// maxAgent is as much of a user agent as is looked at and kept, in bytes.
const maxAgent = 1024

// defaultAgentCache is the number of user agents that are remembered: a few thousand make up
// nearly all traffic.
const defaultAgentCache = 1 << 14

// client tells browser and device: what the body says of them counts as a whole, else the user
// agent (enrichment.md §1). Apps have no browser.
func (e *Enricher) client(t *Traces, out *journey.Event) {
	userAgent := t.UserAgent
	if !utf8.ValidString(userAgent) {
		userAgent = strings.ToValidUTF8(userAgent, "\uFFFD")
	}
	userAgent = cutBytes(userAgent, maxAgent)
	web := t.Kind == journey.Web
	out.Browser, out.Device, out.UserAgent = nil, t.Device, ""
	var known *profile
	if t.Device == nil || web && t.Browser == nil {
		known = e.agents.profile(userAgent)
		userAgent = known.userAgent
	}
	if t.Device == nil {
		out.Device = known.device
	}
	if !web {
		return
	}
	out.UserAgent = userAgent
	lang := firstLanguage(t.AcceptLanguage)
	switch {
	case t.Browser == nil:
		out.Browser = known.browserIn(lang)
	case t.Browser.Lang == "" && lang != "":
		browser := *t.Browser
		browser.Lang = lang
		out.Browser = &browser
	default:
		out.Browser = t.Browser
	}
}

// firstLanguage returns the first tag of an Accept-Language header if it can be one.
func firstLanguage(header string) string {
	const longest = 35 // RFC 5646 §4.4.1
	tag, _, _ := strings.Cut(header, ",")
	tag, _, _ = strings.Cut(tag, ";")
	tag = strings.TrimSpace(tag)
	if len(tag) > longest {
		return ""
	}
	for i := range len(tag) {
		if c := tag[i]; !isLetter(c) && !isDigit(c) && c != '-' {
			return ""
		}
	}
	return tag
}

// profile is what a user agent tells, shared by all events that bring it.
type profile struct {
	userAgent string
	isBot     bool
	browser   *journey.Browser
	device    *journey.Device
	localized atomic.Pointer[journey.Browser] // the browser in the language that came last
	events    atomic.Uint32                   // that brought it
}

// browserIn returns the browser with a language. Most visitors of one agent have one language, so
// one is kept.
func (p *profile) browserIn(lang string) *journey.Browser {
	if lang == "" {
		return p.browser
	}
	if last := p.localized.Load(); last != nil && last.Lang == lang {
		return last
	}
	browser := *p.browser
	browser.Lang = strings.Clone(lang) // lang is part of a request's header
	p.localized.Store(&browser)
	return &browser
}

// agentCache remembers the profiles of user agents.
type agentCache struct {
	rules    *agent.Rules
	profiles *cache[string, *profile]
}

func newAgentCache(rules *agent.Rules, capacity int) *agentCache {
	if capacity <= 0 {
		capacity = defaultAgentCache
	}
	return &agentCache{rules: rules, profiles: newCache[string, *profile](capacity)}
}

func (c *agentCache) profile(userAgent string) *profile {
	if p, ok := c.profiles.get(userAgent); ok {
		p.events.Add(1)
		return p
	}
	userAgent = strings.Clone(userAgent) // it is part of a request, and its parts are kept
	parsed := c.rules.Parse(userAgent)
	p := &profile{
		userAgent: userAgent, isBot: IsBot(userAgent),
		browser: browserOf(parsed), device: deviceOf(parsed, userAgent),
	}
	c.profiles.put(userAgent, p)
	return p
}
