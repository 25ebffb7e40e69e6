package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// The law: whatever bytes come in, there is a fault that names a code, or an event that keeps all limits.

var limitPatterns = map[string]*regexp.Regexp{
	"cookie":    regexp.MustCompile(`^[A-Za-z0-9._-]{8,128}$`),
	"eventName": regexp.MustCompile(`^[A-Za-z0-9_:\-]{1,255}$`),
	"attribute": regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_\-]{0,49}$`),
	"trait":     regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_\-.]{0,49}$`),
	"integer":   regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`),
	"number":    regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?(e[+-][0-9]+)?$`),
	"boolean":   regexp.MustCompile(`^(true|false)$`),
}

// broken tells which limits an event breaks.
func broken(e *journey.Event) (problems []string) {
	expect := func(ok bool, format string, args ...any) {
		if !ok {
			problems = append(problems, fmt.Sprintf(format, args...))
		}
	}
	matches := func(pattern, text string) {
		expect(limitPatterns[pattern].MatchString(text), "%q is no %s", text, pattern)
	}
	within := func(most int, texts ...string) {
		for _, text := range texts {
			expect(utf8.ValidString(text) && utf8.RuneCountInString(text) <= most, "%.80q is longer than %d", text, most)
		}
	}
	set := func(texts ...string) {
		for _, text := range texts {
			expect(text != "", "a required text is empty in %+v", e)
		}
		within(maxText, texts...)
	}
	matches("cookie", e.Customer)
	matches("eventName", e.Name)
	within(255, e.ExternalID, e.ScreenName)
	within(1024, e.UserAgent, e.SearchQuery)
	expect(!e.ID.IsZero() && !e.CorrelationID.IsZero() && !e.Deployment.IsZero(), "an id is missing")
	expect(e.Created <= e.Received || e.Created > e.Received+maxAhead, "a date ahead was kept")
	switch e.Kind {
	case journey.Web:
		expect(e.Page != nil && e.Browser != nil && e.App == nil && e.Network == nil && e.ScreenName == "",
			"not a web event")
		expect(e.Page != nil && e.Page.URL != "" && e.Page.Hostname != "" && e.Page.Domain != "" &&
			strings.HasPrefix(e.Page.Pathname, "/"), "page %+v", e.Page)
	case journey.App:
		expect(e.App != nil && e.Page == nil && e.Browser == nil && isUUID(e.Customer), "not an app event")
		set(e.ScreenName, e.App.Name, e.App.Namespace, e.App.Version, e.App.BuildNumber)
	default:
		expect(false, "kind %s", e.Kind)
	}
	if e.Page != nil {
		within(4096+64, e.Page.URL) // an unusual host may come out longer in its ASCII form
		within(1024, e.Page.Title, e.Page.Keywords)
	}
	if b := e.Browser; b != nil {
		set(b.Family, b.Version)
		within(255, b.Lang, b.Fingerprint)
		expect(b.ViewWidth >= 0 && b.ViewHeight >= 0, "view %d x %d", b.ViewWidth, b.ViewHeight)
	}
	if d := e.Device; d != nil {
		set(d.Type, d.OSFamily, d.OSVersion)
		within(255, d.Manufacturer, d.Fingerprint)
		expect(d.Category != journey.CategoryNone, "device without category")
		expect(d.ScreenWidth >= 0 && d.ScreenHeight >= 0 && d.ScreenDensity >= 0, "screen %+v", d)
	}
	expect(e.Device != nil, "no device")
	if e.SDK != nil {
		set(e.SDK.Name, e.SDK.Version)
	}
	if e.Network != nil {
		within(255, e.Network.Carrier)
	}
	expect(len(e.Attributes) <= 50, "%d attributes", len(e.Attributes))
	expect(len(e.Traits) <= 20, "%d traits", len(e.Traits))
	for name, values := range map[string][]journey.Attribute{"attribute": e.Attributes, "trait": e.Traits} {
		seen := map[string]bool{}
		for _, v := range values {
			matches(name, v.Name)
			expect(!seen[v.Name], "%s twice", v.Name)
			seen[v.Name] = true
			within(1024, v.Value)
			switch v.Type {
			case journey.String:
			case journey.Integer, journey.Number, journey.Boolean:
				matches(v.Type.String(), v.Value)
			default:
				expect(false, "%s has type %d", v.Name, v.Type)
			}
		}
	}
	return problems
}

// checkLaw holds an answer of the service against the law.
func (r rig) checkLaw(t *testing.T, err error) {
	t.Helper()
	checkFault(t, err)
	for i := range r.intake.events {
		for _, problem := range broken(&r.intake.events[i]) {
			t.Error(problem)
		}
	}
	r.intake.events = r.intake.events[:0]
}

// checkFault fails on an error that does not tell the sender what to do.
func checkFault(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	fault, ok := errors.AsType[*journey.Fault](err)
	if !ok || fault.Code == "" {
		t.Errorf("refused by %v", err)
	}
	if ok && (len(fault.Field) > 500 || !utf8.ValidString(fault.Field)) {
		t.Errorf("field %.600q", fault.Field)
	}
}

