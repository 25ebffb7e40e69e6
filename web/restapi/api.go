package restapi

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sojourn/web/auth"
	"sojourn/web/contract"
)

// api is what all handlers share.
type api struct {
	Options
	router         router
	shortIDLookups *auth.Windows
	clientChanges  sync.Mutex // one at a time, see clients.go
	backtesting    atomic.Bool
	census         census
}

// New makes the handler of the whole API. It fails if an operation that is said to be built has no
// handler, or a handler no operation.
func New(o Options) (http.Handler, error) {
	if o.Sessions == nil || o.Contacts == nil || o.Ingest == nil || o.External == nil || o.Senders == nil ||
		o.Definitions == nil || o.Exporter == nil || o.Guard == nil ||
		o.Token == nil || o.ClientAddr == nil || o.Organization.DefaultCountryCode == "" {
		return nil, errors.New("restapi: an option that is required is missing")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Observe == nil {
		o.Observe = func(string, int, time.Duration) {}
	}
	if o.BasePath = strings.TrimRight(o.BasePath, "/"); o.BasePath != "" && !strings.HasPrefix(o.BasePath, "/") {
		return nil, fmt.Errorf("restapi: base path %q does not begin with a slash", o.BasePath)
	}
	a := &api{Options: o, shortIDLookups: auth.NewWindows(o.ShortIDLookups, o.Now)}
	if err := a.join(a.handlers()); err != nil {
		return nil, err
	}
	if err := a.addDocuments(); err != nil {
		return nil, err
	}
	return auth.Correlate(a), nil
}

// handlers is the table of all that is built, by operation.
func (a *api) handlers() map[string]handler {
	segments, outcomes := a.segments(), a.outcomes()
	return map[string]handler{
		"postOauthToken": a.postToken,
		"getTokensMe":    a.getToken,
		"headTokensMe":   a.headToken,
		"deleteTokensMe": a.deleteToken,

		"getOrganizationsMe":              a.getOrganization,
		"getAuthorizationProducts":        a.getProducts,
		"getAuthorizationDivisions":       a.getDivisions,
		"getAuthorizationDivisionsHome":   a.getHomeDivision,
		"getAuthorizationPermissions":     a.getPermissions,
		"getNotificationsAvailabletopics": a.getTopics,

		"postJourneyDeploymentWebevents":    a.postWebEvent,
		"postJourneyDeploymentAppevents":    a.postAppEvent,
		"getJourneyDeploymentCustomerPing":  a.getPing,
		"postSojournEvents":                 a.postEvents,
		"postSojournIngestGenesys":          a.postConversations,
		"postJourneyCustomevents":           a.postCustomEvents,
		"getWebdeploymentsDeploymentConfig": a.getConfig,

		"getJourneySession":                         a.getSession,
		"getJourneySessionEvents":                   a.getEvents,
		"getExternalcontactsContactJourneySessions": a.getContactSessions,
		"getSojournSessions":                        a.getSessions,

		"getExternalcontactsContacts":             a.getContacts,
		"postExternalcontactsContacts":            a.postContact,
		"getExternalcontactsContact":              a.getContact,
		"putExternalcontactsContact":              a.putContact,
		"deleteExternalcontactsContact":           a.deleteContact,
		"getExternalcontactsContactIdentifiers":   a.getContactIdentifiers,
		"patchExternalcontactsContactIdentifiers": a.patchContactIdentifiers,
		"postExternalcontactsIdentifierlookup":    a.postIdentifierLookup,
		"postExternalcontactsMergeContacts":       a.postMerge,
		"postExternalcontactsContactsMerge":       a.postMerge,
		"postSojournContactSplit":                 a.postSplit,

		"getJourneySegments":   segments.list,
		"postJourneySegments":  segments.post,
		"getJourneySegment":    segments.get,
		"patchJourneySegment":  segments.patch,
		"deleteJourneySegment": segments.delete,
		"getJourneyOutcomes":   outcomes.list,
		"postJourneyOutcomes":  outcomes.post,
		"getJourneyOutcome":    outcomes.get,
		"patchJourneyOutcome":  outcomes.patch,
		"deleteJourneyOutcome": outcomes.delete,

		"getExternalcontactsContactJourneySegments":  a.getContactSegments,
		"postExternalcontactsContactJourneySegments": a.postContactSegments,

		"getSojournSessionExplain": a.getExplanation,
		"postSojournRulesTry":      a.postRulesTry,
		"postSojournBacktest":      a.postBacktest,
		"getSojournExport":         a.getExport,

		"getSojournLive":   a.getLive,
		"getSojournStream": a.getStream,
		"getSojournHealth": a.getHealth,

		"getGdprRequests":              a.getGdprRequests,
		"postGdprRequests":             a.postGdprRequest,
		"getGdprRequest":               a.getGdprRequest,
		"getSojournGdprRequestResults": a.getGdprResults,
		"getGdprSubjects":              a.getGdprSubjects,

		"getJourneyExternaleventsConfigurations":       a.getExternalConfigurations,
		"postJourneyExternaleventsConfigurations":      a.postExternalConfiguration,
		"getJourneyExternaleventsConfiguration":        a.getExternalConfiguration,
		"patchJourneyExternaleventsConfiguration":      a.patchExternalConfiguration,
		"deleteJourneyExternaleventsConfiguration":     a.deleteExternalConfiguration,
		"postJourneyExternaleventsConfigurationEvents": a.postExternalEvents,
		"getJourneyExternaleventsSchemas":              a.getExternalSchemas,
		"postJourneyExternaleventsSchemas":             a.postExternalSchema,
		"getJourneyExternaleventsSchema":               a.getExternalSchema,
		"putJourneyExternaleventsSchema":               a.putExternalSchema,
		"deleteJourneyExternaleventsSchema":            a.deleteExternalSchema,
		"getJourneyExternaleventsSchemaVersions":       a.getExternalSchemaVersions,
		"getJourneyExternaleventsSchemaVersion":        a.getExternalSchemaVersion,
		"getJourneyExternaleventsSchemasCoretypes":     a.getCoreTypes,
		"getJourneyExternaleventsSchemasCoretype":      a.getCoreType,
		"getJourneyExternaleventsSchemasLimits":        a.getSchemaLimits,

		"getSojournDeployments":   a.getDeployments,
		"postSojournDeployments":  a.postDeployment,
		"getSojournDeployment":    a.getDeployment,
		"patchSojournDeployment":  a.patchDeployment,
		"deleteSojournDeployment": a.deleteDeployment,

		"getSojournSessiontypes":   a.getSessionTypes,
		"postSojournSessiontypes":  a.postSessionType,
		"getSojournSessiontype":    a.getSessionType,
		"patchSojournSessiontype":  a.patchSessionType,
		"deleteSojournSessiontype": a.deleteSessionType,

		"getSojournClients":   a.getClients,
		"postSojournClients":  a.postClient,
		"getSojournClient":    a.getClient,
		"patchSojournClient":  a.patchClient,
		"deleteSojournClient": a.deleteClient,
	}
}

// join gives every operation its route.
func (a *api) join(handlers map[string]handler) error {
	for operation := range contract.Operations() {
		handle, found := handlers[operation.ID]
		switch {
		case found && !operation.Built:
			return fmt.Errorf("restapi: %s has a handler but is not marked as built", operation.ID)
		case !found && operation.Built:
			return fmt.Errorf("restapi: %s has no handler", operation.ID)
		}
		delete(handlers, operation.ID)
		if err := a.router.add(&route{operation: operation, handle: handle}); err != nil {
			return err
		}
	}
	for id := range handlers {
		return fmt.Errorf("restapi: %s is no operation of the contract", id)
	}
	return nil
}

// Header values that go with every answer or event, made once. They are never changed in place: setting a
// header replaces the slice, and adding to it copies.
var (
	neverCached = []string{"no-cache, no-store, must-revalidate"}
	jsonType    = []string{"application/json"}
	noSniffing  = []string{"nosniff"}
)

// ServeHTTP implements http.Handler.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := a.Now()
	out := newAnswer(w, r)
	operation := ""
	defer func() {
		if cause := recover(); cause != nil {
			a.panicked(out, r, cause)
		}
		out.finish()
		a.Observe(operation, out.status, a.Now().Sub(began))
		out.release()
	}()
	out.Header()["Cache-Control"] = neverCached

	resource := a.find(&out.request)
	if resource == nil {
		contract.WriteError(out, contract.NewError(contract.NotFound,
			"There is nothing at {path}.", "path", r.URL.Path))
		return
	}
	if resource.public && auth.CORS(out, r, resource.allow) {
		return
	}
	route := resource.route(r.Method)
	if route == nil {
		out.Header().Set("Allow", resource.allow)
		contract.WriteError(out, contract.NewError(contract.MethodNotAllowed,
			"The method {method} is not allowed here, only {allowed}.", "method", r.Method, "allowed", resource.allow))
		return
	}
	operation = route.operation.ID
	if err := a.serve(out, route); err != nil {
		a.refuse(out, r, err)
	}
}

