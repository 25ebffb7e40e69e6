package enrich

import (
	"strings"

	"sojourn/flow/enrich/agent"
	"sojourn/journey"
)

// unknownVersion stands for the version of a browser or system that does not tell.
const unknownVersion = "unknown"

func browserOf(a agent.Agent) *journey.Browser {
	return &journey.Browser{Family: a.Browser.Family, Version: versionOf(a.Browser)}
}

func versionOf(v agent.Versioned) string {
	if v.Version == "" {
		return unknownVersion
	}
	return v.Version
}

// otherType is the type of devices that have no name of their own.
const otherType = "Other"

// deviceOf is the device table of enrichment.md §1, on top of what the rules say.
func deviceOf(a agent.Agent, userAgent string) *journey.Device {
	d := &journey.Device{
		Category:     categoryOf(a, userAgent),
		Type:         a.Device.Family,
		OSFamily:     a.OS.Family,
		OSVersion:    versionOf(a.OS),
		Manufacturer: a.Device.Brand,
	}
	switch {
	case d.Category == journey.Desktop && d.Type != "Mac",
		d.Type == "K", // what browsers put in place of the model
		strings.HasPrefix(d.Manufacturer, "Generic"):
		d.Type, d.Manufacturer = otherType, ""
	case d.Type == otherType, d.Manufacturer == "Spider":
		d.Manufacturer = ""
	}
	d.IsMobile = isMobile(d.Category)
	return d
}

func isMobile(c journey.DeviceCategory) bool { return c == journey.Mobile || c == journey.Tablet }

// screenWords are in the agents of television sets, consoles and cars, whatever system they run.
var screenWords = []string{
	"SmartTV", "SMART-TV", "Smart TV", "GoogleTV", "Google TV", "Android TV", "AndroidTV", "AppleTV", "Apple TV",
	"HbbTV", "BRAVIA", "; AFT", "CrKey", "Roku", "Web0S", "NetCast", "Tizen TV", "Xbox", "PlayStation", "Nintendo",
	"QtCarBrowser", "Automotive",
}

// desktopSystems are the systems of desktop computers by the rules' names.
var desktopSystems = map[string]bool{
	"Windows": true, "Mac OS X": true, "Mac OS": true, "Chrome OS": true, "Linux": true, "Ubuntu": true,
	"Kubuntu": true, "Lubuntu": true, "Debian": true, "Fedora": true, "Red Hat": true, "CentOS": true,
	"SUSE": true, "openSUSE": true, "Arch Linux": true, "Gentoo": true, "Mageia": true, "Mandriva": true,
	"Slackware": true, "PCLinuxOS": true, "Puppy": true, "Linux Mint": true, "BackTrack": true,
	"FreeBSD": true, "OpenBSD": true, "NetBSD": true, "Solaris": true, "SerenityOS": true,
}

func categoryOf(a agent.Agent, userAgent string) journey.DeviceCategory {
	switch family, system := a.Device.Family, a.OS.Family; {
	case family == "iPhone", family == "iPod":
		return journey.Mobile
	case family == "iPad":
		return journey.Tablet
	case family == "Spider", containsAny(userAgent, screenWords):
		return journey.OtherCategory
	case system == "Android":
		if strings.Contains(userAgent, "Mobile") {
			return journey.Mobile
		}
		return journey.Tablet
	case system == "iOS":
		return journey.Mobile
	case desktopSystems[system]:
		return journey.Desktop
	case strings.Contains(userAgent, "Tablet"):
		return journey.Tablet
	case strings.Contains(userAgent, "Mobile"), strings.Contains(userAgent, "Phone"):
		return journey.Mobile
	}
	return journey.OtherCategory
}

func containsAny(text string, words []string) bool {
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}
