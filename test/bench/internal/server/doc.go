// Package server runs the program that is measured as a process of its own, and reads from the system what
// it takes: processor time, memory, disk.
package server
