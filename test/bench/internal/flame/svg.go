package flame

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"html"
	"slices"
	"strings"
	"time"
)

// The picture, in pixels.
const (
	width     = 1600.0
	barHeight = 17
	head      = 34
	letter    = 6.6 // width of one, about
	narrowest = 0.4 // bars below are left out
	maxDepth  = 60
)

// SVG draws the graph. A pointer on a bar shows the whole name and the share.
func (f *Frame) SVG(title string) []byte {
	depth := min(f.depth(), maxDepth)
	d := &drawing{total: f.Time, height: head + depth*barHeight + 8}
	fmt.Fprintf(&d.out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d"
 font-family="monospace" font-size="11">
<rect width="100%%" height="100%%" fill="#fff"/>
<text x="8" y="20" font-size="14">%s: %s of processor time</text>
`, width, d.height, html.EscapeString(title), f.Time.Round(10*time.Millisecond))
	d.bar(f, 0, 0)
	d.out.WriteString("</svg>\n")
	return d.out.Bytes()
}

type drawing struct {
	out    bytes.Buffer
	total  time.Duration
	height int
}

// bar draws a frame and what it called, alphabetically, so that two graphs can be compared by eye.
func (d *drawing) bar(f *Frame, x float64, level int) {
	w := width * float64(f.Time) / float64(d.total)
	if w < narrowest || level >= maxDepth {
		return
	}
	y := d.height - 4 - (level+1)*barHeight
	name := html.EscapeString(f.Name)
	fmt.Fprintf(&d.out, `<g><title>%s: %.1f %%, %s</title><rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`,
		name, 100*float64(f.Time)/float64(d.total), f.Time, x, y, max(w-0.5, 0.2), barHeight-1, colour(f.Name))
	if label := fit(f.Name, w-4); label != "" {
		fmt.Fprintf(&d.out, `<text x="%.1f" y="%d">%s</text>`, x+2, y+12, html.EscapeString(label))
	}
	d.out.WriteString("</g>\n")
	called := slices.Clone(f.called)
	slices.SortFunc(called, func(a, b *Frame) int { return strings.Compare(a.Name, b.Name) })
	for _, c := range called {
		d.bar(c, x, level+1)
		x += width * float64(c.Time) / float64(d.total)
	}
}

// fit shortens a name to what a bar has room for: first its path goes, then its end.
func fit(name string, w float64) string {
	room := int(w / letter)
	if len(name) > room {
		name = name[strings.LastIndexByte(name, '/')+1:]
	}
	switch {
	case len(name) <= room:
		return name
	case room >= 4:
		return name[:room-1] + "…"
	}
	return ""
}

// colour tells whose code it is: Sojourn's green, the index's blue, the runtime's and the kernel's grey, of
// others orange. Neighbours differ a little.
func colour(name string) string {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(name)) // never fails
	shade := int(hash.Sum32() % 12)
	hue, saturation := 32, 85
	switch {
	case strings.HasPrefix(name, "sojourn/"):
		hue, saturation = 110, 50
	case strings.Contains(name, "cockroachdb/pebble"):
		hue, saturation = 210, 65
	case strings.HasPrefix(name, "runtime."), strings.HasPrefix(name, "internal/"), strings.HasPrefix(name, "syscall."):
		hue, saturation = 0, 0
	}
	return fmt.Sprintf("hsl(%d,%d%%,%d%%)", hue, saturation, 68+shade)
}
