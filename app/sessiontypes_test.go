package app

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A session type counts for the events that come after it, and after a restart (session.md §1, §5).
func TestSessionTypesRuleTheEventsThatFollow(t *testing.T) {
	c := settings(t, t.TempDir(), nil)
	s := start(t, c)
	token := s.devToken()
	deliver := func(name string, price int) string {
		t.Helper()
		var answer struct {
			Entities []struct{ Session struct{ ID string } }
		}
		s.must(http.StatusOK, "POST", "/api/v2/journey/customevents", token, map[string]any{
			"eventName": name, "sessionType": "delivery", "sessionExternalId": "1", "customerId": "gwen@example.com",
			"customerIdType": "email", "attributes": map[string]int{"price": price},
			"createdDate": time.Now().UTC().Format(time.RFC3339Nano),
		}, &answer)
		return answer.Entities[0].Session.ID
	}
	session := ""
	want := func(price, total string, ended bool) {
		t.Helper()
		_, document := s.ask("GET", "/api/v2/journey/sessions/"+session, token, nil)
		for name, value := range map[string]string{"price": price, "total": total} {
			is := strings.Contains(document, fmt.Sprintf(`"%s":{"dataType":"integer","value":"%s"}`, name, value))
			if value == "" && strings.Contains(document, name) || value != "" && !is {
				t.Errorf("want %s = %q in %s", name, value, document)
			}
		}
		if strings.Contains(document, "endedDate") != ended {
			t.Errorf("want ended %t in %s", ended, document)
		}
	}
	session = deliver("bought", 3)
	deliver("delivered", 4)
	want("4", "", false) // an unseen type projects everything and has no end events

	definition := map[string]any{
		"type": "delivery", "endEventNames": []string{"delivered"},
		"projections": []map[string]string{
			{"eventName": "*", "eventAttribute": "price", "sessionAttribute": "total", "function": "sum"},
		},
	}
	s.must(http.StatusOK, "POST", "/api/v2/sojourn/sessiontypes", token, definition, nil)
	status, _ := s.ask("POST", "/api/v2/sojourn/sessiontypes", token, definition)
	if status != http.StatusConflict {
		t.Errorf("a second one of the same type: %d", status)
	}
	want("4", "", false) // a change of a setting changes no past session
	deliver("changed", 10)
	want("4", "10", false)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	s = start(t, c)
	token = s.devToken()
	deliver("delivered", 20)
	want("4", "30", true)
	s.must(http.StatusNoContent, "DELETE", "/api/v2/sojourn/sessiontypes/delivery", token, nil, nil)
	deliver("returned", 5)
	want("5", "30", false)
}

// The web session from which a conversation was started gives it its customer, if it is a web session.
func TestConversationsAreLinkedToWebSessions(t *testing.T) {
	s := start(t, settings(t, t.TempDir(), map[string]string{"identity.resolve": "false"}))
	token := s.devToken()
	web := s.view("visitor-1", "https://shop.example/help")
	call := func(n int, linked string) (customer string) {
		t.Helper()
		id := fmt.Sprintf("5a1d3f60-7f0e-4e7e-9a68-%012d", n)
		s.must(http.StatusOK, "POST", "/api/v2/sojourn/ingest/genesys", token, fmt.Sprintf(
			`{"topicName":"v2.detail.events.conversation.%s.customer.start","eventBody":{"eventTime":%d,`+
				`"conversationId":"%s","sessionId":"c","journeyContext":{"sessionId":"%s"}}}`,
			id, time.Now().UnixMilli(), id, linked), nil)
		var listing struct {
			Entities []struct{ ID, CustomerID string }
		}
		s.must(http.StatusOK, "GET", "/api/v2/sojourn/sessions?type=conversation&pageSize=1", token, nil, &listing)
		if len(listing.Entities) != 1 {
			t.Fatalf("listed: %+v", listing)
		}
		web = listing.Entities[0].ID
		return listing.Entities[0].CustomerID
	}
	if got := call(1, web); got == "" {
		t.Error("the customer of the web session is not the conversation's")
	}
	if got := call(2, web); got != "" { // which is now the id of the first conversation
		t.Errorf("a conversation has the customer of another: %q", got)
	}
}
