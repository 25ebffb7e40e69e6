// Package shop is the made-up bicycle shop whose visitors `sojourn demo` plays: a website at
// www.velo-shop.example and an app, with people who come from searches, friends, newsletters and
// advertisements, look around, fill carts, and mostly leave without buying.
//
// It knows what visitors do and how their trackers tell it (events.md §2.3, §3.1), and nothing
// of HTTP, clocks or servers:
//
//	Shop.Visit ──► Visit.Next ──► Step ──Body(date)──► what the tracker posts
//
// A visit is a walk through a small state machine: a scene is a page or screen, [website] and
// [mobileApp] tell where people go from each, by weight. Change the tables to change the shop.
//
// The same seed and the same sequence of calls give the same traffic.
package shop
