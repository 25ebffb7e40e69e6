// Package genesys pulls conversation events out of a Genesys Cloud region and forwards them to Sojourn.
//
// It speaks the public notification service: log in with the user's own OAuth client, create a channel,
// subscribe topics to it, open the channel's websocket and read.
//
//	login.REGION  ◄── client credentials ── tokens
//	api.REGION    ◄── channel, topics ───── supervise ──► one link, two while they change over
//	streaming…    ─── notifications ──────► link ──► outbox ──► deliver ──► Options.Forward
//	                                          └──► following: conversations to subscribe next
//
// The notification service neither numbers its messages nor repeats them, so what this package can
// promise begins with the read: an event that was read stays in the outbox until Forward has taken it.
// It is then delivered at least once; Sojourn knows repeats (events.md §6.1). A new link is opened before
// the old one is closed whenever the end is known beforehand: at a closing notice, and before the channel
// or its token gets too old. Both links read for a while, which again only makes repeats.
//
// A topic of conversation events names one conversation; no documented form stands for all. Therefore the
// package subscribes the topics of queues, which announce conversations, and then the events of each
// conversation announced. What happened before the announcement (the customer's start, the flow in front
// of the queue) does not come this way. EventBridge has no such gap and is the better way where it can be
// had; docs/connect-genesys.md compares them.
package genesys
