package restapi

import (
	"fmt"
	"net/http"
	"reflect"
	"sync"

	"github.com/go-json-experiment/json"

	"sojourn/journey"
	"sojourn/journey/rule"
	"sojourn/web/contract"
)

// rulebook is the operations on one kind of definition that has conditions: the segments, or the outcomes
// (segments-outcomes.md §1). T is one as it is stored, V as it is shown.
type rulebook[T, V any] struct {
	*api
	noun      journey.Noun
	most      int    // how many there may be
	limit     string // what that limit is called
	parameter string // of the path, which names one
	ids       string // parameter of the listing, which names several
	mostIDs   int
	isActive  bool // the listing has the parameter of that name
	sortable  fields[V]

	empty   func() T // with the defaults
	parts   func(*T) parts
	check   func(*T) []rule.Problem
	view    func(journey.Definition, *T) V
	listing func([]V, pageInfo) any

	// Only segments have these; nil for nothing.
	begin func(*T)                             // decides what is fixed at creation
	keep  func(stored, patch members) error    // sees to it that a patch leaves that as it is
	clash func(*T, []journey.Definition) error // refuses one that cannot be beside the others

	changing sync.Mutex // held from looking at the others until the change is stored
}

// parts are what segments and outcomes have in common.
type parts struct {
	name, description string
	active            bool
	conditions        *rule.Conditions
	span              *journey.Span
}

// of returns the definition that the path names.
func (b *rulebook[T, V]) of(r *request) (journey.Definition, error) {
	id, err := r.id(b.parameter, string(b.noun))
	if err != nil {
		return journey.Definition{}, err
	}
	d, found := b.Definitions.Get(b.noun, id.String())
	if !found {
		return journey.Definition{}, notFound(string(b.noun), id.String())
	}
	return d, nil
}

// stored reads a definition.
func (b *rulebook[T, V]) stored(d journey.Definition) (*T, error) {
	body := new(T)
	if err := json.Unmarshal(d.Body, body); err != nil {
		return nil, fmt.Errorf("restapi: stored %s %s: %w", d.Noun, d.ID, err)
	}
	return body, nil
}

func (b *rulebook[T, V]) answer(w http.ResponseWriter, d journey.Definition) error {
	body, err := b.stored(d)
	if err != nil {
		return err
	}
	return answerJSON(w, b.view(d, body))
}

func (b *rulebook[T, V]) get(w http.ResponseWriter, r *request) error {
	d, err := b.of(r)
	if err != nil {
		return err
	}
	return b.answer(w, d)
}

func (b *rulebook[T, V]) post(w http.ResponseWriter, r *request) error {
	given, err := r.members()
	if err != nil {
		return err
	}
	body, err := b.drafted(given)
	if err != nil {
		return err
	}
	*b.parts(body).span = journey.Span{Epoch: 1, Since: b.now()}
	d, err := b.create(r, body)
	if err != nil {
		return err
	}
	return b.answer(w, d)
}

// drafted makes what a new definition says, checked, with what is fixed at creation.
func (b *rulebook[T, V]) drafted(given members) (*T, error) {
	body, err := b.from(members{}.merge(given).withoutSpan())
	if err == nil && b.begin != nil {
		b.begin(body)
	}
	return body, err
}

// create stores a new definition unless there are too many, or one that it cannot be beside.
func (b *rulebook[T, V]) create(r *request, body *T) (journey.Definition, error) {
	encoded, err := json.Marshal(body, json.Deterministic(true))
	if err != nil {
		return journey.Definition{}, err
	}
	b.changing.Lock()
	defer b.changing.Unlock()
	others := b.Definitions.List(b.noun)
	if len(others) >= b.most {
		return journey.Definition{}, b.full()
	}
	if b.clash != nil {
		if err := b.clash(body, others); err != nil {
			return journey.Definition{}, err
		}
	}
	return b.Definitions.Create(r.Context(), b.noun, newID(), encoded)
}

// full says that there are as many as there may be (api.md §8).
func (b *rulebook[T, V]) full() error {
	e := contract.NewError(contract.LimitExceeded,
		"There may be at most {limit} definitions of the kind {noun}.", "limit", itoa(b.most), "noun", string(b.noun))
	e.Limit = &contract.Limit{
		Key: b.limit, Namespace: contract.LimitNamespaceJourney, Value: new(int64(b.most)),
	}
	return e
}

func (b *rulebook[T, V]) patch(w http.ResponseWriter, r *request) error {
	patch, err := r.members()
	if err != nil {
		return err
	}
	version, err := patch.version()
	if err != nil {
		return err
	}
	b.changing.Lock()
	defer b.changing.Unlock()
	d, err := b.of(r)
	if err != nil {
		return err
	}
	d, err = b.Definitions.Update(r.Context(), b.noun, d.ID, version, func([]byte) ([]byte, error) {
		body, err := b.patched(d, patch.withoutSpan())
		if err != nil {
			return nil, err
		}
		return json.Marshal(body, json.Deterministic(true))
	})
	if err != nil {
		return err
	}
	return b.answer(w, d)
}

// patched returns what a patch makes of a definition. Its span begins anew if other events count than before
// (segments-outcomes.md §3.4).
func (b *rulebook[T, V]) patched(d journey.Definition, patch members) (*T, error) {
	body, err := b.stored(d)
	if err != nil {
		return nil, err
	}
	stored, err := parseMembers(d.Body)
	if err != nil {
		return nil, fmt.Errorf("restapi: stored %s %s is damaged", d.Noun, d.ID)
	}
	if b.keep != nil {
		if err := b.keep(stored, patch); err != nil {
			return nil, err
		}
	}
	changed, err := b.from(stored.merge(patch))
	if err != nil {
		return nil, err
	}
	before, after := b.parts(body), b.parts(changed)
	if after.active && !before.active || !reflect.DeepEqual(before.conditions, after.conditions) {
		*after.span = journey.Span{Epoch: d.Version + 1, Since: b.now()}
	}
	return changed, nil
}

func (b *rulebook[T, V]) delete(w http.ResponseWriter, r *request) error {
	d, err := b.of(r)
	if err != nil {
		return err
	}
	if err := b.Definitions.Delete(r.Context(), b.noun, d.ID); err != nil {
		return err
	}
	return answerNothing(w)
}

// from makes what is stored of what was asked for; what was not asked for gets its default.
func (b *rulebook[T, V]) from(m members) (*T, error) {
	body := b.empty()
	if err := m.into(&body); err != nil {
		return nil, err
	}
	rule.Complete(b.parts(&body).conditions)
	if err := flawed(b.check(&body)); err != nil {
		return nil, err
	}
	return &body, nil
}

// withoutSpan leaves out what a definition stores beside what people write.
func (m members) withoutSpan() members {
	delete(m, "epoch")
	delete(m, "since")
	return m
}
