// Package enrich turns a request's traces into facts about browser, place and origin
// (enrichment.md): a page URL into a Page and a Campaign, a referrer URL into a Referrer, a user
// agent into a Browser and a Device, an address into a Geolocation and an organisation. On the way
// it leaves out what must not be kept (identity.md §6): excluded parameters, fragments, card
// numbers, the address or part of it.
//
// Everything here is a pure function of the traces, the deployment's settings and the data files:
// no network, no clock. Data files are opened once, at construction. All input is hostile: lengths
// are bounded, nothing is assumed to be well-formed, and what cannot be read is absent, never an
// error.
//
// What comes again is worked out once and shared by all events: pages, user agents, addresses, hosts and
// referrers, a bounded number of each, so a flood of new ones costs time but no memory.
//
// The order is that of enrichment.md: campaign, search and referrer are read from the URLs as they
// came, then the URLs are cleaned, then come user agent and address.
package enrich

import (
	"fmt"
	"net/netip"
	"regexp"

	"sojourn/flow/enrich/agent"
	"sojourn/journey"
)

// Options is what an Enricher is made of. The zero value works, and locates nothing.
type Options struct {
	// Locator finds places and organisations; nil for none.
	Locator Locator
	// CampaignAliases are query parameters that fill a member of the campaign (source, medium, name,
	// term, content) where the standard one is missing, such as pk_campaign: name.
	CampaignAliases map[string]string
	// ScrubPatterns are what to redact besides card numbers.
	ScrubPatterns []*regexp.Regexp
	// AgentCache is the number of user agents remembered; 0 for 16,384.
	AgentCache int
}

// Enricher enriches events. It is safe for concurrent use.
type Enricher struct {
	locator   Locator
	scrubber  scrubber
	campaigns campaignParameters
	referrers *referrerTable
	agents    *agentCache
	domains   domains
	visited   *cache[string, *visitedPage]
	nowhere   *visitedPage // of events without a page
	led       *cache[referrerKey, *journey.Referrer]
}

// New makes an Enricher. It fails if an alias names no member of a campaign.
func New(o Options) (*Enricher, error) {
	rules, err := agent.Load()
	if err != nil {
		return nil, fmt.Errorf("enrich: %w", err)
	}
	referrers, err := loadReferrers()
	if err != nil {
		return nil, fmt.Errorf("enrich: %w", err)
	}
	campaigns, err := newCampaignParameters(o.CampaignAliases)
	if err != nil {
		return nil, fmt.Errorf("enrich: %w", err)
	}
	return &Enricher{
		locator:   o.Locator,
		scrubber:  scrubber{patterns: o.ScrubPatterns},
		campaigns: campaigns,
		referrers: referrers,
		agents:    newAgentCache(rules, o.AgentCache),
		domains:   newDomains(),
		visited:   newTextCache[*visitedPage](visitedCache),
		nowhere:   new(visitedPage),
		led:       newCache[referrerKey, *journey.Referrer](referrerCache),
	}, nil
}

// Traces is what a request tells of where an event came from.
type Traces struct {
	Kind        journey.Kind
	PageURL     string // web; absolute, http or https (see URLHost)
	Title       string // of the page
	Keywords    string // of the page
	Lang        string // of the page
	ReferrerURL string
	SearchQuery string // of the body

	UserAgent      string           // userAgentString of the body, else the request header
	AcceptLanguage string           // request header
	Browser        *journey.Browser // of the body; nil if it has none
	Device         *journey.Device  // of the body; nil if it has none

	IP         netip.Addr // ipAddress of the body, else the client's (see ClientAddr)
	Attributes []journey.Attribute

	// What was looked up already, nil for what was not.
	visited *visitedPage // of PageURL
	profile *profile     // of UserAgent
}

// URL returns a URL as a string, without a copy if it is that of a page that is remembered.
func (e *Enricher) URL(text []byte) string { return keyOf(e.visited, text) }

// UserAgent returns a user agent as a string, without a copy if it is remembered.
func (e *Enricher) UserAgent(text []byte) string { return keyOf(e.agents.profiles, text) }

// ReadPage sets the PageURL of traces, and returns the host as URLHost does. Enrich does not read the URL again.
func (e *Enricher) ReadPage(t *Traces, raw string) (host string, ok bool) {
	t.PageURL, t.visited = raw, e.visit(raw)
	return t.visited.url.host, t.visited.isPage
}

// Enrich fills in what follows from the traces: Page, Campaign, Referrer, SearchQuery, UserAgent,
// Browser, Device, IPAddress, IPOrg, Geolocation and Attributes. Traits stay as they are: they are
// what identifies people, and a phone number may look like a card's. The traces are not changed.
func (e *Enricher) Enrich(t *Traces, s *Settings, out *journey.Event) {
	at := e.nowhere
	switch {
	case t.Kind == journey.App:
		out.Campaign = e.campaign(t.ReferrerURL)
	case t.visited != nil:
		at, out.Campaign = t.visited, t.visited.campaign
	default:
		at = e.visit(t.PageURL)
		out.Campaign = at.campaign
	}
	out.SearchQuery = e.searchQuery(t, s, at.url.query)
	out.Referrer = e.referrer(t.ReferrerURL, at.url.domain, s)
	out.Page = e.page(t, at, s)
	e.client(t, out)
	e.place(t.IP, s, out)
	out.Attributes = e.scrubber.attributes(t.Attributes)
}
