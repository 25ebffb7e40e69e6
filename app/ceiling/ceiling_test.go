package ceiling

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const body = `{"customerCookieId":"visitor-1","eventName":"page_viewed","createdDate":"2026-03-02T09:15:04.007Z",` +
	`"page":{"url":"https://shop.example/","title":"Shop"},"attributes":{"a":1}}`

// start runs a server that ends with the test.
func start(t *testing.T) (base, dir string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	dir = t.TempDir()
	ended := make(chan error)
	go func() { ended <- Run(ctx, listener, dir, slog.New(slog.DiscardHandler)) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return "http://" + listener.Addr().String(), dir
}

func post(t *testing.T, url, body string) (int, string) {
	t.Helper()
	response, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Error(err)
	}
	return response.StatusCode, string(text)
}

func TestWhatIsAnsweredIsInTheFile(t *testing.T) {
	base, dir := start(t)
	var senders sync.WaitGroup
	for i := range 20 {
		senders.Go(func() {
			name := strings.Repeat("x", i+1)
			if status, _ := post(t, base+"/deployments/1/webevents", strings.Replace(body, "page_viewed", name, 1)); status != 200 {
				t.Errorf("status %d", status)
			}
		})
	}
	senders.Wait()
	content, err := os.ReadFile(filepath.Join(dir, "ceiling"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if name := `"` + strings.Repeat("x", i+1) + `"`; !bytes.Contains(content, []byte(name)) {
			t.Errorf("%s is not in the file", name)
		}
	}
}

func TestAnswers(t *testing.T) {
	base, _ := start(t)
	for _, c := range []struct {
		path, body string
		status     int
		answer     string
	}{
		{"/deployments/1/appevents", body, 200, "{}"},
		{"/deployments/1/webevents", `{"customerCookieId":7}`, 400, ""},
		{"/deployments/1/webevents", `{}`, 400, ""},
		{"/api/v2/sojourn/events", body + "\n" + body + "\n", 200, `{"accepted":2}`},
		{"/api/v2/sojourn/events", body + "\noops\n", 400, ""},
		{"/elsewhere", body, 404, ""},
	} {
		status, answer := post(t, base+c.path, c.body)
		if status != c.status || c.answer != "" && answer != c.answer {
			t.Errorf("%s %s: got %d %s", c.path, c.body, status, answer)
		}
	}
}

// TestTheFileIsWrittenRoundAndRound writes more than it holds.
func TestTheFileIsWrittenRoundAndRound(t *testing.T) {
	w, err := openWriter(filepath.Join(t.TempDir(), "ceiling"))
	if err != nil {
		t.Fatal(err)
	}
	defer w.file.Close()
	for i := range 5 {
		if err := w.commit(make([]byte, fileSize/3)); err != nil || w.offset > fileSize {
			t.Fatalf("group %d: offset %d, %v", i, w.offset, err)
		}
	}
	if w.commit(make([]byte, fileSize+1)) == nil {
		t.Error("a group larger than the file was taken")
	}
}
