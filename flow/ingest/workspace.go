package ingest

import (
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"sojourn/journey"
)

// workspace is the memory that reading and checking an event needs, kept between events.
type workspace struct {
	scanner scanner
	body    scannedBody
	web     webBody // of the decoder, for what the scanner leaves to it
	app     appBody
	values  valueReader
	sdk     *journey.SDKLibrary // of the newest event that had one: all have the same for months
	draft   draft

	deployments lastDeployment
}

var workspaces = sync.Pool{New: func() any { return new(workspace) }}

// workspace takes one out of the pool; whoever got it releases it.
func (s *Service) workspace() *workspace {
	w := workspaces.Get().(*workspace)
	w.scanner.enricher = s.options.Enricher
	return w
}

// maxKeptBuffer bounds what a workspace keeps, so that a few large bodies do not swell the pool.
const maxKeptBuffer = 8 << 10

// scan reads a body if the scanner can.
func (w *workspace) scan(document []byte) bool {
	if w.body.scan(&w.scanner, document) {
		return true
	}
	w.body = scannedBody{}
	return false
}

// read reads the body, unless that is done.
func (w *workspace) read(in *input) *journey.Fault {
	if in.scanned || w.scan(in.body) {
		return nil
	}
	b := &w.body.eventBody
	if in.kind == journey.App {
		w.app.reset()
		if fault := decode(in.body, &w.app); fault != nil {
			return fault
		}
		b.commonBody, b.appPart = w.app.commonBody, w.app.appPart
	} else {
		w.web.reset()
		if fault := decode(in.body, &w.web); fault != nil {
			return fault
		}
		b.commonBody, b.webPart = w.web.commonBody, w.web.webPart
	}
	b.date = readDate([]byte(b.CreatedDate))
	return nil
}

// reset forgets an event. What the decoder read stays until it reads again, which is rare.
func (w *workspace) reset() {
	w.body = scannedBody{}
	w.draft = draft{}
}

func (w *workspace) release() {
	w.reset()
	for _, buffer := range []*jsontext.Value{
		&w.web.Attributes, &w.web.Traits, &w.app.Attributes, &w.app.Traits,
	} {
		if cap(*buffer) > maxKeptBuffer {
			*buffer = nil
		}
	}
	for _, buffer := range []*[]byte{&w.values.text, &w.scanner.scratch} {
		if cap(*buffer) > maxKeptBuffer {
			*buffer = nil
		}
	}
	w.values.source, w.deployments, w.scanner.enricher = nil, lastDeployment{}, nil
	workspaces.Put(w)
}
