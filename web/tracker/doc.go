// Package tracker serves the script that web pages load to tell of their visitors (docs/spec/tracking-sdk.md),
// and a made-up shop to try it in.
//
// The script is one file for both dialects that sites have in their pages already: ac('pageview') of the
// Journey JavaScript SDK and Genesys('command', 'Journey.pageview') of the Messenger. It is written in
// TypeScript in src, needs nothing at run time, and is held below 6 kB compressed, for every visitor of every
// page pays for it. sojourn.js is built from src by `npm run build` and committed, so that building the server
// takes Go alone; a test proves that it was built from the sources beside it.
//
// How a page's call becomes an event:
//
//	snippet ─► queue.ts ─► ac.ts, genesys.ts ─► tracker.ts ─► event.ts ─► send.ts ─► POST …/webevents
//	                                                ▲
//	               click, idle, scroll, viewport, forms, urls.ts
//
// The script reads the deployment's configuration first (GET …/config.json, which the API answers) and then
// sends event after event, in order. Whatever fails in it is a warning in the console and nothing else.
package tracker
