package jwks

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// keys are one of each type.
type keys struct {
	rsa *rsa.PrivateKey
	ec  *ecdsa.PrivateKey
	ed  ed25519.PrivateKey
}

func newKeys(t testing.TB) (k keys) {
	t.Helper()
	var rsaErr, ecErr, edErr error
	k.rsa, rsaErr = rsa.GenerateKey(rand.Reader, 2048)
	k.ec, ecErr = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	_, k.ed, edErr = ed25519.GenerateKey(rand.Reader)
	if rsaErr != nil || ecErr != nil || edErr != nil {
		t.Fatal(rsaErr, ecErr, edErr)
	}
	return k
}

// publish writes a key set.
func publish(t testing.TB, members ...jose.JSONWebKey) string {
	t.Helper()
	document, err := json.Marshal(jose.JSONWebKeySet{Keys: members})
	if err != nil {
		t.Fatal(err)
	}
	return string(document)
}

func block(kind string, der []byte, err error) string {
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func publicBlock(public crypto.PublicKey) string {
	der, err := x509.MarshalPKIXPublicKey(public)
	return block("PUBLIC KEY", der, err)
}

func certificate(k *ecdsa.PrivateKey) string {
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Unix(1<<31, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, k.Public(), k)
	return block("CERTIFICATE", der, err)
}

func TestParse(t *testing.T) {
	k := newKeys(t)
	weak := `{"kty":"RSA","e":"AQAB","n":"` + strings.Repeat("_", 171) + `"}` // 1024 bits
	ecDER, ecErr := x509.MarshalECPrivateKey(k.ec)
	unknown := `{"kty":"XYZ","kid":"future"}`
	good := jose.JSONWebKey{Key: k.ec.Public(), KeyID: "k1"}
	goodMember, _ := json.Marshal(good)
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		document string
		want     int // keys; 0 for an error
	}{
		"key set": {publish(t, good, jose.JSONWebKey{Key: k.rsa.Public(), KeyID: "k2", Use: "sig"},
			jose.JSONWebKey{Key: k.ed.Public()}), 3},
		"what is not understood":    {`{"x":1,"keys":[` + unknown + `,7,null,` + string(goodMember) + `]}`, 1},
		"for encryption":            {publish(t, good, jose.JSONWebKey{Key: k.rsa.Public(), Use: "enc"}), 1},
		"weak":                      {`{"keys":[` + weak + `,` + string(goodMember) + `]}`, 1},
		"weak only":                 {`{"keys":[` + weak + `]}`, 0},
		"symmetric":                 {publish(t, jose.JSONWebKey{Key: []byte("secret")}), 0},
		"private":                   {publish(t, jose.JSONWebKey{Key: k.ec}), 0},
		"no keys":                   {`{"keys":[]}`, 0},
		"another document":          {`{"issuer":"x"}`, 0},
		"cut off":                   {`{"keys":[`, 0},
		"empty":                     {"", 0},
		"text":                      {"hello", 0},
		"PEM":                       {publicBlock(k.ec.Public()), 1},
		"PEM of several":            {"\n" + publicBlock(k.rsa.Public()) + "\n" + publicBlock(k.ed.Public()) + "\n", 2},
		"PEM by PKCS 1":             {block("RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(&k.rsa.PublicKey), nil), 1},
		"certificate":               {certificate(k.ec), 1},
		"private PEM":               {block("EC PRIVATE KEY", ecDER, ecErr), 0},
		"private PEM behind public": {publicBlock(k.ec.Public()) + block("EC PRIVATE KEY", ecDER, ecErr), 0},
		"curve that is no use":      {publicBlock(p224.Public()), 0},
		"PEM with text behind":      {publicBlock(k.ec.Public()) + "hello", 0},
		"PEM of nothing":            {block("PUBLIC KEY", []byte("x"), nil), 0},
	} {
		set, err := Parse([]byte(c.document))
		got := 0
		if err == nil {
			got = len(set.keys)
		}
		if got != c.want {
			t.Errorf("%s: %d keys, %v, want %d", name, got, err, c.want)
		}
	}
}

func TestCandidates(t *testing.T) {
	k := newKeys(t)
	named := func(id string, public crypto.PublicKey, algorithm jose.SignatureAlgorithm) key {
		return key{id, algorithm, public}
	}
	ec, rs, ed := k.ec.Public(), k.rsa.Public(), k.ed.Public()
	set := &Set{[]key{
		named("a", ec, ""), named("b", rs, jose.RS256), named("c", rs, jose.PS256),
		named("", ed, ""), named("", rs, ""),
	}}
	for _, c := range []struct {
		id        string
		algorithm jose.SignatureAlgorithm
		want      int
	}{
		{"a", jose.ES256, 1},
		{"a", jose.ES384, 0}, // not its curve
		{"b", jose.RS256, 1},
		{"b", jose.RS512, 1}, // not its algorithm; the one without id may be meant
		{"x", jose.RS256, 1}, // as here
		{"x", jose.EdDSA, 1},
		{"x", jose.ES256, 0},
		{"", jose.RS256, 2}, // whatever fits
		{"", jose.HS256, 0},
		{"b", "none", 0},
		{"", "", 0},
	} {
		if got := len(set.Candidates(c.id, c.algorithm)); got != c.want {
			t.Errorf("%q, %s: %d, want %d", c.id, c.algorithm, got, c.want)
		}
	}
	many := &Set{}
	for range maxCandidates + 1 {
		many.keys = append(many.keys, named("", ec, ""))
	}
	if n := len(many.Candidates("", jose.ES256)); n != 0 {
		t.Errorf("%d signatures would be tried", n)
	}
}

func TestCheckURL(t *testing.T) {
	for text, want := range map[string]bool{
		"https://login.example/keys": true, "https://login.example:8443/a?b=c": true, "HTTPS://login.example/": true,
		"http://localhost:8080/keys": true, "http://127.0.0.1/keys": true, "http://[::1]:80/keys": true,
		"http://login.example/keys": false, "http://localhost.evil.example/": false, "http://10.0.0.1/": false,
		"http://127.0.0.1.evil.example/": false, "": false, "login.example/keys": false, "/keys": false,
		"https://": false, "https://user:secret@login.example/": false, "https://login.example/#x": false,
		"file:///etc/passwd": false, "ftp://login.example/": false, "https:login.example": false, "https://a b/": false,
		"https://login.example/" + strings.Repeat("x", maxURL): false,
	} {
		if err := CheckURL(text); (err == nil) != want {
			t.Errorf("%.60q: %v", text, err)
		}
	}
}

// What is read as keys can check signatures and nothing else.
func FuzzParse(f *testing.F) {
	k := newKeys(f)
	f.Add([]byte(publish(f, jose.JSONWebKey{Key: k.ec.Public(), KeyID: "a"}, jose.JSONWebKey{Key: k.rsa.Public()})))
	f.Add([]byte(publicBlock(k.ed.Public())))
	f.Add([]byte(certificate(k.ec)))
	f.Add([]byte(`{"keys":[{"kty":"oct","k":"AAAA"},{"kty":"RSA","n":"AQ","e":"AQAB"}]}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		set, err := Parse(document)
		if err != nil {
			return
		}
		if len(set.keys) == 0 {
			t.Fatal("a set without keys")
		}
		for _, k := range set.keys {
			if err := checkKey(k.public); err != nil {
				t.Fatal(err)
			}
		}
	})
}
