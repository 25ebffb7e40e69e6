package enrich

import (
	"net/netip"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// webURL is a URL in parts that are still as they were written: nothing is decoded or encoded
// again. Only scheme and host are normalised: lower case, and a host beyond ASCII in its ASCII
// form (punycode), which is what browsers send.
type webURL struct {
	scheme, host, port    string // host without brackets, port empty if it is the scheme's own
	path, query, fragment string // query and fragment without ? and #
	domain                string // registrable; empty for one by name until it is found, see domains
	raw                   string // as it came
}

// maxURL bounds the URLs that are read, in bytes: 4,096 characters of the longest kind.
const maxURL = 4 * 4096

// URLHost returns the host, in lower case and without port, of a URL that can be the URL of a page:
// absolute, http or https, readable. Else ok is false (events.md §3.1).
func URLHost(raw string) (host string, ok bool) {
	u, ok := parseURL(raw)
	return u.host, ok
}

// parseURL reads an absolute http or https URL.
func parseURL(raw string) (webURL, bool) {
	raw = strings.TrimSpace(raw)
	scheme, rest, ok := cutScheme(raw)
	if !ok || scheme != "http" && scheme != "https" {
		return webURL{}, false
	}
	u := webURL{scheme: scheme, raw: raw}
	authority := u.split(rest)
	ok = u.readAuthority(authority)
	return u, ok
}

// parseReferrer reads a referrer: a page, or an Android app by its package name (enrichment.md §2).
func parseReferrer(raw string) (webURL, bool) {
	if u, ok := parseURL(raw); ok {
		return u, true
	}
	scheme, rest, ok := cutScheme(strings.TrimSpace(raw))
	if !ok || scheme != androidApp {
		return webURL{}, false
	}
	u := webURL{scheme: scheme}
	u.host = strings.ToLower(u.split(rest))
	u.domain = u.host
	return u, u.host != "" && isHostName(u.host)
}

// androidApp is the scheme of referrers that are apps.
const androidApp = "android-app"

// cutScheme splits "scheme://rest", the scheme in lower case. It refuses what no browser sends.
func cutScheme(raw string) (scheme, rest string, ok bool) {
	if len(raw) > maxURL || !isPrintable(raw) {
		return "", "", false
	}
	scheme, rest, ok = strings.Cut(raw, "://")
	return strings.ToLower(scheme), rest, ok
}

// isPrintable reports whether the text is UTF-8 without control characters.
func isPrintable(text string) bool {
	ascii := true
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == 0x7f {
			return false
		} else if c >= utf8.RuneSelf {
			ascii = false
		}
	}
	return ascii || utf8.ValidString(text)
}

// split takes apart what follows "scheme://" and returns the authority. An empty path becomes "/".
func (u *webURL) split(rest string) (authority string) {
	rest, u.fragment = cutByte(rest, '#')
	rest, u.query = cutByte(rest, '?')
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		authority, u.path = rest[:i], rest[i:]
	} else {
		authority, u.path = rest, "/"
	}
	return authority
}

// readAuthority reads host and port; user information is dropped. A backslash is refused: browsers
// take it for a slash, so what seems to be the host need not be it.
func (u *webURL) readAuthority(authority string) bool {
	if strings.IndexByte(authority, '\\') >= 0 {
		return false
	}
	authority = authority[strings.LastIndexByte(authority, '@')+1:]
	host, port := authority, ""
	if strings.HasPrefix(authority, "[") {
		end := strings.IndexByte(authority, ']')
		if end < 0 {
			return false
		}
		host, port = authority[:end+1], authority[end+1:]
	} else if i := strings.IndexByte(authority, ':'); i >= 0 {
		host, port = authority[:i], authority[i:]
	}
	return u.readHost(host) && u.readPort(port)
}

func (u *webURL) readHost(host string) bool {
	if inner, bracketed := strings.CutPrefix(host, "["); bracketed {
		ip, err := netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		u.host = ip.String()
		u.domain = u.host
		return err == nil && !ip.Is4() && ip.Zone() == ""
	}
	host = strings.ToLower(host)
	if !isASCII(host) {
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			return false
		}
		host = ascii
	}
	u.host = strings.TrimSuffix(host, ".")
	return u.host != "" && isHostName(u.host)
}

func (u *webURL) readPort(port string) bool {
	port = strings.TrimPrefix(port, ":")
	if port == "" || u.scheme == "http" && port == "80" || u.scheme == "https" && port == "443" {
		return true
	}
	u.port = port
	return len(port) <= 5 && isDigits(port)
}

// isHostName reports whether the text, which is not empty, has only characters that hosts have, no
// empty label, and a bearable length.
func isHostName(host string) bool {
	if len(host) > 253 || host[:1] == "." || host[len(host)-1:] == "." || strings.Contains(host, "..") {
		return false
	}
	for i := range len(host) {
		c := host[i]
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_') {
			return false
		}
	}
	return true
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func isDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

// String puts the parts together again. What was not changed is the text as it came.
func (u *webURL) String() string {
	host := u.host
	if strings.IndexByte(host, ':') >= 0 {
		host = "[" + host + "]"
	}
	parts := [...]string{
		u.scheme, "://", host, mark(":", u.port), u.port, u.path,
		mark("?", u.query), u.query, mark("#", u.fragment), u.fragment,
	}
	rest, same := u.raw, true
	for _, part := range parts {
		if same {
			rest, same = strings.CutPrefix(rest, part)
		}
	}
	if same && rest == "" {
		return u.raw
	}
	return strings.Join(parts[:], "")
}

// mark is what stands before a part, if there is one.
func mark(character, part string) string {
	if part == "" {
		return ""
	}
	return character
}

// clean leaves out what must not be kept: excluded parameters, the fragment unless it is wanted
// (enrichment.md §5.2, §5.3), and what is redacted (identity.md §6).
func (u *webURL) clean(s *Settings, scrub *scrubber) {
	u.query = withoutParameters(u.query, s.excluded)
	if !s.keepFragment {
		u.fragment = ""
	}
	u.path = scrub.url(u.path, false)
	u.query = scrub.url(u.query, true)
	u.fragment = scrub.url(u.fragment, false)
}
