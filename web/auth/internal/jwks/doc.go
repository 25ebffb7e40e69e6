// Package jwks knows the public keys of an identity provider: a Set of them, and how a Remote keeps a set
// current that the provider publishes at a URL.
//
// A Remote is made for a stream of tokens that anybody may send. Tokens never cause more than a bounded
// number of fetches, nearly none waits for one, and a provider that is down for a while is not missed.
package jwks
