package restapi

import (
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"

	"sojourn/journey"
	"sojourn/web/auth"
	"sojourn/web/contract"
)

// maxPermissions bounds what one client holds.
const maxPermissions = 200

// applyClient gives a client what was asked for; what was not gets its default. Nobody grants what he does
// not have himself, but what the client held before may stay.
func applyClient(c *auth.Client, m members, caller auth.Caller) error {
	var body clientBody
	if err := m.into(&body); err != nil {
		return err
	}
	if err := checkName(body.Name); err != nil {
		return err
	}
	if len(body.Permissions) > maxPermissions {
		return invalid("permissions", fmt.Sprintf("must have at most %d entries", maxPermissions))
	}
	var granted []string
	for i, permission := range body.Permissions {
		if !auth.ValidPermission(permission) {
			return invalid(fmt.Sprintf("permissions[%d]", i),
				"must have the form domain:entity:action; any part may be *")
		}
		held := slices.ContainsFunc(c.Permissions, func(held string) bool { return auth.Covers(held, permission) })
		if !held && !caller.May([]string{permission}, false) {
			granted = append(granted, permission)
		}
	}
	if err := caller.Require(granted, false); err != nil {
		return err
	}
	c.Name, c.Permissions, c.Disabled = body.Name, body.Permissions, body.Disabled
	return nil
}

// patchedClient applies a patch to a stored client.
func (a *api) patchedClient(id string, stored []byte, patch members, caller auth.Caller) ([]byte, error) {
	old, err := client(journey.Definition{ID: id, Body: stored})
	if err != nil {
		return nil, err
	}
	current := members{"name": old.Name, "permissions": old.Permissions, "disabled": old.Disabled}
	changed := old
	if err := applyClient(&changed, current.merge(patch), caller); err != nil {
		return nil, err
	}
	if err := a.checkStillManaged(id, old, changed); err != nil {
		return nil, err
	}
	return json.Marshal(changed)
}

// managing is what it takes to manage clients.
var managing = []string{"sojourn:client:add", "sojourn:client:edit"}

func manages(c auth.Client) bool {
	return !c.Disabled && auth.Caller{Client: c}.May(managing, false)
}

// checkStillManaged refuses a change of a client after which none is left that may manage clients: nobody
// could take it back through the API.
func (a *api) checkStillManaged(id string, old, changed auth.Client) error {
	if !manages(old) || manages(changed) {
		return nil
	}
	for _, d := range a.Definitions.List(journey.ClientNoun) {
		other, err := client(d)
		if err != nil {
			return err
		}
		if d.ID != id && manages(other) {
			return nil
		}
	}
	return contract.NewError(contract.BadRequest,
		"The client {id} is the last one that may manage clients; nobody could undo this.", "id", id)
}
