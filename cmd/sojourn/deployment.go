package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"strings"
)

const deploymentUsage = `Usage: sojourn deployment list | show ID | create | update ID | delete ID  [flags]

Manages deployments: the websites and apps that may send events. A tracker names its deployment by the id.

` + accessUsage + `
Flags give the properties that have one; -file FILE gives any as JSON, in the form that show prints. Those that
are not given stay as they are, or are the defaults in a new deployment.

Examples:
  sojourn deployment create -name Shop -domain shop.example -domain shop.example.org
  sojourn deployment create -name Test -all-domains -server http://127.0.0.1:8080
  sojourn deployment update ID -ip mask
  sojourn deployment update ID -file tracking.json
  sojourn deployment list
`

// deploymentFlags are the properties that have a flag.
type deploymentFlags struct {
	flags      *flag.FlagSet
	file       string
	name, ip   string
	domains    words
	allDomains bool
	enabled    bool
}

func newDeploymentFlags(flags *flag.FlagSet) *deploymentFlags {
	d := &deploymentFlags{flags: flags}
	flags.StringVar(&d.name, "name", "", "`name` of the deployment")
	flags.Var(&d.domains, "domain",
		"a `host` that events may come from, sub-domains included; may be repeated; an update replaces all of them")
	flags.BoolVar(&d.allDomains, "all-domains", false, "events may come from any host")
	flags.BoolVar(&d.enabled, "enabled", false,
		"it takes events, as a new deployment does; -enabled=false refuses them")
	flags.StringVar(&d.ip, "ip", "",
		"how IP addresses are made anonymous: `none|mask|drop` keep, shorten or drop them; a new deployment has none")
	flags.StringVar(&d.file, "file", "", "a `file` with properties as JSON; flags take precedence")
	return d
}

// body is what the flags and the file ask for.
func (d *deploymentFlags) body() (map[string]any, error) {
	body, err := properties(d.file)
	if err != nil {
		return nil, err
	}
	d.flags.Visit(func(f *flag.Flag) {
		switch f.Name {
		case "name":
			body["name"] = d.name
		case "domain":
			body["allowedDomains"], body["allowAllDomains"] = d.domains, false
		case "all-domains":
			body["allowAllDomains"] = d.allDomains
			if d.allDomains {
				body["allowedDomains"] = []string{}
			}
		case "enabled":
			body["enabled"] = d.enabled
		case "ip":
			body["ipAnonymization"] = d.ip
		}
	})
	return body, nil
}

// deployment is the deployment command.
func deployment(ctx context.Context, p *program, args []string) error {
	flags := p.newFlags("deployment", deploymentUsage)
	m := managed{
		path: "/api/v2/sojourn/deployments", verbs: []string{"list", "show", "create", "update", "delete"},
		body: newDeploymentFlags(flags).body, columns: "ID\tNAME\tENABLED\tDOMAINS", row: deploymentRow,
	}
	return m.run(ctx, p, flags, args)
}

func deploymentRow(entity json.RawMessage) (string, error) {
	var d struct {
		ID, Name        string
		Enabled         bool
		AllowAllDomains bool
		AllowedDomains  []string
	}
	err := json.Unmarshal(entity, &d)
	domains := strings.Join(d.AllowedDomains, " ")
	if d.AllowAllDomains {
		domains = "all"
	}
	return fmt.Sprintf("%s\t%s\t%t\t%s", d.ID, d.Name, d.Enabled, domains), err
}
