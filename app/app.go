package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"sojourn/config"
	"sojourn/flow/enrich"
	"sojourn/flow/forget"
	"sojourn/flow/ingest"
	"sojourn/flow/notify"
	"sojourn/flow/stitch"
	"sojourn/journey"
	"sojourn/web/auth"
	"sojourn/web/restapi"
)

// Options is what an App takes besides the settings. The zero value is ready for use.
type Options struct {
	Logger  *slog.Logger     // nil: silent
	Now     func() time.Time // nil: the clock
	Locator enrich.Locator   // nil: the files of the setting geo.databases
	Version string           // of the program, for those who ask
	// Operator is a client that may do everything while this App is open, for commands that work on a
	// folder when no server runs. It is never stored. nil: none.
	Operator *Credentials
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// App is an open data folder with everything that works on it.
type App struct {
	config  config.Config
	options Options
	logger  *slog.Logger

	folder      *folder
	store       *store
	definitions *definitions
	lanes       *stitch.Lanes
	people      *people
	forget      *forget.Service
	metrics     *metrics
	hub         *notify.Hub
	started     journey.Instant
	enricher    atomic.Pointer[enrich.Enricher] // nil until the ingest is open
	handler     http.Handler

	draining atomic.Bool
	closers  []func(context.Context) error // of what is open, in the order it was opened
}

// Open opens the data folder and everything on top of it:
//
//	         HTTP ──► access log ──► restapi ──► answers counted (metrics)
//	                                 │  │  │
//	         ┌───────── events ──────┘  │  └── guard: tokens, limits ◄─── clients, revocations ──┐
//	         ▼                          │                                                       │
//	counted ingest ◄── deployments ─────┼────────────────────────────────────────────────── definitions
//	         │  ▲                       │ sessions, events                                      │
//	         │  └── enricher ◄── geo    │                                                       │
//	         ▼                          ▼                                                       │
//	       lanes ───── apply ───────► index ◄──────────────────── define ───────────────────────┤
//	         │                          ▲                                                       │
//	         └───── append ──► log ─────┴─ replay, at the start                                 │
//	                            ▲                                                               │
//	                            └──────────────────────── append ───────────────────────────────┘
//
// The error is ErrInUse if another process holds the folder, a *seglog.DamageError if the log is damaged,
// or pebble.ErrRebuild if the index does not belong to the log.
func Open(ctx context.Context, c config.Config, o Options) (_ *App, err error) {
	a := &App{config: c, options: o.withDefaults()}
	a.logger = a.options.Logger
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close(context.WithoutCancel(ctx)))
		}
	}()
	if a.folder, err = openFolder(c.Data); err != nil {
		return nil, err
	}
	a.onClose(func(context.Context) error { return a.folder.close() })
	if err := a.folder.sweep(); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	if a.store, err = openStore(ctx, a.folder, c, a.dictionary, a.logger); err != nil {
		return nil, err
	}
	a.onClose(func(context.Context) error { return a.store.close() })
	if err := a.openDefinitions(ctx); err != nil {
		return nil, err
	}
	if err := a.openPeople(ctx); err != nil {
		return nil, err
	}
	if err := a.openLanes(ctx); err != nil {
		return nil, err
	}
	if err := a.openForget(); err != nil {
		return nil, err
	}
	a.store.index.People().Learn()
	a.openHub()
	a.metrics, a.started = newMetrics(a), journey.InstantOf(a.options.Now())
	events, err := a.openIngest()
	if err != nil {
		return nil, err
	}
	if a.handler, err = a.api(events); err != nil {
		return nil, err
	}
	return a, nil
}

// onClose notes how to close what was opened last.
func (a *App) onClose(closer func(context.Context) error) { a.closers = append(a.closers, closer) }

// Close closes everything in the opposite order: what is under way is finished, the index flushed. A
// second call does nothing.
func (a *App) Close(ctx context.Context) error {
	var errs []error
	for _, closer := range slices.Backward(a.closers) {
		errs = append(errs, closer(ctx))
	}
	a.closers = nil
	return errors.Join(errs...)
}

