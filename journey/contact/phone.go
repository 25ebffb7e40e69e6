package contact

import (
	"strings"

	"github.com/nyaruka/phonenumbers"

	"sojourn/journey"
)

// normalPhone writes a phone number as E.164. Numbers in national format are read as those of the country.
// What has no possible length for its country (an extension, an emergency number, "anonymous") leads to nobody.
func normalPhone(id Identifier, country string) (Identifier, *journey.Fault) {
	text := id.Value
	for _, scheme := range [...]string{"tel:", "sip:"} {
		text = strings.TrimPrefix(text, scheme)
	}
	text, _, _ = strings.Cut(text, "@") // the host of a SIP address
	number, err := phonenumbers.Parse(text, strings.ToUpper(country))
	if err != nil || !phonenumbers.IsPossibleNumber(number) {
		id.Unmatched = true
		return id, journey.Invalid("value", "is not a phone number in E.164 or in the format of the default country")
	}
	id.Value = phonenumbers.Format(number, phonenumbers.E164)
	return id, nil
}
