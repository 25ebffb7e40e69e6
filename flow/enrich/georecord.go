package enrich

import (
	"github.com/oschwald/maxminddb-golang/v2/mmdbdata"

	"sojourn/journey"
)

// geoRecord is a record of either schema: MaxMind's, where places are objects with names in many
// languages, and the flat one of the ip-location-db files. They share only the name of the city.
type geoRecord struct {
	Country      geoName   `maxminddb:"country"`
	Subdivisions []geoName `maxminddb:"subdivisions"`
	City         geoName   `maxminddb:"city"`
	Postal       struct {
		Code string `maxminddb:"code"`
	} `maxminddb:"postal"`
	Location struct {
		Latitude  *float64 `maxminddb:"latitude"`
		Longitude *float64 `maxminddb:"longitude"`
		TimeZone  string   `maxminddb:"time_zone"`
	} `maxminddb:"location"`
	Traits geoOwner `maxminddb:"traits"`

	CountryCode string   `maxminddb:"country_code"`
	State       string   `maxminddb:"state1"`
	Postcode    string   `maxminddb:"postcode"`
	Latitude    *float64 `maxminddb:"latitude"`
	Longitude   *float64 `maxminddb:"longitude"`
	Timezone    string   `maxminddb:"timezone"`

	// Files of networks have the owner's members at the top.
	Organization   string `maxminddb:"organization"`
	ISP            string `maxminddb:"isp"`
	ASOrganization string `maxminddb:"autonomous_system_organization"`
}

type geoOwner struct {
	Organization   string `maxminddb:"organization"`
	ISP            string `maxminddb:"isp"`
	ASOrganization string `maxminddb:"autonomous_system_organization"`
}

// geoName is a named place: an object with code and names, or just its name.
type geoName struct {
	code, name string
}

// UnmarshalMaxMindDB implements mmdbdata.Unmarshaler.
func (n *geoName) UnmarshalMaxMindDB(d *mmdbdata.Decoder) error {
	kind, err := d.PeekKind()
	if err != nil {
		return err
	}
	switch kind {
	case mmdbdata.KindString:
		n.name, err = d.ReadString()
		return err
	case mmdbdata.KindMap:
		return eachMember(d, func(key string) error {
			switch key {
			case "iso_code":
				n.code, err = d.ReadString()
				return err
			case "names":
				return n.readNames(d)
			}
			return d.SkipValue()
		})
	}
	return d.SkipValue()
}

func (n *geoName) readNames(d *mmdbdata.Decoder) error {
	return eachMember(d, func(key string) (err error) {
		if key != "en" {
			return d.SkipValue()
		}
		n.name, err = d.ReadString()
		return err
	})
}

// eachMember calls read for the value of each member of a map.
func eachMember(d *mmdbdata.Decoder, read func(key string) error) error {
	members, _, err := d.ReadMap()
	if err != nil {
		return err
	}
	for key, err := range members {
		if err != nil {
			return err
		}
		if err := read(string(key)); err != nil {
			return err
		}
	}
	return nil
}

// owner is the organisation of a record.
func (r *geoRecord) owner() string {
	return firstOf(r.Traits.Organization, r.Organization, r.Traits.ISP, r.ISP,
		r.Traits.ASOrganization, r.ASOrganization)
}

// place is the place of a record, nil if it tells none.
func (r *geoRecord) place(source string) *journey.Geolocation {
	p := journey.Geolocation{
		Country:     firstOf(r.Country.code, r.CountryCode),
		CountryName: r.Country.name,
		RegionName:  r.State,
		Locality:    r.City.name,
		PostalCode:  firstOf(r.Postal.Code, r.Postcode),
		Timezone:    firstOf(r.Location.TimeZone, r.Timezone),
	}
	if p.CountryName == "" {
		p.CountryName = countryName(p.Country)
	}
	if len(r.Subdivisions) > 0 {
		first := r.Subdivisions[0]
		p.RegionName = first.name
		if first.code != "" && p.Country != "" {
			p.Region = p.Country + "-" + first.code
		}
	}
	for _, at := range [][2]*float64{{r.Location.Latitude, r.Location.Longitude}, {r.Latitude, r.Longitude}} {
		if at[0] != nil && at[1] != nil {
			p.Located, p.Latitude, p.Longitude = true, round(*at[0], 4), round(*at[1], 4)
			break
		}
	}
	if p == (journey.Geolocation{}) {
		return nil
	}
	p.Source = source
	return &p
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
