package ingest

import (
	"net/netip"
	"unicode/utf8"

	"sojourn/flow/enrich"
	"sojourn/journey"
)

// The limits of events.md §2.1 and §3.1, in characters.
const (
	maxName        = 255 // of events, screens and external ids
	maxText        = 255 // texts that the spec leaves open
	maxURL         = 4096
	maxSearchQuery = 1024 // of an app
	minCookie      = 8
	maxCookie      = 128
)

// maxAhead is how far a date may lie ahead of its receipt, in milliseconds: it is taken for the date of
// receipt (events.md §4.4). What lies further ahead is the intake's to refuse.
const maxAhead = 300_000

// checker checks members one after the other and keeps the first fault.
type checker struct {
	values      *valueReader
	enricher    *enrich.Enricher
	sdk         *journey.SDKLibrary // of the event before, nil for none
	strictNames bool
	fault       *journey.Fault
}

// check reads a body and checks everything in it that can be checked without a deployment. The draft is the
// workspace's.
func (s *Service) check(in *input, w *workspace) (*draft, *journey.Fault) {
	if fault := w.read(in); fault != nil {
		return nil, fault
	}
	b, d := &w.body.eventBody, &w.draft
	c := checker{values: &w.values, enricher: s.options.Enricher, sdk: w.sdk, strictNames: s.options.StrictNames}
	d.event.Kind, d.traces.Kind = in.kind, in.kind
	d.event.Received, d.event.History = in.received, in.history
	d.event.Authenticated = in.authenticated
	d.traces.IP, d.traces.AcceptLanguage, d.traces.UserAgent = in.address, in.acceptLanguage, in.userAgent
	c.given(in, &d.event)
	c.head(b, in, &d.event)
	if in.kind == journey.App {
		c.app(b, in, d)
	} else {
		c.web(b, in, d)
	}
	if c.fault != nil {
		return nil, c.fault
	}
	w.sdk = c.sdk
	return d, nil
}

func (c *checker) web(b *eventBody, in *input, d *draft) {
	c.page(b.Page, d)
	d.traces.Browser = c.browser(b.Browser)
	if b.UserAgentString != "" {
		d.traces.UserAgent = b.UserAgentString
	}
	ipAddress := b.IPAddress
	if in.batch { // open read it
		ipAddress = ""
	}
	c.tail(b, in, d, ipAddress)
}

func (c *checker) app(b *eventBody, in *input, d *draft) {
	d.event.ScreenName = c.required("screenName", b.ScreenName)
	d.event.App = c.application(b.App)
	d.event.Network = c.network(b.NetworkConnectivity)
	c.tail(b, in, d, "")
}

// head checks what makes an event.
func (c *checker) head(b *eventBody, in *input, e *journey.Event) {
	e.Customer = c.cookie(b.CustomerCookieID, in.kind)
	e.Name = c.eventName(b.EventName)
	e.Created = c.date(b.date, in)
}

// tail checks what describes it.
func (c *checker) tail(b *eventBody, in *input, d *draft, ipAddress string) {
	isApp := in.kind == journey.App
	if isApp && b.Device == nil {
		c.fail("device", "is required")
	}
	d.traces.Device = c.device(b.Device)
	d.event.SDK = c.sdkLibrary(b.SDKLibrary)
	if isApp {
		c.most("searchQuery", b.SearchQuery, maxSearchQuery)
	}
	d.traces.SearchQuery = b.SearchQuery
	if ipAddress != "" {
		d.traces.IP = c.ipAddress(ipAddress)
	}
	d.event.ExternalID = b.ExternalID
	if in.externalID != "" {
		d.event.ExternalID = in.externalID
	}
	c.most("externalId", d.event.ExternalID, maxName)
	if length(b.ReferrerURL, maxURL) {
		d.traces.ReferrerURL = b.ReferrerURL
	}
	d.traces.Attributes = c.read(b.Attributes, &attributeRule)
	d.event.Traits = c.read(b.Traits, &traitRule)
}

// given checks the id that the sender gave, if any.
func (c *checker) given(in *input, e *journey.Event) {
	if in.id == "" {
		return
	}
	id, err := journey.ParseID(in.id)
	if err != nil || id.IsZero() {
		c.fail(in.idField, "must be a UUID")
	}
	e.ID, e.IDGiven = id, true
}

