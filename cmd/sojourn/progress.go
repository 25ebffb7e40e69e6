package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"sojourn/app"
)

// bar shows the progress of a long task on one line that is written over and over. Where nobody watches,
// it is silent.
type bar struct {
	out   io.Writer
	live  bool
	what  string
	next  time.Time // not drawn before
	drawn bool
}

// progress begins a bar on the program's stderr.
func (p *program) progress(what string) *bar {
	return &bar{out: p.err, live: onTerminal(p.err), what: what}
}

const (
	barEvery = 100 * time.Millisecond
	barWidth = 30
)

// tell implements app.Progress.
func (b *bar) tell(done, total uint64) {
	now := time.Now()
	if !b.live || now.Before(b.next) {
		return
	}
	b.next, b.drawn = now.Add(barEvery), true
	if total <= done { // the end is not known, or reached
		fmt.Fprintf(b.out, "\r%s: %d\x1b[K", b.what, done)
		return
	}
	full := int(done * barWidth / total)
	fmt.Fprintf(b.out, "\r%s [%s%s] %d%%\x1b[K", b.what,
		strings.Repeat("#", full), strings.Repeat(".", barWidth-full), done*100/total)
}

// done removes the bar.
func (b *bar) done() {
	if b.drawn {
		fmt.Fprint(b.out, "\r\x1b[K")
	}
}

var _ app.Progress = (*bar)(nil).tell
