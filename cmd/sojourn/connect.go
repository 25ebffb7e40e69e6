package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"sojourn/app"
	"sojourn/connect/genesys"
)

const connectUsage = `Usage: sojourn connect genesys -region DOMAIN -client-id ID [flags]

Pulls conversation events out of a Genesys Cloud organisation and sends them to a running server, until Ctrl-C.
It logs in to Genesys with an OAuth client of the grant type client credentials, whose secret is in the
environment variable GENESYS_CLIENT_SECRET. It logs in to the server with -credentials FILE, or with
-sojourn-client-id and the secret in CONNECT_CLIENT_SECRET; the client needs the permission journey:event:add.

Without -queue and -topic it follows the conversations of every queue that the client may see.
docs/connect-genesys.md tells what comes this way, and what only comes through EventBridge.

Examples:
  sojourn connect genesys -region mypurecloud.de -client-id ID -credentials data/admin-client.json
  sojourn connect genesys -region usw2.pure.cloud -client-id ID -queue QUEUE-ID -server http://127.0.0.1:8080
`

// connect is the connect command.
func connect(ctx context.Context, p *program, args []string) error {
	flags := p.newFlags("connect", connectUsage)
	o := genesys.Options{ClientSecret: p.getenv("GENESYS_CLIENT_SECRET")}
	sojourn := app.Credentials{ClientSecret: p.getenv("CONNECT_CLIENT_SECRET")}
	var queues, topics words
	flags.StringVar(&o.Region, "region", "", "`domain` of the Genesys Cloud region, such as mypurecloud.de")
	flags.StringVar(&o.ClientID, "client-id", "", "`id` of the OAuth client in Genesys Cloud")
	flags.Var(&queues, "queue", "`id` of a queue whose conversations are followed; may be repeated")
	flags.Var(&topics, "topic", "a `topic` to subscribe as it is; may be repeated")
	server := flags.String("server", "http://127.0.0.1:8080", "`URL` of the Sojourn server")
	file := flags.String("credentials", "", "`file` like admin-client.json with the server's OAuth client")
	flags.StringVar(&sojourn.ClientID, "sojourn-client-id", "", "`id` of the server's OAuth client")
	rest, err := parse(flags, args, "word genesys")
	switch {
	case err != nil:
		return err
	case rest[0] != "genesys":
		return misuse(flags, "there is no %q to connect; did you mean genesys?", rest[0])
	case *file != "":
		if sojourn, err = app.ReadCredentials(*file); err != nil {
			return err
		}
	case sojourn.ClientID == "" || sojourn.ClientSecret == "":
		return misuse(flags, "who sends? use -credentials FILE, or -sojourn-client-id and CONNECT_CLIENT_SECRET")
	}
	target := genesys.NewSojourn(*server, sojourn.ClientID, sojourn.ClientSecret, nil)
	o.Queues, o.Topics, o.Forward = queues, topics, target.Forward
	o.Logger = slog.New(slog.NewTextHandler(p.err, nil))
	bar := p.progress("events forwarded")
	o.Progress = func(c genesys.Counts) { bar.tell(c.Forwarded, c.Forwarded) }
	puller, err := genesys.New(o)
	if err != nil {
		return err
	}
	err = puller.Run(ctx)
	bar.done()
	c := puller.Counts()
	fmt.Fprintf(p.out, "%d events read, %d forwarded (%d of them refused by the server), %d dropped; "+
		"%d conversations could not be followed.\n", c.Received, c.Forwarded, target.Refused(), c.Dropped, c.Unfollowed)
	return err
}

// getenv returns a variable of the environment, empty without one.
func (p *program) getenv(name string) string {
	for _, pair := range p.environ {
		if value, found := strings.CutPrefix(pair, name+"="); found {
			return value
		}
	}
	return ""
}