// find returns what is at the request's path, and notes the values of the path's parameters.
func (a *api) find(r *request) (found *resource) {
	path, below := strings.CutPrefix(r.URL.Path, a.BasePath)
	if below {
		found, r.values = a.router.find(path)
	}
	r.path = path
	return found
}

// serve answers a request that found its route.
func (a *api) serve(out *answer, route *route) error {
	r, err := a.Guard.Admit(out, out.request.Request, route.operation)
	if err != nil {
		return err
	}
	if route.handle == nil {
		return contract.NewError(contract.NotImplemented, "The operation {operation} is not built yet.",
			"operation", route.operation.ID)
	}
	out.request.Request, out.request.route = r, route
	return route.handle(out, &out.request)
}

// refuse answers with an error, and logs the cause of one that is ours.
func (a *api) refuse(w http.ResponseWriter, r *http.Request, err error) {
	public := told(err)
	if public == nil {
		public = contract.AsError(err)
		a.Log.Error("request failed", "method", r.Method, "path", r.URL.Path, "err", err,
			"correlation", w.Header().Get(contract.CorrelationHeader))
	}
	contract.WriteError(w, public)
}

// panicked answers for a handler that panicked. The connection alone can tell once the head is sent.
func (a *api) panicked(out *answer, r *http.Request, cause any) {
	if cause == http.ErrAbortHandler { //nolint:errorlint // net/http compares in the same way
		panic(cause)
	}
	a.Log.Error("request panicked", "method", r.Method, "path", r.URL.Path, "cause", cause,
		"correlation", out.Header().Get(contract.CorrelationHeader), "stack", string(debug.Stack()))
	if out.started {
		panic(http.ErrAbortHandler)
	}
	out.status = 0
	contract.WriteError(out, contract.NewError(contract.InternalServerError,
		"The server failed to answer. Its log has the reason."))
}

// answerJSON answers 200 with a wire type.
func answerJSON(w http.ResponseWriter, v any) error {
	return contract.WriteJSON(w, http.StatusOK, v)
}

// answerNothing answers 204.
func answerNothing(w http.ResponseWriter) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}
