package auth

import (
	"context"
	"crypto/rand"
	"net/http"

	"sojourn/journey"
	"sojourn/web/contract"
)

type correlationKey struct{}

// Correlate gives each request its correlation id: the one it came with, if that is a
// UUID, else a new one (api.md §1). The answer carries it too, errors as contextId.
func Correlate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, err := journey.ParseID(r.Header.Get(contract.CorrelationHeader))
		if err != nil {
			var random [16]byte
			rand.Read(random[:]) // never fails
			id = journey.RandomID(random)
		}
		w.Header().Set(contract.CorrelationHeader, id.String())
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), correlationKey{}, id)))
	})
}

// CorrelationID returns the id that Correlate gave the request; the zero ID if it did not.
func CorrelationID(ctx context.Context) journey.ID {
	id, _ := ctx.Value(correlationKey{}).(journey.ID)
	return id
}
