package app

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"sojourn/config"
	"sojourn/engine/pebble"
	"sojourn/engine/seglog"
	"sojourn/journey"
	"sojourn/journey/codec"
)

// ErrNotEmpty says that a folder to import into holds something already.
var ErrNotEmpty = errors.New("the data folder is not empty")

// LineError is a line of an export that cannot be imported.
type LineError struct {
	Line  uint64 // from 1
	Cause error
}

// Error implements error.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Cause) }

// Unwrap returns the cause.
func (e *LineError) Unwrap() error { return e.Cause }

// ImportReport is what an import did.
type ImportReport struct{ Records, Sessions uint64 }

// Import reads what Export wrote into an empty folder, all of it or nothing. The sessions are computed
// from the records and compared with those of the file. Errors are *LineError, ErrNotEmpty, ErrInUse, or
// those of reading and writing. progress is told the bytes read.
func Import(
	ctx context.Context, c config.Config, o Options, r io.Reader, progress Progress,
) (report ImportReport, err error) {
	o = o.withDefaults()
	f, err := openFolder(c.Data)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	for _, taken := range []string{f.log(), f.index()} {
		if _, err := os.Stat(taken); !errors.Is(err, os.ErrNotExist) {
			return report, fmt.Errorf("%w: there is %s; import into a new one", ErrNotEmpty, taken)
		}
	}
	// Until everything is verified it stands beside its place, so a failure leaves the folder empty.
	discard := func() error { return errors.Join(os.RemoveAll(f.newLog()), os.RemoveAll(f.newIndex())) }
	if err := discard(); err != nil { // of an import that was broken off
		return report, fmt.Errorf("import: %w", err)
	}
	i := &importing{config: c, options: o, folder: f, lines: bufio.NewReaderSize(r, 1<<16), progress: progress}
	if err := i.run(ctx); err != nil {
		return report, errors.Join(err, discard())
	}
	// The log comes first: an index without its log would be refused, a log without index is computed.
	err = os.Rename(f.newLog(), f.log())
	if err == nil {
		err = f.swapIndex()
	}
	if err != nil {
		return report, fmt.Errorf("import: put the data in its place: %w", err)
	}
	return ImportReport{i.seen.Records, i.seen.Sessions}, nil
}

// importing is one import under way.
type importing struct {
	config   config.Config
	options  Options
	folder   *folder
	lines    *bufio.Reader
	progress Progress

	line uint64 // number of the current one
	read uint64 // bytes
	asOf journey.Instant
	seen total
}

// run reads the records into a new log, computes the index from it, and compares the sessions.
func (i *importing) run(ctx context.Context) (err error) {
	log, err := openLog(i.folder.newLog(), i.config, i.options.Logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	rest, err := i.records(ctx, log)
	if err != nil {
		return err
	}
	index, err := openIndex(i.folder.newIndex(), log, i.config, i.options.Logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, index.Close()) }()
	if _, err := replay(ctx, entries(log), index, 0, nil); err != nil {
		return fmt.Errorf("import: the records do not fit together: %w", err)
	}
	return i.sessions(ctx, index, rest)
}

// One append to the log holds about so much, which makes an import quick: each append is synced.
const (
	appendRecords = 4096
	appendBytes   = 4 << 20
)

// records reads the records, which come first, and returns the line behind them.
func (i *importing) records(ctx context.Context, log *seglog.Log) (rest []byte, err error) {
	var batch [][]byte
	size := 0
	flush := func() error {
		_, err := log.Append(ctx, batch)
		batch, size = nil, 0
		i.progress.tell(i.read, 0)
		return err
	}
	for {
		line, err := i.next()
		if err != nil {
			return nil, err
		}
		if kind := recordOf(line); kind == sessionRecord || kind == totalRecord {
			return line, flush()
		}
		record, err := codec.UnmarshalLine(line)
		if err != nil {
			return nil, i.bad(err)
		}
		if err := importable(record); err != nil {
			return nil, i.bad(err)
		}
		data := codec.AppendRecord(nil, record)
		batch, size = append(batch, data), size+len(data)
		i.asOf = max(i.asOf, journey.CameAt(record))
		i.seen.Records++
		if len(batch) == appendRecords || size >= appendBytes {
			if err := flush(); err != nil {
				return nil, fmt.Errorf("import: %w", err)
			}
		}
	}
}

// importable refuses what a server could not start with.
func importable(r journey.Record) error {
	if secret(r) {
		return errors.New("OAuth clients and revoked tokens are not imported")
	}
	if d, ok := r.(*journey.Definition); ok && d.Noun == journey.DeploymentNoun && !d.Deleted {
		_, err := compileDeployment(*d)
		return err
	}
	return nil
}

// sessions compares the sessions of the file, beginning with line, with those that were computed, and the
// last line with what was read.
func (i *importing) sessions(ctx context.Context, index *pebble.Index, line []byte) error {
	next, stop := iter.Pull2(allSessions(ctx, index))
	defer stop()
	for ; recordOf(line) == sessionRecord; i.seen.Sessions++ {
		session, err, more := next()
		if err != nil {
			return fmt.Errorf("import: read the sessions: %w", err)
		}
		if !more {
			return i.bad(errors.New("no session follows from the records"))
		}
		want, err := sessionLine(session, i.asOf)
		if err != nil {
			return err
		}
		if want != nil && !bytes.Equal(line, want) {
			return i.bad(fmt.Errorf("the session does not follow from the records, which give %s", want))
		}
		if line, err = i.next(); err != nil {
			return err
		}
	}
	var last total
	if err := json.Unmarshal(line, &last); err != nil || last.Record != totalRecord {
		return i.bad(errors.New("records come first, then sessions, then the totals"))
	}
	if last.Records != i.seen.Records || last.Sessions != i.seen.Sessions {
		return i.bad(fmt.Errorf("the file should have %d records and %d sessions, and has %d and %d",
			last.Records, last.Sessions, i.seen.Records, i.seen.Sessions))
	}
	return i.end()
}

// next reads a line. The last line of a whole file is the totals, so there always is one.
func (i *importing) next() ([]byte, error) {
	i.line++
	line, err := i.lines.ReadBytes('\n')
	i.read += uint64(len(line))
	switch {
	case errors.Is(err, io.EOF):
		return nil, i.bad(errors.New("the file ends here, but its last line is missing: it was cut off"))
	case err != nil:
		return nil, fmt.Errorf("import: read: %w", err)
	}
	return bytes.TrimSuffix(line, []byte("\n")), nil
}

// end makes sure that nothing follows the totals.
func (i *importing) end() error {
	i.line++
	if _, err := i.lines.ReadByte(); !errors.Is(err, io.EOF) {
		return i.bad(errors.New("something follows the totals"))
	}
	i.progress.tell(i.read, i.read)
	return nil
}

func (i *importing) bad(cause error) error { return &LineError{i.line, cause} }

// recordOf returns what a line says it is; empty if it says nothing.
func recordOf(line []byte) string {
	var head struct {
		Record string `json:"record"`
	}
	if json.Unmarshal(line, &head) != nil {
		return ""
	}
	return head.Record
}

// allSessions yields every session of an index, the one with the newest event first.
func allSessions(ctx context.Context, index *pebble.Index) iter.Seq2[*journey.Session, error] {
	return index.Recent(ctx, 0, latest, pebble.Cursor{})
}

// latest is after every event.
const latest = journey.Instant(1 << 62)
