package config

import "strings"

// setting is a row of the table: one thing that can be set. The first four members are also what the
// manual says about it.
type setting struct {
	name     string // in the file: group.key
	target          // where the value goes and what may be written
	standard string // the default, written as in the environment
	meaning  string // one or two sentences for the person who runs the server
}

// settings lists all settings in the order of the manual, bound to the members of c.
func (c *Config) settings() []setting {
	return []setting{
		{"listen", to(&c.Listen, address), "127.0.0.1:8080",
			"Where the server listens. Port 0 takes a free one. Put a proxy that speaks TLS in front before you " +
				"open it to other machines."},
		{"data", to(&c.Data, required), "./data",
			"The folder that holds everything; it is created if missing. Only one server at a time can use it."},
		{"dev", to(&c.Dev, boolean), "false",
			"For trying and testing: a deployment for all domains, an OAuth client `sojourn-dev` with secret " +
				"`sojourn-dev`, and limits off unless set. Refused unless `listen` is a loopback address."},
		{"basePath", to(&c.BasePath, pathPrefix), "",
			"A path in front of all others, for a proxy that forwards only a part of a site."},

		{"log.level", to(&c.Log.Level, level), "info", "The least severe messages to log."},
		{"log.format", to(&c.Log.Format, oneOf(LogAuto, LogText, LogJSON)), "auto",
			"The form of a log line. `auto` is text on a terminal and JSON otherwise."},

		{"session.timeoutSeconds", to(&c.Session.Timeout, seconds(60, 86_400)), "1200",
			"A web or app session ends when nothing has happened for so long. A session keeps the value that was " +
				"in force at its newest event."},
		{"session.idleSeconds", to(&c.Session.Idle, seconds(1, 86_400)), "300",
			"A visitor without events for so long is idle: the page may be open, but nothing happens."},
		{"session.awaySeconds", to(&c.Session.Away, seconds(1, 86_400)), "600",
			"A visitor without events and pings for so long is away: the page is closed or asleep."},
		{"session.splitOnSource", to(&c.Session.SplitOnSource, boolean), "true",
			"Whether a page reached through another campaign, search, social network, e-mail or advertisement " +
				"begins a new session."},
		{"session.splitOnReferral", to(&c.Session.SplitOnReferral, boolean), "false",
			"Whether a plain link from another site does so too. Payment and sign-in pages are such sites, " +
				"hence the default."},

		{"identity.resolve", to(&c.Identity.Resolve, boolean), "true",
			"Whether sessions are stitched to contacts by what events tell of their customer. Off, a session has " +
				"the contact that an event names and no other."},
		{"identity.createEphemeral", to(&c.Identity.CreateEphemeral, boolean), "true",
			"Whether an anonymous visitor has a contact, of type Ephemeral."},
		{"identity.autoMerge", to(&c.Identity.AutoMerge, boolean), "true",
			"Whether two contacts that one event shows to be one person are merged. Two that people saved never are."},
		{"identity.externalSource", to(&c.Identity.ExternalSource, anyText), "",
			"The system that the `externalId` of events comes from; ids of different systems are different."},

		{"compat.enumLevel", to(&c.Compat.EnumLevel, oneOf(EnumLatest, EnumSeed)), "latest",
			"Which reasons of disconnection are answered: all, or for old clients those of the `seed` with `Other` " +
				"for the rest."},

		{"shortId.length", to(&c.ShortID.Length, integer(4, 6)), "4",
			"Digits of the number that a visitor can read out to an agent. New numbers get longer by themselves " +
				"when a tenth of a length is in use."},
		{"events.strictNames", to(&c.Events.StrictNames, boolean), "false",
			"Whether event names are letters, digits and underscores only. Otherwise hyphen and colon are accepted " +
				"too, as existing trackers send them."},

		{"geo.databases", to(&c.Geo.Databases, list(databaseFile)), "",
			"Files in MaxMind's format that tell place and organisation of an IP address. The first one that knows " +
				"a field gives it. Without a file the fields are absent."},
		{"enrich.campaignAliases", to(&c.Enrich.CampaignAliases, table(lowerCase, campaignField)), "",
			"More URL parameters that name a campaign, each with the field it fills, such as `mtm_campaign` → `name`."},
		{"privacy.scrubPatterns", to(&c.Privacy.ScrubPatterns, list(pattern)), "",
			"Regular expressions (RE2). What they match in attributes, titles, searches and URLs is replaced by " +
				"`[redacted]` before anything is stored, as card numbers always are."},
		{"retention.sessionDays", to(&c.Retention.Sessions, days(1, 36_500)), "365",
			"Sessions are erased, with all their events, so many days after their newest event."},
		{"retention.anonymousDays", to(&c.Retention.Anonymous, days(1, 36_500)), "120",
			"Sessions of a visitor whom nobody knows are erased so many days after the visitor's newest event: 60 " +
				"days until the temporary contact expires, and 60 more."},
		{"proxies.trusted", to(&c.Proxies.Trusted, list(prefix)), "",
			"Addresses of your own proxies. Only from them is `X-Forwarded-For` believed; the visitor is the " +
				"right-most address in it that is not one of them. With `dev`, unless set: this machine."},

		{"limits.requestsPerMinute", to(&c.Limits.RequestsPerMinute, limit), "300",
			"API requests of one access token per minute; a client may do so with each of its tokens."},
		{"limits.eventsPerCookiePerSecond", to(&c.Limits.EventsPerCookiePerSec, limit), "20",
			"Events of one visitor per second, in the long run."},
		{"limits.eventsPerCookieBurst", to(&c.Limits.EventsPerCookieBurst, integer(1, 1_000_000)), "50",
			"Events of one visitor at once, before the limit above holds."},
		{"limits.eventsPerIPPerSecond", to(&c.Limits.EventsPerIPPerSec, limit), "100",
			"Events from one IP address per second."},
		{"limits.shortIdLookupsPerMinute", to(&c.Limits.ShortIDLookupsPerMinute, limit), "30",
			"Look-ups by short number of one access token per minute, so that nobody tries them all."},
		{"oauth.tokenSeconds", to(&c.OAuth.TokenLife, seconds(120, 172_800)), "86399",
			"How long an access token is valid. Clients renew it up to a minute early."},

		{"lanes.count", to(&c.Lanes.Count, integer(0, 1024)), "0",
			"Lanes that fold events in parallel. 0 lets the server choose by its processors. It may change between " +
				"starts."},
		{"lanes.queue", to(&c.Lanes.Queue, integer(16, 1_048_576)), "8192",
			"Events that may wait in all lanes together. When so many do, callers get 503 with `Retry-After`."},
		{"lanes.cachedCustomers", to(&c.Lanes.CachedCustomers, integer(1024, 100_000_000)), "32768",
			"How many of the latest customers are kept in memory; the others are read from the index when they " +
				"come back."},
		{"memory.heapBytes", to(&c.Memory.HeapBytes, byteSize(64<<20, 1<<40)), "640 MiB",
			"Where the garbage collector begins to work harder to stay below. It is no hard limit, and " +
				"`index.cacheBytes` and `index.memtableBytes` come on top. GOGC and GOMEMLIMIT in the environment " +
				"go first."},
		{"store.segmentBytes", to(&c.Store.SegmentBytes, byteSize(1<<20, 4<<30)), "256 MiB",
			"Size of one file of the event log. Each is reserved on disk as a whole when it is begun."},
		{"index.cacheBytes", to(&c.Index.CacheBytes, byteSize(1<<20, 1<<40)), "128 MiB",
			"Memory for what is read often from the index."},
		{"index.memtableBytes", to(&c.Index.MemtableBytes, byteSize(1<<20, 4<<30)), "8 MiB",
			"Memory of the index's store for small writes. Changed documents wait outside of it, see " +
				"`index.heldEvents`."},
		{"index.heldEvents", to(&c.Index.HeldEvents, integer(1000, 10_000_000)), "65536",
			"Events whose documents are changed in memory before the index writes them, so that a session that goes " +
				"on is written once. More means fewer writes, more memory and a longer start after a crash."},

		{"organization.name", to(&c.Organization.Name, required), "Sojourn",
			"The name that clients show."},
		{"organization.defaultCountry", to(&c.Organization.DefaultCountry, country), "US",
			"The country of phone numbers in national format, for clients and for contacts: where your organisation " +
				"is at home."},
		{"organization.language", to(&c.Organization.Language, language), "en-US",
			"The language that clients assume."},
		{"shutdown.drainSeconds", to(&c.Shutdown.Drain, seconds(0, 600)), "20",
			"How long a stopping server lets running requests finish before it closes."},
	}
}

// group is the part of the name that is a table in the file; "" for the settings at the top.
func (s setting) group() string {
	group, _, found := strings.Cut(s.name, ".")
	if !found {
		return ""
	}
	return group
}

// key is the name within its group.
func (s setting) key() string { return strings.TrimPrefix(s.name, s.group()+".") }

// environment is the setting's name there: session.timeoutSeconds → SOJOURN_SESSION_TIMEOUT_SECONDS.
func (s setting) environment() string {
	var b strings.Builder
	b.WriteString(envPrefix)
	for i, r := range s.name {
		switch {
		case r == '.':
			b.WriteByte('_')
			continue
		case i > 0 && beginsWord(s.name, i):
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToUpper(b.String())
}

// beginsWord reports whether a word of a camel-case name begins at i: "…PerIPPer…" has Per, IP, Per.
func beginsWord(name string, i int) bool {
	upper := func(i int) bool { return i < len(name) && 'A' <= name[i] && name[i] <= 'Z' }
	lower := func(i int) bool { return i < len(name) && 'a' <= name[i] && name[i] <= 'z' }
	return upper(i) && (lower(i-1) || upper(i-1) && lower(i+1))
}
