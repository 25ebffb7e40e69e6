package forget

import (
	"encoding/json"
	"fmt"
	"slices"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// Noun is that of requests among the definitions.
const Noun journey.Noun = "gdprrequest"

// Type is what is asked for.
type Type string

// The types of requests (identity.md §7).
const (
	Export Type = "GDPR_EXPORT"
	Update Type = "GDPR_UPDATE"
	Delete Type = "GDPR_DELETE"
)

// Status is how far a request is.
type Status string

// The statuses of requests (identity.md §7), in their order.
const (
	Initiated  Status = "INITIATED"
	Searching  Status = "SEARCHING"
	Updating   Status = "UPDATING"
	Deleting   Status = "DELETING"
	Finalizing Status = "FINALIZING"
	Completed  Status = "COMPLETED"
	Failed     Status = "ERROR"
)

// Subject is who is meant, in the words of whoever asks. Name and addresses alone do not tell.
type Subject struct {
	Name            string    `json:"name,omitempty"`
	UserID          string    `json:"userId,omitempty"`
	ExternalContact string    `json:"externalContactId,omitempty"`
	ExternalID      string    `json:"externalId,omitempty"`
	Customer        *Customer `json:"journeyCustomer,omitempty"`
	Social          *Social   `json:"socialHandle,omitempty"`
	Addresses       []string  `json:"addresses,omitempty"`
	Phones          []string  `json:"phoneNumbers,omitempty"`
	Emails          []string  `json:"emailAddresses,omitempty"`
}

// Customer is a customer as sessions name it.
type Customer struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

// Social is a name in a social network.
type Social struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

// Term is a value that is to be replaced.
type Term struct {
	Type     string `json:"type,omitempty"`
	Existing string `json:"existingValue"`
	Updated  string `json:"updatedValue"`
}

// Request is a request as it is stored. Subject, Terms, Identifiers and Sessions are gone once it is done; of an
// export the sessions stay, by their IDs.
type Request struct {
	ID      string          `json:"-"`
	Created journey.Instant `json:"-"`
	version int

	Type    Type   `json:"type"`
	Status  Status `json:"status"`
	By      string `json:"by"` // the client that asked
	Problem string `json:"problem,omitempty"`

	Subject Subject `json:"subject,omitzero"`
	Terms   []Term  `json:"terms,omitempty"`

	Found    person       `json:"found,omitzero"`
	Sessions []journey.ID `json:"sessions,omitempty"`
	Hashes   []hash       `json:"hashes,omitempty"` // of the identifiers that were erased
}

// person is whom a search has found.
type person struct {
	Contacts    []journey.ID         `json:"contacts,omitempty"`
	Implied     []journey.ID         `json:"implied,omitempty"` // those of Contacts that follow from a cookie
	Identifiers []contact.Identifier `json:"identifiers,omitempty"`
}

func (p *person) owns(id journey.ID) bool { return slices.Contains(p.Contacts, id) }

// Done reports whether nothing is left to do.
func (r *Request) Done() bool { return r.Status == Completed || r.Status == Failed }

// HasResults reports whether there is something to fetch.
func (r *Request) HasResults() bool { return r.Type == Export && r.Status == Completed }

// strip drops what tells who was meant.
func (r *Request) strip() {
	r.Subject, r.Terms, r.Found.Identifiers = Subject{}, nil, nil
}

func decode(d journey.Definition) (Request, error) {
	r := Request{ID: d.ID, Created: d.Created, version: d.Version}
	if err := json.Unmarshal(d.Body, &r); err != nil {
		return r, fmt.Errorf("forget: request %s: %w", d.ID, err)
	}
	return r, nil
}

func (r *Request) encode() ([]byte, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("forget: request %s: %w", r.ID, err)
	}
	return body, nil
}
