package auth

import (
	"crypto/rand"
	"net/http"

	"sojourn/journey"
	"sojourn/web/contract"
)

// correlationKey is contract.CorrelationHeader as net/http keeps it. Header.Get and Header.Set would bring the
// name into this form with every call, for it is none of the names that they know.
var correlationKey = http.CanonicalHeaderKey(contract.CorrelationHeader)

// Correlate gives each request its correlation id: the one it came with, if that is a UUID, else a new one
// (api.md §1). The answer carries it from the start, errors as contextId; CorrelationID reads it there.
func Correlate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, ok := givenCorrelation(r.Header)
		if !ok {
			var random [16]byte
			rand.Read(random[:]) // never fails
			id = journey.RandomID(random)
		}
		w.Header()[correlationKey] = []string{id.String()}
		next.ServeHTTP(w, r)
	})
}

// givenCorrelation reads the id that a request came with.
func givenCorrelation(request http.Header) (journey.ID, bool) {
	given := request[correlationKey]
	if len(given) == 0 {
		return journey.ID{}, false
	}
	id, err := journey.ParseID(given[0])
	return id, err == nil
}

// CorrelationID returns the id that Correlate put on the header of an answer; the zero ID if it did not.
func CorrelationID(answer http.Header) journey.ID {
	id, _ := givenCorrelation(answer)
	return id
}
