// Command bench measures Sojourn from outside: it starts the real program on an empty folder, drives it over
// loopback from this process, and reports rates, latencies, processor time, memory and disk, in a table and
// as JSON.
//
// Each load also goes to the ceiling (`sojourn ceiling`), a handler in the same program that does no more
// than decode, queue and sync, and every figure is given as a ratio to it. So a figure says how much of what
// this machine can do is left to users, on any machine.
//
//	load ──requests──► wire ──HTTP──► server: sojourn serve -dev │ sojourn ceiling
//	                     │
//	                     ├─ answered ids ──► ledger ◄── sojourn export, afterwards
//	                     └─ latencies ─────► histogram ──► report
//
// Nothing counts that is not right: at the end everything that was answered must be stored exactly once,
// or the run fails.
//
//	go run ./test/bench                     rates, latencies, reads, disk, segments and outcomes (make bench)
//	go run ./test/bench -only rules         what segments and outcomes cost, alone
//	go run ./test/bench -mode growth        the same at 1, 5 and 20 million events, SIGKILL, memory per session,
//	                                        a flood of unknown user agents (make bench-growth)
//
// It needs Linux, for /proc and epoll.
package main
