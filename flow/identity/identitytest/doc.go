// Package identitytest says what "is a store of contacts" means, as a suite that every store runs, and has
// the simplest store that passes it.
package identitytest
