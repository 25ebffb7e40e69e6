package auth

import "net/http"

// The header values that answers to pages share, made once. They are never changed in place.
var (
	varyOrigin     = []string{"Origin"}
	exposedHeaders = []string{"x-sojourn-event-id, inin-correlation-id, retry-after"}
)

// CORS lets pages of any origin call the public endpoints below a deployment: it reflects
// the origin and answers preflight requests (events.md §3.4), which it reports. Methods is a
// list of them, joined by commas. Which origins a deployment takes events from is another
// question, answered with the event: a page that is refused can read why. Cookies and other
// credentials are never allowed along.
func CORS(w http.ResponseWriter, r *http.Request, methods string) (answered bool) {
	header := w.Header()
	if header["Vary"] == nil {
		header["Vary"] = varyOrigin
	} else {
		header.Add("Vary", "Origin")
	}
	origin := r.Header["Origin"]
	fromPage := len(origin) > 0 && origin[0] != ""
	if fromPage {
		header["Access-Control-Allow-Origin"] = origin[:1:1]
		header["Access-Control-Expose-Headers"] = exposedHeaders
	}
	if r.Method != http.MethodOptions {
		return false
	}
	if fromPage {
		header.Set("Access-Control-Allow-Methods", methods)
		header.Set("Access-Control-Allow-Headers",
			"content-type, authorization, x-journey-customer-token, x-sojourn-event-id")
		header.Set("Access-Control-Max-Age", "86400")
	}
	w.WriteHeader(http.StatusNoContent)
	return true
}
