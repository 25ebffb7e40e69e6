package app

import (
	"hash/maphash"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// accessLog logs every request at level debug: method, path, status and time. Bodies and queries, which
// hold what visitors did, are never logged, and a customer's id in a path only as a hash that differs from
// start to start: it tells that two lines are about one visitor, not about whom.
func accessLog(next http.Handler, logger *slog.Logger) http.Handler {
	seed := maphash.MakeSeed()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !logger.Enabled(r.Context(), slog.LevelDebug) {
			next.ServeHTTP(w, r)
			return
		}
		started, seen := time.Now(), &seenStatus{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(seen, r)
		logger.LogAttrs(r.Context(), slog.LevelDebug, "request",
			slog.String("method", r.Method),
			slog.String("path", withoutCustomer(r.URL.Path, seed)),
			slog.Int("status", seen.status),
			slog.Duration("took", time.Since(started)))
	})
}

// withoutCustomer replaces the ids of customers in a path: /…/customers/{id}/… and
// /…/customers/{type}/{id}/….
func withoutCustomer(path string, seed maphash.Seed) string {
	before, after, found := strings.Cut(path, "/customers/")
	if !found {
		return path
	}
	return before + "/customers/#" + strconv.FormatUint(maphash.String(seed, after), 16)
}

// seenStatus notes the status that is answered.
type seenStatus struct {
	http.ResponseWriter
	status int
}

func (s *seenStatus) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController through.
func (s *seenStatus) Unwrap() http.ResponseWriter { return s.ResponseWriter }
