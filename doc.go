// Package sojourn holds no code: it is the root of the module, where the rules of the
// architecture are tested (arch_test.go). Start reading at README.md, then package journey.
package sojourn
