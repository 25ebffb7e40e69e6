package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"strings"
)

const clientUsage = `Usage: sojourn client list | create | update ID | delete ID  [flags]

Manages OAuth clients: programs that read sessions, send events in batches or manage the server. A permission
is domain:entity:action, and * stands for any: journey:*:* is all of the Journey API. The secret of a new
client is printed once; the server keeps a hash of it.

` + accessUsage + `
Examples:
  sojourn client create -name Dashboard -permission 'journey:session:view' -permission 'journey:event:view'
  sojourn client create -name Importer -permission journey:event:add -server http://127.0.0.1:8080
  sojourn client update ID -disabled
  sojourn client list
`

// clientFlags are the properties of a client.
type clientFlags struct {
	flags       *flag.FlagSet
	name        string
	permissions words
	disabled    bool
}

func newClientFlags(flags *flag.FlagSet) *clientFlags {
	c := &clientFlags{flags: flags}
	flags.StringVar(&c.name, "name", "", "`name` of the client")
	flags.Var(&c.permissions, "permission",
		"a `permission`, domain:entity:action; may be repeated; an update replaces all of them")
	flags.BoolVar(&c.disabled, "disabled", false,
		"it cannot log in and its tokens are refused; -disabled=false lets it in again")
	return c
}

// body is what the flags ask for.
func (c *clientFlags) body() (map[string]any, error) {
	body := map[string]any{}
	c.flags.Visit(func(f *flag.Flag) {
		switch f.Name {
		case "name":
			body["name"] = c.name
		case "permission":
			body["permissions"] = c.permissions
		case "disabled":
			body["disabled"] = c.disabled
		}
	})
	return body, nil
}

// client is the client command.
func client(ctx context.Context, p *program, args []string) error {
	flags := p.newFlags("client", clientUsage)
	m := managed{
		path: "/api/v2/sojourn/clients", verbs: []string{"list", "create", "update", "delete"},
		body: newClientFlags(flags).body, columns: "ID\tNAME\tDISABLED\tPERMISSIONS", row: clientRow,
		created: "The secret is shown here and never again.\n",
	}
	return m.run(ctx, p, flags, args)
}

func clientRow(entity json.RawMessage) (string, error) {
	var c struct {
		ID, Name    string
		Disabled    bool
		Permissions []string
	}
	err := json.Unmarshal(entity, &c)
	return fmt.Sprintf("%s\t%s\t%t\t%s", c.ID, c.Name, c.Disabled, strings.Join(c.Permissions, " ")), err
}
