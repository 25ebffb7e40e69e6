package ingest

import "sojourn/journey"

// The facts that a client brings about itself: each function turns a member of a body into the domain's
// form (session.md §3), nil if the body has none.

func (c *checker) browser(b *browserBody) *journey.Browser {
	if b == nil {
		return nil
	}
	browser := &journey.Browser{
		Family:      c.required("browser.family", b.Family),
		Version:     c.required("browser.version", b.Version),
		Lang:        b.Lang,
		Fingerprint: b.Fingerprint,
		ViewWidth:   c.size("browser.viewWidth", b.ViewWidth),
		ViewHeight:  c.size("browser.viewHeight", b.ViewHeight),
	}
	c.most("browser.lang", b.Lang, maxText)
	c.most("browser.fingerprint", b.Fingerprint, maxText)
	for _, feature := range [...]struct {
		reported bool
		bit      journey.BrowserFeatures
	}{
		{b.FeaturesFlash, journey.FeatureFlash}, {b.FeaturesJava, journey.FeatureJava},
		{b.FeaturesPDF, journey.FeaturePDF}, {b.FeaturesWebRTC, journey.FeatureWebRTC},
	} {
		if feature.reported {
			browser.Features |= feature.bit
		}
	}
	return browser
}

// device takes what the client says; without isMobile the category tells.
func (c *checker) device(b *deviceBody) *journey.Device {
	if b == nil {
		return nil
	}
	category := journey.ParseDeviceCategory(b.Category)
	switch {
	case b.Category == "":
		c.fail("device.category", "is required")
	case category == journey.CategoryNone:
		c.fail("device.category", "must be desktop, mobile, tablet or other")
	}
	device := &journey.Device{
		Category:      category,
		IsMobile:      category == journey.Mobile || category == journey.Tablet,
		Type:          c.required("device.type", b.Type),
		OSFamily:      c.required("device.osFamily", b.OSFamily),
		OSVersion:     c.required("device.osVersion", b.OSVersion),
		Manufacturer:  b.Manufacturer,
		Fingerprint:   b.Fingerprint,
		ScreenWidth:   c.size("device.screenWidth", b.ScreenWidth),
		ScreenHeight:  c.size("device.screenHeight", b.ScreenHeight),
		ScreenDensity: c.size("device.screenDensity", b.ScreenDensity),
	}
	c.most("device.manufacturer", b.Manufacturer, maxText)
	c.most("device.fingerprint", b.Fingerprint, maxText)
	if b.IsMobile != nil {
		device.IsMobile = *b.IsMobile
	}
	return device
}

func (c *checker) sdkLibrary(b *sdkLibraryBody) *journey.SDKLibrary {
	if b == nil {
		return nil
	}
	if c.sdk != nil && c.sdk.Name == b.Name && c.sdk.Version == b.Version { // as nearly always
		return c.sdk
	}
	c.sdk = &journey.SDKLibrary{
		Name:    c.required("sdkLibrary.name", b.Name),
		Version: c.required("sdkLibrary.version", b.Version),
	}
	return c.sdk
}

func (c *checker) application(b *appInfoBody) *journey.Application {
	if b == nil {
		c.fail("app", "is required")
		return nil
	}
	return &journey.Application{
		Name:        c.required("app.name", b.Name),
		Namespace:   c.required("app.namespace", b.Namespace),
		Version:     c.required("app.version", b.Version),
		BuildNumber: c.required("app.buildNumber", b.BuildNumber),
	}
}

// network takes any subset of the members: what a tracker was not told is false (session.md §3.13).
func (c *checker) network(b *networkBody) *journey.Network {
	if b == nil {
		return nil
	}
	c.most("networkConnectivity.carrier", b.Carrier, maxText)
	return &journey.Network{
		Carrier:          b.Carrier,
		BluetoothEnabled: b.BluetoothEnabled,
		CellularEnabled:  b.CellularEnabled,
		WifiEnabled:      b.WifiEnabled,
	}
}

// size checks a measure of a screen.
func (c *checker) size(field string, n int32) int32 {
	if n < 0 {
		c.fail(field, "must not be negative")
	}
	return n
}
