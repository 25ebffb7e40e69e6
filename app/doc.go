// Package app is the assembly: it opens, runs and stops everything that makes a Sojourn server. It is
// the only package that knows which engine is behind which interface.
//
// An App is what Open has opened in a data folder:
//
//	data/
//	├── LOCK               held by the process that uses the folder
//	├── log/               all facts (engine/seglog): back this up
//	├── index/             what was computed from them (engine/pebble): may be thrown away
//	├── token-key          signs access tokens
//	└── admin-client.json  the first OAuth client, written once
//
// Parts are opened from the disk up and closed in the opposite order. The wiring is drawn above Open.
//
// Besides the server the package has what is done to a folder as a whole, one file each: Check,
// Rebuild, Export, Import.
package app
