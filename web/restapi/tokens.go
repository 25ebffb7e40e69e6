package restapi

import (
	"net/http"

	"sojourn/web/contract"
)

// postToken answers POST /oauth/token.
func (a *api) postToken(w http.ResponseWriter, r *request) error {
	a.Token.ServeHTTP(w, r.Request)
	return nil
}

// getToken answers GET /tokens/me: whose token it is.
func (a *api) getToken(w http.ResponseWriter, r *request) error {
	caller := r.caller()
	organization := &contract.NamedEntity{ID: a.Organization.ID, Name: a.Organization.Name}
	return answerJSON(w, contract.TokenInfo{
		Organization:     organization,
		HomeOrganization: organization,
		AuthorizedScope:  []string{},
		OAuthClient: &contract.OrgOAuthClient{
			ID:                  caller.Client.ID,
			Name:                caller.Client.Name,
			AuthorizedGrantType: contract.OrgOAuthClientAuthorizedGrantTypeCLIENTCREDENTIALS,
			State:               contract.OrgOAuthClientStateActive,
			Organization:        organization,
		},
	})
}

// headToken answers HEAD /tokens/me: that the token is good.
func (a *api) headToken(w http.ResponseWriter, _ *request) error {
	w.WriteHeader(http.StatusOK)
	return nil
}

// deleteToken answers DELETE /tokens/me: the token is no good any more.
func (a *api) deleteToken(w http.ResponseWriter, r *request) error {
	if err := a.Guard.Tokens.Revoke(r.Context(), r.caller().Token); err != nil {
		return err
	}
	return answerNothing(w)
}
