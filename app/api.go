package app

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"

	"sojourn/config"
	"sojourn/flow/enrich"
	"sojourn/journey"
	"sojourn/web/auth"
	"sojourn/web/restapi"
)

// tokensPerMinute is how many access tokens a client may get. Terraform opens ten per start, and starts
// several times per run (api.md §2.1).
const tokensPerMinute = 300

// api makes the handler of the API, with the guard in front.
func (a *App) api(events restapi.Ingest) (http.Handler, error) {
	key, err := auth.LoadKey(a.folder.tokenKey())
	if err != nil {
		return nil, err
	}
	now, limits := a.options.Now, a.config.Limits
	tokens := auth.NewTokens(key, a.config.OAuth.TokenLife, a.definitions.revocations, now)
	issues := tokensPerMinute
	if limits.RequestsPerMinute == 0 {
		issues = 0
	}
	guard := &auth.Guard{
		Clients: a.definitions.clients,
		Tokens:  tokens,
		Limits:  auth.NewAPILimits(limits.RequestsPerMinute, now),
	}
	organization := a.organization()
	business, err := a.external(organization.HomeDivision)
	if err != nil {
		return nil, err
	}
	handler, err := restapi.New(restapi.Options{
		Sessions:    sessions{a.store},
		Contacts:    a.people,
		Ingest:      events,
		External:    business,
		Senders:     a.senders(),
		SeedEnums:   a.config.Compat.EnumLevel == config.EnumSeed,
		Definitions: a.definitions,
		Exporter:    a,
		Backtester:  a,
		Vitals:      a.vitals,
		Live: restapi.Live{
			Hub: a.hub, Lasting: a.store.index.Lasting, VisitTimeout: a.config.Session.Timeout,
		},
		Policy:  a.definitions.policy.Get,
		Privacy: a.forget,
		Guard:   guard,
		Token: &auth.TokenEndpoint{
			Clients: a.definitions.clients,
			Tokens:  tokens,
			Issues:  auth.NewWindows(issues, now),
			Log:     a.logger,
		},
		Organization: organization,
		TokensPerAddress: auth.NewBuckets(
			limits.EventsPerIPPerSec, limits.EventsPerIPPerSec, limitedKeys, now),
		ExternalSource: a.config.Identity.ExternalSource,
		ClientAddr:     clientAddr(a.trustedProxies()),
		Now:            now,
		BasePath:       a.config.BasePath,
		ShortIDLookups: limits.ShortIDLookupsPerMinute,
		Observe:        a.metrics.answered,
		Log:            a.logger,
	})
	if err != nil {
		return nil, fmt.Errorf("the API: %w", err)
	}
	return handler, nil
}

// organization introduces the one organisation. Its ids follow from the log's, so that they stay.
func (a *App) organization() restapi.Organization {
	id := a.store.log.ID()
	division := id
	division[15] ^= 1
	return restapi.Organization{
		ID: id.String(), HomeDivision: journey.RandomID(division).String(),
		Name: a.config.Organization.Name, Domain: domainOf(a.config.Organization.Name),
		DefaultCountryCode: a.config.Organization.DefaultCountry,
		DefaultLanguage:    a.config.Organization.Language,
	}
}

// domainOf makes the short name that clients show as the organisation's domain.
func domainOf(name string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}

// trustedProxies are those of the settings. When trying, any program of this machine may say whose event it
// sends: only such programs reach the server.
func (a *App) trustedProxies() []netip.Prefix {
	if trusted := a.config.Proxies.Trusted; len(trusted) > 0 || !a.config.Dev {
		return trusted
	}
	return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
}

// clientAddr returns the address of a request's client, behind trusted proxies (enrichment.md §6).
func clientAddr(trusted []netip.Prefix) func(*http.Request) netip.Addr {
	return func(r *http.Request) netip.Addr {
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil { // a request that came over no network
			return netip.Addr{}
		}
		if len(trusted) == 0 {
			return peer.Addr().Unmap()
		}
		forwarded := strings.Join(r.Header.Values("X-Forwarded-For"), ",")
		return enrich.ClientAddr(peer.Addr().Unmap(), forwarded, trusted)
	}
}

// existing returns the files that are there, and says which are not.
func existing(paths []string, logger *slog.Logger) []string {
	var present []string
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			logger.Warn("a geolocation file is missing", "file", path, "error", err)
			continue
		}
		present = append(present, path)
	}
	return present
}

// reachable is the address under which a listener is reached from this machine.
func reachable(listener net.Listener) string { return "http://" + listener.Addr().String() }
