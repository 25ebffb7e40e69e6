//go:build !unix

package app

import "sojourn/web/restapi"

// diskOf would be the room on the disk of a folder.
func diskOf(string) restapi.DiskVitals { return restapi.DiskVitals{} }
