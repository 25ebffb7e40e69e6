package enrich

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// domains finds the registrable domains of hosts, and remembers those of the hosts that come again and again: a
// shop's own and those that lead to it. All events share these texts.
type domains struct {
	known *cache[string, namedHost]
}

type namedHost struct{ host, domain string }

// domainCache is the number of hosts that are remembered.
const domainCache = 1 << 12

func newDomains() domains { return domains{newCache[string, namedHost](domainCache)} }

// complete finds the domain of a URL.
func (d domains) complete(u *webURL) {
	if u.domain != "" || u.host == "" {
		return
	}
	named, ok := d.known.get(u.host)
	if !ok {
		host := strings.Clone(u.host) // it is part of a URL
		named = namedHost{host, registrableDomain(host)}
		d.known.put(host, named)
	}
	u.host, u.domain = named.host, named.domain
}

// registrableDomain goes by the public-suffix list; an address, a single label and a public suffix
// are their own.
func registrableDomain(host string) string {
	if last := host[strings.LastIndexByte(host, '.')+1:]; isDigits(last) {
		return host
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return host
	}
	return domain
}
