package main

import (
	"context"
	"fmt"
	"net"
	"os"

	"sojourn/app"
	"sojourn/config"
)

const serveUsage = `Usage: sojourn serve [flags]

Runs the server until it gets SIGINT (Ctrl-C) or SIGTERM; it then lets running requests finish and closes.

With -dev it is ready to try: there is a deployment for all websites, an OAuth client sojourn-dev with the
secret sojourn-dev, no limits, and only programs of this machine can reach it.

Without -dev the first start creates an OAuth client that may do everything and writes its secret, once, to
admin-client.json in the data folder. With it you create deployments and clients of your own.

Every setting has an environment name too, and may stand in a file: sojourn config doc.

Examples:
  sojourn serve -dev
  sojourn serve -data /var/lib/sojourn -listen 127.0.0.1:8080
  sojourn serve -config sojourn.toml
  SOJOURN_LOG_LEVEL=debug sojourn serve -dev
`

// serve is the serve command.
func serve(ctx context.Context, p *program, args []string) error {
	flags := p.newFlags("serve", serveUsage)
	settings := settingFlags(flags)
	flags.String("listen", "127.0.0.1:8080", "`address` to listen on; port 0 takes a free one")
	flags.Bool("dev", false, "for trying and testing, see above")
	profile := profileFlag(flags)
	if _, err := parse(flags, args); err != nil {
		return err
	}
	c, err := settings.load(p, "listen", "dev")
	if err != nil {
		return err
	}
	if *profile != "" && !c.Dev {
		return misuse(flags, "-pprof is for measuring a server that runs with -dev")
	}
	tuneCollector(p.environ, c.Memory.HeapBytes)
	logger := p.logger(c.Log)
	stopProfiles, err := serveProfiles(ctx, *profile, logger)
	if err != nil {
		return err
	}
	defer stopProfiles()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	server, err := app.Open(ctx, c, surroundings(app.Options{Logger: logger, Version: version}))
	if err != nil {
		_ = listener.Close() // nobody was told of it
		return err
	}
	p.welcome(c, listener.Addr())
	return server.Run(ctx, listener)
}

const devWelcome = `
Sojourn is running for trying and testing, data in %[2]s. Ctrl-C stops it.

  The console             %[1]s/
  The API, to browse      %[1]s/openapi.html
  Health and numbers      %[1]s/readyz  %[1]s/metrics
  OAuth client            sojourn-dev, secret sojourn-dev

Send an event:

  curl -sS %[1]s/api/v2/journey/deployments/%[3]s/webevents \
    -H 'Content-Type: application/json' -d '{"customerCookieId":"visitor-1","eventName":"page_viewed",
    "createdDate":"'$(date -u +%%Y-%%m-%%dT%%H:%%M:%%SZ)'","page":{"url":"https://shop.example/","title":"Shop"}}'

Or many, from a second terminal:

  %[4]s demo -server %[1]s

`

// welcome tells a newcomer what to do, when there is one.
func (p *program) welcome(c config.Config, address net.Addr) {
	if !c.Dev {
		return
	}
	fmt.Fprintf(p.out, devWelcome, "http://"+address.String()+c.BasePath, c.Data, app.DevDeployment, os.Args[0])
}
