package restapi

import (
	"net/http"

	"sojourn/journey"
)

// postAppEvent answers POST /journey/deployments/{deploymentId}/appevents (events.md §2).
func (a *api) postAppEvent(w http.ResponseWriter, r *request) error {
	return a.takeEvent(w, r, journey.App)
}

// appendAppAnswer appends an AppEventResponse (events.md §2.2): no address and no referrer of the event.
func appendAppAnswer(b []byte, receipt *journey.Receipt) []byte {
	e := receipt.Event
	o := openObject(b)
	o.id("id", e.ID)
	o.text("customerId", e.Customer)
	o.text("customerIdType", journey.CustomerIDTypeCookie)
	o.text("eventName", e.Name)
	o.text("screenName", e.ScreenName)
	o.application("app", e.App)
	o.device("device", e.Device, true)
	o.optional("ipOrganization", e.IPOrg)
	o.geolocation("geolocation", e.Geolocation)
	o.library("sdkLibrary", e.SDK)
	o.network("networkConnectivity", e.Network)
	o.campaign("mktCampaign", e.Campaign)
	o.session("session", &receipt.Session, "screenviewCount")
	o.optional("searchQuery", e.SearchQuery)
	o.attributes("attributes", e.Attributes)
	o.attributes("traits", e.Traits)
	o.optional("externalId", e.ExternalID)
	o.date("createdDate", e.Created)
	return o.close()
}
