package codec

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// The groups of facts with their JSON names (session.md §3). Each type has the fields of its twin in
// package journey, in the same order, so that one converts to the other.

type browserLine struct {
	Family      string                  `json:"family"`
	Version     string                  `json:"version"`
	Lang        string                  `json:"lang,omitzero"`
	Fingerprint string                  `json:"fingerprint,omitzero"`
	ViewWidth   int32                   `json:"viewWidth,omitzero"`
	ViewHeight  int32                   `json:"viewHeight,omitzero"`
	Features    journey.BrowserFeatures `json:"features,omitzero"`
}

type deviceLine struct {
	Category      journey.DeviceCategory `json:"category"`
	IsMobile      bool                   `json:"isMobile"`
	Type          string                 `json:"type"`
	OSFamily      string                 `json:"osFamily"`
	OSVersion     string                 `json:"osVersion"`
	Manufacturer  string                 `json:"manufacturer,omitzero"`
	Fingerprint   string                 `json:"fingerprint,omitzero"`
	ScreenWidth   int32                  `json:"screenWidth,omitzero"`
	ScreenHeight  int32                  `json:"screenHeight,omitzero"`
	ScreenDensity int32                  `json:"screenDensity,omitzero"`
}

type geolocationLine struct {
	Country     string  `json:"country,omitzero"`
	CountryName string  `json:"countryName,omitzero"`
	Region      string  `json:"region,omitzero"`
	RegionName  string  `json:"regionName,omitzero"`
	Locality    string  `json:"locality,omitzero"`
	PostalCode  string  `json:"postalCode,omitzero"`
	Timezone    string  `json:"timezone,omitzero"`
	Source      string  `json:"source,omitzero"`
	Located     bool    `json:"located,omitzero"`
	Latitude    float64 `json:"latitude,omitzero"`
	Longitude   float64 `json:"longitude,omitzero"`
}

type pageLine struct {
	URL         string `json:"url"`
	Title       string `json:"title,omitzero"`
	Domain      string `json:"domain"`
	Hostname    string `json:"hostname"`
	Pathname    string `json:"pathname"`
	QueryString string `json:"queryString,omitzero"`
	Fragment    string `json:"fragment,omitzero"`
	Keywords    string `json:"keywords,omitzero"`
	Lang        string `json:"lang,omitzero"`
}

type campaignLine struct {
	Content string `json:"content,omitzero"`
	Medium  string `json:"medium,omitzero"`
	Name    string `json:"name,omitzero"`
	Source  string `json:"source,omitzero"`
	Term    string `json:"term,omitzero"`
	ClickID string `json:"clickId,omitzero"`
	Network string `json:"network,omitzero"`
}

type referrerLine struct {
	URL         string                 `json:"url"`
	Domain      string                 `json:"domain"`
	Hostname    string                 `json:"hostname"`
	Pathname    string                 `json:"pathname"`
	QueryString string                 `json:"queryString,omitzero"`
	Fragment    string                 `json:"fragment,omitzero"`
	Keywords    string                 `json:"keywords,omitzero"`
	Name        string                 `json:"name,omitzero"`
	Medium      journey.ReferrerMedium `json:"medium"`
}

type applicationLine struct {
	Name        string `json:"name"`
	Namespace   string `json:"namespace"`
	Version     string `json:"version"`
	BuildNumber string `json:"buildNumber"`
}

type sdkLine struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type networkLine struct {
	Carrier          string `json:"carrier,omitzero"`
	BluetoothEnabled bool   `json:"bluetoothEnabled,omitzero"`
	CellularEnabled  bool   `json:"cellularEnabled,omitzero"`
	WifiEnabled      bool   `json:"wifiEnabled,omitzero"`
}

// attributesLine is an object in the order of the attributes: {"name":{"dataType":…,"value":…}}.
type attributesLine []journey.Attribute

type attributeLine struct {
	Type  journey.DataType `json:"dataType"`
	Value string           `json:"value"`
}

// MarshalJSONTo implements json.MarshalerTo. Two attributes of one name are an error.
func (a attributesLine) MarshalJSONTo(enc *jsontext.Encoder) error {
	if err := enc.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for _, attribute := range a {
		if err := enc.WriteToken(jsontext.String(attribute.Name)); err != nil {
			return err
		}
		value := attributeLine{attribute.Type, attribute.Value}
		if err := json.MarshalEncode(enc, &value, lineOptions); err != nil {
			return err
		}
	}
	return enc.WriteToken(jsontext.EndObject)
}

