package restapi

import (
	"fmt"
	"net/netip"
	"strings"

	"sojourn/flow/enrich"
	"sojourn/journey"
	"sojourn/web/auth"
	"sojourn/web/contract"
)

// Limits that the spec leaves open.
const (
	maxDomains       = 100
	maxTrackedEvents = 100 // per list of journeyEvents
	maxSelector      = 1024
	maxIdleSeconds   = 86_400
)

// checkDeployment applies the limits of tracking-sdk.md §5 and the rules of events.md §3.4 and
// identity.md §6. The error names the first member at fault.
func checkDeployment(d *journey.Deployment) error {
	for _, check := range [...]func(*journey.Deployment) error{
		func(d *journey.Deployment) error { return checkName(d.Name) },
		checkDomains,
		func(d *journey.Deployment) error { return checkJourneyEvents(&d.JourneyEvents) },
		func(d *journey.Deployment) error { return checkTracking(&d.JourneyEvents.TrackingSettings) },
		func(d *journey.Deployment) error {
			_, err := enrich.Compile(*d)
			return err
		},
		checkIdentityProvider,
	} {
		if err := check(d); err != nil {
			return err
		}
	}
	return nil
}

// checkIdentityProvider checks who signs customers in, if anybody does (identity.md §5).
func checkIdentityProvider(d *journey.Deployment) error {
	if d.IdentityProvider == nil {
		return nil
	}
	return auth.Provider(*d.IdentityProvider).Check("identityProvider")
}

// checkDomains sees to it that every entry is a host name, an address or an app's namespace: anything else
// would silently admit nobody.
func checkDomains(d *journey.Deployment) error {
	switch {
	case d.AllowAllDomains && len(d.AllowedDomains) > 0:
		return invalid("allowedDomains", "must be empty if allowAllDomains is true")
	case len(d.AllowedDomains) > maxDomains:
		return invalid("allowedDomains", fmt.Sprintf("must have at most %d entries", maxDomains))
	}
	for i, domain := range d.AllowedDomains {
		if !isDomain(strings.TrimSpace(domain)) {
			return invalid(fmt.Sprintf("allowedDomains[%d]", i),
				"must be a host name such as example.com, without scheme, port, path and wildcard")
		}
	}
	return nil
}

func isDomain(text string) bool {
	const longest = 253
	if _, err := netip.ParseAddr(text); err == nil {
		return true
	}
	text = strings.TrimSuffix(text, ".")
	if len(text) > longest {
		return false
	}
	for label := range strings.SplitSeq(text, ".") {
		if label == "" || strings.ContainsFunc(label, func(c rune) bool {
			return c <= ' ' || strings.ContainsRune("/:*@?#%\\\"'<>()[]{},;|^`=+&!~$\x7f", c)
		}) {
			return false
		}
	}
	return true
}

// checkJourneyEvents checks what the tracker is told to do.
func checkJourneyEvents(e *journey.JourneyEvents) error {
	c := checker{at: "journeyEvents."}
	switch e.PageviewConfig {
	case contract.SojournJourneyEventsPageviewConfigAuto, contract.SojournJourneyEventsPageviewConfigOnce,
		contract.SojournJourneyEventsPageviewConfigOff:
	default:
		c.fail("pageviewConfig", "must be Auto, Once or Off")
	}
	c.few("clickEvents", len(e.ClickEvents))
	for i, event := range e.ClickEvents {
		c.selector("clickEvents", i, event.Selector)
		c.eventName("clickEvents", i, event.EventName)
	}
	c.few("inViewportEvents", len(e.InViewportEvents))
	for i, event := range e.InViewportEvents {
		c.selector("inViewportEvents", i, event.Selector)
		c.eventName("inViewportEvents", i, event.EventName)
	}
	c.few("formsTrackEvents", len(e.FormsTrackEvents))
	for i, event := range e.FormsTrackEvents {
		c.selector("formsTrackEvents", i, event.Selector)
	}
	c.few("idleEvents", len(e.IdleEvents))
	for i, event := range e.IdleEvents {
		c.eventName("idleEvents", i, event.EventName)
		if event.IdleAfterSeconds < 1 || event.IdleAfterSeconds > maxIdleSeconds {
			c.fail(fmt.Sprintf("idleEvents[%d].idleAfterSeconds", i), "must be 1 to 86400")
		}
	}
	c.few("scrollDepthEvents", len(e.ScrollDepthEvents))
	for i, event := range e.ScrollDepthEvents {
		c.eventName("scrollDepthEvents", i, event.EventName)
		if event.Percentage < 1 || event.Percentage > 100 {
			c.fail(fmt.Sprintf("scrollDepthEvents[%d].percentage", i), "must be 1 to 100")
		}
	}
	return c.err
}

// checkTracking checks what enrich.Compile does not: that no entry is empty.
func checkTracking(t *journey.TrackingSettings) error {
	c := checker{at: "journeyEvents.trackingSettings."}
	for i, name := range t.SearchQueryParameters {
		c.present(fmt.Sprintf("searchQueryParameters[%d]", i), name)
	}
	for i, name := range t.ExcludedQueryParameters {
		c.present(fmt.Sprintf("excludedQueryParameters[%d]", i), name)
	}
	for i, filter := range t.IPFilters {
		c.present(fmt.Sprintf("ipFilters[%d].name", i), filter.Name)
	}
	return c.err
}

// checker keeps the first fault.
type checker struct {
	at  string // path of the object that is checked, with a dot
	err error
}

func (c *checker) fail(field, reason string) {
	if c.err == nil {
		c.err = invalid(c.at+field, reason)
	}
}

func (c *checker) few(field string, n int) {
	if n > maxTrackedEvents {
		c.fail(field, fmt.Sprintf("must have at most %d entries", maxTrackedEvents))
	}
}

func (c *checker) present(field, text string) {
	if strings.TrimSpace(text) == "" || len(text) > 255 {
		c.fail(field, "must have 1 to 255 bytes that are not all spaces")
	}
}

func (c *checker) selector(list string, i int, selector string) {
	if strings.TrimSpace(selector) == "" || len(selector) > maxSelector {
		c.fail(fmt.Sprintf("%s[%d].selector", list, i), "must be a CSS selector")
	}
}

// eventName applies events.md §4.1.
func (c *checker) eventName(list string, i int, name string) {
	c.named(fmt.Sprintf("%s[%d].eventName", list, i), name)
}
