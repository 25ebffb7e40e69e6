package chaos

import (
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sojourn/app"
)

// TestFullDisk lets something else fill the disk, frees it again and looks what became of the events: once so
// that the log is the first to want space, once so that the index is.
func TestFullDisk(t *testing.T) {
	binary := build(t)
	t.Run("log", func(t *testing.T) {
		fillDisk(t, binary, "SOJOURN_INDEX_MEMTABLE_BYTES=64 MiB")
	})
	t.Run("index", func(t *testing.T) {
		fillDisk(t, binary, "SOJOURN_INDEX_MEMTABLE_BYTES=1 MiB")
	})
}

// fillDisk is TestFullDisk with a setting.
func fillDisk(t *testing.T, binary, setting string) {
	disk := smallDisk(t)
	folder, ballast := filepath.Join(disk, "data"), filepath.Join(disk, "ballast")
	s := launch(t, binary, folder, setting)
	s.ready()
	seed, dice := newDice(t)
	sender := newSender(t, &ledger{}, seed, 1)
	for range 1000 {
		sendNew(t, sender, s, dice)
	}

	if err := os.WriteFile(ballast, make([]byte, diskSize), 0o600); err == nil {
		t.Fatal("the disk is not full")
	}
	refused := sendUntilRefused(t, sender, s, dice)
	for range 5 {
		if status, code := trySend(t, sender, s, refused); status != 503 || code != "service.unavailable" {
			t.Errorf("with a full disk: %d %s, want 503 service.unavailable", status, code)
		}
	}
	kept := len(sender.ledger.events) - 1
	if got := len(readAPI(t, s.url, login(t, s.url)).events); got != kept && got != kept+1 { // it may be kept
		t.Errorf("with a full disk %d events are read, want %d", got, kept)
	}

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	goOn(t, sender, s, refused)
	for range 1000 {
		sendNew(t, sender, s, dice)
	}
	report(t, "the API", readAPI(t, s.url, login(t, s.url)).compare(sender.ledger))
	s.stop()
	t.Log(run(t, binary, "check", "-data", folder))
}

// sendNew sends a new event that must be taken.
func sendNew(t *testing.T, sender *sender, s *server, dice *rand.Rand) {
	t.Helper()
	e := newEvent(dice)
	sender.ledger.note(e)
	if status, code := trySend(t, sender, s, e); status != http.StatusOK {
		t.Fatalf("there is space, but the answer is %d %s:\n%s", status, code, s.output.String())
	}
}

// sendUntilRefused sends new events until one is not taken, and returns that one.
func sendUntilRefused(t *testing.T, sender *sender, s *server, dice *rand.Rand) *sent {
	t.Helper()
	for range 200_000 {
		e := newEvent(dice)
		sender.ledger.note(e)
		if status, _ := trySend(t, sender, s, e); status != http.StatusOK {
			return e
		}
	}
	t.Fatal("the disk does not get full")
	return nil
}

// goOn sends the refused event again until the same process takes it.
func goOn(t *testing.T, sender *sender, s *server, refused *sent) {
	t.Helper()
	for deadline := time.Now().Add(patience / 3); time.Now().Before(deadline); {
		if trySend(t, sender, s, refused); refused.answered {
			return
		}
	}
	t.Fatalf("the server does not go on when there is space again:\n%s", s.output.String())
}

// diskSize is how much the small disk holds, in bytes.
const diskSize = 20 << 20

// smallDisk mounts a file system of its own, which takes the rights to do so.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := mount(dir, diskSize); err != nil {
		t.Skipf("a small disk takes the right to mount a tmpfs: %v", err)
	}
	t.Cleanup(func() {
		if err := unmount(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// trySend sends an event and returns the status and, of a refusal, the code. The ledger hears of a 200.
func trySend(t *testing.T, sender *sender, s *server, e *sent) (status int, code string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost,
		s.url+"/api/v2/journey/deployments/"+app.DevDeployment+"/"+e.kind+"events", strings.NewReader(string(e.body)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Sojourn-Event-Id", e.id)
	response, err := sender.client.Do(request)
	if err != nil {
		t.Fatalf("%v:\n%s", err, s.output.String())
	}
	defer func() { _ = response.Body.Close() }()
	document, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Code    string
		Session struct{ ID string }
	}
	if err := json.Unmarshal(document, &answer); err != nil {
		t.Fatal(err)
	}
	if response.StatusCode == http.StatusOK {
		e.answered, e.session = true, answer.Session.ID
	} else if response.Header.Get("Retry-After") == "" {
		t.Errorf("%d %s without Retry-After", response.StatusCode, answer.Code)
	}
	return response.StatusCode, answer.Code
}
