package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"strings"
	"time"
)

const sessionTypeUsage = `Usage: sojourn sessiontype list | show TYPE | create | update TYPE | delete TYPE  [flags]

Manages session types: how sessions of business systems look, which of their events' attributes become attributes
of the session, and when they end. A type that nobody has defined works too: it shows every attribute and ends
after 30 days without events. The types web, app and conversation can be defined for their projections. A change
holds for the events that come after it.

` + accessUsage + `
Flags give the properties that have one; -file FILE gives any as JSON, in the form that show prints. Those that
are not given stay as they are, or are the defaults in a new type.

Examples:
  sojourn sessiontype create -type delivery -name Delivery -end-event delivery_completed -inactivity 336h
  sojourn sessiontype update delivery -display orderId -display carrier
  sojourn sessiontype update delivery -file projections.json
  sojourn sessiontype show delivery
`

// sessionTypeFlags are the properties of a session type that have a flag.
type sessionTypeFlags struct {
	flags                     *flag.FlagSet
	file                      string
	sessionType, name         string
	icon, color               string
	displayAttributes, endsBy words
	inactivity                time.Duration
}

func newSessionTypeFlags(flags *flag.FlagSet) *sessionTypeFlags {
	t := &sessionTypeFlags{flags: flags}
	flags.StringVar(&t.sessionType, "type", "", "the `type` to create, as events name it")
	flags.StringVar(&t.name, "name", "", "`name` to show")
	flags.StringVar(&t.icon, "icon", "", "name of the `icon` to show")
	flags.StringVar(&t.color, "color", "", "`colour` to show, a name or #rrggbb")
	flags.Var(&t.displayAttributes, "display",
		"a session `attribute` to show; may be repeated, in order; an update replaces all of them")
	flags.Var(&t.endsBy, "end-event", "an `event` that ends a session; may be repeated; an update replaces all of them")
	flags.DurationVar(&t.inactivity, "inactivity", 0, "`time` without events that ends a session, such as 336h")
	flags.StringVar(&t.file, "file", "", "a `file` with properties as JSON; flags take precedence")
	return t
}

// body is what the flags and the file ask for.
func (t *sessionTypeFlags) body() (map[string]any, error) {
	body, err := properties(t.file)
	if err != nil {
		return nil, err
	}
	t.flags.Visit(func(f *flag.Flag) {
		switch f.Name {
		case "type":
			body["type"] = t.sessionType
		case "name":
			body["displayName"] = t.name
		case "icon":
			body["icon"] = t.icon
		case "color":
			body["color"] = t.color
		case "display":
			body["displayAttributes"] = t.displayAttributes
		case "end-event":
			body["endEventNames"] = t.endsBy
		case "inactivity":
			body["inactivitySeconds"] = int64(t.inactivity / time.Second)
		}
	})
	return body, nil
}

// sessionType is the sessiontype command.
func sessionType(ctx context.Context, p *program, args []string) error {
	flags := p.newFlags("sessiontype", sessionTypeUsage)
	m := managed{
		path: "/api/v2/sojourn/sessiontypes", verbs: []string{"list", "show", "create", "update", "delete"},
		body: newSessionTypeFlags(flags).body, columns: "TYPE\tNAME\tENDS BY\tINACTIVITY", row: sessionTypeRow,
	}
	return m.run(ctx, p, flags, args)
}

func sessionTypeRow(entity json.RawMessage) (string, error) {
	var t struct {
		Type, DisplayName string
		EndEventNames     []string
		InactivitySeconds int64
	}
	err := json.Unmarshal(entity, &t)
	inactivity := "-"
	if t.InactivitySeconds > 0 {
		inactivity = (time.Duration(t.InactivitySeconds) * time.Second).String()
	}
	return fmt.Sprintf("%s\t%s\t%s\t%s", t.Type, t.DisplayName, strings.Join(t.EndEventNames, " "), inactivity), err
}
