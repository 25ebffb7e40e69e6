package restapi

import (
	"sojourn/flow/identity"
	"sojourn/journey"
	"sojourn/journey/contact"
	"sojourn/web/contract"
)

// The members of a contact that are plain texts, with the names that the domain's fields have: those of traits
// (identity.md §3) where there is one.
var contactTexts = [...]struct {
	member, field string
	of            func(*contract.ExternalContact) *string
}{
	{"firstName", "givenName", func(c *contract.ExternalContact) *string { return &c.FirstName }},
	{"middleName", "middleName", func(c *contract.ExternalContact) *string { return &c.MiddleName }},
	{"lastName", "familyName", func(c *contract.ExternalContact) *string { return &c.LastName }},
	{"salutation", "salutation", func(c *contract.ExternalContact) *string { return &c.Salutation }},
	{"title", "jobTitle", func(c *contract.ExternalContact) *string { return &c.Title }},
	{"workEmail", "workEmail", func(c *contract.ExternalContact) *string { return &c.WorkEmail }},
	{"personalEmail", "personalEmail", func(c *contract.ExternalContact) *string { return &c.PersonalEmail }},
	{"otherEmail", "otherEmail", func(c *contract.ExternalContact) *string { return &c.OtherEmail }},
	{"externalSystemUrl", "externalSystemUrl", func(c *contract.ExternalContact) *string {
		return &c.ExternalSystemURL
	}},
}

// contactEmails are those of contactTexts that are identifiers as well.
var contactEmails = [...]string{"workEmail", "personalEmail", "otherEmail"}

// The members of an address; the fields are address.city and so on.
var addressTexts = [...]struct {
	member string
	of     func(*contract.ContactAddress) *string
}{
	{"address1", func(a *contract.ContactAddress) *string { return &a.Address1 }},
	{"address2", func(a *contract.ContactAddress) *string { return &a.Address2 }},
	{"city", func(a *contract.ContactAddress) *string { return &a.City }},
	{"state", func(a *contract.ContactAddress) *string { return &a.State }},
	{"postalCode", func(a *contract.ContactAddress) *string { return &a.PostalCode }},
	{"countryCode", func(a *contract.ContactAddress) *string { return &a.CountryCode }},
}

// The members that are phone numbers. Their fields keep what was typed.
var contactPhones = [...]struct {
	member string
	of     func(*contract.ExternalContact) **contract.PhoneNumber
}{
	{"workPhone", func(c *contract.ExternalContact) **contract.PhoneNumber { return &c.WorkPhone }},
	{"cellPhone", func(c *contract.ExternalContact) **contract.PhoneNumber { return &c.CellPhone }},
	{"homePhone", func(c *contract.ExternalContact) **contract.PhoneNumber { return &c.HomePhone }},
	{"otherPhone", func(c *contract.ExternalContact) **contract.PhoneNumber { return &c.OtherPhone }},
}

const surveyOptOut = "surveyOptOut"

// contactView is a contact as the API shows it.
func (a *api) contactView(standing identity.Standing) contract.ExternalContact {
	c := standing.Contact
	view := contract.ExternalContact{
		ID: c.ID.String(), Type: c.Kind.String(), Division: a.divisionRef(),
		CreateDate: contract.Time(c.Created), ModifyDate: contract.Time(c.Modified),
		Identifiers: mapped(c.Claims, a.claimView),
		MergeSet:    mapped(c.MergeSet(), memberRef), MergedFrom: mapped(c.From, memberRef),
		SelfURI: contactURI + c.ID.String(),
	}
	if !c.IsHead() {
		view.CanonicalContact, view.MergedTo = new(memberRef(standing.Head.ID)), new(memberRef(c.Merged.Into))
		view.SojournMerge = new(a.mergeView(c.Merged))
	}
	a.addFields(&view, c)
	for i := range c.Claims {
		addSocial(&view, &c.Claims[i])
	}
	return view
}

// addFields adds names, addresses and numbers.
func (a *api) addFields(view *contract.ExternalContact, c *contact.Contact) {
	for _, text := range contactTexts {
		*text.of(view) = c.Field(text.field)
	}
	address := contract.ContactAddress{}
	for _, text := range addressTexts {
		*text.of(&address) = c.Field("address." + text.member)
	}
	if address != (contract.ContactAddress{}) {
		view.Address = &address
	}
	for _, phone := range contactPhones {
		if typed := c.Field(phone.member); typed != "" {
			*phone.of(view) = a.phoneView(typed)
		}
	}
	if text := c.Field(surveyOptOut); text != "" {
		view.SurveyOptOut = new(text == "true")
	}
}

