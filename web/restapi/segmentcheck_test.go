package restapi

import (
	"strings"
	"testing"

	"sojourn/web/contract"
)

// segmentRefusals are changes of bothParts, and what each is refused with. The conditions have their own cases in the rule
// package; of those there is one for each row of segments-outcomes.md §1.5.
var segmentRefusals = map[string]struct {
	code  contract.Code
	field string
}{
	`"displayName":"Hot leads",->`:                           {contract.MissingRequiredProperty, "displayName"},
	`"Hot leads"->""`:                                        {contract.MissingRequiredProperty, "displayName"},
	`"Hot leads"->null`:                                      {contract.MissingRequiredProperty, "displayName"},
	`"Hot leads"->" \t"`:                                     {contract.InvalidValue, "displayName"},
	`"Hot leads"->"` + strings.Repeat("é", 257) + `"`:        {contract.InvalidValue, "displayName"},
	`"Hot leads"->7`:                                         {contract.InvalidValue, "displayName"},
	`"They look often"->"` + strings.Repeat("é", 4001) + `"`: {contract.InvalidValue, "description"},
	`"isActive":true->"isActive":"true"`:                     {contract.InvalidValue, "isActive"},
	`#00fF7a->00fF7a`:                                        {contract.InvalidValue, "color"},
	`#00fF7a->#00fF7`:                                        {contract.InvalidValue, "color"},
	`#00fF7a->#00fF7g`:                                       {contract.InvalidValue, "color"},
	`#00fF7a->`:                                              {contract.InvalidValue, "color"},
	`Days":1->Days":-1`:                                      {contract.InvalidValue, "assignmentExpirationDays"},
	`Days":1->Days":3651`:                                    {contract.InvalidValue, "assignmentExpirationDays"},
	`Days":1->Days":1.5`:                                     {contract.InvalidValue, "assignmentExpirationDays"},
	`Days":1->Days":"1"`:                                     {contract.InvalidValue, "assignmentExpirationDays"},
	`"context":{->"context":[],"x":{`:                        {contract.InvalidValue, "context"},

	`"key":"device.type",->`:                    {contract.MissingRequiredProperty, "context.patterns[1].criteria[0].key"},
	`"values":["iPhone"],->`:                    {contract.MissingRequiredProperty, "context.patterns[1].criteria[0].values"},
	`"count":2,->`:                              {contract.MissingRequiredProperty, "journey.patterns[0].count"},
	`"count":1,"streamType":"Web",->"count":1,`: {contract.MissingRequiredProperty, "journey.patterns[1].streamType"},
	`,"sessionType":"web","eventName":"EventName"->,"eventName":"EventName"`:  {contract.MissingRequiredProperty, "journey.patterns[0].sessionType"},
	`"shouldIgnoreCase":false,"entityType":"visit"->"shouldIgnoreCase":false`: {contract.MissingRequiredProperty, "context.patterns[1].criteria[0].entityType"},
	`["iPhone"]->[]`:                               {contract.InvalidValue, "context.patterns[1].criteria[0].values"},
	`["iPhone"]->["a",""]`:                         {contract.InvalidValue, "context.patterns[1].criteria[0].values[1]"},
	`["iPhone"]->["a",7]`:                          {contract.InvalidValue, "context.patterns[1].criteria[0].values[1]"},
	`["iPhone"]->"iPhone"`:                         {contract.InvalidValue, "context.patterns[1].criteria[0].values"},
	`"device.type"->"device.kind"`:                 {contract.InvalidValue, "context.patterns[1].criteria[0].key"},
	`"notEqual"->"unequal"`:                        {contract.InvalidValue, "context.patterns[1].criteria[0].operator"},
	`"notEqual"->"lessThan"`:                       {contract.InvalidValue, "context.patterns[1].criteria[0].values[0]"},
	`"count":2->"count":0`:                         {contract.InvalidValue, "journey.patterns[0].count"},
	`"count":2->"count":101`:                       {contract.InvalidValue, "journey.patterns[0].count"},
	`"count":2->"count":"2"`:                       {contract.InvalidValue, "journey.patterns[0].count"},
	`"count":2->"count":1.5`:                       {contract.InvalidValue, "journey.patterns[0].count"},
	`"streamType":"Web"->"streamType":"App"`:       {contract.InvalidValue, "journey.patterns[0].sessionType"},
	`"sessionType":"web"}]->"sessionType":"app"}]`: {contract.InvalidValue, "journey.patterns[1].sessionType"},
	`{"criteria":[{"key":"page.title","values":["x"],"operator":"startsWith","shouldIgnoreCase":false}],->{`: {
		contract.InvalidValue, "journey.patterns[1]"},
	`["iPhone"]->["` + strings.Repeat("a", 1025) + `"]`:   {contract.LimitExceeded, "context.patterns[1].criteria[0].values[0]"},
	`["iPhone"]->[` + strings.Repeat(`"a",`, 50) + `"b"]`: {contract.LimitExceeded, "context.patterns[1].criteria[0].values"},
	`"journey":{"patterns":[->"journey":{"patterns":[` +
		strings.Repeat(`{"count":1,"streamType":"Web","sessionType":"web","eventName":"a"},`, 19): {
		contract.LimitExceeded, "journey.patterns"},
}

