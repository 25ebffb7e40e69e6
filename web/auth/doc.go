// Package auth knows who is calling, and what they may do.
//
// A caller is an OAuth client: a program with an id, a secret and permissions. It trades
// the secret for an access token at POST /oauth/token (TokenEndpoint) and shows the token
// with each request. Guard checks it and gives back the Caller. Tokens are signed, not
// stored: issuing one costs nothing, ends no other, and all of them survive a restart.
//
// Visitors' browsers and apps have no access token. What holds for them is CORS, Buckets (the
// limits per cookie and per address) and the domain rule, which flow/ingest has. A visitor who
// has signed in with the company's identity provider may prove it by a token of that Provider,
// which CustomerTokens check. Senders tells all of them apart, event by event.
package auth
