package ingest

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"sojourn/journey"
)

// entry is an example as an entry of a batch.
func entry(t testing.TB, example, kind string) string {
	t.Helper()
	body := with(t, example, "kind", `"`+kind+`"`)
	return with(t, body, "deploymentId", `"`+shopID+`"`)
}

// lines is a batch of newline-delimited JSON.
func lines(entries ...string) BatchRequest {
	return BatchRequest{Body: strings.NewReader(strings.Join(entries, "\n")), Lines: true}
}

// entities is the same as one object.
func entities(entries ...string) BatchRequest {
	return BatchRequest{Body: strings.NewReader(`{"entities":[` + strings.Join(entries, ",") + `],"more":{}}`)}
}

func TestBatchCountsEveryEntry(t *testing.T) {
	web, app := entry(t, webExample, "web"), entry(t, appExample, "app")
	web = with(t, web, "userAgentString", `"`+chrome+`"`)
	given := with(t, web, "id", `"0000000a-0000-4000-8000-000000000001"`)
	all := []string{
		web, app, given, given, // accepted three times, repeated
		with(t, web, "ipAddress", `"203.0.113.9"`),                             // filtered
		with(t, web, "userAgentString", `"Googlebot"`),                         // bot
		with(t, web, "userAgentString", ""),                                    // unknown: no bot
		with(t, web, "kind", `"conversation"`),                                 // from here on refused
		with(t, web, "kind", ""),                                               //
		with(t, web, "deploymentId", ""),                                       //
		with(t, web, "deploymentId", `"22222222-2222-4222-8222-222222222222"`), //
		with(t, web, "id", `"7"`),                                              //
		with(t, app, "ipAddress", `"203.0.113"`),                               //
		with(t, web, "eventName", ""),                                          //
		with(t, web, "createdDate", `"2026-03-02T08:15:03.999Z"`),              //
		with(t, web, "foo", `"`+strings.Repeat("x", MaxBody)+`"`),              //
		`[]`, `{"kind":"web","kind":"web"}`,
	}
	fields := []string{
		"kind invalid.value", "kind invalid.value", "deploymentId invalid.value", " not.found", "id invalid.value",
		"ipAddress invalid.value", "eventName invalid.value", "createdDate event.too.old", " request.entity.too.large",
		" bad.request", " bad.request",
	}
	for form, batch := range map[string]func(...string) BatchRequest{"lines": lines, "entities": entities} {
		r := newRig(t, func(d *journey.Deployment, o *Options) {
			d.AllowAllDomains = false // no domain check
			o.PerAddress, o.PerCookie = fakeLimit{}, fakeLimit{}
			d.JourneyEvents.TrackingSettings.IPFilters = []journey.IPFilter{{IPAddress: "203.0.113.0/24"}}
		})
		answer, err := r.Batch(t.Context(), batch(all...))
		if err != nil {
			t.Fatalf("%s: %v", form, err)
		}
		if answer.Accepted != 4 || answer.Repeated != 1 || answer.NotRecorded != 2 ||
			answer.Refused != len(fields) || len(answer.Errors) != len(fields) {
			t.Errorf("%s: got %+v", form, answer)
		}
		for i, refused := range answer.Errors {
			got := refused.Fault.Field + " " + string(refused.Fault.Code)
			if refused.Index != i+7 || got != fields[i] {
				t.Errorf("%s: error %d: got %d, %s; want %d, %s", form, i, refused.Index, got, i+7, fields[i])
			}
		}
	}
}

func TestBatchEntriesKeepTheirOrderAndTellNothingOfTheCaller(t *testing.T) {
	r := newRig(t, nil)
	var all []string
	for i := range 300 {
		all = append(all, with(t, entry(t, webExample, "web"), "eventName", fmt.Sprintf(`"e%d"`, i)))
	}
	answer, err := r.Batch(t.Context(), lines(all...))
	if err != nil || answer.Accepted != len(all) {
		t.Fatalf("got %+v, %v", answer, err)
	}
	for i, event := range r.intake.events {
		if event.Name != fmt.Sprintf("e%d", i) || event.CorrelationID != r.intake.events[0].CorrelationID {
			t.Fatalf("event %d is %s of %s", i, event.Name, event.CorrelationID)
		}
		if event.IPAddress != "" || event.Geolocation != nil || event.UserAgent != "" ||
			event.Browser.Family != "Other" {
			t.Fatalf("event %d has traces: %+v", i, event)
		}
	}
}

func TestBatchHistoryLiftsTheAgeLimit(t *testing.T) {
	old := entry(t, with(t, webExample, "createdDate", `"2020-01-01T00:00:00Z"`), "web")
	ancient := entry(t, with(t, webExample, "createdDate", `"1970-01-01T00:00:00Z"`), "web")
	r := newRig(t, nil)
	batch := lines(old, ancient)
	batch.History = true
	answer, err := r.Batch(t.Context(), batch)
	if err != nil || answer.Accepted != 1 || answer.Refused != 1 || !r.intake.events[0].History {
		t.Errorf("got %+v, %v", answer, err)
	}
}

