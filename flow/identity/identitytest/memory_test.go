package identitytest

import (
	"testing"

	"sojourn/flow/identity"
)

func TestMemory(t *testing.T) {
	TestStore(t, func(*testing.T) identity.Store { return NewMemory() })
}
