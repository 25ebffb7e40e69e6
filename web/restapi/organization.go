package restapi

import (
	"net/http"
	"slices"
	"strings"

	"sojourn/web/contract"
)

// The stubs that clients need before they come to the journey (api.md §2.4).

// product is the one product of the organisation.
const product = "journeyManagement"

func (a *api) getOrganization(w http.ResponseWriter, _ *request) error {
	o := a.Organization
	return answerJSON(w, contract.Organization{
		ID: o.ID, Name: o.Name, Domain: o.Domain,
		DefaultLanguage: o.DefaultLanguage, DefaultCountryCode: o.DefaultCountryCode,
		State:    contract.OrganizationStateActive,
		Version:  1,
		Features: map[string]bool{},
		SelfURI:  "/api/v2/organizations/me",
	})
}

func (a *api) getProducts(w http.ResponseWriter, _ *request) error {
	return answerJSON(w, contract.OrganizationProductEntityListing{
		Entities:   []contract.DomainOrganizationProduct{{ID: product}},
		PageSize:   new(usualPageSize),
		PageNumber: new(1),
		PageCount:  new(1),
		Total:      new(int64(1)),
	})
}

func (a *api) homeDivision() contract.AuthzDivision {
	return contract.AuthzDivision{
		ID: a.Organization.HomeDivision, Name: "Home", Description: "Everything belongs to this division.",
		HomeDivision: new(true),
		SelfURI:      "/api/v2/authorization/divisions/" + a.Organization.HomeDivision,
	}
}

func (a *api) getHomeDivision(w http.ResponseWriter, _ *request) error {
	return answerJSON(w, a.homeDivision())
}

// getDivisions lists the one division, unless the query asks for another.
func (a *api) getDivisions(w http.ResponseWriter, r *request) error {
	q := r.query()
	p, err := q.page()
	if err != nil {
		return err
	}
	all := []contract.AuthzDivision{a.homeDivision()}
	if ids := q.list("id"); len(ids) > 0 && !slices.ContainsFunc(ids, func(id string) bool {
		return strings.EqualFold(id, all[0].ID)
	}) {
		all = nil
	} else if name := q.Get("name"); name != "" && !containsFold("Home", strings.Trim(name, "*")) {
		all = nil
	}
	entities, info := cutPage(r, q, p, all)
	return answerJSON(w, contract.AuthzDivisionEntityListing{
		Entities: entities, PageSize: &info.size, PageNumber: &info.number, PageCount: &info.count,
		Total: &info.total, SelfURI: info.self, FirstURI: info.first, LastURI: info.last,
		NextURI: info.next, PreviousURI: info.previous,
	})
}

// getPermissions lists the permissions that an operation of the contract asks for, by domain.
func (a *api) getPermissions(w http.ResponseWriter, r *request) error {
	q := r.query()
	p, err := q.page()
	if err != nil {
		return err
	}
	queryType, err := q.oneOf("queryType", "domain", "permission")
	if err != nil {
		return err
	}
	entities, info := cutPage(r, q, p, permissionCatalogue(queryType, q.Get("query")))
	return answerJSON(w, contract.PermissionCollectionEntityListing{
		Entities: entities, PageSize: &info.size, PageNumber: &info.number, PageCount: &info.count,
		Total: &info.total, SelfURI: info.self, FirstURI: info.first, LastURI: info.last,
		NextURI: info.next, PreviousURI: info.previous,
	})
}

// permissionCatalogue returns the permissions whose domain, or whose whole name, contains a text.
func permissionCatalogue(queryType, text string) []contract.DomainPermissionCollection {
	domains := map[string]*contract.DomainPermissionCollection{}
	var all []string
	for operation := range contract.Operations() {
		all = append(all, operation.Permissions...)
	}
	slices.Sort(all)
	for _, permission := range slices.Compact(all) {
		parts := strings.Split(permission, ":")
		domain, entity, action := parts[0], parts[1], parts[2]
		searched := permission
		if queryType == "domain" {
			searched = domain
		}
		if !containsFold(searched, text) {
			continue
		}
		collection := domains[domain]
		if collection == nil {
			collection = &contract.DomainPermissionCollection{
				ID: domain, Name: domain, Domain: domain,
				PermissionMap: map[string][]contract.DomainPermission{},
			}
			domains[domain] = collection
		}
		collection.PermissionMap[entity] = append(collection.PermissionMap[entity], contract.DomainPermission{
			Domain: domain, EntityType: entity, Action: action, Label: permission,
			AllowsConditions: new(false), DivisionAware: new(false),
		})
	}
	collections := make([]contract.DomainPermissionCollection, 0, len(domains))
	for _, collection := range domains {
		collections = append(collections, *collection)
	}
	slices.SortFunc(collections, func(a, b contract.DomainPermissionCollection) int {
		return strings.Compare(a.Domain, b.Domain)
	})
	return collections
}

// getTopics lists the notification topics: none yet.
func (a *api) getTopics(w http.ResponseWriter, _ *request) error {
	return answerJSON(w, contract.AvailableTopicEntityListing{Entities: []contract.AvailableTopic{}})
}

// containsFold reports whether a text contains another in any case.
func containsFold(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}
