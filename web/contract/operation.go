package contract

import "iter"

// Auth tells who may call an operation.
type Auth int

// The ways to authenticate (api.md §2).
const (
	Bearer   Auth = iota // an access token is needed
	Optional             // open to visitors; a token is accepted, see identity.md §5
	Basic                // client id and secret: the token endpoint
	Open                 // no token, and none is looked at
)

// Operation is one method of one path.
type Operation struct {
	ID, Tier, Tag   string
	Method          string
	Path            string // with {parameters}, the form of http.ServeMux patterns
	Auth            Auth
	Permissions     []string // domain:entity:action; none means any valid token
	AnyPermission   bool     // one of Permissions suffices
	Params          []Param
	Request         string   // a model, a model with [] after it, or empty
	RequestRequired bool     // as declared; POST, PUT and PATCH need a body anyway (api.md §11)
	MediaTypes      []string // of the request
	Response        string   // a model, "string", or empty for none
	Success         int      // status
	Built           bool     // if not, the answer is 501 not.implemented
	Ours            bool     // not part of the public Journey API
	Deprecated      bool
	Preview         bool
}

// Param is a parameter of an operation.
type Param struct {
	Name     string
	In       string // path, query or header
	Type     string // string, integer, boolean or array
	Items    string // of an array
	Format   string
	Required bool
	Default  string   // as it would stand in a query; empty means none
	Enum     []string // allowed values, of the items if an array
	Max      int      // of an integer, 0 means no limit
	MaxItems int
}

// Operations yields every operation, by tier and path. They are shared: read them only.
func Operations() iter.Seq[*Operation] {
	return func(yield func(*Operation) bool) {
		for i := range operations {
			if !yield(&operations[i]) {
				return
			}
		}
	}
}

// Lookup returns the operation of that id.
func Lookup(id string) (*Operation, bool) {
	for op := range Operations() {
		if op.ID == id {
			return op, true
		}
	}
	return nil, false
}
