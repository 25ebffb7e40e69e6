package contact

import (
	"slices"

	"sojourn/journey"
)

// View is what is known about an evidence: all that Resolve reads. Every contact in it is a head
// (identity.md §4 rule 3).
type View struct {
	Owners []*Contact // who owns the identifier of the same place in Evidence.Identifiers; nil: nobody
	Named  *Contact   // the head of the contact that the event names; nil: unknown
	// Taken says that a contact is stored under the ID that the customer's unowned cookie implies: it
	// belonged to somebody once, so the cookie needs another.
	Taken bool
	// Nameless is the document under Policy.Nameless of the customer's own identifier; nil where there is none.
	Nameless *Contact
}

// Resolve decides which contact an event belongs to, and what that changes (identity.md §4). Fresh is an ID
// for a contact that it may have to create. Asking again with what it decided changes nothing more.
func Resolve(v View, e *Evidence, p *Policy, fresh journey.ID) Decision {
	r := resolver{draft: draft{proof: e.proof()}, view: v, evidence: e, policy: p, fresh: fresh}
	switch {
	case !e.Contact.IsZero():
		return r.named()
	case !p.Resolve:
		return r.answer(journey.ID{}, Off)
	}
	r.guard(nil)
	r.collect()
	r.imply()
	switch len(r.candidates) {
	case 0:
		return r.nobody()
	case 1:
		return r.attach(r.candidates[0].contact, OneOwner)
	}
	return r.several()
}

// resolver is one run of Resolve.
type resolver struct {
	draft
	view       View
	evidence   *Evidence
	policy     *Policy
	fresh      journey.ID
	candidates []candidate
	guarded    []Identifier // cookies that move to another person (rule 7)
	strangers  []*Contact   // their owners
	implied    journey.ID   // of the candidate that is not stored, if there is one
	by         Identifier
	unresolved []journey.ID
}

// candidate is a contact that owns identifiers of the evidence.
type candidate struct {
	contact *Contact
	by      Identifier // the highest in rank of them
}

// answer finishes the decision.
func (r *resolver) answer(contact journey.ID, why Reason) Decision {
	decision := r.decide(Resolved, contact)
	decision.Why, decision.By, decision.Unresolved = why, r.by, r.unresolved
	if contact.IsZero() && r.view.Nameless != nil {
		decision.Held = r.view.Nameless.Holding(r.proof.At)
	}
	return decision
}

// collect finds the owners, each once, but for those who turned out to be strangers.
func (r *resolver) collect() {
	for i, owner := range r.view.Owners {
		id := r.evidence.Identifiers[i]
		if owner == nil || r.stranger(owner) {
			continue
		}
		at := slices.IndexFunc(r.candidates, func(c candidate) bool { return c.contact.ID == owner.ID })
		switch {
		case at < 0:
			r.candidates = append(r.candidates, candidate{owner, id})
		case id.Type.rank() < r.candidates[at].by.Type.rank():
			r.candidates[at].by = id
		}
	}
}

func (r *resolver) stranger(c *Contact) bool {
	return slices.ContainsFunc(r.strangers, func(s *Contact) bool { return s.ID == c.ID })
}

// owner returns who owns an identifier of the evidence, or nil.
func (r *resolver) owner(id Identifier) *Contact {
	if i := slices.Index(r.evidence.Identifiers, id); i >= 0 && i < len(r.view.Owners) {
		return r.view.Owners[i]
	}
	return nil
}

// free returns the customer's cookie if nobody owns it and its implied contact can be its own.
func (r *resolver) free() (Identifier, bool) {
	cookie, ok := r.evidence.cookie()
	return cookie, ok && r.owner(cookie) == nil && !r.view.Taken
}

// imply adds the implied contact of a cookie that was seen before, for its sessions belong to that. With
// nothing that says who it is there is nothing to store.
func (r *resolver) imply() {
	cookie, free := r.free()
	stored := r.evidence.strong() || !r.evidence.Contact.IsZero()
	if free && stored && !r.evidence.Seen.IsZero() && r.policy.CreateEphemeral {
		implied := r.policy.ImpliedContact(Visitor{Cookie: cookie.Value, First: r.evidence.Seen})
		r.implied = implied.ID
		r.candidates = append(r.candidates, candidate{implied, cookie})
	}
}

// nobody is rule 4: no owner.
func (r *resolver) nobody() Decision {
	cookie, free := r.free()
	switch {
	case r.evidence.strong():
		return r.create(Identified, cookie, free)
	case !slices.ContainsFunc(r.evidence.Identifiers, Identifier.Matches):
		return r.answer(journey.ID{}, NoIdentifier)
	case !r.policy.CreateEphemeral:
		return r.answer(journey.ID{}, Anonymous)
	case free:
		r.by = cookie
		return r.answer(r.policy.Implied(cookie), Anonymous)
	}
	return r.create(Ephemeral, cookie, false)
}

