package shop

import (
	"encoding/json"
	"time"
)

// body is the request of an event, web or app (events.md §2.1, §3.1); the date is filled in when it is sent.
type body struct {
	CustomerCookieID    string         `json:"customerCookieId"`
	EventName           string         `json:"eventName"`
	Page                *page          `json:"page,omitempty"`
	ScreenName          string         `json:"screenName,omitempty"`
	App                 *application   `json:"app,omitempty"`
	Device              *device        `json:"device,omitempty"`
	SDKLibrary          *library       `json:"sdkLibrary,omitempty"`
	NetworkConnectivity map[string]any `json:"networkConnectivity,omitempty"`
	IPAddress           string         `json:"ipAddress,omitempty"`
	ReferrerURL         string         `json:"referrerUrl,omitempty"`
	SearchQuery         string         `json:"searchQuery,omitempty"`
	Attributes          map[string]any `json:"attributes,omitempty"`
	Traits              map[string]any `json:"traits,omitempty"`
	ExternalID          string         `json:"externalId,omitempty"`
	CreatedDate         string         `json:"createdDate"`
}

type page struct {
	URL   string `json:"url"`
	Title string `json:"title"`
	Lang  string `json:"lang,omitempty"`
}

type application struct {
	Name        string `json:"name"`
	Namespace   string `json:"namespace"`
	Version     string `json:"version"`
	BuildNumber string `json:"buildNumber"`
}

type device struct {
	Category      string `json:"category"`
	Type          string `json:"type"`
	OSFamily      string `json:"osFamily"`
	OSVersion     string `json:"osVersion"`
	IsMobile      bool   `json:"isMobile"`
	ScreenHeight  int    `json:"screenHeight"`
	ScreenWidth   int    `json:"screenWidth"`
	ScreenDensity int    `json:"screenDensity"`
	Manufacturer  string `json:"manufacturer"`
}

type library struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// mobileTracker is what the public mobile tracker calls itself.
var mobileTracker = library{Name: "GenesysCloudMessengerJourney", Version: "2.11.0"}

// The dates of the two trackers: browsers write milliseconds, the mobile tracker whole seconds and
// an offset without colon (events.md §2.3).
const (
	webDate = "2006-01-02T15:04:05.000Z"
	appDate = "2006-01-02T15:04:05+0000"
)

// Kind says what a step is.
type Kind int

// The kinds of steps.
const (
	WebEvent Kind = iota
	AppEvent
	Ping // the page is still open
)

// Step is one thing that a visitor does, or that a tracker does on his behalf.
type Step struct {
	Visitor *Visitor
	Kind    Kind
	Pause   time.Duration // since the step before: reading, hesitating, typing

	body body // of an event
}

// Name is the event's name; empty for a ping.
func (s *Step) Name() string { return s.body.EventName }

// Page is the page's URL and title that a ping tells (events.md §3.5, dl and dt).
func (s *Step) Page() (url, title string) { return s.body.Page.URL, s.body.Page.Title }

// Body is what the tracker posts for an event that happens at that moment.
func (s *Step) Body(at time.Time) ([]byte, error) {
	b := s.body
	b.CreatedDate = at.UTC().Format(webDate)
	if s.Kind == AppEvent {
		b.CreatedDate = at.UTC().Format(appDate)
	}
	return json.Marshal(b)
}
