package ingest

import "github.com/go-json-experiment/json/jsontext"

// The bodies as they come. A pointer is nil where the body has no such member, or null; where that makes
// no difference from an empty one, a plain value is enough. Members of the wrong JSON type are refused by
// the decoder, members that are not here are ignored.

// commonBody is what web and app events share (events.md §2.1, §3.1).
type commonBody struct {
	CustomerCookieID string          `json:"customerCookieId"`
	EventName        string          `json:"eventName"`
	CreatedDate      string          `json:"createdDate"`
	Device           *deviceBody     `json:"device"`
	SDKLibrary       *sdkLibraryBody `json:"sdkLibrary"`
	ReferrerURL      string          `json:"referrerUrl"`
	SearchQuery      string          `json:"searchQuery"`
	ExternalID       string          `json:"externalId"`
	Attributes       jsontext.Value  `json:"attributes"`
	Traits           jsontext.Value  `json:"traits"`
}

// webBody is a WebEventRequest.
type webBody struct {
	commonBody
	webPart
}

// webPart is what web events alone have.
type webPart struct {
	Page            *pageBody    `json:"page"`
	Browser         *browserBody `json:"browser"`
	UserAgentString string       `json:"userAgentString"`
	IPAddress       string       `json:"ipAddress"`
}

// appBody is an AppEventRequest.
type appBody struct {
	commonBody
	appPart
}

// appPart is what app events alone have.
type appPart struct {
	ScreenName          string       `json:"screenName"`
	App                 *appInfoBody `json:"app"`
	NetworkConnectivity *networkBody `json:"networkConnectivity"`
}

// envelopeBody is what an entry of a batch has besides (events.md §1.1).
type envelopeBody struct {
	Kind         string `json:"kind"`
	DeploymentID string `json:"deploymentId"`
	ID           string `json:"id"`
	IPAddress    string `json:"ipAddress"`
}

// eventBody is a body of either kind, or an entry of a batch, once it is read.
type eventBody struct {
	Kind, DeploymentID, ID string // of an entry
	commonBody
	webPart
	appPart
	date dateText // what CreatedDate says
}

type pageBody struct {
	URL      string  `json:"url"`
	Title    *string `json:"title"`
	Keywords string  `json:"keywords"`
	Lang     string  `json:"lang"`
}

type browserBody struct {
	Family         string `json:"family"`
	Version        string `json:"version"`
	Lang           string `json:"lang"`
	Fingerprint    string `json:"fingerprint"`
	ViewWidth      int32  `json:"viewWidth"`
	ViewHeight     int32  `json:"viewHeight"`
	FeaturesFlash  bool   `json:"featuresFlash"`
	FeaturesJava   bool   `json:"featuresJava"`
	FeaturesPDF    bool   `json:"featuresPdf"`
	FeaturesWebRTC bool   `json:"featuresWebrtc"`
}

type deviceBody struct {
	Category      string `json:"category"`
	Type          string `json:"type"`
	OSFamily      string `json:"osFamily"`
	OSVersion     string `json:"osVersion"`
	IsMobile      *bool  `json:"isMobile"`
	Manufacturer  string `json:"manufacturer"`
	Fingerprint   string `json:"fingerprint"`
	ScreenWidth   int32  `json:"screenWidth"`
	ScreenHeight  int32  `json:"screenHeight"`
	ScreenDensity int32  `json:"screenDensity"`
}

type sdkLibraryBody struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type appInfoBody struct {
	Name        string `json:"name"`
	Namespace   string `json:"namespace"`
	Version     string `json:"version"`
	BuildNumber string `json:"buildNumber"`
}

type networkBody struct {
	Carrier          string `json:"carrier"`
	BluetoothEnabled bool   `json:"bluetoothEnabled"`
	CellularEnabled  bool   `json:"cellularEnabled"`
	WifiEnabled      bool   `json:"wifiEnabled"`
}

// reset forgets a body but keeps its buffers.
func (b *commonBody) reset() {
	*b = commonBody{Attributes: b.Attributes[:0], Traits: b.Traits[:0]}
}

func (b *webBody) reset() {
	common := b.commonBody
	common.reset()
	*b = webBody{commonBody: common}
}

func (b *appBody) reset() {
	common := b.commonBody
	common.reset()
	*b = appBody{commonBody: common}
}
