package enrich

import (
	"math"
	"net/netip"
	"strings"

	"sojourn/journey"
)

// ClientAddr returns the address of the client behind proxies: the right-most hop that is not one
// of the trusted ones (enrichment.md §6). xForwardedFor is that header, several joined by commas; it
// counts only if the peer is trusted, and only as far as it can be read.
func ClientAddr(peer netip.Addr, xForwardedFor string, trusted []netip.Prefix) netip.Addr {
	client := peer.Unmap()
	for xForwardedFor != "" && containsAddr(trusted, client) {
		at := strings.LastIndexByte(xForwardedFor, ',')
		hop, ok := parseHop(xForwardedFor[at+1:])
		if !ok {
			break
		}
		client = hop
		xForwardedFor = xForwardedFor[:max(at, 0)]
	}
	return client
}

// parseHop reads an address, with or without port and brackets.
func parseHop(text string) (netip.Addr, bool) {
	text = strings.Trim(strings.TrimSpace(text), `"`)
	if hop, err := netip.ParseAddr(text); err == nil {
		return hop.Unmap().WithZone(""), true
	}
	if hop, err := netip.ParseAddrPort(text); err == nil {
		return hop.Addr().Unmap().WithZone(""), true
	}
	if inner, ok := strings.CutPrefix(text, "["); ok {
		if hop, err := netip.ParseAddr(strings.TrimSuffix(inner, "]")); err == nil {
			return hop.Unmap().WithZone(""), true
		}
	}
	return netip.Addr{}, false
}

// place looks the whole address up and then keeps as much of it, and of the place, as the
// deployment wants (identity.md §6).
func (e *Enricher) place(ip netip.Addr, s *Settings, out *journey.Event) {
	out.IPAddress, out.IPOrg, out.Geolocation = "", "", nil
	if !ip.IsValid() {
		return
	}
	ip = ip.Unmap().WithZone("")
	if e.locator != nil {
		out.Geolocation, out.IPOrg = e.locator.Locate(ip)
	}
	switch s.anonymization {
	case journey.MaskIP:
		out.IPAddress = maskIP(ip).String()
		out.Geolocation = maskPlace(out.Geolocation)
	case journey.DropIP:
		out.Geolocation = dropPlace(out.Geolocation)
	default:
		out.IPAddress = ip.String()
	}
}

// maskIP clears the last octet of IPv4, all but the first 48 bits of IPv6.
func maskIP(ip netip.Addr) netip.Addr {
	bits := 48
	if ip.Is4() {
		bits = 24
	}
	return netip.PrefixFrom(ip, bits).Masked().Addr()
}

// maskPlace makes a place coarse.
func maskPlace(place *journey.Geolocation) *journey.Geolocation {
	if place == nil {
		return nil
	}
	coarse := *place
	coarse.PostalCode = ""
	coarse.Latitude, coarse.Longitude = round(place.Latitude, 1), round(place.Longitude, 1)
	return &coarse
}

// dropPlace leaves the country.
func dropPlace(place *journey.Geolocation) *journey.Geolocation {
	if place == nil || place.Country == "" && place.CountryName == "" {
		return nil
	}
	return &journey.Geolocation{Country: place.Country, CountryName: place.CountryName}
}

// round rounds to a number of decimals.
func round(value float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(value*scale) / scale
}
