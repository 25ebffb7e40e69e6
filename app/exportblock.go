package app

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"sojourn/flow/stitch"
	"sojourn/journey"
	"sojourn/journey/codec"
)

// blockRecords is how many records are turned into lines at a time.
const blockRecords = 512

// block is records of the log on their way to becoming lines. Turning them costs many times what reading them does, for
// every line is read back to be sure of it, so all processors do it, each a block.
type block struct {
	positions []journey.Position
	data      []byte // of all records, one behind the other
	ends      []int

	ready   chan struct{} // closed when what follows is there
	lines   []byte
	records uint64
	asOf    journey.Instant // when the newest came
	err     error
}

func (b *block) add(entry stitch.Entry) {
	b.positions = append(b.positions, entry.Position)
	b.data = append(b.data, entry.Data...) // the log reuses its own
	b.ends = append(b.ends, len(b.data))
}

// turn makes the lines.
func (b *block) turn() {
	defer close(b.ready)
	from := 0
	for i, end := range b.ends {
		if b.err = b.record(b.data[from:end]); b.err != nil {
			b.err = fmt.Errorf("export: record at position %d: %w", b.positions[i], b.err)
			return
		}
		from = end
	}
}

func (b *block) record(data []byte) error {
	record, err := codec.DecodeRecord(data)
	if err != nil {
		return err
	}
	b.asOf = max(b.asOf, journey.CameAt(record))
	if secret(record) {
		return nil
	}
	line, err := codec.MarshalLine(record)
	if err != nil {
		return err
	}
	b.lines = append(append(b.lines, line...), '\n')
	b.records++
	return nil
}

// records writes the records of the log, in order.
func (e *export) records(ctx context.Context, log reader) error {
	todo := make(chan *block)
	var workers sync.WaitGroup
	defer workers.Wait()
	defer close(todo)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for b := range todo {
				b.turn()
			}
		})
	}
	var waiting []*block // handed out, and not written
	hand := func(b *block) error {
		todo <- b
		if waiting = append(waiting, b); len(waiting) <= 2*runtime.GOMAXPROCS(0) {
			return nil
		}
		oldest := waiting[0]
		waiting = waiting[1:]
		return e.block(oldest)
	}
	next := &block{ready: make(chan struct{})}
	for entry, err := range log(ctx, 0) {
		if err != nil {
			return fmt.Errorf("export: read the log: %w", err)
		}
		if next.add(entry); len(next.ends) < blockRecords {
			continue
		}
		if err := hand(next); err != nil {
			return err
		}
		next = &block{ready: make(chan struct{})}
	}
	if err := hand(next); err != nil {
		return err
	}
	for _, b := range waiting {
		if err := e.block(b); err != nil {
			return err
		}
	}
	return nil
}

// block writes the lines of a block once they are there.
func (e *export) block(b *block) error {
	<-b.ready
	if b.err != nil {
		return b.err
	}
	if _, err := e.out.Write(b.lines); err != nil {
		return fmt.Errorf("export: write: %w", err)
	}
	e.asOf = max(e.asOf, b.asOf)
	e.written.Records += b.records
	if len(b.positions) > 0 {
		e.progress.tell(uint64(b.positions[len(b.positions)-1]), uint64(e.end))
	}
	return nil
}