// cookie checks a customerCookieId. It is kept as it came: trackers ask by the same text again.
func (c *checker) cookie(text string, kind journey.Kind) string {
	switch {
	case text == "":
		c.fail("customerCookieId", "is required")
	case kind == journey.App && !isUUID(text):
		c.fail("customerCookieId", "must be a UUID")
	case !isCookie(text):
		c.fail("customerCookieId", "must be a UUID or 8 to 128 letters, digits, dots, underscores and hyphens")
	}
	return text
}

func isUUID(text string) bool {
	_, err := journey.ParseID(text)
	return err == nil
}

// isCookie reports whether a text can be a cookie: a UUID, or one of former trackers.
func isCookie(text string) bool {
	for i := range len(text) {
		if c := text[i]; !isLetter(c) && !isDigit(c) && c != '.' && c != '_' && c != '-' {
			return false
		}
	}
	return minCookie <= len(text) && len(text) <= maxCookie
}

func (c *checker) eventName(name string) string {
	ok := 0 < len(name) && len(name) <= maxName
	for i := range len(name) {
		letter := name[i]
		lenient := letter == ':' || letter == '-'
		ok = ok && (isLetter(letter) || isDigit(letter) || letter == '_' || lenient && !c.strictNames)
	}
	switch {
	case name == "":
		c.fail("eventName", "is required")
	case !ok && c.strictNames:
		c.fail("eventName", "must be 1 to 255 letters, digits and underscores")
	case !ok:
		c.fail("eventName", "must be 1 to 255 letters, digits, underscores, hyphens and colons")
	}
	return name
}

func (c *checker) date(text dateText, in *input) journey.Instant {
	switch {
	case !text.given && in.assumed != 0:
		return in.assumed
	case !text.given:
		c.fail("createdDate", "is required")
	case !text.valid:
		c.fail("createdDate", "must be a date such as 2026-03-02T09:15:04.000Z")
	case in.history && text.at <= 0:
		c.fail("createdDate", "must be after 1970-01-01")
	case text.at > in.received && text.at <= in.received+maxAhead:
		return in.received
	}
	return text.at
}

func (c *checker) ipAddress(text string) netip.Addr {
	address, err := netip.ParseAddr(text)
	if err != nil {
		c.fail("ipAddress", "must be an IP address")
	}
	return address.Unmap().WithZone("")
}

func (c *checker) page(b *pageBody, d *draft) {
	if b == nil {
		c.fail("page", "is required")
		return
	}
	host, ok := c.enricher.ReadPage(&d.traces, b.URL)
	switch {
	case b.URL == "":
		c.fail("page.url", "is required")
	case !length(b.URL, maxURL):
		c.fail("page.url", "must have at most %d characters", maxURL)
	case !ok:
		c.fail("page.url", "must be an absolute http or https URL")
	case b.Title == nil:
		c.fail("page.title", "is required, though it may be empty")
	default:
		d.traces.Title = *b.Title
	}
	d.pageHost = host
	d.traces.Keywords, d.traces.Lang = b.Keywords, b.Lang
}

// read checks a map of attributes or traits.
func (c *checker) read(raw []byte, rule *valueRule) []journey.Attribute {
	if c.fault != nil {
		return nil
	}
	values, fault := c.values.read(raw, rule)
	c.fault = fault
	return values
}

// fail notes a fault, if it is the first.
func (c *checker) fail(field, format string, args ...any) {
	if c.fault == nil {
		c.fault = journey.Invalid(field, format, args...)
	}
}

// most checks that a text has at most n characters.
func (c *checker) most(field, text string, n int) {
	if !length(text, n) {
		c.fail(field, "must have at most %d characters", n)
	}
}

// required checks that a text is there and not too long.
func (c *checker) required(field, text string) string {
	if text == "" {
		c.fail(field, "is required")
	}
	c.most(field, text, maxText)
	return text
}

// length reports whether a text has at most n characters.
func length(text string, n int) bool {
	return len(text) <= n || utf8.RuneCountInString(text) <= n
}

// shorten bounds a name that comes from the sender and goes back to him.
func shorten(name string) string {
	for at := range name {
		if at >= maxValueName+10 {
			return name[:at] + "…"
		}
	}
	return name
}
