package pebble

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	cockroach "github.com/cockroachdb/pebble/v2"

	"sojourn/flow/stitch"
	"sojourn/journey"
	"sojourn/journey/codec"
	"sojourn/journey/contact"
)

// Report is what Check found.
type Report struct {
	Sessions, Events, States, Definitions, Repeats uint64
	Problems                                       []string // the first 100, in the order found
	More                                           uint64   // problems beyond those
}

// maxProblems is how many problems a report spells out.
const maxProblems = 100

// Check reads the whole index as it is at this moment and compares its parts: everything can be decoded, each
// entry of a listing names a session that belongs there, each session is in every listing, and has as many
// events as it counts. progress, if not nil, is called now and then with the number of entries read.
// The error tells why the check could not be finished; what it found is in the report.
func (i *Index) Check(ctx context.Context, progress func(entries uint64)) (Report, error) {
	if err := i.settle(ctx); err != nil {
		return Report{}, fmt.Errorf("pebble: check: %w", err)
	}
	snapshot := i.db.NewSnapshot()
	defer snapshot.Close()
	c := checking{Index: i, ctx: ctx, at: snapshot, progress: progress}
	err := errors.Join(c.each(nil, c.entry), c.events())
	return c.report, err
}

// checking is one run of Check.
type checking struct {
	*Index
	ctx      context.Context
	at       *cockroach.Snapshot
	progress func(uint64)
	entries  uint64
	report   Report
}

// each calls do for all entries in a space, or everywhere.
func (c *checking) each(space []byte, do func(entry) error) error {
	bounds := &cockroach.IterOptions{}
	if space != nil {
		bounds = within(space)
	}
	for e, err := range c.scan(c.ctx, c.at, bounds) {
		if err == nil {
			err = do(e)
		}
		if err != nil {
			return fmt.Errorf("pebble: check: %w", err)
		}
		if c.entries++; c.progress != nil && c.entries%10_000 == 0 {
			c.progress(c.entries)
		}
	}
	return nil
}

func (c *checking) problem(format string, args ...any) {
	if len(c.report.Problems) == maxProblems {
		c.report.More++
		return
	}
	c.report.Problems = append(c.report.Problems, fmt.Sprintf(format, args...))
}

// entry checks one entry of any space but that of events. What stands in the way of going on is
// an error; what is wrong with the entry is a problem.
func (c *checking) entry(e entry) error {
	switch e.key[0] {
	case metaSpace:
	case sessionSpace:
		if ofDocument(e.key) {
			return c.session(e)
		}
	case stateSpace:
		return c.state(e)
	case newestSpace:
		return c.listed(e)
	case customerSpace:
		return c.customer(e)
	case shortSpace:
		return c.short(e)
	case repeatSpace:
		c.report.Repeats++
		if err := checkRepeat(e); err != nil {
			c.problem("repeat %x: %v", e.key, err)
		}
	case contactSpace:
		return c.contact(e)
	case personSpace:
		if p, err := contact.DecodeContact(e.value); err != nil {
			c.problem("contact %x: %v", e.key[1:], err)
		} else if !bytes.Equal(personKey(nil, p.ID), e.key) {
			c.problem("contact %v is filed under %x", p.ID, e.key[1:])
		}
	case ownerSpace:
		return c.owner(e)
	case definitionSpace:
		c.report.Definitions++
		d, err := decodeDefinition(e.value)
		if err != nil {
			c.problem("definition %q: %v", e.key, err)
		} else if !bytes.Equal(definitionKey(nil, d.Noun, d.ID), e.key) {
			c.problem("definition %s %s is filed under %q", d.Noun, d.ID, e.key)
		}
	default:
		c.problem("unknown key %x", e.key)
	}
	return nil
}