func TestSegmentsThatCannotBe(t *testing.T) {
	h := newHarness(t)
	made := h.call("POST", segmentsPath, bothParts, h.admin()...).made()
	flat := strings.Join(strings.Fields(bothParts), " ")
	flat = strings.NewReplacer(`, "`, `,"`, `[ {`, `[{`, `], "`, `],"`, `, {`, `,{`).Replace(flat)
	for change, want := range segmentRefusals {
		old, now, _ := strings.Cut(change, "->")
		changed := strings.Replace(flat, old, now, 1)
		if changed == flat {
			t.Errorf("%.80s changes nothing", change)
		}
		a := h.call("POST", segmentsPath, changed, h.admin()...)
		var body contract.ErrorBody
		a.into(&body)
		if a.Code != 400 || body.Code != string(want.code) || len(body.Details) == 0 || body.Details[0].FieldName != want.field ||
			body.Details[0].ErrorCode != body.Code {
			t.Errorf("%.80s: want %v: %d %s", change, want, a.Code, a.Raw)
		}
	}
	h.call("GET", made, "", h.admin()...).holds(bothParts)
	for _, fine := range []string{
		`{"displayName":" ` + strings.Repeat("é", 256) + ` "}`, `{"displayName":"A","description":"` + strings.Repeat("é", 4000) + `"}`,
		`{"displayName":"A","color":"#ABCDEF","assignmentExpirationDays":3650,"externalSegment":{"id":"a","name":"A","source":"Custom"}}`,
	} {
		h.call("POST", segmentsPath, fine, h.admin()...).holds(fine)
	}
}

// An answer names everything that is wrong at once.
func TestAllProblemsAreTold(t *testing.T) {
	h := newHarness(t)
	var body contract.ErrorBody
	h.call("POST", segmentsPath, `{"color":"red","context":{"patterns":[{"criteria":[{"values":[""],"entityType":"visit"}]}]},
		"externalSegment":{"name":"A"},"assignmentExpirationDays":9999}`, h.admin()...).
		want(400).refusal(contract.MissingRequiredProperty, "displayName").into(&body)
	told := ""
	for _, d := range body.Details {
		told += d.ErrorCode + " " + d.FieldName + "\n"
	}
	if want := `missing.required.property displayName
invalid.value color
missing.required.property context.patterns[0].criteria[0].key
invalid.value context.patterns[0].criteria[0].values[0]
missing.required.property externalSegment.id
invalid.value assignmentExpirationDays
`; told != want {
		t.Errorf("told\n%s", told)
	}
	if body.Message != "displayName: is required" {
		t.Errorf("message %q", body.Message)
	}
}
