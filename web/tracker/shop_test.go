package tracker

import (
	"net/http"
	"strings"
	"testing"
)

func newShop(t *testing.T) http.Handler {
	t.Helper()
	h, err := Shop(someServer, someDeployment)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestShopPages(t *testing.T) {
	h := newShop(t)
	for path, want := range map[string]string{
		"/":                            "<title>Velo shop</title>",
		"/shop/helmets":                "Breeze helmet",
		"/shop/helmets/breeze":         `data-sku="HLM0100"`,
		"/search?q=HELMET":             "2 found for",
		"/search?q=submarine":          "Nothing of that name",
		"/cart":                        "Your cart",
		"/checkout":                    `autocomplete="cc-number"`,
		"/checkout/thank-you":          "Thank you!",
		"/help/contact":                `id="contact"`,
		"/builder/frame":               `id="builder"`,
		"/builder/any/page/of/the-app": `id="builder"`,
	} {
		r := get(t, h, http.MethodGet, path, nil)
		text := string(body(t, r))
		if r.StatusCode != http.StatusOK || !strings.Contains(text, want) {
			t.Errorf("%s answers %d, or without %q", path, r.StatusCode, want)
		}
		if !strings.Contains(text, Snippet(someServer, someDeployment)) {
			t.Errorf("%s has no snippet", path)
		}
		if !strings.HasSuffix(strings.TrimSpace(text), "</html>") {
			t.Errorf("%s is cut off", path)
		}
	}
}

func TestShopHasPicturesOfAllGoods(t *testing.T) {
	h := newShop(t)
	for _, name := range []string{"shop.css", "shop.js"} {
		if r := get(t, h, http.MethodGet, "/assets/"+name, nil); r.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d", name, r.StatusCode)
		}
	}
	for _, p := range products {
		if r := get(t, h, http.MethodGet, "/assets/"+p.Category+".svg", nil); r.StatusCode != http.StatusOK {
			t.Errorf("the picture of %s answers %d", p.Name, r.StatusCode)
		}
		if r := get(t, h, http.MethodGet, "/shop/"+p.Category+"/"+p.Slug, nil); r.StatusCode != http.StatusOK {
			t.Errorf("the page of %s answers %d", p.Name, r.StatusCode)
		}
	}
}

func TestShopKnowsNoOtherPages(t *testing.T) {
	h := newShop(t)
	for _, path := range []string{
		"/nowhere", "/shop/helmets/submarine", "/shop/submarines", "/assets/../shop.go", "/cart/x",
	} {
		if r := get(t, h, http.MethodGet, path, nil); r.StatusCode == http.StatusOK {
			t.Errorf("%s answers %d", path, r.StatusCode)
		}
	}
}

func TestShopShowsSearchesAsText(t *testing.T) {
	r := get(t, newShop(t), http.MethodGet, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22onfocus=%22x", nil)
	if text := string(body(t, r)); strings.Contains(text, "<script>alert") || strings.Contains(text, `"onfocus=`) {
		t.Error("a search came through as HTML")
	}
}

func TestShopKeepsOrdersOutOfAddresses(t *testing.T) {
	r := get(t, newShop(t), http.MethodPost, "/checkout/thank-you", nil)
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/checkout/thank-you" {
		t.Errorf("an order answers %d and leads to %q", r.StatusCode, r.Header.Get("Location"))
	}
}
