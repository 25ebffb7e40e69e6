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
	web := t.Kind == journey.Web
	out.Browser, out.Device, out.UserAgent = nil, t.Device, ""
	var known *profile
	if t.Device == nil || web && t.Browser == nil {
		known = e.profile(t)
	}
	if t.Device == nil {
		out.Device = known.device
	}
	if !web {
		return
	}
	if known != nil {
		out.UserAgent = known.userAgent
	} else {
		out.UserAgent = keptAgent(t.UserAgent)
	}
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

// keptAgent is as much of a user agent as is kept.
func keptAgent(userAgent string) string {
	if !utf8.ValidString(userAgent) {
		userAgent = strings.ToValidUTF8(userAgent, "\uFFFD")
	}
	return cutBytes(userAgent, maxAgent)
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
	localized [keptLanguages]atomic.Pointer[journey.Browser] // the browser in some languages
	events    atomic.Uint32                                  // that brought it
}

// keptLanguages is in how many languages a browser is kept: the visitors of one agent have few.
const keptLanguages = 8

// browserIn returns the browser with a language. Each has one place, and the newest of a place stays.
func (p *profile) browserIn(lang string) *journey.Browser {
	if lang == "" {
		return p.browser
	}
	var place uint
	for i := range len(lang) {
		place = place*31 + uint(lang[i])
	}
	kept := &p.localized[place%keptLanguages]
	if known := kept.Load(); known != nil && known.Lang == lang {
		return known
	}
	browser := *p.browser
	browser.Lang = strings.Clone(lang) // lang is part of a request's header
	kept.Store(&browser)
	return &browser
}

// anyBrowser returns the browser in one of its languages, if any came with it.
func (p *profile) anyBrowser() *journey.Browser {
	for i := range p.localized {
		if browser := p.localized[i].Load(); browser != nil {
			return browser
		}
	}
	return p.browser
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
	return &agentCache{rules: rules, profiles: newTextCache[*profile](capacity)}
}

// profile returns the profile of the traces' user agent, and counts the event.
func (e *Enricher) profile(t *Traces) *profile {
	if known := t.profile; known != nil {
		known.events.Add(1)
		return known
	}
	return e.agents.profile(keptAgent(t.UserAgent))
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
