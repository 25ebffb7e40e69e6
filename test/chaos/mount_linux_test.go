package chaos

import (
	"fmt"
	"syscall"
)

// mount mounts a tmpfs of that many bytes.
func mount(dir string, size int) error {
	return syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d", size))
}

// unmount takes it away as soon as nobody uses it.
func unmount(dir string) error { return syscall.Unmount(dir, syscall.MNT_DETACH) }