func (a *api) phoneView(typed string) *contract.PhoneNumber {
	view := &contract.PhoneNumber{Display: typed, UserInput: typed}
	if number, fault := a.identifier(contact.Phone, typed, ""); fault == nil {
		view.E164 = number.Value
	}
	return view
}

// addSocial adds the identifiers that have members of their own.
func addSocial(view *contract.ExternalContact, claim *contact.Claim) {
	switch value := claim.Value; claim.Type {
	case contact.ExternalID:
		if source := sourceView(claim.Source); source != nil {
			view.ExternalIDs = append(view.ExternalIDs, contract.ExternalId{ExternalSource: *source, Value: value})
		}
	case contact.SocialLine:
		if view.LineID == nil {
			view.LineID = &contract.LineId{}
		}
		view.LineID.IDs = append(view.LineID.IDs, contract.LineUserId{UserID: value})
	case contact.SocialFacebook:
		if view.FacebookID == nil {
			view.FacebookID = &contract.FacebookId{}
		}
		view.FacebookID.IDs = append(view.FacebookID.IDs, contract.FacebookScopedId{ScopedID: value})
	case contact.SocialInstagram:
		if view.InstagramID == nil {
			view.InstagramID = &contract.InstagramId{}
		}
		view.InstagramID.IDs = append(view.InstagramID.IDs, contract.InstagramScopedId{ScopedID: value})
	case contact.SocialTwitter:
		view.TwitterID = &contract.TwitterId{ID: value}
	case contact.SocialWhatsapp:
		view.WhatsAppID = &contract.WhatsAppId{PhoneNumber: contract.PhoneNumber{Display: value, UserInput: value}}
	case contact.AppleOpaqueID:
		view.AppleOpaqueIDs = append(view.AppleOpaqueIDs, contract.AppleOpaqueId{Value: value})
	}
}

// claimView is an identifier with the evidence behind it.
func (a *api) claimView(claim contact.Claim) contract.ContactIdentifier {
	view := a.identifierView(claim.Identifier)
	view.DateCreated = contract.Time(claim.Evidence.At)
	view.SojournEvidence = new(evidenceView(claim.Evidence, claim.Curated))
	return view
}

func (a *api) identifierView(id contact.Identifier) contract.ContactIdentifier {
	return contract.ContactIdentifier{
		Type: id.Type.String(), Value: id.Value, ExternalSource: sourceView(id.Source), Division: a.divisionRef(),
	}
}

// sourceView is the system that an external id comes from, which is known by its name alone; nil for none.
func sourceView(source string) *contract.ExternalSource {
	if source == "" {
		return nil
	}
	return &contract.ExternalSource{ID: source, Name: source}
}

// evidenceView says why something is so: which event brought it, and when.
func evidenceView(proof contact.Proof, curated bool) contract.SojournEvidence {
	view := contract.SojournEvidence{DecidedDate: contract.Time(proof.At), Curated: curated}
	if !proof.Event.IsZero() {
		view.EventID = proof.Event.String()
	}
	if !proof.Session.IsZero() {
		view.Session = &contract.AddressableEntityRef{ID: proof.Session.String(), SelfURI: sessionURI(proof.Session)}
	}
	return view
}

// mergeView says why a contact is merged into another.
func (a *api) mergeView(link *contact.Link) contract.SojournMerge {
	byPerson := link.By == contact.Identifier{}
	view := contract.SojournMerge{
		Evidence: evidenceView(link.Evidence, byPerson), Held: mapped(link.Held, a.claimView),
	}
	if !byPerson {
		view.Identifier = new(a.identifierView(link.By))
	}
	return view
}

func memberRef(id journey.ID) contract.ContactAddressableEntityRef {
	return contract.ContactAddressableEntityRef{ID: id.String(), SelfURI: contactURI + id.String()}
}

// divisionRef is the one division.
func (a *api) divisionRef() *contract.WritableStarrableDivision {
	home := a.homeDivision()
	return &contract.WritableStarrableDivision{ID: home.ID, Name: home.Name, SelfURI: home.SelfURI}
}
