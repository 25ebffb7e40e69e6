package app

import (
	"context"

	"sojourn/journey"
	"sojourn/web/auth"
)

// Provider implements auth.Providers.
func (d deployments) Provider(id journey.ID) (p auth.Provider, known bool) {
	deployment, found := d.Deployment(id)
	if !found || !deployment.Enabled {
		return auth.Provider{}, false
	}
	if deployment.IdentityProvider != nil {
		p = auth.Provider(*deployment.IdentityProvider)
	}
	return p, true
}

// senders tells who sends events (identity.md §5).
func (a *App) senders() *auth.Senders {
	tokens := auth.NewCustomerTokens(auth.CustomerTokenOptions{Now: a.options.Now, Log: a.logger})
	a.onClose(func(context.Context) error {
		tokens.Close()
		return nil
	})
	return &auth.Senders{Providers: a.definitions.deployments, Tokens: tokens}
}
