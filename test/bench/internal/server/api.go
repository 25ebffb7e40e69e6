//go:build linux

package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"sojourn/app"
)

// LogIn returns an access token of the development client.
func (p *Process) LogIn(ctx context.Context) (string, error) {
	form := url.Values{"grant_type": {"client_credentials"}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL("/oauth/token"), strings.NewReader(form.Encode()))
	if err != nil {
		return "", fmt.Errorf("log in: %w", err)
	}
	r.SetBasicAuth(app.DevClient, app.DevSecret)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	err = fetch(r, func(body io.Reader) error { return json.NewDecoder(body).Decode(&answer) })
	if err != nil {
		return "", fmt.Errorf("log in: %w", err)
	}
	return answer.AccessToken, nil
}

// Post sends lines of JSON as the bearer of a token.
func (p *Process) Post(ctx context.Context, path, token, lines string) error {
	return p.send(ctx, http.MethodPost, path, token, "application/x-ndjson", strings.NewReader(lines), discard)
}

// Get reads what is at a path as the bearer of a token.
func (p *Process) Get(ctx context.Context, path, token string, read func(io.Reader) error) error {
	return p.send(ctx, http.MethodGet, path, token, "", nil, read)
}

// PostJSON sends one thing as JSON, as the bearer of a token, and reads the answer.
func (p *Process) PostJSON(ctx context.Context, path, token string, thing any, read func(io.Reader) error) error {
	body, err := json.Marshal(thing)
	if err != nil {
		return fmt.Errorf("for %s: %w", path, err)
	}
	return p.send(ctx, http.MethodPost, path, token, "application/json", bytes.NewReader(body), read)
}

// Delete removes what is at a path, as the bearer of a token.
func (p *Process) Delete(ctx context.Context, path, token string) error {
	return p.send(ctx, http.MethodDelete, path, token, "", nil, discard)
}

func (p *Process) send(
	ctx context.Context, method, path, token, contentType string, body io.Reader, read func(io.Reader) error,
) error {
	r, err := http.NewRequestWithContext(ctx, method, p.URL(path), body)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return fetch(r, read)
}

func discard(body io.Reader) error {
	_, err := io.Copy(io.Discard, body)
	return err
}

// get reads what is at a URL.
func get(ctx context.Context, url string, read func(io.Reader) error) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	return fetch(r, read)
}

// Refusal is an answer that is no success.
type Refusal struct {
	Path   string
	Status int
}

// Error implements error.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%s answers %d %s", r.Path, r.Status, http.StatusText(r.Status))
}

// fetch hands over the body of the answer. An answer that is no success is a *Refusal.
func fetch(r *http.Request, read func(io.Reader) error) error {
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode/100 != 2 {
		return &Refusal{Path: r.URL.Path, Status: response.StatusCode}
	}
	return read(response.Body)
}

// Metrics are the numbers at /metrics by name and labels.
type Metrics map[string]float64

// Metrics reads the numbers of the server.
func (p *Process) Metrics(ctx context.Context) (Metrics, error) {
	m := Metrics{}
	err := get(ctx, p.URL("/metrics"), func(body io.Reader) error {
		lines := bufio.NewScanner(body)
		for lines.Scan() {
			name, value, found := strings.Cut(lines.Text(), " ")
			if n, err := strconv.ParseFloat(value, 64); found && err == nil {
				m[name] = n
			}
		}
		return lines.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("metrics of %s: %w", p.Name, err)
	}
	return m, nil
}

// WriteProfile writes a profile to w, such as "profile?seconds=5", or "heap?gc=1", which also collects garbage.
func (p *Process) WriteProfile(ctx context.Context, which string, w io.Writer) error {
	err := get(ctx, p.Profile+which, func(body io.Reader) error {
		_, err := io.Copy(w, body)
		return err
	})
	if err != nil {
		return fmt.Errorf("profile of %s: %w", p.Name, err)
	}
	return nil
}
