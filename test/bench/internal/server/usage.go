//go:build linux

package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// clockTick is the unit of processor times in /proc: sysconf(_SC_CLK_TCK), 100 a second on all Linux.
const clockTick = 10 * time.Millisecond

// CPU is the processor time that the server has taken so far, in user space and kernel.
func (p *Process) CPU() (time.Duration, error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.PID()))
	if err != nil {
		return 0, fmt.Errorf("processor time of %s: %w", p.Name, err)
	}
	return parseStat(content)
}

var errStat = errors.New("processor time: unknown form of /proc/PID/stat")

// parseStat adds the fields 14 and 15, utime and stime. The second field is a name that may hold anything.
func parseStat(content []byte) (time.Duration, error) {
	fields := bytes.Fields(content[bytes.LastIndexByte(content, ')')+1:])
	if len(fields) < 13 {
		return 0, errStat
	}
	var total int64
	for _, field := range fields[11:13] {
		ticks, err := strconv.ParseInt(string(field), 10, 64)
		if err != nil {
			return 0, errStat
		}
		total += ticks
	}
	return time.Duration(total) * clockTick, nil
}

// ResetPeak lets the peak of memory begin anew.
func (p *Process) ResetPeak() error {
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.PID()), []byte("5"), 0); err != nil {
		return fmt.Errorf("peak of memory of %s: %w", p.Name, err)
	}
	return nil
}

// Memory is the resident memory in bytes: now, and at most since the last reset.
func (p *Process) Memory() (now, peak int64, err error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.PID()))
	if err != nil {
		return 0, 0, fmt.Errorf("memory of %s: %w", p.Name, err)
	}
	return kilobytes(content, "VmRSS:"), kilobytes(content, "VmHWM:"), nil
}

// kilobytes reads a line such as "VmHWM:  123456 kB", as bytes; 0 if there is none.
func kilobytes(content []byte, name string) int64 {
	for line := range strings.Lines(string(content)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == name {
			n, err := strconv.ParseInt(fields[1], 10, 64)
			if err == nil {
				return n << 10
			}
		}
	}
	return 0
}

// What counts as idle.
const (
	idleFor   = 500 * time.Millisecond
	idleTime  = 30 * time.Millisecond // of processor time meanwhile
	settleMax = 30 * time.Second
)

// Settle waits until the server does nothing more: what a load leaves to do (flushes, compactions, collected
// garbage) shall not count for the next. After half a minute it goes on anyway.
func Settle(ctx context.Context, all ...*Process) error {
	ticker := time.NewTicker(idleFor)
	defer ticker.Stop()
	before := time.Duration(-1)
	for deadline := time.Now().Add(settleMax); time.Now().Before(deadline); {
		var now time.Duration
		for _, p := range all {
			cpu, err := p.CPU()
			if err != nil {
				return err
			}
			now += cpu
		}
		if before >= 0 && now-before <= idleTime {
			return nil
		}
		before = now
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
	return nil
}
