package restapi

import (
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// answer is the ResponseWriter of one request. It holds the status back until the body comes, compresses
// bodies that are worth it (api.md §1) and gives HEAD none.
type answer struct {
	http.ResponseWriter
	request request // that it answers
	status  int     // 0 until it is set
	started bool    // the head is on its way
}

// worthCompressing is the size in bytes beyond which a body is compressed.
const worthCompressing = 1 << 10

// countedByServer is the size in bytes up to which net/http counts a body by itself, without allocating: that
// of the buffer into which it writes an answer.
const countedByServer = 2 << 10

var answers = sync.Pool{New: func() any { return new(answer) }}

var compressors = sync.Pool{New: func() any {
	// The level is one of the package's own, so there is no error.
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	return w
}}

func newAnswer(w http.ResponseWriter, r *http.Request) *answer {
	a := answers.Get().(*answer)
	a.ResponseWriter, a.request.Request = w, r
	return a
}

func (a *answer) release() {
	*a = answer{}
	answers.Put(a)
}

// Unwrap lets http.ResponseController through.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// WriteHeader implements http.ResponseWriter. The first status counts.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write implements http.ResponseWriter. Handlers hand over a body in one piece; only the first
// piece is looked at for its size.
func (a *answer) Write(body []byte) (int, error) {
	if a.started {
		return a.write(body)
	}
	if a.status == 0 {
		a.status = http.StatusOK
	}
	if len(body) > worthCompressing && !a.request.plain {
		a.Header().Add("Vary", "Accept-Encoding")
		if acceptsGzip(a.request.Header.Get("Accept-Encoding")) {
			return a.compress(body)
		}
	}
	if len(body) > countedByServer || a.request.Method == http.MethodHead {
		a.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	a.start()
	return a.write(body)
}

func (a *answer) write(body []byte) (int, error) {
	if a.request.Method == http.MethodHead {
		return len(body), nil
	}
	return a.ResponseWriter.Write(body)
}

func (a *answer) compress(body []byte) (int, error) {
	a.Header().Set("Content-Encoding", "gzip")
	a.start()
	if a.request.Method == http.MethodHead {
		return len(body), nil
	}
	compressor := compressors.Get().(*gzip.Writer)
	defer compressors.Put(compressor)
	compressor.Reset(a.ResponseWriter)
	n, err := compressor.Write(body)
	if err == nil {
		err = compressor.Close()
	}
	return n, err
}

// stream sends the head of an answer that is written piece by piece.
func (a *answer) stream() {
	a.status = http.StatusOK
	a.start()
}

// start sends the head.
func (a *answer) start() {
	a.started = true
	a.ResponseWriter.WriteHeader(a.status)
}

// finish sends the head of an answer without a body.
func (a *answer) finish() {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	if !a.started {
		a.start()
	}
}

// acceptsGzip reads an Accept-Encoding header as far as it matters here.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		coding, weight, _ := strings.Cut(part, ";")
		coding = strings.TrimSpace(coding)
		if !strings.EqualFold(coding, "gzip") && coding != "*" {
			continue
		}
		quality, given := strings.CutPrefix(strings.ReplaceAll(weight, " ", ""), "q=")
		q, err := strconv.ParseFloat(quality, 64)
		return !given || err == nil && q > 0
	}
	return false
}
