package enginetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"sojourn/journey"
)

// logModel is a log with erasures as it should be.
type logModel struct {
	engine LogEngine
	last   journey.Position
	there  map[journey.Position]string
	// erasing are records whose erasure was not answered: they may be there or not.
	erasing map[journey.Position]string
}

func newLogModel(e LogEngine) *logModel {
	return &logModel{engine: e, there: map[journey.Position]string{}, erasing: map[journey.Position]string{}}
}

// append appends n records to the log and the model. Their sizes, up to most bytes, are
// not all the same, and every third compresses well.
func (m *logModel) append(ctx context.Context, l Log, n, most int) error {
	records := make([]string, n)
	for i := range records {
		p := int(m.last) + 1 + i
		records[i] = fmt.Sprintf("record %d ", p)
		if p%3 > 0 {
			records[i] += noise(records[i], p*31%(most+1))
		}
	}
	first, err := l.Append(ctx, recordsOf(records))
	if err != nil || first != m.last+1 {
		return fmt.Errorf("append: position %d behind %d, %w", first, m.last, err)
	}
	for _, r := range records {
		m.last++
		m.there[m.last] = r
	}
	return nil
}

// begin says that the positions are being erased, erased that they are.
func (m *logModel) begin(positions []journey.Position) {
	for _, p := range positions {
		if r, ok := m.there[p]; ok {
			delete(m.there, p)
			m.erasing[p] = r
		}
	}
}

func (m *logModel) erased() { clear(m.erasing) }

// verify compares the log with the model, by Read and by Get.
func (m *logModel) verify(ctx context.Context, l Log) error {
	if l.End() != m.last {
		return fmt.Errorf("end is %d, want %d", l.End(), m.last)
	}
	read := map[journey.Position]string{}
	before := journey.Position(0)
	for entry, err := range l.Read(ctx, 0) {
		if err != nil {
			return fmt.Errorf("read behind %d: %w", before, err)
		}
		if entry.Position <= before {
			return fmt.Errorf("read position %d behind %d", entry.Position, before)
		}
		before = entry.Position
		read[before] = string(entry.Data)
	}
	if err := m.compare("read", read); err != nil {
		return err
	}
	got := map[journey.Position]string{}
	for p := range m.last {
		records, err := l.Get(ctx, []journey.Position{p + 1})
		switch {
		case err == nil:
			got[p+1] = string(records[0])
		case !errors.Is(err, m.engine.NotFound):
			return fmt.Errorf("get position %d: %w", p+1, err)
		}
	}
	if err := m.compare("get", got); err != nil {
		return err
	}
	together := slices.Sorted(maps.Keys(m.there))
	if records, err := l.Get(ctx, together); err != nil || len(records) != len(together) {
		return fmt.Errorf("get all: %d records, %w", len(records), err)
	}
	return nil
}

func (m *logModel) compare(how string, got map[journey.Position]string) error {
	for p, want := range m.there {
		if r, ok := got[p]; !ok || r != want {
			return fmt.Errorf("%s position %d: there %v, %.40q, want %.40q", how, p, ok, r, want)
		}
	}
	for p, r := range got {
		if _, ok := m.there[p]; !ok && (m.erasing[p] != r || r == "") {
			return fmt.Errorf("%s position %d: %.40q, but it was erased", how, p, r)
		}
	}
	return nil
}

// clone is a copy to go on with on another disk.
func (m *logModel) clone() *logModel {
	c := *m
	c.there, c.erasing = maps.Clone(m.there), maps.Clone(m.erasing)
	return &c
}
