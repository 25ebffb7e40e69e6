package contact

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sojourn/journey"
)

// Type is the type of an identifier (identity.md §1).
type Type uint8

// The types of identifiers. The numbers are stored, so they never change.
const (
	NoType Type = iota
	Cookie
	Email
	Phone
	ExternalID
	SocialFacebook
	SocialLine
	SocialTwitter
	SocialWhatsapp
	SocialInstagram
	AppleOpaqueID
	lastType = AppleOpaqueID
)

var typeNames = [...]string{
	NoType: "", Cookie: "Cookie", Email: "Email", Phone: "Phone", ExternalID: "ExternalId",
	SocialFacebook: "SocialFacebook", SocialLine: "SocialLine", SocialTwitter: "SocialTwitter",
	SocialWhatsapp: "SocialWhatsapp", SocialInstagram: "SocialInstagram", AppleOpaqueID: "AppleOpaqueId",
}

// String returns the type as it stands in JSON.
func (t Type) String() string { return typeNames[min(int(t), len(typeNames)-1)] }

// ParseType returns the type of that name, or NoType.
func ParseType(name string) Type {
	for i, text := range typeNames {
		if text == name {
			return Type(i)
		}
	}
	return NoType
}

// Strong reports whether an identifier of the type says who somebody is, not merely which browser is used.
func (t Type) Strong() bool { return t > Cookie && t <= lastType }

// rank orders the types by what wins where identifiers disagree (identity.md §4 rule 6); lower wins.
func (t Type) rank() int {
	switch t {
	case ExternalID:
		return 0
	case Email:
		return 1
	case Phone:
		return 2
	case Cookie:
		return 4
	}
	return 3
}

// MaxValue is the longest value of an identifier, in bytes (identity.md §1).
const MaxValue = 255

// Identifier is one name of a customer, in the form that is compared: two identifiers are the same exactly if
// they are equal. Make one with NewIdentifier.
type Identifier struct {
	Type   Type
	Value  string
	Source string // external source; only of an ExternalID
	// Unmatched marks an e-mail address or phone number that is none. It is kept, but never looked up, never
	// owned by anybody, and makes nobody known (identity.md §2).
	Unmatched bool
}

// Matches reports whether the identifier can lead to a contact.
func (i Identifier) Matches() bool { return i.Type != NoType && !i.Unmatched }

// strong reports whether the identifier makes its owner known.
func (i Identifier) strong() bool { return i.Type.Strong() && !i.Unmatched }

// String returns Type:Value, with the external source in between if there is one.
func (i Identifier) String() string {
	if i.Source != "" {
		return i.Type.String() + ":" + i.Source + ":" + i.Value
	}
	return i.Type.String() + ":" + i.Value
}

// NewIdentifier normalises a value (identity.md §2). The country reads phone numbers in national format: an
// ISO 3166-1 alpha-2 code, or empty. The source counts for an ExternalID only.
//
// An e-mail address or phone number that is none gives an Unmatched identifier together with the fault.
// With any other fault the identifier is the zero Identifier. The fault's field is "value" or "type".
func NewIdentifier(t Type, value, source, country string) (Identifier, *journey.Fault) {
	id := Identifier{Type: t, Value: strings.TrimSpace(value)}
	switch {
	case t == NoType || t > lastType:
		return Identifier{}, journey.Invalid("type", "is no type of identifier")
	case id.Value == "":
		return Identifier{}, journey.Invalid("value", "is empty")
	case len(id.Value) > MaxValue:
		return Identifier{}, journey.Invalid("value", "is longer than %d bytes", MaxValue)
	case !utf8.ValidString(id.Value) || strings.ContainsFunc(id.Value, unicode.IsControl):
		return Identifier{}, journey.Invalid("value", "contains characters that no identifier has")
	}
	switch t {
	case Email:
		return normalEmail(id)
	case Phone:
		return normalPhone(id, country)
	case ExternalID:
		if id.Source = strings.TrimSpace(source); len(id.Source) > MaxValue {
			return Identifier{}, journey.Invalid("externalSource", "is longer than %d bytes", MaxValue)
		}
	}
	return id, nil
}

// normalEmail folds the case and nothing else: dots and plus signs mean what the mail server says.
func normalEmail(id Identifier) (Identifier, *journey.Fault) {
	local, domain, found := strings.Cut(id.Value, "@")
	if !found || local == "" || domain == "" || strings.ContainsAny(domain, "@/\\") ||
		strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") ||
		strings.ContainsFunc(id.Value, unicode.IsSpace) {
		id.Unmatched = true
		return id, journey.Invalid("value", "is not an e-mail address")
	}
	id.Value = strings.ToLower(id.Value)
	if len(id.Value) > MaxValue { // a few capital letters are shorter than their small ones
		return Identifier{}, journey.Invalid("value", "is longer than %d bytes", MaxValue)
	}
	return id, nil
}

// OfCustomer returns the identifier behind a customerIdType and customerId (identity.md §1). A word that is
// none of the known types is an external source of its own.
func (p *Policy) OfCustomer(customerIDType, customerID string) (Identifier, *journey.Fault) {
	t, source := ExternalID, customerIDType
	switch customerIDType {
	case journey.CustomerIDTypeCookie:
		t = Cookie
	case "email":
		t = Email
	case "phone":
		t = Phone
	case "externalId":
		source = p.ExternalSource
	case "facebook":
		t = SocialFacebook
	case "line":
		t = SocialLine
	case "twitter":
		t = SocialTwitter
	case "whatsapp":
		t = SocialWhatsapp
	case "instagram":
		t = SocialInstagram
	case "apple":
		t = AppleOpaqueID
	}
	return NewIdentifier(t, customerID, source, p.DefaultCountry)
}
