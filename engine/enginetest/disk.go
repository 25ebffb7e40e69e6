// Package enginetest says what "is a log" and "is an index" mean, as suites that every
// engine runs in a test of ten lines, and brings the disk that they are run on: one
// that loses power, tears writes and puts them in another order.
package enginetest

import (
	"math/rand/v2"
	"sync"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
)

// Disk is a disk in memory that can lose power. It keeps apart what was synced and
// what was merely written, for the contents of files in blocks of 4 KiB and for the
// entries of folders. Engines that share a Disk lose power at the same instant.
type Disk struct {
	memory *vfs.MemFS

	mu   sync.Mutex
	hook func(errorfs.Op) error
}

// NewDisk returns an empty disk.
func NewDisk() *Disk { return &Disk{memory: vfs.NewCrashableMem()} }

// FS is the file system on the disk. It may be used by several engines.
func (d *Disk) FS() vfs.FS { return errorfs.Wrap(d.memory, errorfs.InjectorFunc(d.before)) }

// BeforeChange calls hook in front of every operation that changes the disk: write,
// sync, create, rename, remove and so on, whichever goroutine it comes from, one at a
// time. An error that hook returns is the result of the operation, which then does not
// happen. nil takes the hook away. hook must not change the disk itself.
func (d *Disk) BeforeChange(hook func(errorfs.Op) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hook = hook
}

func (d *Disk) before(op errorfs.Op) error {
	if op.Kind == errorfs.OpFileClose || op.Kind.ReadOrWrite() == errorfs.OpIsRead {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.hook == nil {
		return nil
	}
	return d.hook(op)
}

// CutPower returns the disk as it may be found after a power cut at this instant:
// everything synced, and of what was not, each block and each folder entry with a
// probability of survives percent. So 0 loses all of it, 100 nothing, and what is
// between tears writes and reorders them. The disk itself goes on; random may be nil
// when survives is 0.
func (d *Disk) CutPower(survives int, random *rand.Rand) *Disk {
	return &Disk{memory: d.memory.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: survives, RNG: random})}
}

// Bytes returns the contents of a file as the system sees them, to be changed in
// place by a test that damages it. Nothing else may use the file meanwhile.
func (d *Disk) Bytes(path string) ([]byte, error) { return d.memory.UnsafeGetFileDataBuffer(path) }
