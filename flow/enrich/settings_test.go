package enrich

import (
	"errors"
	"net/netip"
	"slices"
	"testing"

	"sojourn/journey"
)

func TestCompileFaults(t *testing.T) {
	many := make([]string, 51)
	for field, change := range map[string]func(d *journey.Deployment){
		"ipAnonymization": func(d *journey.Deployment) { d.IPAnonymization = "some" },
		"journeyEvents.trackingSettings.searchQueryParameters": func(d *journey.Deployment) {
			d.JourneyEvents.TrackingSettings.SearchQueryParameters = many
		},
		"journeyEvents.trackingSettings.excludedQueryParameters": func(d *journey.Deployment) {
			d.JourneyEvents.TrackingSettings.ExcludedQueryParameters = many
		},
		"journeyEvents.trackingSettings.ipFilters": func(d *journey.Deployment) {
			d.JourneyEvents.TrackingSettings.IPFilters = slices.Repeat([]journey.IPFilter{{IPAddress: "192.0.2.1"}}, 11)
		},
		"journeyEvents.trackingSettings.ipFilters[1].ipAddress": func(d *journey.Deployment) {
			d.JourneyEvents.TrackingSettings.IPFilters = []journey.IPFilter{{IPAddress: "192.0.2.1"}, {IPAddress: "192.0.2.0/33"}}
		},
	} {
		d := journey.NewDeployment("shop")
		change(&d)
		_, err := Compile(d)
		if fault, ok := errors.AsType[*journey.Fault](err); !ok || fault.Field != field || fault.Code != journey.InvalidValue {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

func TestFiltered(t *testing.T) {
	s := compile(t, func(d *journey.Deployment) {
		d.JourneyEvents.TrackingSettings.IPFilters = []journey.IPFilter{
			{Name: "office", IPAddress: "203.0.113.7"}, {Name: "lab", IPAddress: "198.51.100.77/24"},
			{Name: "home", IPAddress: "2001:db8::/32"}, {Name: "mapped", IPAddress: "::ffff:192.0.2.0/120"},
		}
	})
	for ip, want := range map[string]bool{
		"203.0.113.7": true, "203.0.113.8": false, "198.51.100.1": true, "::ffff:198.51.100.1": true,
		"2001:db8:1::1": true, "2001:db9::1": false, "192.0.2.9": true, "8.8.8.8": false,
	} {
		if got := s.Filtered(netip.MustParseAddr(ip)); got != want {
			t.Errorf("Filtered(%s) = %v", ip, got)
		}
	}
	if s.Filtered(netip.Addr{}) {
		t.Error("no address is filtered")
	}
}

func TestAdmits(t *testing.T) {
	s := compile(t, func(d *journey.Deployment) {
		d.AllowAllDomains, d.AllowedDomains = false, []string{"Example.com", " shop.example.org. ", ""}
	})
	for host, want := range map[string]bool{
		"example.com": true, "www.example.com": true, "notexample.com": false, "example.com.evil.example": false,
		"shop.example.org": true, "example.org": false, "": false,
	} {
		if got := s.Admits(host); got != want {
			t.Errorf("Admits(%s) = %v", host, got)
		}
	}
}

func FuzzNetworks(f *testing.F) {
	f.Add("192.0.2.0/24", "10.0.0.1", "1.2.3.4, [::1]:80")
	f.Add("::ffff:1.2.3.4/96", "::1", ",,\"")
	f.Fuzz(func(t *testing.T, network, peer, header string) {
		prefix, ok := parseNetwork(network)
		if ok && (!prefix.IsValid() || prefix != prefix.Masked()) {
			t.Errorf("%q: %v", network, prefix)
		}
		address, err := netip.ParseAddr(peer)
		if err != nil {
			return
		}
		if got := ClientAddr(address, header, []netip.Prefix{prefix}); !got.IsValid() {
			t.Errorf("%q through %q: no address", peer, header)
		}
		if got := ClientAddr(address, header, nil); got != address.Unmap() {
			t.Errorf("%q without proxies: %v", peer, got)
		}
	})
}
