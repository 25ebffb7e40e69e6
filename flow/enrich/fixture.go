package enrich

import (
	"net/netip"

	"sojourn/journey"
)

// Locator finds where an address is and whose it is; nil and empty where that is unknown. Enrich
// calls it from many goroutines at once, and shares what it returns between events.
type Locator interface {
	Locate(ip netip.Addr) (*journey.Geolocation, string)
}

// Fixture is the Locator of the golden tests: it knows two of the ranges that are reserved for
// documentation (session.md §8), and nothing else.
var Fixture Locator = fixture{}

type fixture struct{}

var fixturePlaces = [...]struct {
	network      netip.Prefix
	place        journey.Geolocation
	organization string
}{
	{netip.MustParsePrefix("203.0.113.0/24"), journey.Geolocation{
		Country: "US", CountryName: "United States", Region: "US-TX", RegionName: "Texas",
		Locality: "Austin", PostalCode: "78701", Timezone: "America/Chicago", Source: "fixture",
		Located: true, Latitude: 30.2672, Longitude: -97.7431,
	}, "Example Broadband"},
	{netip.MustParsePrefix("198.51.100.0/24"), journey.Geolocation{
		Country: "IE", CountryName: "Ireland", Region: "IE-G", RegionName: "Galway",
		Locality: "Galway", Timezone: "Europe/Dublin", Source: "fixture",
		Located: true, Latitude: 53.2707, Longitude: -9.0568,
	}, "Example Telecom Ireland"},
}

func (fixture) Locate(ip netip.Addr) (*journey.Geolocation, string) {
	for i := range fixturePlaces {
		if known := &fixturePlaces[i]; known.network.Contains(ip) {
			return &known.place, known.organization
		}
	}
	return nil, ""
}
