package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"time"
)

// profileFlag adds -pprof, for developers: profiles tell what is in memory, so they have an address of
// their own, on this machine only, and only while somebody measures.
func profileFlag(flags *flag.FlagSet) *string {
	return flags.String("pprof", "", "serve profiles of the program on this loopback `address`, for developers")
}

// serveProfiles serves /debug/pprof/ on a loopback address until stop is called; with an empty address it
// does nothing.
func serveProfiles(ctx context.Context, address string, logger *slog.Logger) (stop func(), err error) {
	if address == "" {
		return func() {}, nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("serve profiles: %w", err)
	}
	if ip := listener.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
		_ = listener.Close() // nobody was told of it
		return nil, fmt.Errorf("serve profiles: %s can be reached from other machines: use 127.0.0.1", address)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with Close
	logger.Info("profiling", "address", "http://"+listener.Addr().String()+"/debug/pprof/")
	return func() { _ = server.Close() }, nil
}
