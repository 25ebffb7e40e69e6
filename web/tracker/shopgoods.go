package tracker

// category is a shelf of the shop.
type category struct{ Slug, Title string }

// product is something that the shop pretends to sell.
type product struct {
	SKU, Name, Slug string
	Category        string // its slug
	Price           float64
	Colour          string // of its picture
	Text            string
}

var categories = []category{
	{"city-bikes", "City bikes"}, {"e-bikes", "E-bikes"}, {"helmets", "Helmets"}, {"bags", "Bags"},
}

var products = []product{
	{"SZR1911", "Sizzler 1911 city bike", "sizzler-1911", "city-bikes", 649.50, "#c2552d",
		"A steel frame, three gears and a basket that has seen every market in town."},
	{"VLT0300", "Volta 300 e-bike", "volta-300", "e-bikes", 2199, "#2f6f8f",
		"Up the hill as if there were none. 80 km per charge, more if you help a little."},
	{"HLM0100", "Breeze helmet", "breeze", "helmets", 59.90, "#b3261e",
		"Eighteen vents and a light at the back. You forget that you wear it."},
	{"BAG0020", "Pannier, 20 litres", "pannier-20", "bags", 64, "#6a7b3c",
		"Waterproof canvas, rolled shut. Holds a laptop or seven loaves of bread."},
	{"CAN0042", "Canal 42 step-through", "canal-42", "city-bikes", 579, "#3d7a5c",
		"Low step, upright seat, and a chain that never meets your trousers."},
	{"DUB1759", "Dubliner eight-speed", "dubliner-8", "city-bikes", 799, "#2b2b33",
		"For rain. Mudguards, hub gears and brakes that do not care."},
	{"VLT0500", "Volta 500 cargo e-bike", "volta-500-cargo", "e-bikes", 3899, "#c88a1e",
		"Two children or one sofa table. Tested with both."},
	{"HLM0300", "Nutshell kids' helmet", "nutshell", "helmets", 34.50, "#7a4fa3",
		"Grows along from three to eight years."},
	{"BAG0007", "Wicker basket", "wicker-basket", "bags", 39, "#a9763f",
		"Woven by hand, buckled on in seconds."},
}

// selectProducts returns the products that are wanted.
func selectProducts(wanted func(product) bool) []product {
	var selected []product
	for _, p := range products {
		if wanted(p) {
			selected = append(selected, p)
		}
	}
	return selected
}
