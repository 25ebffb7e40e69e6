package auth

import (
	"context"
	"slices"
	"strings"

	"sojourn/web/contract"
)

// Caller is who made a request: a client, with one of its tokens.
type Caller struct {
	Client Client // as it is now, not as it was when the token was issued
	Token  Token
}

// May reports whether the caller has the permissions: all of them, or any one of them. No
// permissions wanted means that any caller may.
func (c Caller) May(permissions []string, anyOne bool) bool {
	if anyOne && len(permissions) > 0 {
		return slices.ContainsFunc(permissions, c.has)
	}
	return !slices.ContainsFunc(permissions, func(wanted string) bool { return !c.has(wanted) })
}

func (c Caller) has(wanted string) bool {
	return slices.ContainsFunc(c.Client.Permissions, func(held string) bool { return Covers(held, wanted) })
}

// Require returns nil if the caller May, else the refusal of api.md §2.3.
func (c Caller) Require(permissions []string, anyOne bool) error {
	if c.May(permissions, anyOne) {
		return nil
	}
	code, message := contract.MissingPermissions, "You need the permission: {permissions}"
	if anyOne && len(permissions) > 1 {
		code, message = contract.MissingAnyPermissions, "You need at least one of the permissions: {permissions}"
	}
	return contract.NewError(code, message, "permissions", strings.Join(permissions, ", "))
}

type callerKey struct{}

// WithCaller returns a context that knows the caller.
func WithCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// CallerOf returns the caller that WithCaller put there. A visitor's request has none.
func CallerOf(ctx context.Context) (Caller, bool) {
	c, ok := ctx.Value(callerKey{}).(Caller)
	return c, ok
}
