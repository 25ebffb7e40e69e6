package restapi

import (
	"sojourn/flow/forget"
	"sojourn/web/contract"
)

const gdprURI = "/api/v2/gdpr/requests/"

// gdprRequestView is a privacy request as the API shows it.
func gdprRequestView(r forget.Request) contract.GDPRRequest {
	view := contract.GDPRRequest{
		ID: r.ID, CreatedBy: contract.DomainEntityRef{ID: r.By}, CreatedDate: contract.Time(r.Created),
		RequestType: string(r.Type), Status: string(r.Status), Subject: subjectView(r.Subject),
		ReplacementTerms: mapped(r.Terms, termView), SelfURI: gdprURI + r.ID,
	}
	if r.HasResults() {
		view.ResultsURL = "/api/v2/sojourn/gdpr/requests/" + r.ID + "/results"
		view.ResultsUrls = []string{view.ResultsURL}
	}
	return view
}

func subjectView(s forget.Subject) contract.GDPRSubject {
	view := contract.GDPRSubject{
		Name: s.Name, UserID: s.UserID, ExternalContactID: s.ExternalContact, ExternalID: s.ExternalID,
		Addresses: s.Addresses, PhoneNumbers: s.Phones, EmailAddresses: s.Emails,
	}
	if s.Customer != nil {
		view.JourneyCustomer = &contract.GDPRJourneyCustomer{Type: s.Customer.Type, ID: s.Customer.ID}
	}
	if s.Social != nil {
		view.SocialHandle = &contract.SocialHandle{Type: s.Social.Type, Value: s.Social.Value}
	}
	return view
}

func subjectFrom(s *contract.GDPRSubject) forget.Subject {
	subject := forget.Subject{
		Name: s.Name, UserID: s.UserID, ExternalContact: s.ExternalContactID, ExternalID: s.ExternalID,
		Addresses: s.Addresses, Phones: s.PhoneNumbers, Emails: s.EmailAddresses,
	}
	if c := s.JourneyCustomer; c != nil {
		subject.Customer = &forget.Customer{Type: c.Type, ID: c.ID}
	}
	if h := s.SocialHandle; h != nil {
		subject.Social = &forget.Social{Type: h.Type, Value: h.Value}
	}
	return subject
}

func termView(t forget.Term) contract.ReplacementTerm {
	return contract.ReplacementTerm{Type: t.Type, ExistingValue: t.Existing, UpdatedValue: t.Updated}
}

func termFrom(t contract.ReplacementTerm) forget.Term {
	return forget.Term{Type: t.Type, Existing: t.ExistingValue, Updated: t.UpdatedValue}
}
