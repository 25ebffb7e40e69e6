package restapi

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sojourn/journey"
	"sojourn/journey/contact"
	"sojourn/web/contract"
)

// identifier normalises an identifier as the events of this organisation are (identity.md §2).
func (a *api) identifier(t contact.Type, value, source string) (contact.Identifier, *journey.Fault) {
	if t == contact.ExternalID && strings.TrimSpace(source) == "" {
		source = a.ExternalSource
	}
	return contact.NewIdentifier(t, value, source, a.Organization.DefaultCountryCode)
}

// identifierFrom reads an identifier of a request; field is its path with a dot, or empty.
func (a *api) identifierFrom(field string, given contract.ContactIdentifier) (contact.Identifier, error) {
	id, fault := a.identifier(contact.ParseType(given.Type), given.Value, sourceName(given.ExternalSource))
	if fault != nil {
		return contact.Identifier{}, invalid(field+fault.Field, fault.Reason)
	}
	return id, a.checkDivision(field, given.Division)
}

// sourceName is what a source is known by.
func sourceName(source *contract.ExternalSource) string {
	switch {
	case source == nil:
		return ""
	case source.ID != "":
		return source.ID
	}
	return source.Name
}

// checkDivision refuses every division but the one that there is.
func (a *api) checkDivision(field string, given *contract.WritableStarrableDivision) error {
	if given != nil && given.ID != "" && !strings.EqualFold(given.ID, a.Organization.HomeDivision) {
		return invalid(field+"division.id", "is no division")
	}
	return nil
}

// draftFrom reads what is to be saved of a contact. The error names the first member at fault.
func (a *api) draftFrom(given *contract.ExternalContact) (contact.Draft, error) {
	d := drafting{api: a}
	if err := a.checkDivision("", given.Division); err != nil {
		return contact.Draft{}, err
	}
	for _, text := range contactTexts {
		d.text(text.member, text.field, *text.of(given))
	}
	if given.Address != nil {
		for _, text := range addressTexts {
			d.text("address."+text.member, "address."+text.member, *text.of(given.Address))
		}
	}
	if given.SurveyOptOut != nil {
		d.text(surveyOptOut, surveyOptOut, strconv.FormatBool(*given.SurveyOptOut))
	}
	for _, member := range contactEmails {
		i := slices.IndexFunc(d.draft.Fields, func(f contact.Trait) bool { return f.Name == member })
		if i >= 0 {
			d.claim(member, contact.Email, d.draft.Fields[i].Value, "")
		}
	}
	for _, phone := range contactPhones {
		d.phone(phone.member, *phone.of(given))
	}
	d.social(given)
	d.identifiers(given.Identifiers)
	return d.draft, d.err
}

// drafting collects a draft and keeps the first fault.
type drafting struct {
	*api
	draft contact.Draft
	err   error
}

func (d *drafting) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// text adds a field; an empty one is as good as absent.
func (d *drafting) text(member, field, value string) {
	value = strings.TrimSpace(value)
	switch {
	case len(value) > contact.MaxValue:
		d.fail(invalid(member, fmt.Sprintf("is longer than %d bytes", contact.MaxValue)))
	case value != "":
		d.draft.Fields = append(d.draft.Fields, contact.Trait{Name: field, Value: value})
	}
}

// claim adds an identifier; field is the member at fault if it is none.
func (d *drafting) claim(field string, t contact.Type, value, source string) {
	id, fault := d.identifier(t, value, source)
	if fault != nil {
		d.fail(invalid(field, fault.Reason))
		return
	}
	d.add(id)
}

func (d *drafting) add(id contact.Identifier) {
	if !slices.Contains(d.draft.Identifiers, id) {
		d.draft.Identifiers = append(d.draft.Identifiers, id)
	}
}

// phone adds a number: as it was typed for display, normalised as an identifier.
func (d *drafting) phone(member string, given *contract.PhoneNumber) {
	if given == nil {
		return
	}
	if typed := typedNumber(given); typed != "" {
		d.text(member, member, typed)
		d.number(member, contact.Phone, given)
	}
}

// typedNumber returns what stands for a number, in the order of what is known best.
func typedNumber(given *contract.PhoneNumber) string {
	for _, text := range []string{given.UserInput, given.E164, given.Display} {
		if text = strings.TrimSpace(text); text != "" {
			return text
		}
	}
	return ""
}

// number adds a phone number as an identifier; it may name the country of its national format.
func (d *drafting) number(member string, t contact.Type, given *contract.PhoneNumber) {
	text, country := given.E164, d.Organization.DefaultCountryCode
	if text == "" {
		text = typedNumber(given)
	}
	if given.NormalizationCountryCode != "" {
		country = given.NormalizationCountryCode
	}
	id, fault := contact.NewIdentifier(t, text, "", country)
	if fault != nil {
		d.fail(invalid(member, fault.Reason))
		return
	}
	d.add(id)
}

// social adds the identifiers that have members of their own.
func (d *drafting) social(given *contract.ExternalContact) {
	if given.TwitterID != nil && given.TwitterID.ID != "" {
		d.claim("twitterId.id", contact.SocialTwitter, given.TwitterID.ID, "")
	}
	if given.LineID != nil {
		for i, id := range given.LineID.IDs {
			d.claim(fmt.Sprintf("lineId.ids[%d].userId", i), contact.SocialLine, id.UserID, "")
		}
	}
	if given.WhatsAppID != nil {
		d.number("whatsAppId.phoneNumber", contact.SocialWhatsapp, &given.WhatsAppID.PhoneNumber)
	}
	if given.FacebookID != nil {
		for i, id := range given.FacebookID.IDs {
			d.claim(fmt.Sprintf("facebookId.ids[%d].scopedId", i), contact.SocialFacebook, id.ScopedID, "")
		}
	}
	if given.InstagramID != nil {
		for i, id := range given.InstagramID.IDs {
			d.claim(fmt.Sprintf("instagramId.ids[%d].scopedId", i), contact.SocialInstagram, id.ScopedID, "")
		}
	}
	for i, id := range given.AppleOpaqueIDs {
		d.claim(fmt.Sprintf("appleOpaqueIds[%d].value", i), contact.AppleOpaqueID, id.Value, "")
	}
	for i, id := range given.ExternalIDs {
		d.claim(fmt.Sprintf("externalIds[%d].value", i), contact.ExternalID, id.Value, sourceName(&id.ExternalSource))
	}
}

// identifiers adds those that are listed as such. One that an event brought, and that comes back because the whole
// contact was read and is saved again, stays what it is: brought by an event.
func (d *drafting) identifiers(given []contract.ContactIdentifier) {
	for i, identifier := range given {
		if e := identifier.SojournEvidence; e != nil && !e.Curated {
			continue
		}
		id, err := d.identifierFrom(fmt.Sprintf("identifiers[%d].", i), identifier)
		if err != nil {
			d.fail(err)
			return
		}
		d.add(id)
	}
}
