package restapi

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strconv"

	"sojourn/flow/identity"
	"sojourn/journey"
	"sojourn/web/contract"
)

// standing returns the contact that the path names, with its canonical one.
func (a *api) standing(r *request) (identity.Standing, error) {
	id, err := r.id("contactId", "contact")
	if err != nil {
		return identity.Standing{}, err
	}
	standing, err := a.Contacts.Contact(r.Context(), id)
	if fault, ok := errors.AsType[*journey.Fault](err); ok && fault.Code == journey.NotFound {
		return identity.Standing{}, notFound("contact", id.String())
	}
	return standing, err
}

// everybody lists the contacts that are one person: the head and all that was merged into it.
func everybody(standing identity.Standing) []journey.ID {
	if all := standing.Head.MergeSet(); all != nil {
		return all
	}
	return []journey.ID{standing.Head.ID}
}

// shownContact returns the contact that a session shows: the canonical one as of now; zero if none
// (identity.md §4).
func (a *api) shownContact(ctx context.Context, s *journey.Session) (journey.ID, error) {
	if s.Contact == nil {
		return journey.ID{}, nil
	}
	return a.Contacts.Canonical(ctx, s.Contact.ID, s.Newest.At)
}

// getContactSessions answers GET /externalcontacts/contacts/{contactId}/journey/sessions (identity.md §4).
func (a *api) getContactSessions(w http.ResponseWriter, r *request) error {
	q := r.query()
	size, err := q.pageSize()
	if err != nil {
		return err
	}
	merged, err := q.flag("includeMerged")
	if err != nil {
		return err
	}
	standing, err := a.standing(r)
	if err != nil {
		return err
	}
	bound := []string{r.path, strconv.FormatBool(merged)}
	after, err := parseCursor(q.Get("after"), bound...)
	if err != nil {
		return err
	}
	contacts := []journey.ID{standing.Contact.ID}
	if merged {
		contacts = everybody(standing)
	}
	found, next, err := a.pageOfContacts(r.Context(), contacts, after.begun(), size)
	if err != nil {
		return err
	}
	listing := contract.SessionListing{
		Entities: found, SelfURI: r.uri(q, "pageSize", itoa(size), "after", q.Get("after")),
	}
	if next != (Begun{}) {
		listing.NextURI = r.uri(q, "pageSize", itoa(size), "after", begunCursor(next).text(bound...))
	}
	return answerJSON(w, listing)
}

// pageOfContacts returns the sessions of a page, and the place after which the next one begins; the zero Begun if there
// is none. A session that stays anonymous shows no contact and is left out.
func (a *api) pageOfContacts(
	ctx context.Context, contacts []journey.ID, after Begun, size int,
) (found []contract.Session, next Begun, err error) {
	found = []contract.Session{}
	scanned := 0
	for s, err := range a.Sessions.OfContacts(ctx, contacts, after) {
		if err != nil {
			return nil, Begun{}, err
		}
		view, err := a.sessionView(ctx, s, a.now())
		switch {
		case err != nil:
			return nil, Begun{}, err
		case view.ExternalContact != nil && len(found) == size, scanned == maxScanned:
			return found, next, nil
		case view.ExternalContact != nil:
			found = append(found, view)
		}
		next = Begun{First: s.First.At, ID: s.ID}
		scanned++
	}
	return found, Begun{}, nil
}

// begunCursor is the place of a session among those of contacts.
func begunCursor(b Begun) cursor { return cursor{at: b.First, rest: b.ID} }

func (c cursor) begun() Begun { return Begun{First: c.at, ID: c.rest} }

// ofPerson yields the sessions that show a contact or the one that it was merged into, in the order of
// /sojourn/sessions. The index lists them in another, so they are sorted here; however many there are, no more are kept
// than a request looks at.
func (a *api) ofPerson(
	ctx context.Context, text string, f *sessionFilter, after Place,
) iter.Seq2[*journey.Session, error] {
	return func(yield func(*journey.Session, error) bool) {
		sessions, err := a.newestOfPerson(ctx, text, f, after)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, s := range sessions {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func (a *api) newestOfPerson(
	ctx context.Context, text string, f *sessionFilter, after Place,
) (kept []*journey.Session, err error) {
	id, err := journey.ParseID(text)
	if err != nil {
		return nil, nil // nobody has that id
	}
	standing, err := a.Contacts.Contact(ctx, id)
	if fault, ok := errors.AsType[*journey.Fault](err); ok && fault.Code == journey.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for s, err := range a.Sessions.OfContacts(ctx, everybody(standing), Begun{}) {
		if err != nil {
			return nil, err
		}
		if !f.matches(s) || after != (Place{}) && byPlace(placeOf(s), after) <= 0 {
			continue
		}
		if shown, err := a.shownContact(ctx, s); err != nil {
			return nil, err
		} else if shown.IsZero() {
			continue
		}
		if kept = append(kept, s); len(kept) >= 2*maxScanned {
			kept = newest(kept, maxScanned+1) // one more than a request looks at, so that it has a successor
		}
	}
	return newest(kept, maxScanned+1), nil
}

// newest sorts sessions and returns the first of them.
func newest(sessions []*journey.Session, most int) []*journey.Session {
	slices.SortFunc(sessions, func(a, b *journey.Session) int { return byPlace(placeOf(a), placeOf(b)) })
	return sessions[:min(len(sessions), most)]
}

func placeOf(s *journey.Session) Place { return Place{Newest: s.Newest.At, ID: s.ID} }

// byPlace orders the newest first, then by ID, as Sessions.Recent does.
func byPlace(a, b Place) int {
	switch {
	case a.Newest > b.Newest:
		return -1
	case a.Newest < b.Newest:
		return 1
	}
	return slices.Compare(a.ID[:], b.ID[:])
}