func TestUnreadableLinesRefuseOnlyThemselves(t *testing.T) {
	r := newRig(t, nil)
	web := entry(t, webExample, "web")
	answer, err := r.Batch(t.Context(), lines(web, "", `{"kind":`, " \r", "\xff", web+"\r", ""))
	if err != nil || answer.Accepted != 2 || answer.Refused != 2 ||
		answer.Errors[0].Index != 1 || answer.Errors[1].Index != 2 {
		t.Errorf("got %+v, %v", answer, err)
	}
}

// TestUnreadableBatches takes nothing of them.
func TestUnreadableBatches(t *testing.T) {
	web := entry(t, webExample, "web")
	body := func(text string) BatchRequest { return BatchRequest{Body: strings.NewReader(text)} }
	many := make([]string, MaxBatchEntries+1)
	for i := range many {
		many[i] = "{}"
	}
	broken := lines(web)
	broken.Body = io.MultiReader(broken.Body, iotest.ErrReader(io.ErrUnexpectedEOF))
	notGzip := lines(web)
	notGzip.Gzip = true
	for name, c := range map[string]struct {
		batch BatchRequest
		code  journey.FaultCode
	}{
		"nothing":          {body(""), journey.BadRequest},
		"an array":         {body("[" + web + "]"), journey.BadRequest},
		"cut off":          {body(`{"entities":[` + web), journey.BadRequest},
		"something after":  {body(`{"entities":[` + web + `]}x`), journey.BadRequest},
		"twice":            {body(`{"entities":[` + web + `],"entities":[]}`), journey.BadRequest},
		"no text":          {body(`{"entities":[` + web + "],\"a\":\"\xff\"}"), journey.BadRequest},
		"no entities":      {body(`{}`), journey.InvalidValue},
		"entities is null": {body(`{"entities":null}`), journey.InvalidValue},
		"too many lines":   {lines(many...), journey.TooLarge},
		"too many":         {entities(many...), journey.TooLarge},
		"too large":        {lines(web, strings.Repeat(" ", MaxBatchBody)), journey.TooLarge},
		"a bomb":           {compressed(t, strings.Repeat(" ", 20<<20)), journey.TooLarge},
		"broken":           {broken, journey.BadRequest},
		"no gzip":          {notGzip, journey.BadRequest},
	} {
		r := newRig(t, nil)
		answer, err := r.Batch(t.Context(), c.batch)
		if code(err) != c.code || len(r.intake.events) > 0 {
			t.Errorf("%s: got %+v, %v", name, answer, err)
		}
	}
}

// compressed is a batch of lines as gzip.
func compressed(t *testing.T, text string) BatchRequest {
	t.Helper()
	var buffer bytes.Buffer
	writer := gzip.NewWriter(&buffer)
	if _, err := io.WriteString(writer, text); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return BatchRequest{Body: &buffer, Gzip: true, Lines: true}
}

func TestCompressedAndEmptyBatches(t *testing.T) {
	r := newRig(t, nil)
	web := entry(t, webExample, "web")
	for range 2 { // the second time with used buffers
		answer, err := r.Batch(t.Context(), compressed(t, web+"\n"+web+"\n"))
		if err != nil || answer.Accepted != 2 {
			t.Errorf("compressed: got %+v, %v", answer, err)
		}
	}
	for _, empty := range []BatchRequest{lines(), entities()} {
		answer, err := r.Batch(t.Context(), empty)
		if err != nil || answer.Accepted+answer.Repeated+answer.NotRecorded+answer.Refused != 0 {
			t.Errorf("empty: got %+v, %v", answer, err)
		}
	}
}

func TestBatchFailsAsAWholeIfTheIntakeDoes(t *testing.T) {
	r := newRig(t, nil)
	r.intake.err = &journey.Fault{Code: journey.Unavailable}
	web := entry(t, webExample, "web")
	if _, err := r.Batch(t.Context(), lines("{}", web)); code(err) != journey.Unavailable {
		t.Errorf("unavailable: %v", err)
	}
	r.intake.err = errors.New("disk on fire")
	if _, err := r.Batch(t.Context(), lines(web)); !errors.Is(err, r.intake.err) {
		t.Errorf("failing: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Batch(ended, lines(web)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestIsLines(t *testing.T) {
	for contentType, want := range map[string]bool{
		"application/x-ndjson": true, "Application/X-NDJSON; charset=utf-8": true,
		"application/json": false, "": false,
	} {
		if got := IsLines(contentType); got != want {
			t.Errorf("%q: got %t", contentType, got)
		}
	}
}
