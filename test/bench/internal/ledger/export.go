package ledger

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"sojourn/journey"
)

// record is as much of a line of `sojourn export` as counts here.
type record struct {
	Record     string  `json:"record"`
	ID         string  `json:"id"` // of an event a UUID
	EventCount uint64  `json:"eventCount"`
	Records    *uint64 `json:"records"`
}

// eventLine is how the line of an event begins; the next 36 bytes are its id. Events are most of an export,
// and reading them as JSON would take ten times as long.
var eventLine = []byte(`{"record":"event","id":"`)

var errCutOff = errors.New("ledger: the export has no last line")

// Compare reads an export of everything that a server stored.
func (l *Ledger) Compare(export io.Reader) (Verdict, error) {
	c := &comparison{ledger: l}
	lines := bufio.NewReaderSize(export, 1<<20)
	complete := false
	for {
		line, err := lines.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF) && len(line) == 0 && complete:
			return c.finish(), nil
		case errors.Is(err, io.EOF):
			return c.Verdict, errCutOff
		case err != nil:
			return c.Verdict, fmt.Errorf("ledger: read the export: %w", err)
		}
		if complete, err = c.line(line); err != nil {
			return c.Verdict, err
		}
	}
}

// line takes one line and reports whether it is the last.
func (c *comparison) line(line []byte) (last bool, err error) {
	if rest, ok := bytes.CutPrefix(line, eventLine); ok && len(rest) > 36 && rest[36] == '"' {
		if id, err := journey.ParseID(string(rest[:36])); err == nil {
			c.event(id)
			return false, nil
		}
	}
	var r record
	if err := json.Unmarshal(line, &r); err != nil {
		return false, fmt.Errorf("ledger: the export has a line %.60q: %w", line, err)
	}
	switch r.Record {
	case "event":
		id, err := journey.ParseID(r.ID)
		if err != nil {
			return false, fmt.Errorf("ledger: the export has a line %.60q: %w", line, err)
		}
		c.event(id)
	case "session":
		c.Sessions++
		c.InSessions += r.EventCount
	case "total":
		return true, nil
	}
	return false, nil
}
