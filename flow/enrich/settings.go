package enrich

import (
	"fmt"
	"net/netip"
	"strings"

	"sojourn/journey"
)

// Settings is what a deployment says about enrichment, ready for every event.
type Settings struct {
	keepFragment   bool
	searchQuery    []string
	excluded       map[string]bool
	filters        []netip.Prefix
	allowedDomains []string
	anonymization  journey.Anonymization
}

// alwaysExcluded are the query parameters that are never kept (identity.md §6).
var alwaysExcluded = []string{
	"password", "passwd", "pwd", "token", "access_token", "id_token", "code",
	"session", "sessionid", "jsessionid", "ssn", "card",
}

// The limits of tracking-sdk.md §5.
const (
	maxParameters = 50
	maxIPFilters  = 10
)

// Compile prepares a deployment's settings. The error is a *journey.Fault that names the field.
func Compile(d journey.Deployment) (*Settings, error) {
	tracking := d.JourneyEvents.TrackingSettings
	s := &Settings{
		keepFragment:  tracking.ShouldKeepURLFragment,
		searchQuery:   tracking.SearchQueryParameters,
		excluded:      map[string]bool{},
		anonymization: d.IPAnonymization,
	}
	switch d.IPAnonymization {
	case "", journey.KeepIP, journey.MaskIP, journey.DropIP:
	default:
		return nil, journey.Invalid("ipAnonymization", "must be none, mask or drop")
	}
	const at = "journeyEvents.trackingSettings."
	if len(tracking.SearchQueryParameters) > maxParameters {
		return nil, journey.Invalid(at+"searchQueryParameters", "must have at most %d names", maxParameters)
	}
	if len(tracking.ExcludedQueryParameters) > maxParameters {
		return nil, journey.Invalid(at+"excludedQueryParameters", "must have at most %d names", maxParameters)
	}
	if len(tracking.IPFilters) > maxIPFilters {
		return nil, journey.Invalid(at+"ipFilters", "must have at most %d filters", maxIPFilters)
	}
	for _, name := range alwaysExcluded {
		s.excluded[name] = true
	}
	for _, name := range tracking.ExcludedQueryParameters {
		s.excluded[name] = true
	}
	for i, filter := range tracking.IPFilters {
		prefix, ok := parseNetwork(filter.IPAddress)
		if !ok {
			field := fmt.Sprintf("%sipFilters[%d].ipAddress", at, i)
			return nil, journey.Invalid(field, "must be an IP address or a CIDR block")
		}
		s.filters = append(s.filters, prefix)
	}
	for _, domain := range d.AllowedDomains {
		if domain = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(domain)), "."); domain != "" {
			s.allowedDomains = append(s.allowedDomains, domain)
		}
	}
	return s, nil
}

// parseNetwork reads one address or a CIDR block. An IPv4 block in IPv6 clothes is taken as IPv4.
func parseNetwork(text string) (netip.Prefix, bool) {
	text = strings.TrimSpace(text)
	if address, err := netip.ParseAddr(text); err == nil && address.Zone() == "" {
		address = address.Unmap()
		return netip.PrefixFrom(address, address.BitLen()), true
	}
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, false
	}
	if address := prefix.Addr(); address.Is4In6() {
		if prefix.Bits() < 96 {
			return netip.Prefix{}, false
		}
		prefix = netip.PrefixFrom(address.Unmap(), prefix.Bits()-96)
	}
	return prefix.Masked(), true
}

// Filtered reports whether traffic of the address is not tracked (identity.md §6).
func (s *Settings) Filtered(ip netip.Addr) bool { return containsAddr(s.filters, ip) }

// containsAddr reports whether one of the networks has the address, in whichever form it comes.
func containsAddr(networks []netip.Prefix, ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	for _, network := range networks {
		if network.Contains(ip) {
			return true
		}
	}
	return false
}

// Admits reports whether a host, in lower case, is one of the deployment's allowed domains or below
// one (events.md §3.4). A deployment that allows all domains has none, so it admits no host.
func (s *Settings) Admits(host string) bool {
	for _, domain := range s.allowedDomains {
		if isWithin(host, domain) {
			return true
		}
	}
	return false
}

// isWithin reports whether host is the domain or below it.
func isWithin(host, domain string) bool {
	return strings.HasSuffix(host, domain) &&
		(len(host) == len(domain) || host[len(host)-len(domain)-1] == '.')
}
