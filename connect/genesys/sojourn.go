package genesys

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
)

// Sojourn is a server that takes the events: its Forward is meant for Options.Forward.
type Sojourn struct {
	api     *api
	refused atomic.Uint64
}

// NewSojourn makes one that logs in to the server at the address base as an OAuth client with the permission
// journey:event:add. A nil client is http.DefaultClient.
func NewSojourn(base, clientID, clientSecret string, client *http.Client) *Sojourn {
	base = strings.TrimSuffix(base, "/")
	if client == nil {
		client = http.DefaultClient
	}
	return &Sojourn{api: &api{
		name: "Sojourn", base: base, loginBase: base, id: clientID, secret: clientSecret, http: client,
		advice: "check the id and the secret of the Sojourn client (sojourn client list)",
	}}
}

// Forward sends events to POST /api/v2/sojourn/ingest/genesys. It returns once the server has answered for
// all of them. Events that the server refuses one by one count as taken: they would be refused again.
func (s *Sojourn) Forward(ctx context.Context, events []json.RawMessage) error {
	var answer struct {
		Refused uint64 `json:"refused"`
	}
	err := s.api.call(ctx, http.MethodPost, "/api/v2/sojourn/ingest/genesys", events, &answer)
	doing := "forward events to " + s.api.base
	switch status(err) {
	case http.StatusUnauthorized, http.StatusForbidden:
		return &Refusal{doing, err.Error(),
			"give the Sojourn client the permission journey:event:add (sojourn client update)"}
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
		return fmt.Errorf("%w: %w", ErrBadBatch, err)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	s.refused.Add(answer.Refused)
	return nil
}

// Refused returns how many events the server has refused one by one, such as those of a topic it does not
// know.
func (s *Sojourn) Refused() uint64 { return s.refused.Load() }
