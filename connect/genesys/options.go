package genesys

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Options say what to pull from where. Region, ClientID, ClientSecret and Forward are required.
type Options struct {
	Region       string // domain of the Genesys Cloud region, such as mypurecloud.de
	ClientID     string // OAuth client of the grant type client credentials, in Genesys
	ClientSecret string

	// Queues are the ids of the queues whose conversations are followed. Without Queues and Topics, it is
	// every queue that the client may see.
	Queues []string

	// Topics are subscribed as they are, beside those of Queues. Of what they bring, conversation detail
	// events are forwarded and everything else is counted as ignored.
	Topics []string

	// Forward takes events, each as the envelope that Genesys sent (events.md §6.1), and returns once they
	// are safe. It is called from one goroutine at a time. After an error the same events come again, unless
	// the error is ErrBadBatch (they come in smaller batches) or a *Refusal (Run ends with it).
	Forward func(ctx context.Context, events []json.RawMessage) error

	Logger   *slog.Logger // nil discards
	Progress func(Counts) // nil, or told after each change, one call at a time; it must not block
	HTTP     *http.Client // for all requests and the websocket; nil is http.DefaultClient

	// LoginURL and APIURL stand in for https://login.REGION and https://api.REGION.
	LoginURL, APIURL string
}

// domain is a host name of two labels or more.
var domain = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)

// uuid is the only form of an id that is put into a topic.
var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// complete fills in the defaults. The error names every mistake.
func (o Options) complete() (Options, error) {
	if o.LoginURL == "" {
		o.LoginURL = "https://login." + o.Region
	}
	if o.APIURL == "" {
		o.APIURL = "https://api." + o.Region
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Progress == nil {
		o.Progress = func(Counts) {}
	}
	if o.HTTP == nil {
		o.HTTP = http.DefaultClient
	}
	o.LoginURL, o.APIURL = strings.TrimSuffix(o.LoginURL, "/"), strings.TrimSuffix(o.APIURL, "/")
	return o, o.check()
}

func (o Options) check() error {
	var wrong []error
	refuse := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf("genesys: "+format, args...)) }
	if !domain.MatchString(o.Region) {
		refuse("region %q is no domain such as mypurecloud.de or usw2.pure.cloud", o.Region)
	}
	if o.ClientID == "" || o.ClientSecret == "" {
		refuse("the id or the secret of the OAuth client is missing")
	}
	if o.Forward == nil {
		refuse("nobody takes the events")
	}
	for _, address := range []string{o.LoginURL, o.APIURL} {
		if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			refuse("%q is no URL", address)
		}
	}
	for _, id := range o.Queues {
		if !uuid.MatchString(id) {
			refuse("queue %q is not an id (a UUID): the address of the queue's page in Genesys ends with it", id)
		}
	}
	for _, topic := range o.Topics {
		if len(topic) > maxTopicLength || !strings.HasPrefix(topic, "v2.") || strings.Contains(topic, "{") {
			refuse("topic %q: must begin with v2., have at most %d characters, and have ids in place of {id}",
				topic, maxTopicLength)
		}
	}
	if n := len(o.Topics) + len(o.Queues); n > maxAnnouncers {
		refuse("%d topics and queues are more than %d; run a second puller for the others", n, maxAnnouncers)
	}
	return errors.Join(wrong...)
}
