package seglog

import (
	"errors"
	"fmt"

	"sojourn/journey"
)

// Why an append or a read is refused. Test with errors.Is.
var (
	// ErrStopped: a write or a sync failed. What the disk then holds is unknown, so
	// the log takes nothing more until it is opened again and reads it back. The
	// records of the failed append may turn out to be stored.
	ErrStopped = errors.New("the log has stopped after a failed write")
	// ErrNoSpace: the next segment cannot be prepared. Nothing of the append was
	// stored; the log goes on as soon as there is space.
	ErrNoSpace = errors.New("no space for the next segment of the log")
	// ErrClosed: the log was closed.
	ErrClosed = errors.New("the log is closed")
	// ErrNotFound: there is no record at a position, because it was not written yet,
	// was erased, or its segment was removed.
	ErrNotFound = journey.ErrNoRecord
	// ErrNewest: the newest segment cannot be removed; Roll closes it first.
	ErrNewest = errors.New("the newest segment of the log cannot be removed")
	// ErrTooLarge: the records of one append exceed MaxAppend.
	ErrTooLarge = errors.New("append exceeds the largest size")
)

// A DamageError says that bytes which were once durable no longer read back as they
// were written. The log is left exactly as it was found.
type DamageError struct {
	File    string // path of the segment
	Offset  int64  // where in the file, in bytes
	Problem string
}

// Error names the place and what an operator can do about it.
func (e *DamageError) Error() string {
	return fmt.Sprintf("log segment %s is damaged at byte %d: %s; nothing was changed: "+
		"stop the server, keep a copy of the file and put back a sound one from a backup "+
		"(moving the file away instead gives up every record in it)", e.File, e.Offset, e.Problem)
}