// session checks that a document can be read and is in all listings.
func (c *checking) session(e entry) error {
	c.report.Sessions++
	s, err := codec.DecodeSession(e.value)
	if err != nil {
		c.problem("session %x: %v", e.key[1:], err)
		return nil
	}
	if !bytes.Equal(sessionKey(nil, s.ID), e.key) {
		c.problem("session %v is filed under %x", s.ID, e.key[1:])
	}
	return errors.Join(
		c.expect(s, "the listing by date", listed(newestPrefix(nil), s.Newest.At, s.ID), briefOf(s).append(nil)),
		c.ofCustomer(s), c.ofContact(s), c.shortID(s), c.hasEvents(s))
}

func (c *checking) ofContact(s *journey.Session) error {
	if s.ContactID().IsZero() {
		return nil
	}
	return c.expect(s, "the listing of its contact", contactKey(nil, s.ContactID(), s.First.At, s.ID), nil)
}

func (c *checking) ofCustomer(s *journey.Session) error {
	if s.Customer == "" {
		return nil
	}
	return c.expect(s, "the listing of its customer", customerKey(nil, s.Customer, s.Kind, s.First.At, s.ID), nil)
}

func (c *checking) shortID(s *journey.Session) error {
	short := briefOf(s).short
	if short == 0 {
		return nil
	}
	return c.expect(s, "the short ids", shortKey(nil, short, s.ID), appendStamp(nil, s.First))
}

// hasEvents looks for a session that counts events and has none. How many the others have is
// compared by events.
func (c *checking) hasEvents(s *journey.Session) error {
	for _, err := range c.scan(c.ctx, c.at, eventsOf(s.ID)) {
		return err
	}
	if s.Events > 0 {
		c.problem("session %v counts %d events and has none", s.ID, s.Events)
	}
	return nil
}

// expect looks for an entry that must be there.
func (c *checking) expect(s *journey.Session, where string, key, want []byte) error {
	value, closer, err := c.at.Get(key)
	if errors.Is(err, cockroach.ErrNotFound) {
		c.problem("session %v is missing in %s", s.ID, where)
		return nil
	}
	if err != nil {
		return err
	}
	if !bytes.Equal(value, want) {
		c.problem("session %v: %s says %x instead of %x", s.ID, where, value, want)
	}
	return closer.Close()
}

// document reads the session that an entry names; nil after a problem.
func (c *checking) document(id journey.ID, where string) (*journey.Session, error) {
	s, err := session(c.at, id)
	if err == nil {
		return s, nil
	}
	if errors.Is(err, journey.ErrNoSession) || errors.Is(err, ErrRebuild) {
		c.problem("%s: %v", where, err)
		return nil, nil
	}
	return nil, err
}

// listed checks that the session of an entry is there and has that newest event.
func (c *checking) listed(e entry) error {
	const where = "the listing by date"
	newest, id, err := parseListed(e.key, 1)
	if err != nil {
		c.problem("%s: %x: %v", where, e.key, err)
		return nil
	}
	s, err := c.document(id, where)
	if s != nil && s.Newest.At != newest {
		c.problem("%s has session %v at %v instead of %v", where, id, newest, s.Newest.At)
	}
	return err
}

// customer checks that the session of an entry is there, is that customer's, and began then.
func (c *checking) customer(e entry) error {
	customer, rest, err := terminated(e.key[1:])
	var id journey.ID
	if err == nil {
		_, id, err = parseBegun(rest, 1)
	}
	if err != nil {
		c.problem("the listing of a customer: %x: %v", e.key, err)
		return nil
	}
	s, err := c.document(id, fmt.Sprintf("the listing of customer %q", customer))
	if s != nil && !bytes.Equal(customerKey(nil, s.Customer, s.Kind, s.First.At, s.ID), e.key) {
		c.problem("the listing of customer %q has session %v at %x, where it does not belong", customer, id, rest)
	}
	return err
}

