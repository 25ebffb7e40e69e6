package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sojourn/config"
	"sojourn/engine/pebble"
	"sojourn/journey"
	"sojourn/web/contract"
	"sojourn/web/restapi"
)

// An export is one JSON object per line: first every record in the order of the log, then every session
// as the API shows it, the one with the newest event first, then how many of each there were.
//
//	{"record":"definition",…}  {"record":"event",…}  {"record":"ping",…}  {"record":"end",…}
//	{"record":"session",…}
//	{"record":"total","records":…,"sessions":…}
//
// OAuth clients and revoked tokens stay where they are. Sessions are shown as of the newest record, so the
// export of the same records is the same to the byte, whenever and wherever it is made.
const (
	sessionRecord = "session"
	totalRecord   = "total"
)

// total is the last line: a file that was cut off has none.
type total struct {
	Record   string `json:"record"`
	Records  uint64 `json:"records"`
	Sessions uint64 `json:"sessions"`
}

// Export writes everything that a folder holds. The folder must not be in use; a running server exports by
// itself, see App.Export.
func Export(ctx context.Context, c config.Config, o Options, w io.Writer, progress Progress) (err error) {
	o = o.withDefaults()
	f, err := openExisting(c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	s, err := openStore(ctx, f, c, nil, o.Logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	e := export{out: bufio.NewWriterSize(w, 1<<16), progress: progress, end: s.log.End()}
	if err := e.records(ctx, entries(s.log)); err != nil {
		return err
	}
	return e.finish(ctx, s.index)
}

// Export writes everything that was durable at the time of the call, while events go on coming in. The
// index moves on meanwhile, so the sessions come from one of their own that ends at the same record.
func (a *App) Export(ctx context.Context, w io.Writer) (err error) {
	e := export{out: bufio.NewWriterSize(w, 1<<16), end: a.store.log.End()}
	log := entries(a.store.log).upTo(e.end)
	if err := e.records(ctx, log); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(a.folder.path, filepath.Base(a.folder.export()))
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	c := a.config
	c.Index.CacheBytes = exportCache
	index, err := openIndex(filepath.Join(dir, "index"), a.store.log, c, a.logger)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer func() { err = errors.Join(err, index.Close()) }()
	if _, err := replay(ctx, log, index, 0, nil); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return e.finish(ctx, index)
}

// exportCache is the memory for the index of an export beside a running server's, which needs its own.
const exportCache = 16 << 20

// export is one export under way.
type export struct {
	out      *bufio.Writer
	progress Progress
	end      journey.Position // of the last record
	asOf     journey.Instant  // when the newest record came
	written  total
}

// finish writes the sessions and the last line.
func (e *export) finish(ctx context.Context, index *pebble.Index) error {
	for session, err := range allSessions(ctx, index) {
		if err != nil {
			return fmt.Errorf("export: read the sessions: %w", err)
		}
		line, err := sessionLine(session, e.asOf)
		if err != nil {
			return err
		}
		if line == nil {
			break
		}
		if err := e.line(line); err != nil {
			return err
		}
		e.written.Sessions++
	}
	e.written.Record = totalRecord
	last, err := json.Marshal(e.written)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := e.line(last); err != nil {
		return err
	}
	e.progress.tell(uint64(e.end), uint64(e.end))
	if err := e.out.Flush(); err != nil {
		return fmt.Errorf("export: write: %w", err)
	}
	return nil
}

func (e *export) line(line []byte) error {
	_, _ = e.out.Write(line) // the writer keeps its error
	if err := e.out.WriteByte('\n'); err != nil {
		return fmt.Errorf("export: write: %w", err)
	}
	return nil
}

// sessionLine is a session's document, marked as such.
func sessionLine(s *journey.Session, asOf journey.Instant) ([]byte, error) {
	line, err := contract.AppendJSON([]byte(`{"record":"session",`), restapi.SessionView(s, asOf))
	if err != nil {
		return nil, fmt.Errorf("export: session %s: %w", s.ID, err)
	}
	const mark = len(`{"record":"session",`)
	return append(line[:mark], line[mark+1:]...), nil // without the document's own brace
}

// secret reports whether a record says who may log in: such records are not exported.
func secret(r journey.Record) bool {
	d, ok := r.(*journey.Definition)
	return ok && (d.Noun == journey.ClientNoun || d.Noun == journey.RevocationNoun)
}
