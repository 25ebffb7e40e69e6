package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	"sojourn/app"
	"sojourn/config"
)

// access is how a command reaches the API: over the network with -server, else by opening the data
// folder in this process. Either way the same API answers, by the same rules.
type access struct {
	server, file string
	id, secret   string
}

const accessUsage = `Without -server it works on the data folder, which no server may be using; no log-in is needed.
With -server it asks a running one, logged in as the OAuth client that -credentials FILE or -client-id and
-client-secret name; the default is admin-client.json in the data folder. A server that runs with -dev knows
the client sojourn-dev with the secret sojourn-dev.
`

// accessFlags adds -server and the flags that say who asks.
func accessFlags(flags *flag.FlagSet) *access {
	a := &access{}
	flags.StringVar(&a.server, "server", "", "`URL` of a running server")
	flags.StringVar(&a.file, "credentials", "", "`file` like admin-client.json with the OAuth client to log in as")
	flags.StringVar(&a.id, "client-id", "", "`id` of the OAuth client to log in as")
	flags.StringVar(&a.secret, "client-secret", "", "`secret` of that client")
	return a
}

// api calls operations of the API.
type api struct {
	base  string
	http  *http.Client
	token string
	close func(context.Context) error
}

// open logs in to the server, or opens the folder.
func (a *access) open(ctx context.Context, p *program, c config.Config) (*api, error) {
	if a.server != "" {
		return a.logIn(ctx, c)
	}
	operator := app.Credentials{ClientID: "operator-" + rand.Text(), ClientSecret: rand.Text()}
	c.Limits.RequestsPerMinute = 0
	opened, err := app.Open(ctx, c, app.Options{Logger: p.warnings(), Version: version, Operator: &operator})
	if err != nil {
		return nil, err
	}
	local := &api{
		base: "http://folder" + c.BasePath, close: opened.Close,
		http: &http.Client{Transport: direct{opened.Handler()}},
	}
	if err := local.logIn(ctx, operator); err != nil {
		return nil, errors.Join(err, opened.Close(ctx))
	}
	return local, nil
}

// logIn logs in to the server.
func (a *access) logIn(ctx context.Context, c config.Config) (*api, error) {
	credentials, err := a.credentials(c)
	if err != nil {
		return nil, err
	}
	remote := &api{
		base: strings.TrimSuffix(a.server, "/"), http: http.DefaultClient,
		close: func(context.Context) error { return nil },
	}
	return remote, remote.logIn(ctx, credentials)
}

func (a *access) credentials(c config.Config) (app.Credentials, error) {
	if a.id != "" {
		return app.Credentials{ClientID: a.id, ClientSecret: a.secret}, nil
	}
	file := a.file
	if file == "" {
		file = filepath.Join(c.Data, "admin-client.json")
	}
	credentials, err := app.ReadCredentials(file)
	if errors.Is(err, fs.ErrNotExist) && a.file == "" {
		return credentials, fmt.Errorf("who asks? there is no %s: use -credentials FILE, or -client-id and "+
			"-client-secret", file)
	}
	return credentials, err
}

// logIn trades the credentials for an access token.
func (a *api) logIn(ctx context.Context, c app.Credentials) error {
	form := url.Values{"grant_type": {"client_credentials"}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.base+"/oauth/token",
		strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	request.SetBasicAuth(c.ClientID, c.ClientSecret)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if err := a.send(request, &answer); err != nil {
		return fmt.Errorf("log in as %s: %w", c.ClientID, err)
	}
	a.token = answer.AccessToken
	return nil
}

// call sends body, if not nil, as JSON and reads the answer into out, if not nil.
func (a *api) call(ctx context.Context, method, path string, body, out any) error {
	request, err := a.request(ctx, method, path, body)
	if err != nil {
		return err
	}
	return a.send(request, out)
}

// stream copies an answer of any length to w.
func (a *api) stream(ctx context.Context, path string, w io.Writer) error {
	request, err := a.request(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	response, err := a.do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(w, response.Body)
	return err
}

func (a *api) request(ctx context.Context, method, path string, body any) (*http.Request, error) {
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			return nil, err
		}
	}
	address := a.base + path
	request, err := http.NewRequestWithContext(ctx, method, address, &content) //nolint:gosec // the user names it
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+a.token)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, nil
}

func (a *api) send(request *http.Request, out any) error {
	response, err := a.do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if out == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(out)
}

// do returns the answer, whose body is for the caller to close. A refusal is an error.
func (a *api) do(request *http.Request) (*http.Response, error) {
	response, err := a.http.Do(request) //nolint:gosec // the server that the user names
	if err != nil {
		return nil, err
	}
	if response.StatusCode >= 300 {
		defer response.Body.Close()
		return nil, refusal(response)
	}
	return response, nil
}

// refusal is the error that an answer tells about, in either form: the API's or OAuth's.
func refusal(response *http.Response) error {
	var body struct {
		Message     string `json:"message"`
		Code        string `json:"code"`
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	_ = json.NewDecoder(response.Body).Decode(&body) // a proxy may answer anything
	switch {
	case body.Message != "":
		return fmt.Errorf("%s (%s)", body.Message, body.Code)
	case body.Error != "":
		return fmt.Errorf("%s (%s)", body.Description, body.Error)
	}
	return fmt.Errorf("the server answers %s", response.Status)
}
