package jwks

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

// Bounds of a fetch.
const (
	fetchTimeout = 5 * time.Second
	maxDocument  = 256 << 10
	maxURL       = 2048
)

// CheckURL says what keeps a key set from being fetched there: only https cannot be tampered with on the way.
// Plain http is for providers on this machine.
func CheckURL(text string) error {
	if len(text) > maxURL {
		return fmt.Errorf("must have at most %d bytes", maxURL)
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "" || u.Opaque != "":
		return errors.New("must be an absolute URL")
	case u.User != nil || u.Fragment != "":
		return errors.New("must have no user and no fragment")
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	}
	return errors.New("must be an https URL")
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.Unmap().IsLoopback()
}

// directClient returns the client with bounds, made to follow no redirects: they would lead where CheckURL
// did not look.
func directClient(client *http.Client) *http.Client {
	if client == nil {
		client = new(http.Client)
	}
	direct := *client
	direct.Jar = nil
	direct.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &direct
}

// download fetches the document.
func download(ctx context.Context, client *http.Client, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("jwks: %w", err)
	}
	r.Header.Set("Accept", "application/jwk-set+json, application/json")
	answer, err := client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("jwks: %w", err)
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("jwks: %s answered %s", address, answer.Status)
	}
	document, err := io.ReadAll(io.LimitReader(answer.Body, maxDocument+1))
	if err != nil {
		return nil, fmt.Errorf("jwks: %s: %w", address, err)
	}
	if len(document) > maxDocument {
		return nil, fmt.Errorf("jwks: %s answered more than %d bytes", address, maxDocument)
	}
	return document, nil
}
