package ceiling

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Server is the handler and what writes for it.
type Server struct {
	writer *writer
}

// Run serves on the listener until ctx ends; the file is made in the folder dir.
func Run(ctx context.Context, listener net.Listener, dir string, logger *slog.Logger) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("ceiling: %w", err)
	}
	w, err := openWriter(filepath.Join(dir, "ceiling"))
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: &Server{w}, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute,
	}
	stop := make(chan struct{})
	var actors sync.WaitGroup
	actors.Go(func() { w.run(stop) })
	failed := make(chan error, 1)
	actors.Go(func() { failed <- server.Serve(listener) })
	logger.Info("listening", "address", "http://"+listener.Addr().String(), "data", dir)
	select {
	case err = <-failed:
		err = fmt.Errorf("ceiling: serve: %w", err)
	case <-ctx.Done():
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		err = server.Shutdown(ending)
	}
	close(stop)
	actors.Wait()
	return errors.Join(err, w.file.Close())
}
