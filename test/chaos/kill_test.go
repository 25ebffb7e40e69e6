package chaos

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// The size of the test.
const (
	rounds      = 20
	shortRounds = 3
	connections = 8
)

// TestKill kills the server under load, again and again.
func TestKill(t *testing.T) {
	seed, dice := newDice(t)
	binary, folder := build(t), filepath.Join(t.TempDir(), "data")
	ledger := &ledger{}
	var senders []*sender
	for number := range connections {
		senders = append(senders, newSender(t, ledger, seed, number+1))
	}
	var ids defined
	n := rounds
	if testing.Short() {
		n = shortRounds
	}
	for range n {
		if dice.IntN(4) == 0 { // while it starts
			s := launch(t, binary, folder)
			<-time.After(time.Duration(dice.IntN(60)) * time.Millisecond)
			s.kill()
		}
		s := launch(t, binary, folder)
		s.ready()
		token := login(t, s.url)
		if ids == (defined{}) {
			ids = define(t, s.url, token)
		}
		var loads sync.WaitGroup
		for _, sender := range senders {
			loads.Go(func() { sender.load(s.url, token) })
		}
		<-time.After(time.Duration(50+dice.IntN(700)) * time.Millisecond)
		s.kill()
		loads.Wait()
		if t.Failed() {
			t.FailNow()
		}
	}

	s := launch(t, binary, folder)
	s.ready()
	token := login(t, s.url)
	for _, sender := range senders {
		if err := sender.settle(s.url, token); err != nil {
			t.Fatalf("after the last restart: %v", err)
		}
	}
	t.Logf("%d kills: %d events, %d of them sent again after a restart, %d more repeated",
		n, len(ledger.events), ledger.resent, ledger.repeats)
	read := readAPI(t, s.url, token)
	report(t, "the API", read.compare(ledger))
	report(t, "segments and outcomes", read.compareSegments(ledger, ids))
	s.stop()

	t.Log(run(t, binary, "check", "-data", folder))
	before := run(t, binary, "export", "-data", folder)
	export := readExport(t, before)
	report(t, "the export", export.compare(ledger))
	report(t, "the totals", export.compareTotals(ledger))
	run(t, binary, "rebuild", "-data", folder)
	if after := run(t, binary, "export", "-data", folder); after != before {
		t.Error("after a rebuild of the index the export is another")
	}
}

// newDice draws a seed, or takes that of the environment, and tells it.
func newDice(t *testing.T) (uint64, *rand.Rand) {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("CHAOS_SEED"); text != "" {
		given, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(fmt.Errorf("CHAOS_SEED: %w", err))
		}
		seed = given
	}
	t.Logf("CHAOS_SEED=%d", seed)
	return seed, rand.New(rand.NewPCG(seed, 0))
}

// report fails the test with the first problems.
func report(t *testing.T, what string, problems []string) {
	t.Helper()
	for i, problem := range problems {
		if i == 10 {
			t.Errorf("%s: and %d more", what, len(problems)-i)
			return
		}
		t.Errorf("%s: %s", what, problem)
	}
}
