package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"sojourn/journey"
	"sojourn/web/console"
	"sojourn/web/tracker"
)

// How long a client may take. Bodies are at most 8 MiB; only an export takes longer to answer, and lifts
// the limit itself.
const (
	headerTimeout  = 10 * time.Second
	readTimeout    = time.Minute
	writeTimeout   = time.Minute
	idleTimeout    = 2 * time.Minute
	maxHeaderBytes = 64 << 10
)

// Run serves on the listener until ctx ends, then stops in order: /readyz says 503, no more connections are
// accepted, running requests may finish within shutdown.drainSeconds, and everything is closed. It
// returns nil after a clean stop. Nothing can be done with the App afterwards.
func (a *App) Run(ctx context.Context, listener net.Listener) error {
	routes, err := a.routes()
	if err != nil {
		return errors.Join(err, listener.Close(), a.Close(context.WithoutCancel(ctx)))
	}
	server := &http.Server{
		Handler:           routes,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(a.logger.Handler(), slog.LevelDebug),
	}
	keeping, stopKeeping := context.WithCancel(context.WithoutCancel(ctx))
	var actors sync.WaitGroup
	actors.Go(func() { a.keepIndex(keeping) })
	actors.Go(func() { a.forget.Run(keeping) })
	actors.Go(func() { a.keepAge(keeping) })
	following, stopFollowing := context.WithCancel(keeping)
	actors.Go(func() { a.hub.Run(following) })
	server.RegisterOnShutdown(stopFollowing) // streams end before the drain waits for them

	failed := make(chan error, 1)
	actors.Go(func() { failed <- server.Serve(listener) })
	a.logger.Info("listening", "address", reachable(listener), "data", a.config.Data, "dev", a.config.Dev)

	select {
	case err = <-failed:
		err = fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
		a.logger.Info("stopping", "drain", a.config.Shutdown.Drain.String())
		a.drain(server)
	}
	stopFollowing()
	stopKeeping()
	actors.Wait()
	err = errors.Join(err, a.Close(context.WithoutCancel(ctx)))
	a.logger.Info("stopped")
	return err
}

// routes are the API, the console, the script for web pages, and what supervisors and Prometheus ask for.
func (a *App) routes() (http.Handler, error) {
	known := map[string]http.Handler{
		"/healthz": http.HandlerFunc(healthz),
		"/readyz":  http.HandlerFunc(a.readyz),
		"/metrics": a.metrics.handler(),
	}
	script, err := tracker.Script()
	if err != nil {
		return nil, fmt.Errorf("the tracker: %w", err)
	}
	for _, path := range tracker.Paths() {
		known[a.config.BasePath+path] = script
	}
	pages, err := console.New(a.consoleOptions())
	if err != nil {
		return nil, err
	}
	return accessLog(places{known: known, console: pages, other: a.handler}, a.logger), nil
}

// consoleOptions lets the console sign in by itself where everybody who reaches the server may do everything anyway.
func (a *App) consoleOptions() console.Options {
	o := console.Options{BasePath: a.config.BasePath, Version: a.options.Version}
	if a.config.Dev {
		o.Dev = &console.Client{ID: DevClient, Secret: DevSecret}
	}
	return o
}

// places are handlers for exact paths, and the console, in front of another. Unlike http.ServeMux it redirects and
// cleans nothing: the API answers for every other path in its own error shape.
type places struct {
	known   map[string]http.Handler
	console *console.Console
	other   http.Handler
}

// ServeHTTP implements http.Handler.
func (p places) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	handler, found := p.known[r.URL.Path]
	if !found && p.console.Owns(r.URL.Path) {
		handler, found = p.console, true
	}
	if !found || r.Method != http.MethodGet && r.Method != http.MethodHead {
		handler = p.other
	}
	handler.ServeHTTP(w, r)
}

// drain lets running requests finish, and cuts those off that take too long.
func (a *App) drain(server *http.Server) {
	a.draining.Store(true)
	waiting, cancel := context.WithTimeout(context.Background(), a.config.Shutdown.Drain)
	defer cancel()
	if err := server.Shutdown(waiting); err != nil {
		a.logger.Warn("some requests did not finish in time", "error", err)
		_ = server.Close() // their connections fail, which is the intent
	}
}

// When the index is written to disk: the less of the log it lacks, the shorter the next start after a crash.
const (
	keepEvery      = time.Second
	flushBytes     = 64 << 20 // of the log since the last flush
	flushAfter     = time.Minute
	forgetEvery    = time.Hour
	rememberedTime = 24 * time.Hour // events.md §1: ids are compared for so long
)

// keepIndex flushes the index now and then and lets it forget what has expired, until ctx ends.
func (a *App) keepIndex(ctx context.Context) {
	ticker := time.NewTicker(keepEvery)
	defer ticker.Stop()
	flushed, flushedAt := a.store.log.Bytes(), time.Now()
	var forgotten time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		written := a.store.log.Bytes()
		if written-flushed >= flushBytes || written > flushed && time.Since(flushedAt) >= flushAfter {
			if err := a.store.index.Flush(ctx); err != nil && ctx.Err() == nil {
				a.logger.Warn("the index could not be flushed, it will be tried again", "error", err)
			}
			flushed, flushedAt = written, time.Now()
		}
		if time.Since(forgotten) >= forgetEvery {
			before := a.options.Now().Add(-rememberedTime)
			if err := a.store.index.ForgetRepeats(ctx, journey.InstantOf(before)); err != nil && ctx.Err() == nil {
				a.logger.Warn("expired ids could not be forgotten, it will be tried again", "error", err)
			}
			forgotten = time.Now()
		}
	}
}
