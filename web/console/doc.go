// Package console serves the live UI: a page that shows journeys as they happen.
//
// The page is a single-page program in TypeScript (src), built by build.mjs into files with their content's hash
// in the name, which browsers keep for good; index.html names them and is asked for each time. It uses nothing
// but the public API and its event stream, as any other client would, and asks no other server for anything.
// The Content-Security-Policy holds it to that, and forbids it to make HTML from text.
//
// What is built contains third-party code and is not part of the repository. Without it the package serves
// a page that says how to build it.
package console
