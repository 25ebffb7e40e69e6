package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"sojourn/app"
	"sojourn/cmd/sojourn/shop"
)

const demoUsage = `Usage: sojourn demo [flags]

Sends live, realistic traffic of a made-up bicycle shop to a running server, so that there is something
to look at: visitors who come from searches, advertisements and newsletters, look around, fill carts,
order or leave; one in ten uses the app. Nobody in it exists.

First it defines a few segments and outcomes that such a shop would have, unless there are some of their
names, and then it tells as they are assigned and achieved. For that it logs in with -credentials FILE, or
as the client sojourn-dev that a server with -dev has.

With -shop it sends nothing by itself: it opens the shop's pages for you to click through, with the script that
tells of visitors in them.

Examples:
  sojourn demo
  sojourn demo -shop 127.0.0.1:8090
  sojourn demo -rate 50 -for 1m
  sojourn demo -no-definitions
`

// demo is what was asked for.
type demo struct {
	server     string
	deployment string
	rate       float64
	length     time.Duration
	seed       uint64

	noDefinitions bool
	shop          string // address to open the shop's pages at; empty to send visitors
	credentials   string // file of the client that defines; empty for that of a development server
}

// The shape of the traffic.
const (
	demoBurst   = 12 // visitors who enter at once at the beginning
	demoSenders = 64 // requests under way at most
)

// runDemo is `sojourn demo`. It returns flag.ErrHelp if only help was asked for.
func runDemo(ctx context.Context, args []string, out io.Writer) error {
	d := demo{}
	flags := (&program{out: out}).newFlags("demo", demoUsage)
	flags.StringVar(&d.server, "server", "http://127.0.0.1:8080", "`URL` of the server")
	flags.StringVar(&d.deployment, "deployment", app.DevDeployment,
		"`id` of the deployment to send to; the default is the one that serve -dev has")
	flags.Float64Var(&d.rate, "rate", 5, "how many `events` to send a second")
	flags.DurationVar(&d.length, "for", 0, "how long, such as 30s or 5m; 0 is until Ctrl-C")
	flags.Uint64Var(&d.seed, "seed", 0,
		"a `number` to draw the visitors from: the same one sends the same visitors; 0 takes another each time")
	flags.BoolVar(&d.noDefinitions, "no-definitions", false, "define no segments and outcomes, and watch none")
	flags.StringVar(&d.shop, "shop", "", "open the shop's pages at this `address`, such as 127.0.0.1:8090")
	flags.StringVar(&d.credentials, "credentials", "",
		"`file` like admin-client.json with the OAuth client to define them as")
	if _, err := parse(flags, args); err != nil {
		return err
	}
	if err := d.check(flags); err != nil {
		return err
	}
	if d.shop != "" {
		return d.serveShop(ctx, out)
	}
	return d.run(ctx, out)
}

// check completes the flags and refuses what cannot be.
func (d *demo) check(flags *flag.FlagSet) error {
	d.server = strings.TrimSuffix(d.server, "/")
	if d.seed == 0 {
		d.seed = uint64(time.Now().UnixNano())
	}
	address, err := url.Parse(d.server)
	switch {
	case err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https":
		return misuse(flags, "-server %q is no URL such as http://127.0.0.1:8080", d.server)
	case d.rate <= 0 || d.rate > 100_000:
		return misuse(flags, "-rate %g must be above 0 and at most 100,000", d.rate)
	case d.length < 0:
		return misuse(flags, "-for %s must not be negative", d.length)
	}
	return nil
}

