package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"sojourn/app"
)

const importUsage = `Usage: sojourn import [flags] FILE

Reads an export into an empty data folder, all of it or nothing. FILE is what sojourn export wrote, or - for
stdin. The sessions are computed from the records and compared with those of the file. A line that is
damaged is refused with its number. The server must be stopped.

To feed events of another system into a running server, send them to POST /api/v2/sojourn/events instead.

Examples:
  sojourn import -data /var/lib/sojourn sojourn.ndjson
  zstdcat sojourn.ndjson.zst | sojourn import -data /var/lib/sojourn -
`

// importCommand is the import command.
func importCommand(ctx context.Context, p *program, args []string) error {
	flags := p.newFlags("import", importUsage)
	settings := settingFlags(flags)
	rest, err := parse(flags, args, "file")
	if err != nil {
		return err
	}
	c, err := settings.load(p)
	if err != nil {
		return err
	}
	in, size, err := p.open(rest[0])
	if err != nil {
		return err
	}
	defer in.Close()
	bar := p.progress("importing")
	report, err := app.Import(ctx, c, app.Options{Logger: p.warnings()}, in,
		func(done, _ uint64) { bar.tell(done, size) })
	bar.done()
	if err != nil {
		return needsStopped("import", err)
	}
	fmt.Fprintf(p.out, "Imported %d records into %s; they make the same %d sessions.\n",
		report.Records, c.Data, report.Sessions)
	return nil
}

// open opens a file to read and tells its size; - is stdin, of unknown size.
func (p *program) open(name string) (io.ReadCloser, uint64, error) {
	if name == "-" {
		return io.NopCloser(p.in), 0, nil
	}
	file, err := os.Open(name) //nolint:gosec // the file that the user names
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, 0, err
	}
	return file, uint64(info.Size()), nil
}
