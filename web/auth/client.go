package auth

// Client is an OAuth client.
type Client struct {
	ID          string     `json:"id"` // a UUID if made by the API; any text without colon is accepted
	Name        string     `json:"name"`
	Permissions []string   `json:"permissions"` // domain:entity:action, any part may be *
	Disabled    bool       `json:"disabled"`
	SecretHash  SecretHash `json:"secretHash"`
}

// Clients finds a client by its id. It is asked with every authenticated request, from
// many goroutines, so it answers from memory; what it returns is only read. A client that
// was deleted is not there, and none of its tokens is good any more.
type Clients interface {
	Client(id string) (Client, bool)
}
