package ingest

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"sojourn/flow/enrich"
	"sojourn/journey"
)

// AllowedHost reports whether a list of allowed domains admits a host (events.md §3.4): an entry admits
// itself and all its sub-domains, label by label, in any case. An IP address is admitted by the same
// address only. Names beyond ASCII match in either of their forms.
func AllowedHost(domains []string, host string) bool {
	host = canonicalHost(host)
	if host == "" {
		return false
	}
	exact := isAddress(host)
	for _, domain := range domains {
		domain = canonicalHost(domain)
		if host == domain || !exact && domain != "" && isBelow(host, domain) {
			return true
		}
	}
	return false
}

// isAddress tells a literal address, which has no sub-domains, from a name: no top-level domain is a number.
func isAddress(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	return strings.Contains(host, ":") || strings.Trim(last, "0123456789") == ""
}

// isBelow reports whether host is a sub-domain of the domain.
func isBelow(host, domain string) bool {
	above, ok := strings.CutSuffix(host, domain)
	return ok && strings.HasSuffix(above, ".")
}

// canonicalHost is lower case, in ASCII form, without the final dot of a full name.
func canonicalHost(host string) string {
	host = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(host), "."))
	for i := range len(host) {
		if host[i] >= utf8.RuneSelf {
			ascii, err := idna.Lookup.ToASCII(host)
			if err != nil {
				return ""
			}
			return ascii
		}
	}
	return host
}

// AllowedApp reports whether a list of allowed domains admits an app by its namespace, such as
// com.example.shop. Only entries in reverse order of labels concern apps: they admit the namespace
// itself and all below it. A list without such an entry is about websites and admits every app
// (events.md §3.4).
func AllowedApp(domains []string, namespace string) bool {
	namespace = strings.ToLower(namespace)
	concerned := false
	for _, entry := range domains {
		entry = strings.ToLower(strings.Trim(entry, " ."))
		if !isReverseDNS(entry) {
			continue
		}
		concerned = true
		if rest, ok := strings.CutPrefix(namespace, entry); ok && (rest == "" || rest[0] == '.') {
			return true
		}
	}
	return !concerned
}

// isReverseDNS reports whether a domain reads as one only from right to left: it begins with a top-level
// domain and does not end in one. Names of two letters are taken for countries.
func isReverseDNS(entry string) bool {
	first, _, dotted := strings.Cut(entry, ".")
	last := entry[strings.LastIndexByte(entry, '.')+1:]
	return dotted && isTopLevel(first) && !isTopLevel(last)
}

func isTopLevel(label string) bool {
	switch label {
	case "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz":
		return true
	}
	return len(label) == 2 && isLetter(label[0]) && isLetter(label[1])
}

// admitsWeb applies the domains to a website: the Origin header decides if there is one, else the host
// of the page. An origin that hides itself ("null") is nobody's.
func (d *Deployment) admitsWeb(origin, pageHost string) bool {
	if d.AllowAllDomains {
		return true
	}
	if origin != "" {
		pageHost, _ = enrich.URLHost(origin)
	}
	return AllowedHost(d.AllowedDomains, pageHost)
}

// admitsApp applies the domains to an app.
func (d *Deployment) admitsApp(namespace string) bool {
	return d.AllowAllDomains || AllowedApp(d.AllowedDomains, namespace)
}

// errDomain refuses a sender whose domain or namespace is not allowed.
func errDomain() *journey.Fault {
	return &journey.Fault{Code: journey.DomainNotAllowed, Reason: "the deployment does not take events from here"}
}
