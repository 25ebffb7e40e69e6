package ingest

import (
	"context"
	"errors"
	"net/netip"
	"testing"
	"time"

	"sojourn/journey"
)

func code(err error) journey.FaultCode {
	if fault, ok := errors.AsType[*journey.Fault](err); ok {
		return fault.Code
	}
	return ""
}

// TestWhatIsNotRecorded covers the 204s of events.md §1, and what looks like one.
func TestWhatIsNotRecorded(t *testing.T) {
	filter := func(d *journey.Deployment, _ *Options) {
		d.JourneyEvents.TrackingSettings.IPFilters = []journey.IPFilter{{IPAddress: "203.0.113.0/24"}}
	}
	office, home := netip.MustParseAddr("::ffff:203.0.113.24"), netip.MustParseAddr("198.51.100.1")
	for _, c := range []struct {
		why       string
		change    func(d *journey.Deployment, o *Options)
		kind      journey.Kind
		request   Request
		recorded  bool
		errorCode journey.FaultCode
	}{
		{why: "tracking off", change: func(d *journey.Deployment, _ *Options) { d.JourneyEvents.Enabled = false }},
		{why: "tracking off comes before the domains", change: func(d *journey.Deployment, _ *Options) {
			d.JourneyEvents.Enabled, d.AllowAllDomains = false, false
		}},
		{why: "switched off", errorCode: journey.NotFound,
			change: func(d *journey.Deployment, _ *Options) { d.Enabled = false }},
		{why: "filtered", change: filter, request: Request{Peer: office}},
		{why: "not filtered", change: filter, request: Request{Peer: home}, recorded: true},
		{why: "filtered by the body's address", change: filter, request: Request{
			Peer: home, Body: []byte(with(t, webExample, "ipAddress", `"203.0.113.7"`)),
		}},
		{why: "the body's address overrides", change: filter, recorded: true, request: Request{
			Peer: office, Body: []byte(with(t, webExample, "ipAddress", `"198.51.100.7"`)),
		}},
		{why: "bot", request: Request{UserAgent: "Googlebot/2.1"}},
		{why: "bot in the body", request: Request{
			Body: []byte(with(t, webExample, "userAgentString", `"HeadlessChrome"`)), UserAgent: chrome,
		}},
		{why: "a human in the body", recorded: true, request: Request{
			Body: []byte(with(t, webExample, "userAgentString", `"`+chrome+`"`)), UserAgent: "curl-bot",
		}},
		{why: "no user agent", request: Request{UserAgent: " "}},
		{why: "bots are wanted", recorded: true, request: Request{UserAgent: "Googlebot/2.1"},
			change: func(d *journey.Deployment, _ *Options) { d.DropBots = false }},
		{why: "apps are no bots", kind: journey.App, recorded: true,
			request: Request{UserAgent: "bot", Body: []byte(appExample)}},
	} {
		t.Run(c.why, func(t *testing.T) {
			r := newRig(t, c.change)
			c.request.DeploymentID = shopID
			if c.request.Body == nil {
				c.request.Body = []byte(webExample)
			}
			if c.request.UserAgent == "" {
				c.request.UserAgent = chrome
			}
			event, err := r.send(t, max(c.kind, journey.Web), c.request)
			if (event != nil) != c.recorded || code(err) != c.errorCode {
				t.Errorf("got %v, %v", event, err)
			}
		})
	}
}

