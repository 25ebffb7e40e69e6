package flame

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

const traces = `File: sojourn
Type: cpu
Duration: 1s, Total samples = 1.25s (125%)
-----------+-------------------------------------------------------
      20ms   runtime.memmove
             sojourn/flow/ingest.decode
             net/http.(*conn).serve
-----------+-------------------------------------------------------
     1.20s   sojourn/flow/ingest.decode[...]
             net/http.(*conn).serve
-----------+-------------------------------------------------------
      30ms   runtime.<unknown>
-----------+-------------------------------------------------------
`

func TestTracesAddUp(t *testing.T) {
	graph, err := Read(strings.NewReader(traces))
	if err != nil {
		t.Fatal(err)
	}
	serve := graph.callee("net/http.(*conn).serve")
	if graph.Time != 1250*time.Millisecond || serve.Time != 1220*time.Millisecond || len(graph.called) != 2 ||
		serve.callee("sojourn/flow/ingest.decode").callee("runtime.memmove").Time != 20*time.Millisecond {
		t.Errorf("got %+v, %+v", graph, serve)
	}
	if depth := graph.depth(); depth != 4 {
		t.Errorf("depth %d", depth)
	}
}

func TestNoTraces(t *testing.T) {
	for _, text := range []string{"", "File: sojourn\nType: cpu\n", "-----------+---\n"} {
		if _, err := Read(strings.NewReader(text)); !errors.Is(err, ErrNoTraces) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestThePictureIsSound reads it as XML: names hold what XML does not like.
func TestThePictureIsSound(t *testing.T) {
	graph, err := Read(strings.NewReader(traces))
	if err != nil {
		t.Fatal(err)
	}
	picture := graph.SVG("posts & batches")
	decoder, bars := xml.NewDecoder(strings.NewReader(string(picture))), 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, picture)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "g" {
			bars++
		}
	}
	if bars != 6 {
		t.Errorf("%d bars, want 6:\n%s", bars, picture)
	}
}

func TestNamesFit(t *testing.T) {
	for room, want := range map[float64]string{
		200: "sojourn/flow/ingest.decode", 100: "ingest.decode", 40: "inges…", 10: "",
	} {
		if got := fit("sojourn/flow/ingest.decode", room); got != want {
			t.Errorf("in %g: %q, want %q", room, got, want)
		}
	}
}
