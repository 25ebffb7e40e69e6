package shop

// entrance is a way into the shop: what the first page view of a visit tells about it.
type entrance struct {
	weight   int
	name     string
	referrer string // document referrer; empty for none
	query    string // of the landing page, without "?"
	click    string // parameter that carries a click id, if any
	lands    scene
}

func (e entrance) weigh() int { return e.weight }

const (
	newsletter = "utm_source=news&utm_medium=email&utm_campaign=March"
	appLink    = "https://app.velo-shop.example/?" // the app's trackers read campaigns from the referrer
)

// websiteEntrances: a third direct, a third from searches, the rest is marketing and friends.
var websiteEntrances = []entrance{
	{26, "typed in", "", "", "", home},
	{6, "bookmark", "", "", "", atCategory},
	{18, "Google", "https://www.google.com/", "", "", home},
	{10, "Google, deep", "https://www.google.com/", "", "", atProduct},
	{3, "Google Ireland", "https://www.google.ie/", "", "", atCategory},
	{4, "Bing", "https://www.bing.com/search?q=velo+shop&form=QBLH", "", "", home},
	{3, "DuckDuckGo", "https://duckduckgo.com/", "", "", atProduct},
	{1, "Ecosia", "https://www.ecosia.org/search?q=city+bike", "", "", atCategory},
	{7, "Google Ads", "https://www.google.com/",
		"utm_source=google&utm_medium=cpc&utm_campaign=Spring%20Sale&utm_term=city+bike", "gclid", atOffer},
	{2, "Microsoft Ads", "https://www.bing.com/",
		"utm_source=bing&utm_medium=cpc&utm_campaign=E-Bikes", "msclkid", atOffer},
	{5, "Facebook ad", "https://l.facebook.com/",
		"utm_source=facebook&utm_medium=paid_social&utm_campaign=helmet&utm_content=video-a", "fbclid", atOffer},
	{3, "Instagram", "https://l.instagram.com/", "", "", atProduct},
	{2, "TikTok", "https://www.tiktok.com/",
		"utm_source=tiktok&utm_medium=social&utm_campaign=rain", "ttclid", atProduct},
	{1, "Reddit", "https://www.reddit.com/", "", "", atProduct},
	{2, "YouTube", "https://www.youtube.com/",
		"utm_source=youtube&utm_medium=video&utm_campaign=how-to-choose", "", atCategory},
	{4, "newsletter in Gmail", "https://mail.google.com/", newsletter, "", atOffer},
	{3, "newsletter", "", newsletter, "", atOffer},
	{1, "newsletter in Outlook", "https://outlook.live.com/", newsletter, "", atOffer},
	{3, "partner", "https://www.ride-club.example/partners",
		"utm_source=ride-club&utm_medium=affiliate&utm_campaign=members", "", home},
	{1, "blog", "https://blog.city-cyclist.example/best-helmets", "", "", atProduct},
	{1, "display network", "https://googleads.g.doubleclick.net/pagead/ads",
		"utm_source=display&utm_medium=banner", "dclid", atOffer},
}

// appEntrances: an app is mostly just opened.
var appEntrances = []entrance{
	{80, "opened", "", "", "", home},
	{8, "push message", appLink + "utm_source=push&utm_medium=push&utm_campaign=cart-reminder", "", "", atCart},
	{7, "Facebook", "https://www.facebook.com/?utm_source=fb&utm_campaign=app", "", "", atProduct},
	{5, "newsletter", appLink + newsletter, "", "", atOffer},
}
