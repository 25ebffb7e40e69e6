package journey

// Definition is a managed thing (a deployment, an OAuth client, …) as it stood after a
// change. Definitions are facts like events: they live in the log, the newest of an id wins,
// and the index keeps it.
type Definition struct {
	Noun     Noun    // what kind of thing
	ID       string  // unique within the noun; a UUID for what the API manages
	Version  int     // 1 for the first, one more per accepted change (api.md §7)
	Created  Instant // of the first version
	Modified Instant // of this version
	Deleted  bool    // a tombstone: Body is empty
	Body     []byte  // the thing itself, as JSON
}

// Noun is a kind of definition.
type Noun string

// The nouns that are built.
const (
	DeploymentNoun  Noun = "deployment"
	ClientNoun      Noun = "client"
	SessionTypeNoun Noun = "sessiontype"
	SegmentNoun     Noun = "segment"
	OutcomeNoun     Noun = "outcome"
	SeedNoun        Noun = "seed"       // that contacts' IDs are derived with
	RevocationNoun  Noun = "revocation" // of an access token, until it expires
)

// RecordKey implements Record: a definition is folded under no key.
func (d *Definition) RecordKey() Key { return "" }
