package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// required is any text but the empty one.
var required = text("text", func(s string) (string, error) {
	if strings.TrimSpace(s) == "" {
		return "", errors.New("must not be empty")
	}
	return s, nil
})

// address is what a listener takes.
var address = text("host:port", func(s string) (string, error) {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return "", fmt.Errorf("must be host:port, not %q", s)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return "", fmt.Errorf("the port must be a number, 0 to 65535, not %q", port)
	}
	return s, nil
})

var pathSegments = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)*$`)

// pathPrefix is the beginning of a URL path, without a slash at its end.
var pathPrefix = text("empty, or a path such as /sojourn", func(s string) (string, error) {
	segments := strings.Split(s, "/")
	if !pathSegments.MatchString(s) || slices.Contains(segments, ".") || slices.Contains(segments, "..") {
		return "", fmt.Errorf(`must be empty or a path such as "/sojourn", without a slash at its end, not %q`, s)
	}
	return s, nil
})

// level is a severity by its name.
var level = text("debug, info, warn or error", func(s string) (slog.Level, error) {
	known := map[string]slog.Level{
		"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
	}
	l, ok := known[s]
	if !ok {
		return 0, fmt.Errorf("must be debug, info, warn or error, not %q", s)
	}
	return l, nil
})

// databaseFile is the path of a database. Whether it exists is seen at start: a missing one is no
// error (enrichment.md §6).
var databaseFile = text("paths of .mmdb files", func(s string) (string, error) {
	if filepath.Ext(s) != ".mmdb" {
		return "", fmt.Errorf("must be the path of an .mmdb file, not %q", s)
	}
	return s, nil
})

// campaignField is what a URL parameter can fill (enrichment.md §3).
var campaignField = oneOf("source", "medium", "name", "term", "content")

// lowerCase is a URL parameter: their case does not matter (enrichment.md §3).
var lowerCase = text("a URL parameter", func(s string) (string, error) {
	if s == "" {
		return "", errors.New("must not be empty")
	}
	return strings.ToLower(s), nil
})

// pattern is a regular expression of Go, that is RE2.
var pattern = text("regular expressions", func(s string) (*regexp.Regexp, error) {
	re, err := regexp.Compile(s)
	if err != nil {
		return nil, err
	}
	if re.MatchString("") {
		return nil, fmt.Errorf("%q matches the empty text and would be found everywhere", s)
	}
	return re, nil
})

// prefix is a range of addresses, or one.
var prefix = text("IP addresses or CIDR ranges", func(s string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(s); err == nil && addr.Zone() == "" {
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf(`must be an IP address or a range such as "10.0.0.0/8", not %q`, s)
	}
	return p.Masked(), nil
})

var twoLetters = regexp.MustCompile(`^[A-Z]{2}$`)

// country is an ISO 3166-1 alpha-2 code.
var country = text("two capital letters", func(s string) (string, error) {
	if !twoLetters.MatchString(s) {
		return "", fmt.Errorf("must be a country code of two capital letters (ISO 3166-1), not %q", s)
	}
	return s, nil
})

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// language is a BCP 47 tag.
var language = text("a tag such as en-US", func(s string) (string, error) {
	if !languageTag.MatchString(s) {
		return "", fmt.Errorf(`must be a language tag such as "en-US" (BCP 47), not %q`, s)
	}
	return s, nil
})

// anyText is any text, also none.
var anyText = text("text", func(s string) (string, error) { return strings.TrimSpace(s), nil })
