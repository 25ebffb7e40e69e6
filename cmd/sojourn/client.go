package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"strings"
	"text/tabwriter"
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

// clientVerbs are the words behind client.
var clientVerbs = []string{"list", "create", "update", "delete"}

// clientFlags are the properties of a client.
type clientFlags struct {
	flags       *flag.FlagSet
	name        string
	permissions words
	disabled    bool
}

func newClientFlags(flags *flag.FlagSet) *clientFlags {
	c := &clientFlags{flags: flags}
	flags.StringVar(&c.name, "name", "", "its `name`")
	flags.Var(&c.permissions, "permission", "a `permission`, domain:entity:action; may be repeated; replaces all")
	flags.BoolVar(&c.disabled, "disabled", false, "whether it is shut out")
	return c
}

// body is what the flags ask for.
func (c *clientFlags) body() map[string]any {
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
	return body
}

// client is the client command.
func client(ctx context.Context, p *program, args []string) error {
	flags := p.newFlags("client", clientUsage)
	settings, access, properties := settingFlags(flags), accessFlags(flags), newClientFlags(flags)
	m := &managed{"/api/v2/sojourn/clients", clientVerbs}
	verb, args, err := m.verb(flags, args)
	if err != nil {
		return err
	}
	var want []string
	if verb == "update" || verb == "delete" {
		want = []string{"id of the client"}
	}
	rest, err := parse(flags, args, want...)
	if err != nil {
		return err
	}
	c, err := settings.load(p)
	if err != nil {
		return err
	}
	api, err := access.open(ctx, p, c)
	if err != nil {
		return err
	}
	return closing(ctx, api, p.client(ctx, api, m, verb, rest, properties.body()))
}

func (p *program) client(
	ctx context.Context, a *api, m *managed, verb string, rest []string, body map[string]any,
) error {
	var entity json.RawMessage
	switch verb {
	case "list":
		return p.listClients(ctx, a, m)
	case "create":
		if err := a.call(ctx, http.MethodPost, m.path, body, &entity); err != nil {
			return err
		}
		fmt.Fprintln(p.err, "The secret is shown here and never again.")
	case "update":
		if err := a.call(ctx, http.MethodPatch, m.one(rest[0]), body, &entity); err != nil {
			return err
		}
	case "delete":
		return a.call(ctx, http.MethodDelete, m.one(rest[0]), nil, nil)
	}
	return p.print(entity)
}

func (p *program) listClients(ctx context.Context, a *api, m *managed) error {
	table := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tNAME\tDISABLED\tPERMISSIONS")
	err := m.list(ctx, a, func(entity json.RawMessage) error {
		var c struct {
			ID, Name    string
			Disabled    bool
			Permissions []string
		}
		if err := json.Unmarshal(entity, &c); err != nil {
			return err
		}
		_, err := fmt.Fprintf(table, "%s\t%s\t%t\t%s\n", c.ID, c.Name, c.Disabled, strings.Join(c.Permissions, " "))
		return err
	})
	if err != nil {
		return err
	}
	return table.Flush()
}