// create makes a contact of the evidence: under the ID that the cookie implies, or a fresh one.
func (r *resolver) create(kind Kind, cookie Identifier, implied bool) Decision {
	id, why := r.fresh, Created
	if implied {
		id = r.policy.Implied(cookie)
	}
	if len(r.guarded) > 0 {
		why = OtherPerson
	}
	return r.attach(&Contact{ID: id, Kind: kind, Created: r.evidence.At}, why)
}

// attach gives the session to a contact, and the contact what nobody else owns (rule 5).
func (r *resolver) attach(target *Contact, why Reason) Decision {
	if r.by.Type == NoType {
		r.by = r.reasonFor(target)
	}
	if len(r.strangers) > 0 && (why == OneOwner || why == MergedOwners) {
		why = OtherPerson
	}
	r.part(target)
	for i, id := range r.evidence.Identifiers {
		if r.claimable(i, id) && r.now(target).room(id) {
			r.claim(target, id, false)
		}
	}
	r.show(target, r.evidence.Traits)
	r.adopt(target)
	r.use(target)
	return r.belongs(target, why)
}

// belongs finishes the decision that the event is a contact's.
func (r *resolver) belongs(target *Contact, why Reason) Decision {
	decision := r.answer(r.stitch(target), why)
	decision.Held = r.now(target).Holding(r.proof.At)
	return decision
}

// adopt gives the contact what its customer has earned without one (segments-outcomes.md §4.1).
func (r *resolver) adopt(target *Contact) {
	nameless := r.view.Nameless
	if nameless == nil || !nameless.holdsAny(r.proof.At) {
		return
	}
	next := r.edit(target)
	for _, held := range nameless.Held {
		if held.active(r.proof.At) {
			next.unite(held)
		}
	}
	r.remove = append(r.remove, nameless.ID)
}

// part takes the cookies from strangers (rule 7). A stranger who owns more of what the event brings would be
// merged by that as soon as the cookie is gone, so the two are remembered as apart.
func (r *resolver) part(target *Contact) {
	for _, stranger := range r.strangers {
		for _, cookie := range r.guarded {
			r.release(stranger, cookie)
		}
		for i, id := range r.evidence.Identifiers {
			if o := r.view.Owners[i]; o != nil && o.ID == stranger.ID && !slices.Contains(r.guarded, id) {
				r.unresolved = append(r.unresolved, stranger.ID)
				next := r.edit(target)
				next.Apart = append(next.Apart, Apart{Other: stranger.ID, At: r.proof.At})
				next.trimApart()
				break
			}
		}
	}
}

// stitch is what the session stores: the contact that the event names, even if that was merged into another, so
// that a split of the two takes the session along.
func (r *resolver) stitch(target *Contact) journey.ID {
	if !r.evidence.Contact.IsZero() {
		return r.evidence.Contact
	}
	return target.ID
}

// reasonFor returns the highest identifier of the evidence that the contact owns, or would own.
func (r *resolver) reasonFor(target *Contact) Identifier {
	for _, c := range r.candidates {
		if c.contact.ID == target.ID {
			return c.by
		}
	}
	var best Identifier
	for i, id := range r.evidence.Identifiers {
		unowned := id.Matches() && r.view.Owners[i] == nil
		if unowned && (best.Type == NoType || id.Type.rank() < best.Type.rank()) {
			best = id
		}
	}
	return best
}

// claimable reports whether nobody owns an identifier of the evidence, or whoever does loses it by rule 7.
// The cookie of an implied contact that stays apart is not: it is that contact's.
func (r *resolver) claimable(place int, id Identifier) bool {
	switch {
	case slices.Contains(r.guarded, id):
		return true
	case r.view.Owners[place] != nil:
		return false
	case id == r.evidence.Customer && slices.Contains(r.unresolved, r.implied):
		return false
	}
	return !slices.ContainsFunc(r.put, func(c *Contact) bool { return id.Matches() && c.Holds(id) != nil })
}

// use notes the use of an Ephemeral contact, whose life depends on it, once a day.
func (r *resolver) use(c *Contact) {
	if c.Kind == Ephemeral && c.Version > 0 && r.proof.At.Sub(c.Used) >= usedStep {
		r.edit(c)
	}
}

// named is rule 2: the event names the contact, which is the head of whatever else the evidence leads to.
func (r *resolver) named() Decision {
	head := r.view.Named
	if head == nil || head.Deleted {
		head = r.revive(head)
	}
	if !r.policy.Resolve {
		return r.belongs(head, Named)
	}
	r.guard(head)
	r.candidates = []candidate{{contact: head}}
	r.collect()
	r.imply()
	r.unite(head, true, r.friendly())
	return r.attach(head, Named)
}

// revive makes the contact that an event names and nobody knows, as Curated.
func (r *resolver) revive(deleted *Contact) *Contact {
	c := &Contact{ID: r.evidence.Contact, Created: r.evidence.At}
	if deleted != nil {
		c.Version = deleted.Version
	}
	c.Kind = Curated
	return r.edit(c)
}
