package load

import (
	"fmt"
	"strings"
)

// agents invents n user agents, all different, of the shapes that browsers have: the same few templates,
// many versions, builds and devices. Those in front are more popular, see popular.
func agents(n int, c chance) []string {
	all := make([]string, 0, n)
	known := make(map[string]bool, n)
	for i := uint64(0); len(all) < n; i++ {
		if text := agent(c.at(i)); !known[text] {
			known[text] = true
			all = append(all, text)
		}
	}
	return all
}

// popular draws the index of one of n agents: half of the visitors have one of the first hundredth.
func popular(n int, c chance) int {
	if c.percent(50, 1) {
		return c.below(max(n/100, 1), 2)
	}
	return c.below(n, 3)
}

// agent invents one.
func agent(c chance) string {
	major := 108 + c.below(32, 1)
	build := fmt.Sprintf("%d.0.%d.%d", major, 5300+31*(major-108)+c.below(30, 2), c.below(220, 3))
	safari := fmt.Sprintf("%d.%d", 15+c.below(4, 4), c.below(7, 5))
	desktop := pick(c, 6, desktops)
	switch shape := c.below(100, 7); {
	case shape < 16:
		return fmt.Sprintf("Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%s Safari/537.36", desktop,
			build)
	case shape < 24:
		return fmt.Sprintf("Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36 "+
			"Edg/%s", desktop, major, build)
	case shape < 32:
		return fmt.Sprintf("Mozilla/5.0 (%s; rv:%d.0) Gecko/20100101 Firefox/%[2]d.%d", desktop, major, c.below(4, 8))
	case shape < 38:
		return fmt.Sprintf("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "+
			"Version/%s.%d Safari/605.1.15", safari, c.below(4, 8))
	case shape < 60:
		return fmt.Sprintf("Mozilla/5.0 (%s) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/%s Mobile/15E148 "+
			"Safari/604.1", apple(c, safari), safari)
	case shape < 64:
		return fmt.Sprintf("Mozilla/5.0 (%s) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/%s Mobile/15E148 "+
			"Safari/604.1", apple(c, safari), build)
	case shape < 70:
		return fmt.Sprintf("Mozilla/5.0 (%s) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21F90 "+
			"[FBAN/FBIOS;FBAV/%d.0.0.%d.%d;FBBV/%d;FBDV/iPhone%d,%d;FBMD/iPhone;FBSN/iOS;FBSV/%s;FBSS/3;FBLC/en_GB]",
			apple(c, safari), 440+c.below(60, 8), c.below(50, 9), c.below(130, 10), 500_000_000+c.below(1<<28, 11),
			12+c.below(5, 12), 1+c.below(5, 13), safari)
	case shape < 90:
		return fmt.Sprintf("Mozilla/5.0 (Linux; %s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%s Mobile "+
			"Safari/537.36", android(c), build)
	case shape < 95:
		return fmt.Sprintf("Mozilla/5.0 (Linux; %s) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/%d.%d "+
			"Chrome/%d.0.0.0 Mobile Safari/537.36", android(c), 18+c.below(9, 8), c.below(3, 9), major)
	default:
		return fmt.Sprintf("Mozilla/5.0 (Linux; %s; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/%s "+
			"Mobile Safari/537.36", android(c), build)
	}
}

func apple(c chance, version string) string {
	version = strings.ReplaceAll(version, ".", "_")
	if c.percent(20, 20) {
		return fmt.Sprintf("iPad; CPU OS %s like Mac OS X", version)
	}
	return fmt.Sprintf("iPhone; CPU iPhone OS %s_%d like Mac OS X", version, c.below(4, 21))
}

func android(c chance) string {
	return fmt.Sprintf("Android %d; %s", 9+c.below(6, 22), pick(c, 23, devices))
}

var desktops = []string{
	"Windows NT 10.0; Win64; x64", "Windows NT 10.0; Win64; x64", "Windows NT 10.0; Win64; x64",
	"Windows NT 6.1; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "Macintosh; Intel Mac OS X 10_14_6",
	"X11; Linux x86_64", "X11; Ubuntu; Linux x86_64", "X11; CrOS x86_64 14541.0.0", "X11; CrOS x86_64 15633.69.0",
}

// devices are models as Android browsers name them.
var devices = []string{
	"K", "Pixel 6", "Pixel 6a", "Pixel 7", "Pixel 7 Pro", "Pixel 7a", "Pixel 8", "Pixel 8 Pro", "SM-A125F",
	"SM-A136B", "SM-A145R", "SM-A225F", "SM-A236B", "SM-A325F", "SM-A346B", "SM-A515F", "SM-A525F",
	"SM-A536B", "SM-A546B", "SM-G780G", "SM-G781B", "SM-G973F", "SM-G980F", "SM-G991B", "SM-G996B",
	"SM-G998B", "SM-S901B", "SM-S908B", "SM-S911B", "SM-S918B", "SM-S921B", "SM-S928B", "SM-X200", "SM-X710",
	"SM-T220", "Redmi Note 8 Pro", "Redmi Note 9 Pro", "Redmi Note 10S", "Redmi Note 11", "Redmi Note 12",
	"M2101K6G", "2201117TY", "22101316G", "23021RAAEG", "M2007J20CG", "POCO F3", "CPH2211", "CPH2269",
	"CPH2333", "CPH2385", "CPH2465", "RMX3085", "RMX3261", "RMX3363", "RMX3630", "V2109", "V2206",
	"moto g(30)", "moto g(60)", "moto g52", "moto e20", "XQ-BT52", "XQ-CC54", "ASUS_I006D", "IN2013",
	"LE2113", "KB2003", "ELE-L29", "VOG-L29", "ANE-LX1", "MAR-LX1A", "JNY-LX1", "Nokia G21", "Nokia X20",
	"TB-X606F", "Lenovo TB-J606F",
}

// pick draws an element, all being equally likely.
func pick[T any](c chance, salt uint64, list []T) T { return list[c.below(len(list), salt)] }
