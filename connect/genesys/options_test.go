package genesys

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
)

func TestOptions(t *testing.T) {
	take := func(context.Context, []json.RawMessage) error { return nil }
	good := Options{Region: "mypurecloud.de", ClientID: "c", ClientSecret: "s", Forward: take}
	c, err := New(good)
	if err != nil || c.options.LoginURL != "https://login.mypurecloud.de" ||
		c.options.APIURL != "https://api.mypurecloud.de" {
		t.Errorf("options %+v, error %v", c.options, err)
	}
	for want, change := range map[string]func(*Options){
		"region":     func(o *Options) { o.Region = "https://mypurecloud.de" },
		"secret":     func(o *Options) { o.ClientSecret = "" },
		"nobody":     func(o *Options) { o.Forward = nil },
		"no URL":     func(o *Options) { o.APIURL = "ftp://x" },
		"queue":      func(o *Options) { o.Queues = []string{"Sales"} },
		"{id}":       func(o *Options) { o.Topics = []string{"v2.routing.queues.{id}.conversations"} },
		"begin":      func(o *Options) { o.Topics = []string{"presence"} },
		"characters": func(o *Options) { o.Topics = []string{"v2." + strings.Repeat("x", maxTopicLength)} },
		"second":     func(o *Options) { o.Topics = make([]string, maxAnnouncers+1) },
	} {
		o := good
		change(&o)
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v", want, err)
		}
	}
}

// The token stays out of plain connections, and the events too, unless the API itself is plain.
func TestWebsocketAddress(t *testing.T) {
	for _, c := range []struct {
		api, address string
		ok           bool
	}{
		{"https://api.x.de", "wss://streaming.x.de/channels/1", true},
		{"https://api.x.de", "ws://streaming.x.de/channels/1", false},
		{"https://api.x.de", "file:///etc/passwd", false},
		{"https://api.x.de", "wss://", false},
		{"https://api.x.de", "", false},
		{"http://127.0.0.1:1", "ws://127.0.0.1:1/1", true},
		{"http://127.0.0.1:1", "http://127.0.0.1:1/1", false},
	} {
		client := &Client{options: Options{APIURL: c.api}}
		if err := client.checkAddress(c.address); (err == nil) != c.ok {
			t.Errorf("%s beside %s: error %v", c.address, c.api, err)
		}
	}
}
