package restapi

import (
	"net/http"

	"sojourn/journey"
)

// postWebEvent answers POST /journey/deployments/{deploymentId}/webevents (events.md §3).
func (a *api) postWebEvent(w http.ResponseWriter, r *request) error {
	return a.takeEvent(w, r, journey.Web)
}

// appendWebAnswer appends a WebEventResponse (events.md §3.2). It tells no id: the header does.
func appendWebAnswer(b []byte, receipt *journey.Receipt) []byte {
	e := receipt.Event
	o := openObject(b)
	o.text("customerId", e.Customer)
	o.text("eventName", e.Name)
	o.text("customerIdType", journey.CustomerIDTypeCookie)
	o.responsePage("page", e.Page)
	o.text("userAgentString", e.UserAgent)
	o.responseBrowser("browser", e.Browser)
	o.device("device", e.Device, false)
	o.optional("searchQuery", e.SearchQuery)
	o.optional("ipOrganization", e.IPOrg)
	o.geolocation("geolocation", e.Geolocation)
	o.campaign("mktCampaign", e.Campaign)
	o.session("session", &receipt.Session, "pageviewCount")
	o.referrer("referrer", e.Referrer)
	o.attributes("attributes", e.Attributes)
	o.attributes("traits", e.Traits)
	o.flag("authenticated", e.Authenticated)
	o.optional("externalId", e.ExternalID)
	o.date("createdDate", e.Created)
	return o.close()
}
