package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"text/tabwriter"
)

const deploymentUsage = `Usage: sojourn deployment list | show ID | create | update ID | delete ID  [flags]

Manages deployments: the websites and apps that may send events. A tracker names its deployment by the id.

` + accessUsage + `
A change gives the properties that flags name; -file FILE gives any of them as JSON, tracking settings
included: what show prints is the form. Properties that are not given stay, or are the defaults when created.

Examples:
  sojourn deployment create -name Shop -domain shop.example -domain shop.example.org
  sojourn deployment create -name Test -all-domains -server http://127.0.0.1:8080
  sojourn deployment update ID -ip mask
  sojourn deployment update ID -file tracking.json
  sojourn deployment list
`

// deployments are managed at this place of the API.
var deploymentVerbs = []string{"list", "show", "create", "update", "delete"}

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
	flags.StringVar(&d.name, "name", "", "its `name`")
	flags.Var(&d.domains, "domain", "a `host` that it is allowed for, sub-domains included; may be repeated")
	flags.BoolVar(&d.allDomains, "all-domains", false, "it is allowed for all domains")
	flags.BoolVar(&d.enabled, "enabled", true, "whether events are taken")
	flags.StringVar(&d.ip, "ip", "none", "what happens to IP addresses: none, mask or drop")
	flags.StringVar(&d.file, "file", "", "a `file` with properties as JSON")
	return d
}

// body is what the flags and the file ask for.
func (d *deploymentFlags) body() (map[string]any, error) {
	body := map[string]any{}
	if d.file != "" {
		content, err := os.ReadFile(d.file)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(content, &body); err != nil {
			return nil, fmt.Errorf("%s: %w", d.file, err)
		}
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
	settings, access, properties := settingFlags(flags), accessFlags(flags), newDeploymentFlags(flags)
	m := &managed{"/api/v2/sojourn/deployments", deploymentVerbs}
	verb, args, err := m.verb(flags, args)
	if err != nil {
		return err
	}
	var want []string
	if verb != "list" && verb != "create" {
		want = []string{"id of the deployment"}
	}
	rest, err := parse(flags, args, want...)
	if err != nil {
		return err
	}
	body, err := properties.body()
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
	return closing(ctx, api, p.deployment(ctx, api, m, verb, rest, body))
}

func (p *program) deployment(
	ctx context.Context, a *api, m *managed, verb string, rest []string, body map[string]any,
) error {
	var entity json.RawMessage
	switch verb {
	case "list":
		return p.listDeployments(ctx, a, m)
	case "show":
		if err := a.call(ctx, http.MethodGet, m.one(rest[0]), nil, &entity); err != nil {
			return err
		}
	case "create":
		if err := a.call(ctx, http.MethodPost, m.path, body, &entity); err != nil {
			return err
		}
	case "update":
		if err := a.call(ctx, http.MethodPatch, m.one(rest[0]), body, &entity); err != nil {
			return err
		}
	case "delete":
		return a.call(ctx, http.MethodDelete, m.one(rest[0]), nil, nil)
	}
	return p.print(entity)
}

func (p *program) listDeployments(ctx context.Context, a *api, m *managed) error {
	table := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tNAME\tENABLED\tDOMAINS")
	err := m.list(ctx, a, func(entity json.RawMessage) error {
		var d struct {
			ID, Name        string
			Enabled         bool
			AllowAllDomains bool
			AllowedDomains  []string
		}
		if err := json.Unmarshal(entity, &d); err != nil {
			return err
		}
		domains := strings.Join(d.AllowedDomains, " ")
		if d.AllowAllDomains {
			domains = "all"
		}
		_, err := fmt.Fprintf(table, "%s\t%s\t%t\t%s\n", d.ID, d.Name, d.Enabled, domains)
		return err
	})
	if err != nil {
		return err
	}
	return table.Flush()
}
