package codec

import (
	"encoding/binary"
	"strings"
)

// link is a URL with the parts that a page and a referrer have of it (session.md §3.9, §3.11).
type link struct{ url, domain, host, path, query, fragment string }

// linkOf takes a URL apart where a plain one has its seams: scheme://host:port/path?query#fragment. The parts of one
// that is not plain come out as something else than what enrichment read. The domain is left empty.
func linkOf(url string) link {
	l := link{url: url, path: "/"}
	_, rest, _ := strings.Cut(url, "://")
	rest, l.fragment, _ = strings.Cut(rest, "#")
	rest, l.query, _ = strings.Cut(rest, "?")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		rest, l.path = rest[:i], rest[i:]
	}
	l.host, _, _ = strings.Cut(rest, ":")
	return l
}

// appendLink writes the URL and how long the domain is at the end of the host: the other parts follow. Where they
// do not, they are written out.
func appendLink(b []byte, l link) []byte {
	b = appendString(b, l.url)
	plain := linkOf(l.url)
	if plain.domain = l.domain; plain == l && strings.HasSuffix(l.host, l.domain) {
		return binary.AppendUvarint(b, uint64(len(l.domain))+1)
	}
	b = append(b, 0)
	for _, s := range [...]string{l.domain, l.host, l.path, l.query, l.fragment} {
		b = appendString(b, s)
	}
	return b
}

// link reads what appendLink wrote.
func (r *reader) link() link {
	l := linkOf(r.string())
	n := r.uvarint()
	switch {
	case n == 0:
		l.domain, l.host, l.path, l.query, l.fragment = r.string(), r.string(), r.string(), r.string(), r.string()
	case n > uint64(len(l.host))+1:
		r.fail(ErrMalformed)
	default:
		l.domain = l.host[len(l.host)+1-int(n):]
	}
	return l
}

// oldLink reads the parts as versions 1 to 3 had them, of a URL that was read before.
func (r *reader) oldLink(url string) link {
	return link{url, r.string(), r.string(), r.string(), r.string(), r.string()}
}

// appendPiece writes a text that is likely a piece of another, because it was read from there: where it is and how
// long, or else the text.
func appendPiece(b []byte, s, of string) []byte {
	if len(s) > 1 { // where and how long take two bytes
		if at := strings.Index(of, s); at >= 0 {
			b = binary.AppendUvarint(b, uint64(at)<<1|1)
			return binary.AppendUvarint(b, uint64(len(s)))
		}
	}
	b = binary.AppendUvarint(b, uint64(len(s))<<1)
	return append(b, s...)
}

// piece reads what appendPiece wrote.
func (r *reader) piece(of string) string {
	n := r.uvarint()
	if n&1 == 0 {
		return r.take(n >> 1)
	}
	at, length := n>>1, r.uvarint()
	if at > uint64(len(of)) || length > uint64(len(of))-at {
		r.fail(ErrMalformed)
		return ""
	}
	return of[at : at+length]
}