// Handler answers the API's requests, as the server does. Commands that work on a folder use it too.
func (a *App) Handler() http.Handler { return a.handler }

func (a *App) openDefinitions(ctx context.Context) (err error) {
	now := journey.InstantOf(a.options.Now())
	var known []journey.Definition
	if a.config.Dev {
		if known, err = devDefinitions(now); err != nil {
			return err
		}
	}
	if a.definitions, err = openDefinitions(
		ctx, a.store, known, policyOf(a.config.Session), a.options.Now,
	); err != nil {
		return err
	}
	if operator := a.options.Operator; operator != nil {
		client := administrator(operator.ClientID, "Operator", operator.ClientSecret)
		a.definitions.clients.operator = &client
		return nil
	}
	if a.config.Dev {
		return nil
	}
	return ensureAdministrator(ctx, a.folder, a.definitions, a.logger)
}

func (a *App) openLanes(ctx context.Context) (err error) {
	a.lanes, err = stitch.Open(ctx, stitch.Options{
		Log: a.store.log, Index: a.store.index, Mark: a.store.mark, Contacts: a.people,
		Policy: a.definitions.policy.Get,
		Now:    a.options.Now, ShortIDLength: a.config.ShortID.Length,
		Lanes: a.config.Lanes.Count, Queue: a.config.Lanes.Queue, CachedStates: a.config.Lanes.CachedCustomers,
		Logger: a.logger,
	})
	if err != nil {
		return fmt.Errorf("start the lanes: %w", err)
	}
	a.onClose(a.lanes.Close)
	return nil
}

func policyOf(s config.Session) journey.Policy {
	policy := journey.DefaultPolicy()
	policy.Visit = journey.VisitRules{
		Timeout: uint32(s.Timeout.Seconds()), Idle: uint32(s.Idle.Seconds()), Away: uint32(s.Away.Seconds()),
	}
	policy.SplitOnSource, policy.SplitOnReferral = s.SplitOnSource, s.SplitOnReferral
	return policy
}

// limitedKeys is how many cookies, and how many addresses, the limits of events remember at a time.
const limitedKeys = 1 << 18

func (a *App) openIngest() (restapi.Ingest, error) {
	locator, err := a.openLocator()
	if err != nil {
		return nil, err
	}
	enricher, err := enrich.New(enrich.Options{
		Locator:         locator,
		CampaignAliases: a.config.Enrich.CampaignAliases,
		ScrubPatterns:   a.config.Privacy.ScrubPatterns,
	})
	if err != nil {
		return nil, fmt.Errorf("enrichment: %w", err)
	}
	a.enricher.Store(enricher)
	limits, now := a.config.Limits, a.options.Now
	service := ingest.New(ingest.Options{
		Intake:      gate{a.lanes, a.forget, a.people},
		Enricher:    enricher,
		Deployments: a.definitions.deployments,
		WebSessions: webSessions{a.store},
		Now:         now,
		StrictNames: a.config.Events.StrictNames,
		PerAddress:  auth.NewBuckets(limits.EventsPerIPPerSec, limits.EventsPerIPPerSec, limitedKeys, now),
		PerCookie:   auth.NewBuckets(limits.EventsPerCookiePerSec, limits.EventsPerCookieBurst, limitedKeys, now),
	})
	return &countedIngest{service, a.metrics}, nil
}

// openLocator opens the geolocation files that are there: one that is missing costs the places and
// nothing else.
func (a *App) openLocator() (enrich.Locator, error) {
	if a.options.Locator != nil {
		return a.options.Locator, nil
	}
	present := existing(a.config.Geo.Databases, a.logger)
	if len(present) == 0 {
		return nil, nil
	}
	geo, err := enrich.OpenGeo(present...)
	if err != nil {
		return nil, err
	}
	a.onClose(func(context.Context) error { return geo.Close() })
	return geo, nil
}
