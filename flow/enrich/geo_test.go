package enrich

import (
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"sojourn/journey"
)

// names is how MaxMind's schema names a thing.
func names(english string) map[string]any {
	return map[string]any{"de": "auf Deutsch", "en": english}
}

// nested is a record of MaxMind's schema.
var nested = map[string]any{
	"city":    map[string]any{"geoname_id": uint32(1), "names": names("Galway")},
	"country": map[string]any{"iso_code": "IE", "names": names("Ireland")},
	"subdivisions": []any{
		map[string]any{"iso_code": "G", "names": names("Galway County")},
		map[string]any{"iso_code": "X", "names": names("Not the first")},
	},
	"postal":   map[string]any{"code": "H91"},
	"location": map[string]any{"latitude": 53.270712, "longitude": -9.05678, "time_zone": "Europe/Dublin"},
	"traits":   map[string]any{"isp": "The ISP", "organization": "The Organisation"},
}

// flat is a record of the ip-location-db schema.
var flat = map[string]any{
	"country_code": "US", "state1": "Texas", "state2": "", "city": "Austin", "postcode": "78701",
	"latitude": float32(30.2672), "longitude": float32(-97.7431), "timezone": "America/Chicago",
}

func openGeo(t *testing.T, paths ...string) *Geo {
	t.Helper()
	g, err := OpenGeo(paths...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	return g
}

func TestGeoSchemas(t *testing.T) {
	g := openGeo(t,
		writeMMDB(t, "GeoIP2-City", map[string]any{"81.2.69.0/24": nested, "2a02::/16": nested}),
		writeMMDB(t, "city ipv4", map[string]any{"8.8.8.0/24": flat, "9.0.0.0/8": map[string]any{"country_code": "DE"}}),
		writeMMDB(t, "GeoLite2-ASN (compat=ASN)", map[string]any{
			"8.8.0.0/16":   map[string]any{"autonomous_system_number": uint32(15169), "autonomous_system_organization": "GOOGLE"},
			"81.2.69.0/24": map[string]any{"autonomous_system_organization": "of the second file"},
		}))
	galway := &journey.Geolocation{
		Country: "IE", CountryName: "Ireland", Region: "IE-G", RegionName: "Galway County", Locality: "Galway",
		PostalCode: "H91", Timezone: "Europe/Dublin", Source: "geoip2-city",
		Located: true, Latitude: 53.2707, Longitude: -9.0568,
	}
	for _, c := range []struct {
		ip           string
		place        *journey.Geolocation
		organization string
	}{
		{"81.2.69.142", galway, "The Organisation"},
		{"2a02::1", galway, "The Organisation"},
		{"8.8.8.8", &journey.Geolocation{
			Country: "US", CountryName: "United States", RegionName: "Texas", Locality: "Austin",
			PostalCode: "78701", Timezone: "America/Chicago", Source: "city-ipv4",
			Located: true, Latitude: 30.2672, Longitude: -97.7431,
		}, "GOOGLE"},
		{"8.8.4.4", nil, "GOOGLE"},
		{"9.9.9.9", &journey.Geolocation{Country: "DE", CountryName: "Germany", Source: "city-ipv4"}, ""},
		{"7.7.7.7", nil, ""},
	} {
		for range 2 { // from the file, then from the cache
			place, organization := g.Locate(netip.MustParseAddr(c.ip))
			if organization != c.organization || (place == nil) != (c.place == nil) || place != nil && *place != *c.place {
				t.Errorf("%s: got %+v, %q", c.ip, place, organization)
			}
		}
	}
}

// TestGeoNowhere has addresses that are nowhere, though the file claims to know them all.
func TestGeoNowhere(t *testing.T) {
	g := openGeo(t, writeMMDB(t, "All", map[string]any{"0.0.0.0/1": flat, "128.0.0.0/1": flat, "8000::/1": flat, "2000::/3": flat}))
	for _, ip := range []string{
		"10.1.2.3", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.1.1", "224.0.0.1", "0.0.0.0", "100.64.0.1",
		"192.0.2.1", "198.51.100.1", "203.0.113.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "ff02::1", "2001:db8::1",
	} {
		if place, organization := g.Locate(netip.MustParseAddr(ip)); place != nil || organization != "" {
			t.Errorf("%s: got %+v, %q", ip, place, organization)
		}
	}
	if place, _ := g.Locate(netip.MustParseAddr("8.8.8.8")); place == nil {
		t.Error("8.8.8.8 is somewhere")
	}
	if place, _ := g.Locate(netip.Addr{}); place != nil {
		t.Error("no address is somewhere")
	}
}

// TestGeoOddRecord has members of unexpected types: the place is absent, nothing fails.
func TestGeoOddRecord(t *testing.T) {
	g := openGeo(t, writeMMDB(t, "Odd", map[string]any{
		"1.1.1.0/24": map[string]any{"location": "somewhere"},
		"1.1.2.0/24": map[string]any{"city": uint32(7), "country": map[string]any{"iso_code": "XX"}},
		"1.1.3.0/24": "a text",
	}))
	for _, ip := range []string{"1.1.1.1", "1.1.3.1"} {
		if place, _ := g.Locate(netip.MustParseAddr(ip)); place != nil {
			t.Errorf("%s: got %+v", ip, place)
		}
	}
	place, _ := g.Locate(netip.MustParseAddr("1.1.2.1"))
	if want := (journey.Geolocation{Country: "XX", Source: "odd"}); place == nil || *place != want {
		t.Errorf("got %+v", place)
	}
}

func TestOpenGeoFails(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken.mmdb")
	if err := os.WriteFile(broken, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{broken, broken + ".missing"} {
		if _, err := OpenGeo(path); err == nil {
			t.Errorf("no error for %s", path)
		}
	}
}

func TestSourceName(t *testing.T) {
	for in, want := range map[string]string{
		"GeoLite2-City": "geolite2-city", "DBIP-City-Lite": "dbip-city-lite",
		"DBIP-City-Lite (compat=City)": "dbip-city-lite", "city ipv4": "city-ipv4", "": "",
	} {
		if got := sourceName(in); got != want {
			t.Errorf("sourceName(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestAnonymization has the three degrees of identity.md §6, on the fixture's Austin.
func TestAnonymization(t *testing.T) {
	austin, _ := Fixture.Locate(netip.MustParseAddr("203.0.113.200"))
	masked := *austin
	masked.PostalCode, masked.Latitude, masked.Longitude = "", 30.3, -97.7
	for degree, want := range map[journey.Anonymization]struct {
		ip    string
		place journey.Geolocation
	}{
		"":             {"203.0.113.200", *austin},
		journey.KeepIP: {"203.0.113.200", *austin},
		journey.MaskIP: {"203.0.113.0", masked},
		journey.DropIP: {"", journey.Geolocation{Country: "US", CountryName: "United States"}},
	} {
		s := compile(t, func(d *journey.Deployment) { d.IPAnonymization = degree })
		event := enrich(t, Traces{IP: netip.MustParseAddr("::ffff:203.0.113.200")}, s)
		if event.IPAddress != want.ip || *event.Geolocation != want.place || event.IPOrg != "Example Broadband" {
			t.Errorf("%s: got %s, %+v, %s", degree, event.IPAddress, event.Geolocation, event.IPOrg)
		}
		if again, _ := Fixture.Locate(netip.MustParseAddr("203.0.113.200")); again.PostalCode != "78701" {
			t.Fatal("a shared place was changed")
		}
	}
}

func TestClientAddr(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, c := range []struct{ peer, header, want string }{
		{"10.0.0.1", "", "10.0.0.1"},
		{"203.0.113.9", "198.51.100.1", "203.0.113.9"}, // not through a proxy: the header is anyone's
		{"10.0.0.1", "198.51.100.1", "198.51.100.1"},
		{"10.0.0.1", "1.2.3.4, 198.51.100.1, 10.9.9.9", "198.51.100.1"}, // what is left of it may be forged
		{"::ffff:10.0.0.1", "198.51.100.1:443", "198.51.100.1"},
		{"10.0.0.1", "[2a02::1]:443", "2a02::1"},
		{"10.0.0.1", `"[2a02::1]"`, "2a02::1"},
		{"fd00::1", "fe80::1%eth0", "fe80::1"},
		{"10.0.0.1", "10.0.0.2,10.0.0.3", "10.0.0.2"},
		{"10.0.0.1", "198.51.100.1, unknown", "10.0.0.1"},
		{"10.0.0.1", "198.51.100.1,", "10.0.0.1"},
	} {
		if got := ClientAddr(netip.MustParseAddr(c.peer), c.header, trusted); got.String() != c.want {
			t.Errorf("ClientAddr(%s, %q) = %s, want %s", c.peer, c.header, got, c.want)
		}
	}
}
