package shop

import (
	"net/netip"
)

// place is where some visitors live: the network of a large access provider of a country, from
// the public tables of the address registries, and the languages that browsers there ask for.
type place struct {
	weight    int
	country   string // ISO 3166-1
	network   netip.Prefix
	languages []string // Accept-Language
}

func (p place) weigh() int { return p.weight }

func network(text string) netip.Prefix { return netip.MustParsePrefix(text) }

// places is where the shop's customers live: it is Irish and sends abroad.
var places = []place{
	{18, "IE", network("86.40.0.0/14"), []string{"en-IE,en;q=0.9", "en-GB,en;q=0.9", "ga-IE,ga;q=0.9,en;q=0.8"}},
	{8, "IE", network("109.76.0.0/15"), []string{"en-IE,en;q=0.9", "pl-PL,pl;q=0.9,en;q=0.7"}},
	{14, "GB", network("86.128.0.0/11"), []string{"en-GB,en;q=0.9", "en-GB,en-US;q=0.9,en;q=0.8"}},
	{8, "GB", network("81.128.0.0/12"), []string{"en-GB,en;q=0.9"}},
	{10, "DE", network("87.128.0.0/11"), []string{"de-DE,de;q=0.9,en;q=0.7", "de"}},
	{5, "DE", network("91.0.0.0/10"), []string{"de-DE,de;q=0.9", "tr-TR,tr;q=0.9,de;q=0.8"}},
	{9, "FR", network("90.0.0.0/11"), []string{"fr-FR,fr;q=0.9,en;q=0.6"}},
	{8, "NL", network("77.160.0.0/12"), []string{"nl-NL,nl;q=0.9,en;q=0.8"}},
	{5, "ES", network("83.32.0.0/12"), []string{"es-ES,es;q=0.9", "ca-ES,ca;q=0.9,es;q=0.8"}},
	{4, "IT", network("79.0.0.0/11"), []string{"it-IT,it;q=0.9,en;q=0.6"}},
	{3, "SE", network("78.64.0.0/12"), []string{"sv-SE,sv;q=0.9,en;q=0.8"}},
	{3, "PL", network("83.0.0.0/11"), []string{"pl-PL,pl;q=0.9,en;q=0.6"}},
	{3, "CH", network("85.0.0.0/13"), []string{"de-CH,de;q=0.9,fr;q=0.6", "fr-CH,fr;q=0.9"}},
	{7, "US", network("73.0.0.0/9"), []string{"en-US,en;q=0.9", "es-US,es;q=0.9,en;q=0.8"}},
	{3, "US", network("98.192.0.0/10"), []string{"en-US,en;q=0.9"}},
	{3, "CA", network("99.224.0.0/11"), []string{"en-CA,en;q=0.9,fr;q=0.5", "fr-CA,fr;q=0.9,en;q=0.7"}},
	{2, "AU", network("101.160.0.0/11"), []string{"en-AU,en;q=0.9"}},
	{2, "JP", network("126.0.0.0/9"), []string{"ja-JP,ja;q=0.9"}},
	{1, "IN", network("117.192.0.0/10"), []string{"en-IN,en;q=0.9,hi;q=0.7"}},
	{1, "BR", network("179.208.0.0/13"), []string{"pt-BR,pt;q=0.9,en;q=0.6"}},
}

// address draws an address of the network, but neither its first nor its last.
func (p place) address(d dice) string {
	bytes := p.network.Addr().As4()
	hosts := uint32(1) << (32 - p.network.Bits())
	host := 1 + d.Uint32N(hosts-2)
	for i := range bytes {
		bytes[i] |= byte(host >> (24 - 8*i))
	}
	return netip.AddrFrom4(bytes).String()
}