// contact checks that the session of an entry is there, is stitched to that contact, and began then.
func (c *checking) contact(e entry) error {
	if len(e.key) != 1+idSize+instantSize+idSize {
		c.problem("the listing of a contact: %x: %v", e.key, errKey)
		return nil
	}
	s, err := c.document(journey.ID(e.key[1+idSize+instantSize:]), "the listing of a contact")
	if s != nil && !bytes.Equal(contactKey(nil, s.ContactID(), s.First.At, s.ID), e.key) {
		c.problem("the listing of contact %x has session %v, where it does not belong", e.key[1:1+idSize], s.ID)
	}
	return err
}

// owner checks that the owner of an identifier is a contact that holds it.
func (c *checking) owner(e entry) error {
	if len(e.value) != idSize {
		c.problem("owner %x: %v", e.key, errValue)
		return nil
	}
	value, closer, err := c.at.Get(personKey(nil, journey.ID(e.value)))
	if errors.Is(err, cockroach.ErrNotFound) {
		c.problem("owner %x: contact %x is not there", e.key, e.value)
		return nil
	}
	if err != nil {
		return err
	}
	p, err := contact.DecodeContact(value)
	if err == nil && !slices.ContainsFunc(p.Claims, func(claim contact.Claim) bool {
		return bytes.Equal(ownerKey(nil, claim.Identifier), e.key)
	}) {
		c.problem("owner %x: contact %v holds no such identifier", e.key, p.ID)
	}
	return closer.Close()
}

func (c *checking) short(e entry) error {
	if len(e.key) != 1+4+idSize {
		c.problem("short id %x: %v", e.key, errKey)
		return nil
	}
	s, err := c.document(journey.ID(e.key[5:]), "the short ids")
	if s != nil && !bytes.Equal(shortKey(nil, briefOf(s).short, s.ID), e.key) {
		c.problem("session %v has not the short id that it is filed under", s.ID)
	}
	return err
}

// state checks that a state can be read and that its sessions are there.
func (c *checking) state(e entry) error {
	c.report.States++
	key := journey.Key(e.key[1:])
	_, ids, err := codec.DecodeState(key, e.value)
	if err != nil {
		c.problem("state of %q: %v", key, err)
		return nil
	}
	for _, id := range ids {
		where := fmt.Sprintf("state of %q", key)
		if _, err := c.document(id, where); err != nil {
			return err
		}
	}
	return nil
}

func checkRepeat(e entry) error {
	if len(e.key) < 1+8 {
		return errKey
	}
	_, rest, err := terminated(e.key[1+8:])
	if err == nil && len(rest) != 1+8+8 {
		err = errKey
	}
	return err
}

// events compares the events of each session with what its document says of them: how many there
// are, and the first and the newest one.
func (c *checking) events() error {
	var run eventRun
	err := c.each([]byte{sessionSpace}, func(e entry) error {
		if ofDocument(e.key) {
			return nil
		}
		id, _, err := parseEventKey(e.key)
		if err == nil && id != run.session {
			if err := c.compare(run); err != nil {
				return err
			}
			run = eventRun{session: id, events: run.events[:0]}
		}
		if err == nil {
			run.events, err = parseEntry(run.events, e)
		}
		if err != nil {
			c.problem("event %x: %v", e.key, err)
		}
		return nil
	})
	return errors.Join(err, c.compare(run))
}

// eventRun is what was read of one session's events.
type eventRun struct {
	session journey.ID
	events  []stitch.Located
}

func (c *checking) compare(run eventRun) error {
	events := slices.DeleteFunc(inOrder(run.events), func(e stitch.Located) bool { return e.Type.Derived() })
	if len(events) == 0 {
		return nil
	}
	c.report.Events += uint64(len(events))
	s, err := c.document(run.session, "events")
	if s == nil {
		return err
	}
	if count := uint64(len(events)); s.Events != count {
		c.problem("session %v counts %d events and has %d", s.ID, s.Events, count)
	}
	if first, newest := events[0].Stamp, events[len(events)-1].Stamp; s.First != first || s.Newest != newest {
		c.problem("session %v: its events reach from %v to %v, not from %v to %v",
			s.ID, first, newest, s.First, s.Newest)
	}
	return nil
}
