package enrich

import (
	"fmt"
	"strings"

	"sojourn/journey"
)

// campaignField is a member of a campaign that a parameter fills. Click identifiers come last, in
// the order in which they are preferred.
type campaignField int

const (
	campaignSource campaignField = iota
	campaignMedium
	campaignName
	campaignTerm
	campaignContent
	firstClickID
	campaignFields = firstClickID + campaignField(len(clickIDs))
)

// clickIDs are the parameters of advertising networks, the first that is present wins
// (enrichment.md §3).
var clickIDs = [...]struct{ parameter, network string }{
	{"gclid", "Google"}, {"gbraid", "Google"}, {"wbraid", "Google"}, {"dclid", "DoubleClick"},
	{"msclkid", "Microsoft"}, {"fbclid", "Facebook"}, {"ttclid", "TikTok"}, {"twclid", "Twitter"},
	{"li_fat_id", "LinkedIn"}, {"yclid", "Yandex"},
}

// maxParameterName bounds the names of parameters that fill a campaign, in bytes.
const maxParameterName = 64

// campaignParameters knows parameters by name, in lower case.
type campaignParameters struct {
	standard, aliases map[string]campaignField
}

func newCampaignParameters(aliases map[string]string) (campaignParameters, error) {
	p := campaignParameters{
		standard: map[string]campaignField{
			"utm_source": campaignSource, "utm_medium": campaignMedium, "utm_campaign": campaignName,
			"utm_term": campaignTerm, "utm_content": campaignContent,
		},
		aliases: map[string]campaignField{},
	}
	for i, id := range clickIDs {
		p.standard[id.parameter] = firstClickID + campaignField(i)
	}
	members := map[string]campaignField{
		"source": campaignSource, "medium": campaignMedium, "name": campaignName,
		"term": campaignTerm, "content": campaignContent,
	}
	for parameter, member := range aliases {
		field, known := members[member]
		if !known {
			return p, fmt.Errorf("campaign alias %s: %q is none of source, medium, name, term, content",
				parameter, member)
		}
		if len(parameter) > maxParameterName {
			return p, fmt.Errorf("campaign alias %s: longer than %d bytes", parameter, maxParameterName)
		}
		p.aliases[strings.ToLower(parameter)] = field
	}
	return p, nil
}

// campaignValues are the first occurrences of the parameters.
type campaignValues struct {
	values  [campaignFields]string
	present [campaignFields]bool
}

func (v *campaignValues) offer(field campaignField, raw string) {
	if !v.present[field] {
		v.present[field] = true
		v.values[field] = strings.TrimSpace(cut(strings.TrimSpace(unescape(raw)), maxCampaignValue))
	}
}

// campaign is enrichment.md §3: nil if the URL, of a page or of what led to an app, has nothing of a campaign. What an
// alias says counts where the standard parameter is missing.
func (e *Enricher) campaign(url string) *journey.Campaign {
	query := rawQuery(url)
	if query == "" || len(query) > maxURL {
		return nil
	}
	var standard, alias campaignValues
	found := false
	for query != "" {
		var name, value string
		name, value, query = cutPair(query)
		var buffer [maxParameterName]byte
		lower, ok := lowerName(buffer[:0], name)
		if !ok {
			continue
		}
		if field, known := e.campaigns.standard[string(lower)]; known {
			standard.offer(field, value)
			found = true
		} else if field, known := e.campaigns.aliases[string(lower)]; known {
			alias.offer(field, value)
			found = true
		}
	}
	if !found {
		return nil
	}
	return e.makeCampaign(&standard, &alias)
}

// lowerName decodes a parameter's name into the buffer, in lower case; ok is false if it does not
// fit, for then it is none of ours.
func lowerName(buffer []byte, name string) (lower []byte, ok bool) {
	for i := 0; i < len(name); {
		c, width := nextByte(name, i, true)
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if len(buffer) == cap(buffer) {
			return nil, false
		}
		buffer = append(buffer, c)
		i += width
	}
	return buffer, true
}

func (e *Enricher) makeCampaign(standard, alias *campaignValues) *journey.Campaign {
	value := func(field campaignField) string {
		text := alias.values[field]
		if standard.present[field] {
			text = standard.values[field]
		}
		if text == "" { // as most are
			return ""
		}
		return e.scrubber.text(text)
	}
	c := journey.Campaign{
		Source: value(campaignSource), Medium: value(campaignMedium), Name: value(campaignName),
		Term: value(campaignTerm), Content: value(campaignContent),
	}
	for i, id := range clickIDs {
		if click := value(firstClickID + campaignField(i)); click != "" {
			c.ClickID, c.Network = click, id.network
			break
		}
	}
	if c == (journey.Campaign{}) {
		return nil
	}
	return &c
}
