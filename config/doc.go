// Package config holds every setting of a Sojourn server, and the settings document themselves.
//
// One table, in settings.go, gives each setting its name, what may be written, its default and its
// meaning. All else follows from it: how a value is read, the environment name
// (session.timeoutSeconds is SOJOURN_SESSION_TIMEOUT_SECONDS), docs/config.md, the example file,
// and the hint that a misspelt name gets.
//
// A value comes from the first of these that has it:
//
//	flags  >  environment  >  file (TOML)  >  default
//
// Load reads all four and checks every value. Its error lists all that is wrong, each with the
// setting, the place it came from and the reason. What it returns is typed and ready for use:
// durations, address ranges and compiled patterns, never text to be parsed again.
package config
