package ingest

import (
	"reflect"
	"strings"
	"testing"

	"sojourn/journey"
)

// decoded reads a document as the scanner would if the decoder did it.
func decoded(document []byte, kind journey.Kind) (b eventBody, fault *journey.Fault) {
	var envelope envelopeBody
	if fault := decode(document, &envelope); fault != nil {
		return b, fault
	}
	b.Kind, b.DeploymentID, b.ID = envelope.Kind, envelope.DeploymentID, envelope.ID
	b.IPAddress = envelope.IPAddress
	if kind == journey.App {
		var app appBody
		fault = decode(document, &app)
		b.commonBody, b.appPart = app.commonBody, app.appPart
	} else {
		var web webBody
		fault = decode(document, &web)
		b.commonBody, b.webPart = web.commonBody, web.webPart
	}
	b.date, b.CreatedDate = readDate([]byte(b.CreatedDate)), ""
	return b, fault
}

// scanned is what the scanner reads, without what the kind does not have.
func scanned(document []byte, kind journey.Kind) (b eventBody, ok bool) {
	w := new(workspace)
	ok = w.scan(document)
	b = w.body.eventBody
	if kind == journey.App {
		b.webPart = webPart{IPAddress: b.IPAddress}
	} else {
		b.appPart = appPart{}
	}
	return b, ok
}

func checkScan(t *testing.T, document []byte) {
	t.Helper()
	for kind := journey.Web; kind <= journey.App; kind++ {
		got, ok := scanned(document, kind)
		if !ok {
			continue
		}
		want, fault := decoded(document, kind)
		if fault != nil {
			t.Errorf("scanned what the decoder refuses with %v: %s", fault, document)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("%s of %s:\nscanned %+v\ndecoded %+v", kind, document, got, want)
		}
	}
}

// scanSeeds are documents on either side of what the scanner reads.
var scanSeeds = []string{
	typicalBody, webExample, appExample, `{}`, ` { "page" : null , "device":{"isMobile":null}} `, `{"page":{"title":null}}`,
	`{"page":{"title":"é \u00e9 \ud83d\ude00 \n"},"x":[1,-0.5e+3,[],{},{"a":{"a":null}},true,"\""]}`,
	`{"browser":{"viewWidth":999999999,"featuresPdf":true},"sdkLibrary":{"name":"n"},"networkConnectivity":{"carrier":"c"}}`,
	`{"attributes":{"a":1,"a":2}}`, `{"a":1,"a":2}`, `{"x":{"b":1,"\u0062":2}}`, `{"eventName":"a","eventName":"b"}`,
	`{"x":01}`, `{"x":-}`, `{"x":1.}`, `{"x":tru}`, `{"x":nul}`, `{"x":"\x"}`, `{"x":"\ud83d"}`, "{\"x\":\"\t\"}", `{"x":1,}`,
	`{"x":[1,]}`, `{"x" 1}`, `{x:1}`, `{"x":1}}`, `{"x":1} 2`, `{"device":{"screenWidth":-1,"screenHeight":1.0}}`,
	`{"device":{"screenWidth":2147483648}}`, `{"kind":5}`, `{"kind":"web","id":"x","ipAddress":"::1"}`, "{\"x\":\"\xff\"}",
	`{"createdDate":"2026-03-02T09:15:04.000Z"}`, `{"createdDate":"\u0032026-03-02T09:15:04Z"}`, `{"attributes":"x","traits":null}`,
	`{"x":` + strings.Repeat("[", 20) + strings.Repeat("]", 20) + `}`, `{"attributes": {"a" : 1 } ,"traits" :[ ] }`,
}

// FuzzScan holds the scanner to the decoder: what both can read they read in the same way.
func FuzzScan(f *testing.F) {
	for _, seed := range scanSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(checkScan)
}

// TestScannerReads makes sure that the usual bodies are not left to the decoder.
func TestScannerReads(t *testing.T) {
	for _, body := range []string{
		typicalBody, webExample, appExample, entry(t, webExample, "web"), entry(t, appExample, "app"),
		`{"unknown":{"a":[1,2.5,"x\n",{"b":null}]},"page":{"title":"Größe \u00e9"}}`,
	} {
		if _, ok := scanned([]byte(body), journey.Web); !ok {
			t.Errorf("left to the decoder: %s", body)
		}
	}
}

func TestTextsShare(t *testing.T) {
	var shared texts
	for _, text := range []string{"", "a", "web", "page_viewed", strings.Repeat("x", maxShared+1), "ä", "12345678"} {
		for range 2 {
			if got := shared.of([]byte(text)); got != text {
				t.Errorf("%q became %q", text, got)
			}
		}
	}
	text := []byte("page_viewed")
	if allocs := testing.AllocsPerRun(100, func() { shared.of(text) }); allocs != 0 {
		t.Errorf("%v allocations for a text that came before", allocs)
	}
}