var webSeeds = []string{
	webExample, typicalBody, `{`, `null`, `{"page":{"url":"https://bücher.example:99/\ud83d?a=%zz#f"}}`,
}

func FuzzWebEvent(f *testing.F) { fuzzEvent(f, journey.Web, webSeeds) }

func FuzzAppEvent(f *testing.F) {
	fuzzEvent(f, journey.App, []string{appExample, `{"attributes":{"a":{"value":1e3,"dataType":"number"}}}`})
}

func fuzzEvent(f *testing.F, kind journey.Kind, seeds []string) {
	golden := []string{
		`{"a":1,"b":-2.50,"c":"x","d":null,"e":true}`, `{"a":{"dataType":"integer","value":"-007"}}`,
		`{"a":{"dataType":"boolean","value":"TRUE","x":[]},"b":{"value":null,"dataType":"number"}}`, `[]`,
	}
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	for _, values := range golden {
		f.Add([]byte(with(f, seeds[0], "attributes", values)))
		f.Add([]byte(with(f, seeds[0], "traits", values)))
	}
	r := newRig(f, nil)
	f.Fuzz(func(t *testing.T, body []byte) {
		sent := request("")
		sent.Body = bytes.Clone(body)
		_, err := r.Event(context.Background(), kind, sent)
		clear(sent.Body) // nothing may hang on the body
		r.checkLaw(t, err)
	})
}

func FuzzBatch(f *testing.F) {
	web, app := entry(f, webExample, "web"), entry(f, appExample, "app")
	f.Add([]byte(web+"\n"+app+"\n\nx"), true)
	f.Add([]byte(`{"a":[1],"entities":[`+web+`, `+app+` ,{}]}`), false)
	f.Add([]byte(`{"entities":[[[{"a":"\ud83d`), false)
	r := newRig(f, nil)
	f.Fuzz(func(t *testing.T, body []byte, asLines bool) {
		answer, err := r.Batch(context.Background(), BatchRequest{Body: bytes.NewReader(body), Lines: asLines})
		if answer.Accepted != len(r.intake.events) || answer.Refused != len(answer.Errors) {
			t.Errorf("%d events arrived, answer %+v", len(r.intake.events), answer)
		}
		r.checkLaw(t, err)
		for _, refused := range answer.Errors {
			r.checkLaw(t, refused.Fault)
		}
	})
}

// FuzzNumber holds the normal form of numbers against Go's own parser.
func FuzzNumber(f *testing.F) {
	for _, seed := range []string{"0", "-1.50", "1e21", "9.999999e-7", "123456789012345678", "1e309", "5e-324", "12.50", "100.00",
		"123456789012.34500"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		want, err := strconv.ParseFloat(text, 64)
		out, ok := normalNumber(append([]byte("left alone "), text...), len("left alone "))
		normal, kept := strings.CutPrefix(string(out), "left alone ")
		if !kept {
			t.Fatalf("%q: overwrote what comes before: %q", text, out)
		}
		if !ok {
			return
		}
		got, _ := strconv.ParseFloat(normal, 64)
		if shortest := string(appendNumber(nil, want)); normal != shortest {
			t.Errorf("%q: got %s, the shortest form is %s", text, normal, shortest)
		}
		if err != nil || math.Float64bits(got) != math.Float64bits(want+0) && got != want {
			t.Errorf("%q: got %s, want %v, %v", text, normal, want, err)
		}
		again, ok := normalNumber([]byte(normal), 0)
		if !ok || string(again) != normal {
			t.Errorf("%q: %s is not normal, but %s", text, normal, again)
		}
	})
}

// FuzzValues compares what is read of a well-formed map with what a decoder reads.
func FuzzValues(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"a":1,"b":-2.50,"c":"x\"}","d":null,"e":true}`,
		` { "a" : { "x" : [ "]" , {} ] , "value" : "\u00e9" , "dataType" : "string" } , "b" : false } `,
		`{"\u0061":{"dataType":"integer","value":"007"},"b":{"value":null,"dataType":"number"}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var want map[string]jsontext.Value
		if decode(raw, &want) != nil {
			return
		}
		var reader valueReader
		got, fault := reader.read(raw, &traitRule)
		if fault != nil {
			return
		}
		for _, value := range got {
			raw, ok := want[value.Name]
			delete(want, value.Name)
			var text string
			if raw.Kind() == '"' {
				_ = json.Unmarshal(raw, &text, codecOptions)
			}
			if !ok || raw.Kind() == '"' && value.Value != text[:cutLength([]byte(text), maxValueLength)] {
				t.Errorf("%q: got %+v", raw, value)
			}
		}
		for name, raw := range want { // what is left was null
			if raw.Kind() != 'n' && raw.Kind() != '{' {
				t.Errorf("%q: %s is missing", raw, name)
			}
		}
	})
}