func TestUnknownDeployments(t *testing.T) {
	r := newRig(t, nil)
	for _, id := range []string{"", "shop", "22222222-2222-4222-8222-222222222222"} {
		bad := request(webExample)
		bad.DeploymentID = id
		if _, err := r.send(t, journey.Web, bad); code(err) != journey.NotFound {
			t.Errorf("%q: %v", id, err)
		}
		bad.Body = []byte(`{}`) // the body is looked at first
		if _, err := r.send(t, journey.Web, bad); code(err) != journey.InvalidValue {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestEventIDs(t *testing.T) {
	r := newRig(t, nil)
	plain, err := r.send(t, journey.Web, request(webExample))
	if err != nil || plain.IDGiven || plain.ID.IsZero() || plain.ID[6]>>4 != 4 {
		t.Errorf("without id: %+v, %v", plain, err)
	}
	given := request(webExample)
	given.EventID = "ABCDEF00-0000-4000-8000-00000000000A"
	given.CorrelationID = journey.ID{1}
	event, err := r.send(t, journey.Web, given)
	if err != nil || !event.IDGiven || event.ID.String() != "abcdef00-0000-4000-8000-00000000000a" ||
		event.CorrelationID != given.CorrelationID {
		t.Errorf("with id: %+v, %v", event, err)
	}
	answer, err := r.Event(t.Context(), journey.Web, given)
	if err != nil || !answer.Recorded || !answer.Receipt.Repeated {
		t.Errorf("repeat: %+v, %v", answer, err)
	}
	given.EventID = "7"
	_, err = r.send(t, journey.Web, given)
	fault, _ := errors.AsType[*journey.Fault](err)
	if fault == nil || fault.Code != journey.InvalidValue || fault.Field != "X-Sojourn-Event-Id" {
		t.Errorf("bad id: %v", err)
	}
}

func TestWhatTheRequestTells(t *testing.T) {
	r := newRig(t, nil)
	full := request(with(t, webExample, "externalId", `"of the body"`))
	full.Authenticated, full.ExternalID = true, "of the token"
	event, err := r.send(t, journey.Web, full)
	if err != nil || !event.Authenticated || event.ExternalID != "of the token" || event.Deployment.String() != shopID ||
		event.Received.String() != clock || event.Kind != journey.Web || event.History {
		t.Errorf("got %+v, %v", event, err)
	}
}

func TestDatesAheadAreThoseOfReceipt(t *testing.T) {
	r := newRig(t, nil)
	for created, want := range map[string]string{
		"2026-03-02T09:15:04.001Z": clock, "2026-03-02T09:20:04.000Z": clock,
		"2026-03-02T09:15:03.999Z": "2026-03-02T09:15:03.999Z",
	} {
		event, err := r.send(t, journey.Web, request(with(t, webExample, "createdDate", `"`+created+`"`)))
		if err != nil || event.Created.String() != want {
			t.Errorf("%s: got %v, %v", created, event, err)
		}
	}
}

// TestMobileTracker is what the public tracker sends (events.md §2.3): flat maps, whole seconds, an
// offset without colon, some of the network's members.
func TestMobileTracker(t *testing.T) {
	r := newRig(t, nil)
	body := with(t, appExample, "traits", `{"email":"gwen@example.com","givenName":"Gwen"}`)
	body = with(t, body, "attributes", `{"filter":"red","count":"3"}`)
	body = with(t, body, "networkConnectivity", `{"carrier":"Velocom","wifiEnabled":true}`)
	body = with(t, body, "sdkLibrary", `{"name":"GenesysCloudMessengerJourney","version":"2.11.0"}`)
	event, err := r.send(t, journey.App, request(body))
	if err != nil {
		t.Fatal(err)
	}
	if event.Created.String() != clock || len(event.Traits) != 2 || event.Attributes[1].Type != journey.String ||
		*event.Network != (journey.Network{Carrier: "Velocom", WifiEnabled: true}) || !event.Device.IsMobile {
		t.Errorf("got %+v", event)
	}
}

// fakeLimit refuses what it has counted before.
type fakeLimit map[any]bool

func (f fakeLimit) take(key any) time.Duration {
	if f[key] {
		return 2 * time.Second
	}
	f[key] = true
	return 0
}
func (f fakeLimit) Take(cookie string) time.Duration       { return f.take(cookie) }
func (f fakeLimit) TakeAddr(peer netip.Addr) time.Duration { return f.take(peer) }

func TestLimits(t *testing.T) {
	for name, limit := range map[string]func(o *Options, f fakeLimit){
		"address": func(o *Options, f fakeLimit) { o.PerAddress = f },
		"cookie":  func(o *Options, f fakeLimit) { o.PerCookie = f },
	} {
		r := newRig(t, func(_ *journey.Deployment, o *Options) { limit(o, fakeLimit{}) })
		if _, err := r.send(t, journey.Web, request(webExample)); err != nil {
			t.Errorf("%s: first: %v", name, err)
		}
		_, err := r.send(t, journey.Web, request(webExample))
		throttled, ok := errors.AsType[*Throttled](err)
		if !ok || throttled.RetryAfter != 2*time.Second || code(err) != journey.TooMany {
			t.Errorf("%s: second: %v", name, err)
		}
		trusted := request(webExample)
		trusted.Trusted = true
		if _, err := r.send(t, journey.Web, trusted); (err == nil) != (name == "address") {
			t.Errorf("%s: trusted: %v", name, err)
		}
	}
}

func TestTheIntakesErrorsComeThrough(t *testing.T) {
	r := newRig(t, nil)
	r.intake.err = &journey.Fault{Code: journey.Unavailable}
	if _, err := r.send(t, journey.Web, request(webExample)); code(err) != journey.Unavailable {
		t.Errorf("got %v", err)
	}
	r.intake.err = context.Canceled
	if _, err := r.send(t, journey.Web, request(webExample)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestPing(t *testing.T) {
	session := journey.ID{7}
	domains := func(d *journey.Deployment, _ *Options) {
		d.AllowAllDomains, d.AllowedDomains = false, []string{"velo-shop.example", "com.velo"}
	}
	off := func(d *journey.Deployment, _ *Options) { d.JourneyEvents.Enabled = false }
	const cookie = "00000001-aaaa-4bbb-8ccc-000000000001"
	for _, c := range []struct {
		why     string
		change  func(d *journey.Deployment, o *Options)
		open    journey.ID
		request PingRequest
		want    int
		code    journey.FaultCode
	}{
		{why: "open", open: session, want: PingInterval},
		{why: "closed", want: StopPinging},
		{why: "tracking off", change: off, open: session, want: StopPinging},
		{why: "bad cookie", request: PingRequest{CustomerCookieID: "a b"}, code: journey.InvalidValue},
		{why: "bad session", request: PingRequest{SessionID: "7"}, code: journey.InvalidValue},
		{why: "unknown deployment", request: PingRequest{DeploymentID: "x"}, code: journey.NotFound},
		{why: "origin", change: domains, open: session, want: PingInterval,
			request: PingRequest{Origin: "https://www.velo-shop.example"}},
		{why: "foreign origin", change: domains, open: session, code: journey.DomainNotAllowed,
			request: PingRequest{Origin: "https://elsewhere.example", Location: "https://velo-shop.example/"}},
		{why: "foreign page", change: domains, open: session, code: journey.DomainNotAllowed,
			request: PingRequest{Location: "https://elsewhere.example/"}},
		{why: "nothing told", change: domains, open: session, want: PingInterval},
		{why: "app", change: domains, open: session, want: PingInterval,
			request: PingRequest{AppNamespace: "com.velo.app", Location: "Results"}},
		{why: "foreign app", change: domains, open: session, code: journey.DomainNotAllowed,
			request: PingRequest{AppNamespace: "com.other", Location: "Results"}},
	} {
		t.Run(c.why, func(t *testing.T) {
			r := newRig(t, c.change)
			r.intake.open = c.open
			if c.request.DeploymentID == "" {
				c.request.DeploymentID = shopID
			}
			if c.request.CustomerCookieID == "" {
				c.request.CustomerCookieID = cookie
			}
			got, err := r.Ping(t.Context(), c.request)
			if code(err) != c.code || got.PollIntervalMilliseconds != c.want {
				t.Errorf("got %+v, %v", got, err)
			}
			if len(r.intake.pings) == 1 {
				ping := r.intake.pings[0]
				if ping.Customer != cookie || ping.Received.String() != clock ||
					(ping.Preferred == journey.App) != (c.request.AppNamespace != "") {
					t.Errorf("pinged %+v", ping)
				}
			}
		})
	}
}
