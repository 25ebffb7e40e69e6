package shop

// product is something to buy.
type product struct {
	sku, name, slug string
	category        string // its slug
	price           float64
}

// category is a shelf.
type category struct{ slug, title string }

// Origin is where the website's pages are from.
const Origin = "https://www.velo-shop.example"

const site = Origin

var categories = []category{
	{"city-bikes", "City bikes"}, {"e-bikes", "E-bikes"}, {"gravel-bikes", "Gravel bikes"},
	{"kids-bikes", "Kids' bikes"}, {"helmets", "Helmets"}, {"tyres", "Tyres and tubes"},
	{"lights", "Lights"}, {"bags", "Bags and baskets"}, {"clothing", "Clothing"}, {"tools", "Tools and care"},
}

var products = []product{
	{"SZR1911", "Sizzler 1911 city bike", "sizzler-1911", "city-bikes", 649.50},
	{"CAN0042", "Canal 42 step-through", "canal-42", "city-bikes", 579},
	{"DUB1759", "Dubliner eight-speed", "dubliner-8", "city-bikes", 799},
	{"VLT0300", "Volta 300 e-bike", "volta-300", "e-bikes", 2199},
	{"VLT0500", "Volta 500 cargo e-bike", "volta-500-cargo", "e-bikes", 3899},
	{"BUR0001", "Burren gravel, steel", "burren-steel", "gravel-bikes", 1449},
	{"BUR0002", "Burren gravel, carbon", "burren-carbon", "gravel-bikes", 2799},
	{"PUF0012", "Puffin 12 inch", "puffin-12", "kids-bikes", 169},
	{"PUF0020", "Puffin 20 inch", "puffin-20", "kids-bikes", 289},
	{"HLM0100", "Breeze helmet, red", "breeze-red", "helmets", 59.90},
	{"HLM0110", "Breeze helmet, black", "breeze-black", "helmets", 59.90},
	{"HLM0300", "Nutshell kids' helmet", "nutshell", "helmets", 34.50},
	{"TYR0622", "Winter tyre, studded", "winter-studded", "tyres", 44.95},
	{"TYR0584", "All-road tyre 47 mm", "all-road-47", "tyres", 38.50},
	{"TUB0028", "Inner tube 28 inch", "tube-28", "tyres", 6.90},
	{"LGT0070", "Lighthouse 70 lux", "lighthouse-70", "lights", 79},
	{"LGT0010", "Firefly rear light", "firefly", "lights", 24.90},
	{"BAG0020", "Pannier 20 litres", "pannier-20", "bags", 64},
	{"BAG0007", "Wicker basket", "wicker-basket", "bags", 39},
	{"CLO0001", "Rain jacket, yellow", "rain-jacket-yellow", "clothing", 89},
	{"CLO0002", "Merino gloves", "merino-gloves", "clothing", 29.90},
	{"TOL0003", "Floor pump", "floor-pump", "tools", 42},
	{"TOL0008", "Chain oil", "chain-oil", "tools", 9.50},
}

// searches are what people type: things, misspelt things, and things that a bicycle shop does not have.
var searches = []string{
	"helmet", "winter tyres", "studded tyres", "red helmet", "e-bike", "ebike range", "child seat",
	"kids bike 20 inch",
	"gravel", "inner tube 28", "rain jacket", "pump", "chain oil", "lock", "gift card", "size chart", "basket",
	"lights usb", "dubliner", "volta 300 battery", "panier", "helmit", "cargo bike", "second hand", "gloves",
}

func (c category) url() string { return site + "/shop/" + c.slug }

func (p product) url() string { return site + "/shop/" + p.category + "/" + p.slug }
