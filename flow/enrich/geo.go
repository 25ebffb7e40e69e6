package enrich

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/oschwald/maxminddb-golang/v2"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"sojourn/journey"
)

// Geo is a Locator that reads MaxMind-format files, of any vendor and of both schemas that are in
// use (enrichment.md §6). Close it when nothing uses it any more.
type Geo struct {
	files []geoFile
	cache *cache[netip.Addr, located]
}

type geoFile struct {
	reader *maxminddb.Reader
	source string // the database type in lower case with dashes
}

type located struct {
	place        *journey.Geolocation
	organization string
}

// geoCache is the number of addresses that are remembered. Visitors send several events from one
// address, which then also share one place in memory.
const geoCache = 1 << 14

// OpenGeo opens the files. The first file that knows a place gives it, the first that knows an
// organisation gives that, so a file of places and one of networks may stand side by side, as may
// one for IPv4 and one for IPv6.
func OpenGeo(paths ...string) (*Geo, error) {
	g := &Geo{cache: newCache[netip.Addr, located](geoCache)}
	for _, path := range paths {
		reader, err := maxminddb.Open(path)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("enrich: open geolocation file %s: %w", path, err), g.Close())
		}
		g.files = append(g.files, geoFile{reader: reader, source: sourceName(reader.Metadata.DatabaseType)})
	}
	return g, nil
}

// Close closes the files.
func (g *Geo) Close() error {
	var err error
	for _, file := range g.files {
		err = errors.Join(err, file.reader.Close())
	}
	return err
}

// sourceName makes "GeoLite2-City" into "geolite2-city". What stands in parentheses is about
// compatibility, not a name: "DBIP-City-Lite (compat=City)".
func sourceName(databaseType string) string {
	name, _, _ := strings.Cut(databaseType, "(")
	return strings.ToLower(strings.Join(strings.FieldsFunc(name, func(r rune) bool {
		return r == ' ' || r == '_' || r == '-'
	}), "-"))
}

// Locate implements Locator. Addresses that are not of the public internet are nowhere.
func (g *Geo) Locate(ip netip.Addr) (*journey.Geolocation, string) {
	if !isPublic(ip) {
		return nil, ""
	}
	if known, ok := g.cache.get(ip); ok {
		return known.place, known.organization
	}
	var found located
	for _, file := range g.files {
		var record geoRecord
		// A file that cannot answer, as one of IPv4 for an IPv6 address, is one that does not know.
		if result := file.reader.Lookup(ip); !result.Found() || result.Decode(&record) != nil {
			continue
		}
		if found.place == nil {
			found.place = record.place(file.source)
		}
		if found.organization == "" {
			found.organization = record.owner()
		}
	}
	g.cache.put(ip, found)
	return found.place, found.organization
}

// reserved are the ranges of the public address space that no one is at: shared address space,
// "this network", protocol assignments, documentation (RFC 6890, RFC 5737, RFC 3849, RFC 9637).
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("3fff::/20"),
}

func isPublic(ip netip.Addr) bool {
	return ip.IsGlobalUnicast() && !ip.IsPrivate() && !containsAddr(reserved, ip)
}

// countryName returns the English CLDR name of an ISO 3166-1 code, or nothing.
func countryName(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return ""
	}
	return display.English.Regions().Name(region)
}
