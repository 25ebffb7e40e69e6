//go:build unix

package app

import (
	"golang.org/x/sys/unix"

	"sojourn/web/restapi"
)

// diskOf is the room on the disk of a folder; zero if it is not known.
func diskOf(folder string) restapi.DiskVitals {
	var stat unix.Statfs_t
	if unix.Statfs(folder, &stat) != nil {
		return restapi.DiskVitals{}
	}
	return restapi.DiskVitals{Free: stat.Bavail * uint64(stat.Bsize), Total: stat.Blocks * uint64(stat.Bsize)}
}
