package ingest

// scannedBody is a body as the scanner reads it, with the memory for its parts. One of either kind and an entry
// of a batch are read in the same way, for the kind of an entry is known only once it is read: a member that
// the other kind has and this one has not is ignored, unless the scanner cannot read it.
type scannedBody struct {
	eventBody
	page    pageBody
	title   string
	browser browserBody
	device  deviceBody
	mobile  bool
	sdk     sdkLibraryBody
	app     appInfoBody
	network networkBody
}

// scan reads a body, or reports that the decoder must.
func (b *scannedBody) scan(s *scanner, document []byte) bool {
	s.start(document)
	s.object(b, scanEvent)
	return s.end()
}

func scanEvent(s *scanner, b *scannedBody, name []byte) member {
	switch string(name) {
	case "customerCookieId":
		b.CustomerCookieID = s.own() // too many to share them
		return 1 << 0
	case "eventName":
		b.EventName = s.text()
		return 1 << 1
	case "createdDate":
		b.date = readDate(s.bytes())
		return 1 << 2
	case "device":
		b.Device = part(s, b, &b.device, scanDevice)
		return 1 << 3
	case "sdkLibrary":
		b.SDKLibrary = part(s, b, &b.sdk, scanSDKLibrary)
		return 1 << 4
	case "referrerUrl":
		b.ReferrerURL = s.url()
		return 1 << 5
	case "searchQuery":
		b.SearchQuery = s.text()
		return 1 << 6
	case "externalId":
		b.ExternalID = s.own()
		return 1 << 7
	case "attributes":
		b.Attributes = s.value()
		return 1 << 8
	case "traits":
		b.Traits = s.value()
		return 1 << 9
	case "page":
		b.Page = part(s, b, &b.page, scanPage)
		return 1 << 10
	case "browser":
		b.Browser = part(s, b, &b.browser, scanBrowser)
		return 1 << 11
	case "userAgentString":
		b.UserAgentString = s.userAgent()
		return 1 << 12
	case "ipAddress":
		b.IPAddress = s.own()
		return 1 << 13
	case "screenName":
		b.ScreenName = s.text()
		return 1 << 14
	case "app":
		b.App = part(s, b, &b.app, scanApp)
		return 1 << 15
	case "networkConnectivity":
		b.NetworkConnectivity = part(s, b, &b.network, scanNetwork)
		return 1 << 16
	case "kind":
		b.Kind = s.text()
		return 1 << 17
	case "deploymentId":
		b.DeploymentID = s.text()
		return 1 << 18
	case "id":
		b.ID = s.own()
		return 1 << 19
	}
	return 0
}

// part reads an object into its place; nil stands for null.
func part[P any](s *scanner, b *scannedBody, place *P, read func(*scanner, *scannedBody, []byte) member) *P {
	if s.null() {
		return nil
	}
	s.object(b, read)
	return place
}

func scanPage(s *scanner, b *scannedBody, name []byte) member {
	switch string(name) {
	case "url":
		b.page.URL = s.url()
		return 1 << 0
	case "title":
		if !s.null() {
			b.title = s.own()
			b.page.Title = &b.title
		}
		return 1 << 1
	case "keywords":
		b.page.Keywords = s.text()
		return 1 << 2
	case "lang":
		b.page.Lang = s.text()
		return 1 << 3
	}
	return 0
}

func scanBrowser(s *scanner, b *scannedBody, name []byte) member {
	switch string(name) {
	case "family":
		b.browser.Family = s.text()
		return 1 << 0
	case "version":
		b.browser.Version = s.text()
		return 1 << 1
	case "lang":
		b.browser.Lang = s.text()
		return 1 << 2
	case "fingerprint":
		b.browser.Fingerprint = s.text()
		return 1 << 3
	case "viewWidth":
		b.browser.ViewWidth = s.size()
		return 1 << 4
	case "viewHeight":
		b.browser.ViewHeight = s.size()
		return 1 << 5
	case "featuresFlash":
		b.browser.FeaturesFlash = s.boolean()
		return 1 << 6
	case "featuresJava":
		b.browser.FeaturesJava = s.boolean()
		return 1 << 7
	case "featuresPdf":
		b.browser.FeaturesPDF = s.boolean()
		return 1 << 8
	case "featuresWebrtc":
		b.browser.FeaturesWebRTC = s.boolean()
		return 1 << 9
	}
	return 0
}

func scanDevice(s *scanner, b *scannedBody, name []byte) member {
	switch string(name) {
	case "category":
		b.device.Category = s.text()
		return 1 << 0
	case "type":
		b.device.Type = s.text()
		return 1 << 1
	case "osFamily":
		b.device.OSFamily = s.text()
		return 1 << 2
	case "osVersion":
		b.device.OSVersion = s.text()
		return 1 << 3
	case "isMobile":
		if !s.null() {
			b.mobile = s.boolean()
			b.device.IsMobile = &b.mobile
		}
		return 1 << 4
	case "manufacturer":
		b.device.Manufacturer = s.text()
		return 1 << 5
	case "fingerprint":
		b.device.Fingerprint = s.text()
		return 1 << 6
	case "screenWidth":
		b.device.ScreenWidth = s.size()
		return 1 << 7
	case "screenHeight":
		b.device.ScreenHeight = s.size()
		return 1 << 8
	case "screenDensity":
		b.device.ScreenDensity = s.size()
		return 1 << 9
	}
	return 0
}

func scanSDKLibrary(s *scanner, b *scannedBody, name []byte) member {
	switch string(name) {
	case "name":
		b.sdk.Name = s.text()
		return 1 << 0
	case "version":
		b.sdk.Version = s.text()
		return 1 << 1
	}
	return 0
}

func scanApp(s *scanner, b *scannedBody, name []byte) member {
	switch string(name) {
	case "name":
		b.app.Name = s.text()
		return 1 << 0
	case "namespace":
		b.app.Namespace = s.text()
		return 1 << 1
	case "version":
		b.app.Version = s.text()
		return 1 << 2
	case "buildNumber":
		b.app.BuildNumber = s.text()
		return 1 << 3
	}
	return 0
}

func scanNetwork(s *scanner, b *scannedBody, name []byte) member {
	switch string(name) {
	case "carrier":
		b.network.Carrier = s.text()
		return 1 << 0
	case "bluetoothEnabled":
		b.network.BluetoothEnabled = s.boolean()
		return 1 << 1
	case "cellularEnabled":
		b.network.CellularEnabled = s.boolean()
		return 1 << 2
	case "wifiEnabled":
		b.network.WifiEnabled = s.boolean()
		return 1 << 3
	}
	return 0
}
