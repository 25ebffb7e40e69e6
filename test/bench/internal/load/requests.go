package load

import (
	"strconv"
	"time"
)

// Numbers are the events of a request: Count of them from First.
type Numbers struct {
	First uint64
	Count int
}

// Posts renders events as browsers and apps post them, one per request (events.md §2, §3).
type Posts struct {
	crowd   *Crowd
	webHead []byte // of a request, up to what differs
	appHead []byte
	body    []byte
}

// NewPosts makes the requests of a crowd for a deployment of the server at host.
func NewPosts(c *Crowd, host, deployment string) *Posts {
	head := func(kind, rest string) []byte {
		return []byte("POST /api/v2/journey/deployments/" + deployment + "/" + kind + " HTTP/1.1\r\nHost: " + host +
			"\r\nContent-Type: application/json\r\n" + rest)
	}
	return &Posts{
		crowd:   c,
		webHead: head("webevents", "Accept: */*\r\nOrigin: "+site+"\r\nAccept-Language: "),
		appHead: head("appevents", "User-Agent: VeloShop/4.2\r\n"),
	}
}

// Append appends a whole request to b.
func (p *Posts) Append(b []byte, now time.Time) ([]byte, Numbers) {
	s := p.crowd.take()
	p.body = append(p.body[:0], '{')
	p.body = p.crowd.appendMembers(p.body, &s, now)
	p.body = append(p.body, '}')
	if s.app {
		b = append(b, p.appHead...)
	} else {
		b = append(b, p.webHead...)
		b = append(b, pick(s.visitor, 20, languages)...)
		b = append(b, "\r\nUser-Agent: "...)
		b = p.crowd.appendAgent(b, &s)
		b = append(b, "\r\n"...)
	}
	b = append(b, "X-Sojourn-Event-Id: "...)
	b = s.id.AppendText(b)
	b = appendBody(b, p.body)
	return b, Numbers{s.number, 1}
}

// Batches renders events as a server forwards them, many per request (events.md §1.1).
type Batches struct {
	crowd    *Crowd
	size     int
	head     []byte
	envelope []byte // of an entry, up to what differs
	body     []byte
}

// NewBatches makes requests of that many events each, sent with an access token.
func NewBatches(c *Crowd, host, deployment, token string, size int) *Batches {
	return &Batches{
		crowd: c, size: size,
		head: []byte("POST /api/v2/sojourn/events HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + token +
			"\r\nContent-Type: application/x-ndjson"),
		envelope: []byte(`","deploymentId":"` + deployment + `","id":"`),
	}
}

// Append appends a whole request to b.
func (p *Batches) Append(b []byte, now time.Time) ([]byte, Numbers) {
	first := p.crowd.Events()
	p.body = p.body[:0]
	for range p.size {
		s := p.crowd.take()
		kind := "web"
		if s.app {
			kind = "app"
		}
		p.body = append(append(p.body, `{"kind":"`...), kind...)
		p.body = append(p.body, p.envelope...)
		p.body = s.id.AppendText(p.body)
		p.body = append(p.body, `",`...)
		if !s.app {
			p.body = append(p.body, `"userAgentString":"`...)
			p.body = p.crowd.appendAgent(p.body, &s)
			p.body = append(p.body, `",`...)
		}
		p.body = p.crowd.appendMembers(p.body, &s, now)
		p.body = append(p.body, "}\n"...)
	}
	return appendBody(append(b, p.head...), p.body), Numbers{first, p.size}
}

// appendBody ends the head, of which the last line is begun, and appends the body.
func appendBody(b, body []byte) []byte {
	b = append(b, "\r\nContent-Length: "...)
	b = strconv.AppendInt(b, int64(len(body)), 10)
	b = append(b, "\r\n\r\n"...)
	return append(b, body...)
}