// UnmarshalJSONFrom implements json.UnmarshalerFrom.
func (a *attributesLine) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if kind := dec.PeekKind(); kind != '{' {
		return fmt.Errorf("attributes must be an object, not %v", kind)
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return err
		}
		attribute := journey.Attribute{Name: name.String()}
		var value attributeLine
		if err := json.UnmarshalDecode(dec, &value, lineOptions); err != nil {
			return err
		}
		attribute.Type, attribute.Value = value.Type, value.Value
		*a = append(*a, attribute)
	}
	_, err := dec.ReadToken()
	return err
}

// hexNumber is a 64-bit number as 16 hexadecimal digits, for many a reader of JSON rounds
// numbers of that size.
type hexNumber uint64

var errNotHex = errors.New("not a 64-bit hexadecimal number")

// MarshalText implements encoding.TextMarshaler.
func (n hexNumber) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%016x", uint64(n)), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (n *hexNumber) UnmarshalText(text []byte) error {
	value, err := strconv.ParseUint(string(text), 16, 64)
	if err != nil || len(text) != 16 {
		return errNotHex
	}
	*n = hexNumber(value)
	return nil
}

// featureNames are the names of the bits of journey.BrowserFeatures, lowest first.
var featureNames = [...]string{"flash", "java", "pdf", "webrtc"}

func marshalFeatures(enc *jsontext.Encoder, f journey.BrowserFeatures) error {
	names := make([]string, 0, len(featureNames))
	for i, name := range featureNames {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return json.MarshalEncode(enc, names)
}

func unmarshalFeatures(dec *jsontext.Decoder, f *journey.BrowserFeatures) error {
	var names []string
	if err := json.UnmarshalDecode(dec, &names); err != nil {
		return err
	}
	for _, name := range names {
		known := false
		for i := range featureNames {
			if featureNames[i] == name {
				*f, known = *f|1<<i, true
			}
		}
		if !known {
			return fmt.Errorf("unknown browser feature %q", name)
		}
	}
	return nil
}

// lineOptions write the numbered names of package journey as their texts.
var lineOptions = json.JoinOptions(
	json.RejectUnknownMembers(true),
	json.WithMarshalers(json.JoinMarshalers(
		marshalName[journey.DeviceCategory](), marshalName[journey.ReferrerMedium](),
		marshalName[journey.DataType](), marshalName[journey.Function](), marshalName[journey.ContactBasis](),
		marshalName[journey.Topic](), marshalName[journey.MediaType](), marshalName[journey.MessageType](),
		marshalName[journey.Direction](), marshalName[journey.DisconnectType](), marshalName[journey.AcdOutcome](),
		marshalName[journey.CaseStatus](), marshalName[journey.Verdict](),
		json.MarshalToFunc(marshalFeatures),
	)),
	json.WithUnmarshalers(json.JoinUnmarshalers(
		unmarshalName(journey.ParseDeviceCategory), unmarshalName(journey.ParseReferrerMedium),
		unmarshalName(journey.ParseDataType), unmarshalName(journey.ParseFunction),
		unmarshalName(journey.ParseContactBasis), unmarshalName(journey.ParseTopic),
		unmarshalName(journey.ParseMediaType), unmarshalName(journey.ParseMessageType),
		unmarshalName(journey.ParseDirection), unmarshalName(journey.ParseDisconnectType),
		unmarshalName(journey.ParseAcdOutcome), unmarshalName(journey.ParseCaseStatus),
		unmarshalName(journey.ParseVerdict),
		json.UnmarshalFromFunc(unmarshalFeatures),
	)),
)

func marshalName[T fmt.Stringer]() *json.Marshalers {
	return json.MarshalToFunc(func(enc *jsontext.Encoder, v T) error {
		return enc.WriteToken(jsontext.String(v.String()))
	})
}

// unmarshalName reads a name; an unknown one is an error, not "none".
func unmarshalName[T comparable](parse func(string) T) *json.Unmarshalers {
	return json.UnmarshalFromFunc(func(dec *jsontext.Decoder, v *T) error {
		var name string
		if err := json.UnmarshalDecode(dec, &name); err != nil {
			return err
		}
		var none T
		if *v = parse(name); *v == none && name != "" {
			return fmt.Errorf("unknown value %q", name)
		}
		return nil
	})
}
