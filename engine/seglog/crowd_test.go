package seglog

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"

	"sojourn/journey"
	form "sojourn/journey/codec"
)

// crowd makes records of the size and the sameness that the log of a busy shop has: visitors
// interleaved, a few user agents that nearly everybody has and many that hardly anybody has, and in
// every record ids that nobody can compress.
type crowd struct {
	random   *rand.Rand
	agents   []agent
	popular  *rand.Zipf
	visitors []visitor
	at       journey.Instant
}

// agent is a user agent with what enrichment reads in it.
type agent struct {
	text    string
	browser journey.Browser
	device  journey.Device
}

type visitor struct {
	cookie  string
	session journey.ID
	agent   *agent
	ip      string
	seq     uint64
}

const (
	crowdVisitors = 10_000
	crowdAgents   = 4_000
)

func newCrowd(seed uint64) *crowd {
	c := &crowd{random: rand.New(rand.NewPCG(seed, 11)), at: 1_772_442_904_000}
	for i := range crowdAgents {
		c.agents = append(c.agents, inventAgent(rand.New(rand.NewPCG(uint64(i), 12))))
	}
	c.popular = rand.NewZipf(c.random, 1.1, 8, crowdAgents-1)
	for range crowdVisitors {
		c.visitors = append(c.visitors, visitor{
			cookie: c.id().String(), session: c.id(), agent: &c.agents[c.popular.Uint64()],
			ip: fmt.Sprintf("%d.%d.%d.%d",
				60+c.random.IntN(120), c.random.IntN(256), c.random.IntN(256), c.random.IntN(256)),
		})
	}
	return c
}

// inventAgent invents the user agent of a browser on a phone or on a desk.
func inventAgent(random *rand.Rand) agent {
	major := 108 + random.IntN(32)
	version := fmt.Sprintf("%d.0.%d.%d", major, 5300+31*(major-108)+random.IntN(30), random.IntN(220))
	if random.IntN(2) == 0 {
		release, model := fmt.Sprint(9+random.IntN(6)), fmt.Sprintf("SM-%c%d%c", 'A'+random.IntN(26),
			100+random.IntN(900), 'A'+random.IntN(26))
		return agent{
			text: fmt.Sprintf("Mozilla/5.0 (Linux; Android %s; %s) AppleWebKit/537.36 (KHTML, like Gecko) "+
				"Chrome/%s Mobile Safari/537.36", release, model, version),
			browser: journey.Browser{Family: "Chrome Mobile", Version: version, Lang: "en-GB"},
			device: journey.Device{Category: journey.Mobile, IsMobile: true, Type: "Samsung " + model,
				OSFamily: "Android", OSVersion: release, Manufacturer: "Samsung"},
		}
	}
	return agent{
		text: fmt.Sprintf("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "+
			"Chrome/%d.0.0.0 Safari/537.36 Edg/%s", major, version),
		browser: journey.Browser{Family: "Edge", Version: version, Lang: "en-GB"},
		device:  journey.Device{Category: journey.Desktop, Type: "Other", OSFamily: "Windows", OSVersion: "10"},
	}
}

func (c *crowd) id() (id journey.ID) {
	binary.LittleEndian.PutUint64(id[:], c.random.Uint64())
	binary.LittleEndian.PutUint64(id[8:], c.random.Uint64())
	return journey.RandomID(id)
}

var (
	crowdShelves = []string{"city-bikes", "e-bikes", "gravel-bikes", "helmets", "tyres", "lights", "bags", "locks"}
	crowdMakers  = []string{"Sizzler", "Canal", "Dubliner", "Volta", "Burren", "Puffin", "Breeze", "Heron"}
	deployment   = journey.ID{7, 7, 7, 7, 7, 7, 0x47, 7, 0x87, 7, 7, 7, 7, 7, 7, 7}
)

// record is the next event of some visitor, as the log gets it.
func (c *crowd) record() []byte {
	v := &c.visitors[c.random.IntN(len(c.visitors))]
	c.at += journey.Instant(c.random.IntN(3))
	v.seq++
	shelf, maker := c.random.IntN(len(crowdShelves)), c.random.IntN(len(crowdMakers))
	number := 100*(shelf+1) + 7*maker
	path := fmt.Sprintf("/shop/%s/%s-%d", crowdShelves[shelf], crowdMakers[maker], number)
	a := &journey.Accepted{
		Event: journey.Event{
			ID: c.id(), IDGiven: true, CorrelationID: c.id(), Deployment: deployment, Kind: journey.Web,
			Customer: v.cookie, Name: journey.PageViewed, Created: c.at, Received: c.at + 40,
			Page: &journey.Page{
				URL:      "https://www.velo-shop.example" + path,
				Title:    fmt.Sprintf("%s %d, %s | Velo shop", crowdMakers[maker], number, crowdShelves[shelf]),
				Domain:   "velo-shop.example",
				Hostname: "www.velo-shop.example", Pathname: path, Lang: "en",
			},
			Browser: &v.agent.browser, Device: &v.agent.device, UserAgent: v.agent.text, IPAddress: v.ip,
		},
		Seq: v.seq, Session: v.session, Rules: journey.VisitRules{Timeout: 1800, Idle: 300, Away: 600},
		TotalEvents: v.seq, TotalPageviews: v.seq,
	}
	if c.random.IntN(5) < 2 {
		a.Attributes = []journey.Attribute{
			{Name: "sku", Type: journey.String, Value: fmt.Sprintf("%.3s%05d", crowdMakers[maker], number)},
			{Name: "price", Type: journey.Number, Value: fmt.Sprintf("%d.%02d", 9+number%1900, 5*(number%20))},
			{Name: "variant", Type: journey.String, Value: string(rune('a' + c.random.IntN(4)))},
		}
	}
	return form.AppendRecord(nil, a)
}

func (c *crowd) records(n int) [][]byte {
	records := make([][]byte, n)
	for i := range records {
		records[i] = c.record()
	}
	return records
}

// dictionary is what can be known of such a crowd beforehand without knowing any of it:
// the agents that most have, the most popular last, with what enrichment reads in them, in
// the form in which records hold them; then some records of invented visitors, which show
// the shape of all and the pages of the shop.
func (c *crowd) dictionary(size int) []byte {
	shapes := slices.Concat(newCrowd(99).records(40)...)
	var pieces [][]byte
	total := len(shapes)
	for i := range c.agents {
		piece := form.AppendRecord(nil, &journey.Accepted{Event: journey.Event{
			Kind: journey.Web, Browser: &c.agents[i].browser, Device: &c.agents[i].device,
			UserAgent: c.agents[i].text,
		}})
		if total += len(piece); total > size {
			break
		}
		pieces = append(pieces, piece)
	}
	slices.Reverse(pieces)
	return append(slices.Concat(pieces...), shapes...)
}
