// Package codec writes records, sessions and states as bytes and reads them back.
//
// There are two forms. The binary one is what the log and the index keep; it is laid out
// to the byte in docs/formats/records.md. The other is one JSON object per line, for export
// and import (jsonline.go).
//
// Every binary value begins with two bytes: what it is and which version of its layout
// follows. A layout never changes; a better one gets the next version number, and the old
// one stays readable. testdata/v1.golden to v4.golden hold values of each version for that purpose.
// Events and sessions are written in version 4; older.go has what was otherwise before.
//
// What makes the bytes few:
//
//   - numbers are varints, and dates are written as distances from a date nearby;
//   - optional groups cost one bit while absent;
//   - a last-touch field that the newest event set, which is nearly every one, says so
//     in one byte instead of repeating the stamp;
//   - identifiers that are UUIDs in canonical form take 17 bytes instead of 37, IP addresses 5;
//   - what follows from a text that is there is not written again: the parts of a URL, the
//     versions and models that a user agent names (link.go).
//
// And few after compression: members are in an order in which long runs of bytes are the same
// from event to event, and what is random stands together.
//
// What makes it fast: the Append functions allocate nothing, and decoding copies the input
// once, as one string of which all decoded strings are slices. So the caller may reuse the
// input at once, and a decoded value keeps as much memory alive as its encoding was long. A [Scanner], for
// those who read very many events, copies nothing.
//
// Decoding is total: damaged or hostile bytes give an error, never a panic, and never ask
// for more memory than the length of the input justifies. Bytes behind the end of a value are
// an error too.
package codec
