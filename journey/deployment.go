package journey

// Deployment is a website or app that sends events: who may send, and what of it is
// kept (tracking-sdk.md §5, identity.md §6). Its JSON form is what the API manages and
// what the log keeps.
type Deployment struct {
	Name                  string        `json:"name"`
	Enabled               bool          `json:"enabled"`
	AllowAllDomains       bool          `json:"allowAllDomains"`
	AllowedDomains        []string      `json:"allowedDomains"` // empty if AllowAllDomains (events.md §3.4)
	DropBots              bool          `json:"dropBots"`
	IPAnonymization       Anonymization `json:"ipAnonymization"`
	RespectPrivacySignals bool          `json:"respectPrivacySignals"`
	JourneyEvents         JourneyEvents `json:"journeyEvents"`
	// IdentityProvider signs customers in; nil for none.
	IdentityProvider *IdentityProvider `json:"identityProvider,omitempty"`
}

// IdentityProvider is who signs the customers of a deployment in, and proves it by tokens (identity.md §5).
type IdentityProvider struct {
	Issuer   string `json:"issuer"`   // iss of its tokens
	Audience string `json:"audience"` // aud that its tokens have for this deployment
	JWKSURL  string `json:"jwksUrl,omitempty"`
	Keys     string `json:"keys,omitempty"` // a JSON Web Key Set, or public keys or certificates in PEM
}

// Anonymization is what happens to IP addresses (identity.md §6).
type Anonymization string

// The three degrees of anonymisation.
const (
	KeepIP Anonymization = "none"
	MaskIP Anonymization = "mask"
	DropIP Anonymization = "drop"
)

// JourneyEvents is what the tracker reads in config.json (tracking-sdk.md §5).
type JourneyEvents struct {
	Enabled           bool             `json:"enabled"`
	PageviewConfig    string           `json:"pageviewConfig"` // Auto, Once, Off
	ClickEvents       []SelectorEvent  `json:"clickEvents,omitempty"`
	InViewportEvents  []SelectorEvent  `json:"inViewportEvents,omitempty"`
	FormsTrackEvents  []FormsEvent     `json:"formsTrackEvents,omitempty"`
	IdleEvents        []IdleEvent      `json:"idleEvents,omitempty"`
	ScrollDepthEvents []ScrollEvent    `json:"scrollDepthEvents,omitempty"`
	TrackingSettings  TrackingSettings `json:"trackingSettings"`
}

// SelectorEvent names the event for elements that match a CSS selector.
type SelectorEvent struct {
	Selector  string `json:"selector"`
	EventName string `json:"eventName"`
}

// FormsEvent tells which forms to track.
type FormsEvent struct {
	Selector                 string `json:"selector"`
	FormName                 string `json:"formName,omitempty"`
	CaptureDataOnFormAbandon bool   `json:"captureDataOnFormAbandon"`
	CaptureDataOnFormSubmit  bool   `json:"captureDataOnFormSubmit"`
}

// IdleEvent names the event for a visitor who does nothing for a while.
type IdleEvent struct {
	EventName        string `json:"eventName"`
	IdleAfterSeconds int    `json:"idleAfterSeconds"`
}

// ScrollEvent names the event for a page scrolled that far.
type ScrollEvent struct {
	Percentage int    `json:"percentage"` // 1 to 100
	EventName  string `json:"eventName"`
}

// TrackingSettings is what is read from and kept of URLs, and whom to leave alone.
type TrackingSettings struct {
	ShouldKeepURLFragment   bool       `json:"shouldKeepUrlFragment"`
	SearchQueryParameters   []string   `json:"searchQueryParameters"`   // at most 50
	ExcludedQueryParameters []string   `json:"excludedQueryParameters"` // at most 50, case-sensitive
	IPFilters               []IPFilter `json:"ipFilters"`               // at most 10
}

// IPFilter is traffic that is not tracked.
type IPFilter struct {
	Name      string `json:"name"`
	IPAddress string `json:"ipAddress"` // one address or CIDR, IPv4 or IPv6
}

// NewDeployment returns a deployment with the defaults of the spec.
func NewDeployment(name string) Deployment {
	return Deployment{
		Name: name, Enabled: true, DropBots: true, IPAnonymization: KeepIP, RespectPrivacySignals: true,
		JourneyEvents: JourneyEvents{Enabled: true, PageviewConfig: "Auto"},
	}
}
