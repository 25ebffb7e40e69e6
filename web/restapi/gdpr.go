package restapi

import (
	"context"
	"iter"
	"net/http"
	"time"

	"sojourn/flow/forget"
	"sojourn/web/contract"
)

// Privacy does what people may ask for of what is known of them (identity.md §7); a *forget.Service is one.
type Privacy interface {
	Submit(ctx context.Context, draft forget.Draft) (forget.Request, error)
	Request(id string) (forget.Request, bool, error)
	Requests() ([]forget.Request, error) // the newest first
	Subjects(ctx context.Context, by, value string) ([]forget.Subject, error)
	Results(ctx context.Context, r forget.Request) iter.Seq2[forget.Result, error]
}

// privacy returns what Options have of it.
func (a *api) privacy() (Privacy, error) {
	if a.Privacy == nil {
		return nil, unavailable("This server takes no privacy requests.")
	}
	return a.Privacy, nil
}

// postGdprRequest answers POST /gdpr/requests. The request is done in the background.
func (a *api) postGdprRequest(w http.ResponseWriter, r *request) error {
	privacy, err := a.privacy()
	if err != nil {
		return err
	}
	given, err := r.members()
	if err != nil {
		return err
	}
	var draft contract.SojournGDPRRequestDraft
	if err := (members{}).merge(given).into(&draft); err != nil {
		return err
	}
	taken, err := privacy.Submit(r.Context(), forget.Draft{
		Type: forget.Type(draft.RequestType), Subject: subjectFrom(&draft.Subject),
		Terms: mapped(draft.ReplacementTerms, termFrom), By: r.caller().Client.ID,
	})
	if err != nil {
		return err
	}
	return answerJSON(w, gdprRequestView(taken))
}

// gdprRequestOf returns the request that the path names.
func (a *api) gdprRequestOf(r *request) (forget.Request, error) {
	privacy, err := a.privacy()
	if err != nil {
		return forget.Request{}, err
	}
	id := r.parameter("requestId")
	found, known, err := privacy.Request(id)
	if err == nil && !known {
		err = notFound("privacy request", id)
	}
	return found, err
}

// getGdprRequest answers GET /gdpr/requests/{requestId}.
func (a *api) getGdprRequest(w http.ResponseWriter, r *request) error {
	found, err := a.gdprRequestOf(r)
	if err != nil {
		return err
	}
	return answerJSON(w, gdprRequestView(found))
}

// getGdprRequests answers GET /gdpr/requests.
func (a *api) getGdprRequests(w http.ResponseWriter, r *request) error {
	privacy, err := a.privacy()
	if err != nil {
		return err
	}
	q := r.query()
	p, err := q.page()
	if err != nil {
		return err
	}
	all, err := privacy.Requests()
	if err != nil {
		return err
	}
	entities, info := cutPage(r, q, p, mapped(all, gdprRequestView))
	return answerJSON(w, contract.GDPRRequestEntityListing{
		Entities: entities, PageSize: &info.size, PageNumber: &info.number, PageCount: &info.count,
		Total: &info.total, SelfURI: info.self, FirstURI: info.first, LastURI: info.last,
		NextURI: info.next, PreviousURI: info.previous,
	})
}

// getGdprSubjects answers GET /gdpr/subjects.
func (a *api) getGdprSubjects(w http.ResponseWriter, r *request) error {
	privacy, err := a.privacy()
	if err != nil {
		return err
	}
	q := r.query()
	p, err := q.page()
	if err != nil {
		return err
	}
	parameters := r.URL.Query()
	for _, name := range []string{"searchType", "searchValue"} {
		if parameters.Get(name) == "" {
			return contract.InvalidField(contract.MissingRequiredProperty, name, "is required")
		}
	}
	found, err := privacy.Subjects(r.Context(), parameters.Get("searchType"), parameters.Get("searchValue"))
	if err != nil {
		return err
	}
	entities, info := cutPage(r, q, p, mapped(found, subjectView))
	return answerJSON(w, contract.GDPRSubjectEntityListing{
		Entities: entities, PageSize: &info.size, PageNumber: &info.number, PageCount: &info.count,
		Total: &info.total, SelfURI: info.self, FirstURI: info.first, LastURI: info.last,
		NextURI: info.next, PreviousURI: info.previous,
	})
}

// getGdprResults answers GET /sojourn/gdpr/requests/{requestId}/results: one line for each contact, one for each
// session with its events. As in an export, an error half-way breaks the connection off.
func (a *api) getGdprResults(w http.ResponseWriter, r *request) error {
	found, err := a.gdprRequestOf(r)
	if err != nil {
		return err
	}
	if !found.HasResults() {
		return notFound("result of privacy request", found.ID)
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{}) // a recorder in a test has none
	w.Header().Set("Content-Type", "application/x-ndjson")
	if stream, ok := w.(*answer); ok {
		stream.stream()
	}
	for result, err := range a.Privacy.Results(r.Context(), found) {
		var line []byte
		if err == nil {
			line, err = a.gdprLine(r.Context(), &result)
		}
		if err != nil {
			a.Log.Warn("the results of a privacy request were broken off", "request", found.ID, "error", err)
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write(line) // what can fail is a client gone away
	}
	return nil
}

// gdprLine is a contact, or a session with its events, as one line.
func (a *api) gdprLine(ctx context.Context, result *forget.Result) (line []byte, err error) {
	if result.Contact.Contact != nil {
		line, err = contract.AppendJSON([]byte(`{"contact":`), a.contactView(result.Contact))
		return append(line, "}\n"...), err
	}
	view, err := a.sessionView(ctx, result.Session, a.now())
	if err != nil {
		return nil, err
	}
	if line, err = contract.AppendJSON([]byte(`{"session":`), view); err != nil {
		return nil, err
	}
	line, err = contract.AppendJSON(append(line, `,"events":`...), mapped(result.Events, eventView))
	return append(line, "}\n"...), err
}
