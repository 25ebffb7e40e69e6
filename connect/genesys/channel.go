package genesys

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// channel is a notification channel: a set of topics that one websocket at a time can read.
type channel struct {
	id      string    // never logged, like the address: whoever knows them may read
	address string    // of the websocket
	until   time.Time // a successor is wanted from then on
}

// channelLife is an hour less than a channel lives without new subscriptions.
const channelLife = 23 * time.Hour

const channelsPath = "/api/v2/notifications/channels"

// newChannel creates a channel without topics.
func (c *Client) newChannel(ctx context.Context) (channel, error) {
	var created struct {
		ID      string `json:"id"`
		Address string `json:"connectUri"`
	}
	if err := c.genesys.call(ctx, http.MethodPost, channelsPath, struct{}{}, &created); err != nil {
		return channel{}, c.explain("create a notification channel", err)
	}
	if err := c.checkAddress(created.Address); err != nil || created.ID == "" {
		return channel{}, fmt.Errorf("create a notification channel: the answer is not usable: %w", err)
	}
	until := time.Now().Add(channelLife)
	if renewal := c.genesys.renewal(); renewal.Before(until) {
		until = renewal // a channel ends with the token it was created with
	}
	return channel{created.ID, created.Address, until}, nil
}

// checkAddress accepts an encrypted websocket, and a plain one only beside a plain API.
func (c *Client) checkAddress(address string) error {
	u, err := url.Parse(address)
	plain := strings.HasPrefix(c.options.APIURL, "http:")
	if err != nil || u.Host == "" || u.Scheme != "wss" && !(plain && u.Scheme == "ws") {
		return fmt.Errorf("connectUri is no wss address")
	}
	return nil
}

// subscribe gives the channel exactly the topics that are wanted now.
func (c *Client) subscribe(ctx context.Context, ch channel) error {
	type topic struct {
		ID string `json:"id"`
	}
	topics, conversations := c.following.topics(time.Now())
	wanted := make([]topic, len(topics))
	for i, id := range topics {
		wanted[i].ID = id
	}
	path := channelsPath + "/" + url.PathEscape(ch.id) + "/subscriptions"
	if err := c.genesys.call(ctx, http.MethodPut, path, wanted, nil); err != nil {
		return c.explain(fmt.Sprintf("subscribe %d topics", len(topics)), err)
	}
	c.tally.change(func(n *Counts) { n.Following = conversations })
	return nil
}

// announcers are the topics that never change: those of the queues, and those asked for as they are.
func (c *Client) announcers(ctx context.Context) ([]string, error) {
	queues := c.options.Queues
	if len(queues) == 0 && len(c.options.Topics) == 0 {
		var err error
		if queues, err = c.allQueues(ctx); err != nil {
			return nil, err
		}
	}
	topics := slices.Clone(c.options.Topics)
	for _, queue := range queues {
		topics = append(topics, prefixQueues+queue+partAnnounced)
	}
	return topics, nil
}

// allQueues lists the ids of all queues that the client may see.
func (c *Client) allQueues(ctx context.Context) ([]string, error) {
	const doing = "list the queues"
	var ids []string
	for number, count := 1, 1; number <= count; number++ {
		var page struct {
			PageCount int `json:"pageCount"`
			Entities  []struct {
				ID string `json:"id"`
			} `json:"entities"`
		}
		path := fmt.Sprintf("/api/v2/routing/queues?pageSize=100&pageNumber=%d", number)
		if err := c.genesys.call(ctx, http.MethodGet, path, nil, &page); err != nil {
			return nil, c.explain(doing, err)
		}
		for _, queue := range page.Entities {
			if uuid.MatchString(queue.ID) {
				ids = append(ids, queue.ID)
			}
		}
		if len(ids) > maxAnnouncers {
			return nil, &Refusal{doing, fmt.Sprintf("there are more than %d", maxAnnouncers),
				"name the queues to follow, or use EventBridge"}
		}
		count = min(page.PageCount, maxAnnouncers)
	}
	if len(ids) == 0 {
		return nil, &Refusal{doing, "the OAuth client sees none",
			"give its role the permission Routing > Queue > View in the divisions of the queues"}
	}
	return ids, nil
}

// explain makes a refusal of an answer that stays the same however often one asks.
func (c *Client) explain(doing string, err error) error {
	var advice string
	switch status(err) {
	case http.StatusUnauthorized:
		advice = "Genesys refuses a token it has just granted: check that the region is that of the organisation"
	case http.StatusForbidden:
		advice = "give the role of the OAuth client the permission that the reason names"
	case http.StatusBadRequest:
		advice = "check the queues and topics that were asked for"
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
	return &Refusal{doing, err.Error(), advice}
}
