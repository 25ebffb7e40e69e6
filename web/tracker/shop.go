package tracker

import (
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"slices"
	"strings"
)

//go:embed shop
var shopFiles embed.FS

// shopPages are the pages of the shop that do not depend on what is sold, by their paths.
var shopPages = map[string]shopPage{
	"/cart":               {template: "cart", Title: "Cart"},
	"/checkout":           {template: "checkout", Title: "Checkout"},
	"/checkout/thank-you": {template: "thanks", Title: "Thank you"},
	"/help/contact":       {template: "contact", Title: "Contact us"},
}

// shopPage is what a page of the shop shows.
type shopPage struct {
	template   string
	Title      string
	Snippet    template.HTML
	Categories []category
	Category   category
	Products   []product
	Product    product
	Query      string
}

// shop is a made-up bicycle shop.
type shop struct {
	snippet template.HTML
	pages   map[string]*template.Template
}

// Shop serves a small made-up shop whose pages are tracked by the server at that URL for a deployment: to
// click through, to see what becomes of it. It has categories and products, a search, a cart, forms that are
// submitted or abandoned, a checkout, and a single-page app at /builder.
func Shop(server, deployment string) (http.Handler, error) {
	s := shop{
		snippet: template.HTML(Snippet(server, deployment)), //nolint:gosec // made and escaped by us
		pages:   map[string]*template.Template{},
	}
	for _, name := range []string{
		"home", "category", "product", "search", "cart", "checkout", "thanks", "contact", "builder", "missing",
	} {
		page, err := template.ParseFS(shopFiles, "shop/layout.html", "shop/"+name+".html")
		if err != nil {
			return nil, fmt.Errorf("tracker: page %s of the shop: %w", name, err)
		}
		s.pages[name] = page
	}
	assets, err := fs.Sub(shopFiles, "shop/assets")
	if err != nil {
		return nil, fmt.Errorf("tracker: the shop: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", http.StripPrefix("/assets/", http.FileServerFS(assets)))
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("GET /shop/{category}", s.category)
	mux.HandleFunc("GET /shop/{category}/{product}", s.product)
	mux.HandleFunc("GET /search", s.search)
	mux.HandleFunc("GET /builder/", s.builder) // the app itself knows its pages
	mux.HandleFunc("POST /checkout/thank-you", thank)
	mux.HandleFunc("GET /", s.other)
	return mux, nil
}

func (s *shop) home(w http.ResponseWriter, _ *http.Request) {
	s.show(w, shopPage{template: "home", Title: "Velo shop", Products: products[:4]})
}

func (s *shop) category(w http.ResponseWriter, r *http.Request) {
	at := slices.IndexFunc(categories, func(c category) bool { return c.Slug == r.PathValue("category") })
	if at < 0 {
		s.missing(w)
		return
	}
	page := shopPage{template: "category", Title: categories[at].Title, Category: categories[at]}
	page.Products = selectProducts(func(p product) bool { return p.Category == page.Category.Slug })
	s.show(w, page)
}

func (s *shop) product(w http.ResponseWriter, r *http.Request) {
	found := selectProducts(func(p product) bool {
		return p.Category == r.PathValue("category") && p.Slug == r.PathValue("product")
	})
	if len(found) == 0 {
		s.missing(w)
		return
	}
	others := selectProducts(func(p product) bool { return p != found[0] })
	s.show(w, shopPage{template: "product", Title: found[0].Name, Product: found[0], Products: others[:3]})
}

func (s *shop) search(w http.ResponseWriter, r *http.Request) {
	page := shopPage{template: "search", Title: "Search", Query: r.FormValue("q")}
	wanted := strings.ToLower(strings.TrimSpace(page.Query))
	page.Products = selectProducts(func(p product) bool {
		return strings.Contains(strings.ToLower(p.Name+" "+p.Category), wanted)
	})
	s.show(w, page)
}

func (s *shop) builder(w http.ResponseWriter, _ *http.Request) {
	s.show(w, shopPage{template: "builder", Title: "Build your bike"})
}

func (s *shop) other(w http.ResponseWriter, r *http.Request) {
	page, found := shopPages[r.URL.Path]
	if !found {
		s.missing(w)
		return
	}
	s.show(w, page)
}

// thank takes an order, forgets it, and has the browser go on: no name ends up in an address.
func thank(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/checkout/thank-you", http.StatusSeeOther)
}

func (s *shop) missing(w http.ResponseWriter) {
	w.WriteHeader(http.StatusNotFound)
	s.show(w, shopPage{template: "missing", Title: "Not found"})
}

// show answers with a page. Once it is begun, only the connection can tell that it failed.
func (s *shop) show(w http.ResponseWriter, page shopPage) {
	page.Snippet, page.Categories = s.snippet, categories
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_ = s.pages[page.template].ExecuteTemplate(w, "layout.html", page)
}
