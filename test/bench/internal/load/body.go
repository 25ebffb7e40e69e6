package load

import (
	"strconv"
	"time"
)

// appendMembers appends the members of an event's body without its braces (events.md §2.1, §3.1).
func (c *Crowd) appendMembers(b []byte, s *step, now time.Time) []byte {
	b = append(b, `"customerCookieId":"`...)
	b = append(b, s.cookie[:]...)
	b = append(b, `","createdDate":"`...)
	b = c.dates.append(b, now, s.app)
	b = append(b, `","eventName":"`...)
	if s.app {
		return c.appendApp(b, s)
	}
	return c.appendWeb(b, s)
}

// appendWeb appends the rest of a web event, beginning with its name.
func (c *Crowd) appendWeb(b []byte, s *step) []byte {
	kind := s.chance.below(100, 2)
	if s.from < 0 {
		kind = 0 // a visit begins with a page
	}
	here := &c.pages[s.page]
	attributes := s.chance.percent(40, 3)
	switch {
	case kind < 80:
		b = append(b, `page_viewed"`...)
	case kind < 88:
		b, attributes = append(b, `product_added"`...), true
	case kind < 92:
		b = append(b, `product_searched","searchQuery":"`...)
		b = append(b, pick(s.chance, 4, searches)...)
		b = append(b, '"')
	case kind < 96:
		b = append(b, `form_abandoned"`...)
	default:
		b = append(b, `form_submitted"`...)
	}
	if kind >= 96 || s.chance.percent(c.identified, 9) {
		b = appendTraits(b, s)
	}
	b = c.appendPage(b, s, here)
	b = append(b, `,"ipAddress":"`...)
	b = appendAddress(b, s.visitor)
	b = append(b, '"')
	if attributes && here.attributes != "" {
		b = append(b, `,"attributes":{`...)
		b = append(b, here.attributes...)
		b = append(b, `,"variant":"`...)
		b = append(b, 'a'+byte(s.visitor.below(4, 5)), '"', '}')
	}
	return b
}

// appendPage appends the page and where the visitor came from.
func (c *Crowd) appendPage(b []byte, s *step, here *page) []byte {
	b = append(b, `,"page":{"url":"`...)
	b = append(b, here.url...)
	var referrer string
	if s.from >= 0 {
		referrer = c.pages[s.from].url
	} else {
		way := pick(s.visit.chance, 2, entrances)
		referrer = way.referrer
		b = way.appendQuery(b, s.visit.chance)
	}
	b = append(b, `","title":"`...)
	b = append(b, here.title...)
	b = append(b, `","lang":"en"}`...)
	if referrer != "" {
		b = append(b, `,"referrerUrl":"`...)
		b = append(b, referrer...)
		b = append(b, '"')
	}
	return b
}

func (e *entrance) appendQuery(b []byte, c chance) []byte {
	if e.query == "" {
		return b
	}
	b = append(b, '?')
	b = append(b, e.query...)
	if e.click != "" {
		b = append(b, '&')
		b = append(b, e.click...)
		b = append(b, "=Cj0KCQjw"...)
		b = strconv.AppendUint(b, uint64(c.at(3)), 36)
	}
	return b
}

// appendTraits appends who fills in a form.
func appendTraits(b []byte, s *step) []byte {
	b = append(b, `,"traits":{"email":{"dataType":"string","value":"visitor.`...)
	b = strconv.AppendUint(b, uint64(s.visitor)>>40, 36)
	return append(b, `@mail.example"},"givenName":{"dataType":"string","value":"Gwen"}}`...)
}

// appendApp appends the rest of an app event, as the public mobile tracker writes it (events.md §2.3): maps
// are flat.
func (c *Crowd) appendApp(b []byte, s *step) []byte {
	screen := pick(s.chance, 2, screens)
	switch {
	case screen == "Search":
		b = append(b, `search_performed","searchQuery":"`...)
		b = append(b, pick(s.chance, 4, searches)...)
	case s.chance.percent(20, 5) && s.from >= 0:
		b = append(b, "product_added"...)
	default:
		b = append(b, "screen_viewed"...)
	}
	b = append(b, `","screenName":"`...)
	b = append(b, screen...)
	b = append(b, `",`...)
	b = append(b, pick(s.visitor, 6, c.apps)...)
	b = append(b, ',')
	b = append(b, pick(s.visitor, 7, phones)...)
	if s.chance.percent(40, 3) {
		b = append(b, `,"attributes":{"sku":"APP`...)
		b = strconv.AppendInt(b, int64(s.page), 10)
		b = append(b, `","position":"`...)
		b = strconv.AppendInt(b, int64(s.step), 10)
		b = append(b, `"}`...)
	}
	return b
}

// appendAddress appends the IPv4 address of a visitor.
func appendAddress(b []byte, c chance) []byte {
	b = strconv.AppendInt(b, int64(60+c.below(120, 8)), 10)
	for part := range 3 {
		b = append(b, '.')
		b = strconv.AppendInt(b, int64(c.below(255, 9+uint64(part))), 10)
	}
	return b
}
