package config

import (
	"log/slog"
	"net/netip"
	"regexp"
	"time"
)

// Config is the settings of one server, checked. What each means, its default and its bounds stand in
// the table of settings.go and, for people, in docs/config.md.
type Config struct {
	Listen   string // host:port
	Data     string // folder
	Dev      bool   // for trying and testing; Listen is a loopback address then
	BasePath string // "" or "/prefix" (api.md §1)

	Log          Log
	Session      Session
	ShortID      ShortID
	Identity     Identity
	Compat       Compat
	Events       Events
	Geo          Geo
	Enrich       Enrich
	Privacy      Privacy
	Retention    Retention
	Proxies      Proxies
	Limits       Limits
	OAuth        OAuth
	Lanes        Lanes
	Memory       Memory
	Store        Store
	Index        Index
	Organization Organization
	Shutdown     Shutdown
}

// Log is what the server says about itself, and how.
type Log struct {
	Level  slog.Level
	Format LogFormat
}

// LogFormat is the form of a log line.
type LogFormat string

// The forms of a log line. LogAuto is text on a terminal, JSON otherwise.
const (
	LogAuto LogFormat = "auto"
	LogText LogFormat = "text"
	LogJSON LogFormat = "json"
)

// Compat is what old clients need (session.md §4).
type Compat struct{ EnumLevel EnumLevel }

// EnumLevel says which values of enumerations are answered.
type EnumLevel string

// The levels: all values, or those of the first public model.
const (
	EnumLatest EnumLevel = "latest"
	EnumSeed   EnumLevel = "seed"
)

// Identity is how sessions find the contact that they belong to (identity.md §4).
type Identity struct {
	Resolve         bool // off: only a contact that an event names is used
	CreateEphemeral bool
	AutoMerge       bool
	ExternalSource  string // of external ids that name none
}

// Session is when web and app sessions end, go idle and go away (session.md §6.2, §6.3).
type Session struct {
	Timeout         time.Duration // whole seconds, as the next two
	Idle            time.Duration
	Away            time.Duration
	SplitOnSource   bool
	SplitOnReferral bool
}

// ShortID is the number that a visitor can read out (session.md §7).
type ShortID struct {
	Length int // digits
}

// Events is what is accepted as an event (events.md §3).
type Events struct {
	StrictNames bool
}

// Geo is where places and organisations of IP addresses are looked up (enrichment.md §6).
type Geo struct {
	Databases []string // paths of .mmdb files; they need not exist
}

// Enrich is what the organisation adds to the rules of enrichment.md.
type Enrich struct {
	CampaignAliases map[string]string // lower-case URL parameter → campaign field (enrichment.md §3)
}

// Privacy is what the organisation adds to the scrubbing of identity.md §6.
type Privacy struct {
	ScrubPatterns []*regexp.Regexp // none matches the empty text
}

// Retention is how long what is kept by age (identity.md §6).
type Retention struct {
	Sessions  time.Duration // whole days, as the next one
	Anonymous time.Duration
}

// Proxies are the servers whose X-Forwarded-For is believed (enrichment.md §6).
type Proxies struct {
	Trusted []netip.Prefix
}

// Limits is how much one caller may ask for; 0 means no limit (api.md §9, events.md §1).
type Limits struct {
	RequestsPerMinute       int // per access token
	EventsPerCookiePerSec   int
	EventsPerCookieBurst    int
	EventsPerIPPerSec       int
	ShortIDLookupsPerMinute int // per access token (session.md §7)
}

// OAuth is how long access tokens live (api.md §2.1).
type OAuth struct {
	TokenLife time.Duration
}

// Lanes are the goroutines that fold events into sessions.
type Lanes struct {
	Count int // 0: the server chooses
	Queue int // events that may wait in all of them together
	// CachedCustomers is how many states are kept in memory, in all lanes together.
	CachedCustomers int
}

// Store is the log of all accepted facts on disk.
type Store struct {
	SegmentBytes int64
}

// Memory is how much of it the program takes.
type Memory struct {
	HeapBytes int64 // soft limit
}

// Index is what is computed from the log for reading.
type Index struct {
	CacheBytes    int64
	MemtableBytes int64
	HeldEvents    int // joined sessions before their documents are written
}

// Organization is how the server introduces its one organisation (api.md §2.4).
type Organization struct {
	Name           string
	DefaultCountry string // ISO 3166-1 alpha-2
	Language       string // BCP 47
}

// Shutdown is how the server stops.
type Shutdown struct {
	Drain time.Duration
}
