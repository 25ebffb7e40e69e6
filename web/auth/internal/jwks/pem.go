package jwks

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
)

func parsePEM(document []byte) (*Set, error) {
	set := new(Set)
	for len(bytes.TrimSpace(document)) > 0 {
		block, rest := pem.Decode(document)
		if block == nil {
			return nil, errors.New("jwks: neither a key set nor PEM")
		}
		public, err := parseBlock(block)
		if err == nil {
			err = checkKey(public)
		}
		if err != nil {
			return nil, err
		}
		set.keys = append(set.keys, key{public: public})
		document = rest
	}
	if len(set.keys) == 0 {
		return nil, errors.New("jwks: there are no keys")
	}
	return set, nil
}

func parseBlock(block *pem.Block) (public crypto.PublicKey, err error) {
	switch block.Type {
	case "PUBLIC KEY":
		public, err = x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		public, err = x509.ParsePKCS1PublicKey(block.Bytes)
	case "CERTIFICATE":
		var certificate *x509.Certificate
		if certificate, err = x509.ParseCertificate(block.Bytes); err == nil {
			public = certificate.PublicKey
		}
	default:
		return nil, fmt.Errorf("jwks: a PEM block %q is no public key", block.Type)
	}
	if err != nil {
		return nil, fmt.Errorf("jwks: PEM block %q: %w", block.Type, err)
	}
	return public, nil
}
