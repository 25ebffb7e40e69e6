package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sojourn/app"
)

const exportUsage = `Usage: sojourn export [flags]

Writes everything as newline-delimited JSON: every record of the log (events, pings, ends, deployments), then
every session as the API shows it, then the totals. OAuth clients and their secrets are left out.

Without -server it reads the data folder, which no server may be using. With -server it asks a running one,
whose OAuth client needs the permission sojourn:export:view.

sojourn import reads it back: the round trip is exact.

Examples:
  sojourn export -data /var/lib/sojourn | zstd > sojourn.ndjson.zst
  sojourn export -server http://127.0.0.1:8080 -credentials data/admin-client.json -o sojourn.ndjson
`

// export is the export command.
func export(ctx context.Context, p *program, args []string) error {
	flags := p.newFlags("export", exportUsage)
	settings := settingFlags(flags)
	access := accessFlags(flags)
	file := flags.String("o", "", "`file` to write to; the default is stdout")
	if _, err := parse(flags, args); err != nil {
		return err
	}
	c, err := settings.load(p)
	if err != nil {
		return err
	}
	return p.writeTo(*file, func(out io.Writer) error {
		bar := p.progress("exporting")
		defer bar.done()
		if access.server == "" {
			return app.Export(ctx, c, app.Options{Logger: p.warnings()}, out, bar.tell)
		}
		server, err := access.logIn(ctx, c)
		if err != nil {
			return err
		}
		return server.stream(ctx, "/api/v2/sojourn/export", &countingWriter{out, bar, 0})
	})
}

// countingWriter shows how much was written.
type countingWriter struct {
	io.Writer
	bar     *bar
	written uint64
}

func (w *countingWriter) Write(b []byte) (int, error) {
	n, err := w.Writer.Write(b)
	w.written += uint64(n)
	w.bar.tell(w.written, 0)
	return n, err
}

// writeTo lets write write to a file that appears when it is complete, or to stdout.
func (p *program) writeTo(file string, write func(io.Writer) error) error {
	if file == "" {
		return write(p.out)
	}
	out, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*") // for the owner alone
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(out.Name()) }() // what is incomplete; a complete one has its new name by then
	if err := errors.Join(write(out), out.Sync(), out.Close()); err != nil {
		return err
	}
	return os.Rename(out.Name(), file)
}

// needsStopped says what a command needs whose folder is in use.
func needsStopped(command string, err error) error {
	if errors.Is(err, app.ErrInUse) {
		return fmt.Errorf("%s needs a stopped server: %w", command, err)
	}
	return err
}
