package contact

import "slices"

// several is rule 6: the identifiers belong to more than one contact.
func (r *resolver) several() Decision {
	if r.friendly() && !r.anyApart() {
		head := r.best()
		r.unite(head, true, true)
		return r.attach(head, MergedOwners)
	}
	slices.SortFunc(r.candidates, byPriority)
	target := r.candidates[0]
	r.unite(target.contact, target.by.strong(), false)
	return r.attach(target.contact, ByPriority)
}

// best returns the head of an automatic merge: Curated before Identified before Ephemeral, then the oldest.
func (r *resolver) best() *Contact {
	return slices.MinFunc(r.candidates, func(a, b candidate) int { return older(a.contact, b.contact) }).contact
}

// byPriority orders candidates by the rank of the identifiers that lead to them.
func byPriority(a, b candidate) int {
	if d := a.by.Type.rank() - b.by.Type.rank(); d != 0 {
		return d
	}
	return older(a.contact, b.contact)
}

// friendly reports whether the rules allow a merge of the candidates: at most one of them is Curated, and
// at most one is matched by a cookie alone.
func (r *resolver) friendly() bool {
	curated, weak := 0, 0
	for _, c := range r.candidates {
		if c.contact.Kind == Curated {
			curated++
		}
		if c.by.Type == Cookie {
			weak++
		}
	}
	return r.policy.AutoMerge && curated <= 1 && weak <= 1
}

// anyApart reports whether two of the candidates were split and nothing new brings them together.
func (r *resolver) anyApart() bool {
	for i, c := range r.candidates {
		for _, other := range r.candidates[:i] {
			if apart(c.contact, other.contact, r.evidence) {
				return true
			}
		}
	}
	return false
}

// unite merges the other candidates into the head and lists those that stay apart as unresolved. Strong
// says that more than a cookie leads to the head. Where not all may be merged, the contact of an anonymous
// cookie still is: it is nobody else's.
func (r *resolver) unite(head *Contact, strong, all bool) {
	for _, c := range r.candidates {
		now := r.now(head)
		switch {
		case c.contact.ID == head.ID:
		case r.policy.AutoMerge && (all || strong && c.contact.Kind == Ephemeral) &&
			fits(now, c.contact) && !apart(now, c.contact, r.evidence):
			r.absorb(head, c.contact, c.by)
		default:
			r.unresolved = append(r.unresolved, c.contact.ID)
		}
	}
}

// guard is rule 7: a cookie whose contact is known to be somebody else than the event says does not lead to
// that contact. From now on it belongs to whom the event leads to. The head is the contact that the event
// names, if any.
func (r *resolver) guard(head *Contact) {
	for i, id := range r.evidence.Identifiers {
		owner := r.view.Owners[i]
		if id.Type != Cookie || owner == nil || head != nil && head.ID == owner.ID {
			continue
		}
		if r.differs(owner, head) {
			r.guarded = append(r.guarded, id)
			if !r.stranger(owner) {
				r.strangers = append(r.strangers, owner)
			}
		}
	}
}

// differs reports whether the event comes from another person than the owner of its cookie: an external id,
// or else an e-mail address, where the owner has one and none of the event's is the owner's. The external
// id outranks the address: who keeps the one and changes the other is the same person.
func (r *resolver) differs(owner, head *Contact) bool {
	for _, t := range [...]Type{ExternalID, Email} {
		common, other := false, false
		r.brought(t, head, func(id Identifier) {
			switch {
			case owner.Holds(id) != nil:
				common = true
			case slices.ContainsFunc(owner.Claims, func(c Claim) bool {
				return c.Type == t && c.Source == id.Source && !c.Unmatched
			}):
				other = true
			}
		})
		if common || other {
			return !common
		}
	}
	return false
}

// brought visits the identifiers of a type that the event brings, and those of the contact that it names.
func (r *resolver) brought(t Type, head *Contact, visit func(Identifier)) {
	for _, id := range r.evidence.Identifiers {
		if id.Type == t && id.Matches() {
			visit(id)
		}
	}
	if head == nil {
		return
	}
	for i := range head.Claims {
		if claim := &head.Claims[i]; claim.Type == t && claim.Matches() {
			visit(claim.Identifier)
		}
	}
}
