package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"sojourn/web/tracker"
)

// serveShop opens the pages of the shop until ctx ends. Whoever clicks through them is a visitor.
func (d *demo) serveShop(ctx context.Context, out io.Writer) error {
	pages, err := tracker.Shop(d.server, d.deployment)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", d.shop)
	if err != nil {
		return fmt.Errorf("the shop's pages: %w", err)
	}
	server := &http.Server{Handler: pages, ReadHeaderTimeout: 10 * time.Second}
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	fmt.Fprintf(out, "Velo shop is open at http://%s, and tells %s of its visitors. Ctrl-C closes it.\n",
		listener.Addr(), d.server)
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("the shop's pages: %w", err)
	}
	return nil
}
