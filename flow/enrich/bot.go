package enrich

import "strings"

// botWords are what bots call themselves (enrichment.md §1).
var botWords = [...]string{"bot", "crawl", "spider", "slurp", "headless", "lighthouse"}

// IsBot reports whether a user agent is a bot's: it says so, in any case, or is empty. CUBOT makes
// phones. Web events of bots are not tracked unless the deployment wants them.
func IsBot(userAgent string) bool {
	for i := range len(userAgent) {
		switch userAgent[i] | 0x20 {
		case 'b', 'c', 's', 'h', 'l': // a word may begin here
			for _, word := range botWords {
				if hasFoldPrefix(userAgent[i:], word) && !(word == "bot" && isCubot(userAgent, i)) {
					return true
				}
			}
		}
	}
	return strings.TrimSpace(userAgent) == ""
}

// IsBot is the function of that name for the traces' user agent. What is known of that is looked up once, and kept
// with the traces for Enrich.
func (e *Enricher) IsBot(t *Traces) bool {
	if known, ok := e.agents.profiles.get(t.UserAgent); ok {
		t.profile = known
		return known.isBot
	}
	return IsBot(t.UserAgent)
}

// isCubot reports whether the "bot" at i is that of "cubot".
func isCubot(userAgent string, i int) bool {
	return i >= 2 && hasFoldPrefix(userAgent[i-2:], "cubot")
}

// hasFoldPrefix reports whether text begins with the word, which is lower-case letters, in any case.
func hasFoldPrefix(text, word string) bool {
	if len(text) < len(word) {
		return false
	}
	for i := range len(word) {
		if text[i]|0x20 != word[i] {
			return false
		}
	}
	return true
}