// run sends until ctx ends or the time is over, and tells about it.
func (d *demo) run(ctx context.Context, out io.Writer) error {
	tracker := newDemoTracker(d.server, d.deployment)
	if err := tracker.greet(ctx); err != nil {
		return err
	}
	tally := newDemoTally(time.Now())
	fmt.Fprintf(out, "Velo shop is open: %g events a second go to %s. %s.\n", d.rate, d.server, d.ending())
	watch := d.watch(ctx, &tracker.client, tally, out)
	fmt.Fprintf(out, "\nMeanwhile, in another terminal:\n\n%s\n", tracker.whereToLook(""))
	if d.length > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, d.length)
		defer cancel()
	}
	display := demoDisplay{out: out, tally: tally, live: onTerminal(out)}
	var showing, watching sync.WaitGroup
	done, sent := make(chan struct{}), make(chan struct{})
	showing.Go(func() { display.run(done) })
	watching.Go(func() { watch.run(sent) })
	d.send(ctx, tracker, tally)
	close(sent)
	watching.Wait()
	close(done)
	showing.Wait()
	display.summary()
	fmt.Fprint(out, watch.trouble())
	if tally.newest() != "" {
		fmt.Fprintf(out, "\nLook at what became of it:\n\n%s", tracker.whereToLook(tally.newest()))
	}
	return nil
}

// watch defines the shop's segments and outcomes and begins to watch them. Without them the shop is open too: then it
// tells why, and the watch has nothing to do.
func (d *demo) watch(ctx context.Context, client *http.Client, tally *demoTally, out io.Writer) *demoWatch {
	if d.noDefinitions {
		return nil
	}
	watch, err := d.define(ctx, client, tally)
	if err != nil {
		fmt.Fprint(out, undefined(err))
		return nil
	}
	fmt.Fprint(out, watch.rules.told())
	return watch
}

func (d *demo) define(ctx context.Context, client *http.Client, tally *demoTally) (_ *demoWatch, err error) {
	credentials := app.Credentials{ClientID: app.DevClient, ClientSecret: app.DevSecret}
	if d.credentials != "" {
		if credentials, err = app.ReadCredentials(d.credentials); err != nil {
			return nil, err
		}
	}
	rules, err := defineRules(ctx, client, d.server, credentials)
	if err != nil {
		return nil, err
	}
	return newDemoWatch(ctx, rules, tally)
}

// ending tells when it ends.
func (d *demo) ending() string {
	if d.length == 0 {
		return "Ctrl-C closes it"
	}
	return "It closes in " + d.length.String()
}

// send lets a crowd into the shop and sends what it does at the rate asked for, after a burst. When the
// server is slower than that, so is the shop: it never makes up for lost time.
func (d *demo) send(ctx context.Context, tracker *demoTracker, tally *demoTally) {
	steps := make(chan shop.Step)
	var senders sync.WaitGroup
	for range demoSenders {
		senders.Go(func() {
			for step := range steps {
				tracker.send(step, tally)
			}
		})
	}
	defer senders.Wait()
	defer close(steps)

	interval := time.Duration(float64(time.Second) / d.rate)
	next := time.Now()
	crowd := shop.NewCrowd(shop.New(d.seed), next)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for n := 0; ; n++ {
		if n >= demoBurst {
			next = latest(next.Add(interval), time.Now().Add(-time.Second))
		}
		timer.Reset(time.Until(next))
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		select {
		case <-ctx.Done():
			return
		case steps <- crowd.Next(time.Now()):
		}
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// errNoServer tells a newcomer what to do.
func errNoServer(server string, cause error) error {
	if urlError, ok := errors.AsType[*url.Error](cause); ok {
		cause = urlError.Err
	}
	return fmt.Errorf("no server answers at %s (%w)\nstart one with: sojourn serve -dev\n"+
		"or name yours: sojourn demo -server URL", server, cause)
}

// errNoDeployment does so when the server does not know the deployment.
func errNoDeployment(server, deployment string, status int) error {
	if status == http.StatusNotFound {
		return fmt.Errorf("%s knows no deployment %s\na server started with -dev has the default one; "+
			"else name one of yours with -deployment", server, deployment)
	}
	return fmt.Errorf("%s answers %d %s to a look at the deployment: is it a Sojourn server?",
		server, status, http.StatusText(status))
}
