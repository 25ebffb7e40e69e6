package restapi

import (
	"context"
	"iter"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"sojourn/flow/backtest"
	"sojourn/flow/external"
	"sojourn/flow/ingest"
	"sojourn/journey"
	"sojourn/web/auth"
)

// Sessions reads what the events became. It is called by many goroutines at once; what it returns
// is only read.
type Sessions interface {
	// Session returns the session of that id, else journey.ErrNoSession.
	Session(ctx context.Context, id journey.ID) (*journey.Session, error)
	// ByShortID returns the session with that short id that started last, else journey.ErrNoSession.
	ByShortID(ctx context.Context, number uint32) (*journey.Session, error)
	// Events returns at most limit events of a session in the order of their stamps, beginning behind after.
	Events(ctx context.Context, session journey.ID, after journey.Stamp, limit int) ([]*journey.Accepted, error)
	// Entries returns at most limit entries of a session's list of events, what followed from events among them, in
	// order, beginning behind after; of the given types, of all if there are none.
	Entries(
		ctx context.Context, session journey.ID, after journey.EventPlace, limit int, types []journey.EventType,
	) ([]journey.Entry, error)
	// Recent yields the sessions whose newest event lies in the span, newest first, then by id.
	Recent(ctx context.Context, span Span) iter.Seq2[*journey.Session, error]
	// OfCustomer yields the sessions of a customer in the same order, beginning behind after.
	OfCustomer(ctx context.Context, customerID string, after Place) iter.Seq2[*journey.Session, error]
	// OfContacts yields the sessions that were stitched to any of the contacts, those that began last first, then by id
	// backwards, beginning behind after.
	OfContacts(ctx context.Context, contacts []journey.ID, after Begun) iter.Seq2[*journey.Session, error]
}

// Span is a part of the listing of sessions.
type Span struct {
	From, To journey.Instant // of the newest event; To is excluded
	After    Place
}

// Place is the place of a session in a listing; the zero Place is the beginning. It is an alias of
// an unnamed struct so that an engine fulfils Sessions without knowing this package.
type Place = struct {
	Newest journey.Instant
	ID     journey.ID
}

// Ingest takes events in; *ingest.Service is one.
type Ingest interface {
	Event(ctx context.Context, kind journey.Kind, r ingest.Request) (ingest.Answer, error)
	Ping(ctx context.Context, r ingest.PingRequest) (ingest.Ponged, error)
	Batch(ctx context.Context, r ingest.BatchRequest) (ingest.BatchAnswer, error)
	Conversations(ctx context.Context, r ingest.ConversationRequest) (ingest.ConversationAnswer, error)
	CustomEvents(ctx context.Context, r ingest.CustomRequest) (ingest.CustomAnswer, error)
	Preview(ctx context.Context, entry []byte, at journey.Instant) (ingest.Previewed, error)
}

// Backtester tells what definitions would have matched. It is called by one goroutine at a time.
type Backtester interface {
	// Backtest tests a definition, which passed the checks, on the events that were accepted from the one moment until
	// before the other. It calls progress now and then, from any goroutine, and ends with the context.
	Backtest(ctx context.Context, e journey.Evaluated, from, to journey.Instant, progress func(backtest.Progress)) (
		backtest.Result, error)
}

// Definitions keeps what is managed; *define.Store is one. A change is durable and visible when
// the call returns. Errors are define.ErrNotFound, define.ErrConflict, or the store's.
type Definitions interface {
	// List returns the definitions of a noun as they were created, then by id: the order of listings
	// (api.md §4.1). It is only read.
	List(noun journey.Noun) []journey.Definition
	Get(noun journey.Noun, id string) (journey.Definition, bool)
	Create(ctx context.Context, noun journey.Noun, id string, body []byte) (journey.Definition, error)
	// Update replaces the body by what change makes of it; version is the optimistic lock, 0 for none.
	Update(ctx context.Context, noun journey.Noun, id string, version int,
		change func(old []byte) ([]byte, error)) (journey.Definition, error)
	Delete(ctx context.Context, noun journey.Noun, id string) error
}

// Organization is the one organisation of this server (api.md §2.4).
type Organization struct {
	ID                 string // UUID
	Name               string
	Domain             string
	DefaultCountryCode string // ISO 3166-1 alpha-2; clients fail without one
	DefaultLanguage    string // such as en-US
	HomeDivision       string // UUID of the only division
}

// Options is what the API is made of. All down to ClientAddr are required.
type Options struct {
	Sessions     Sessions
	Contacts     Contacts
	Ingest       Ingest
	External     *external.Service // of business systems (events.md §5.3)
	Senders      *auth.Senders     // tells who sends an event (identity.md §5)
	Definitions  Definitions
	Exporter     Exporter
	Guard        *auth.Guard
	Token        http.Handler // POST /oauth/token; an *auth.TokenEndpoint is one
	Organization Organization
	ClientAddr   func(*http.Request) netip.Addr // of the client, behind trusted proxies

	Now func() time.Time // nil for the clock
	// TokensPerAddress limits how many customer tokens an address may bring; nil for no limit.
	TokensPerAddress *auth.Buckets
	// ExternalSource is the source of external ids that name none (setting identity.externalSource).
	ExternalSource string
	BasePath       string // prefix of every path, such as /genesys; empty for none
	// ShortIDLookups is how many short ids a token may look up per minute (session.md §7); 0 is no limit.
	ShortIDLookups int
	// SeedEnums shows what was added to an enumeration of the contract later as Other (setting
	// compat.enumLevel, session.md §4).
	SeedEnums bool
	// Observe is told of every answer: the operation's id (empty if there is none), the status and how
	// long it took. Nil if nobody wants to know.
	Observe func(operation string, status int, took time.Duration)
	Log     *slog.Logger // nil for none
	Privacy Privacy      // nil takes no privacy requests

	Backtester Backtester             // nil tests no definitions on the log
	Policy     func() *journey.Policy // how events are judged now; nil for the default settings

	Live   Live                                      // without a hub nothing is told live
	Vitals func(ctx context.Context) (Vitals, error) // how the server is doing; nil does not tell
}
