package restapi

import (
	"sojourn/journey"
	"sojourn/web/contract"
)

// deploymentView is a deployment as it is managed.
func deploymentView(d journey.Definition) (contract.SojournDeployment, error) {
	body, err := deployment(d)
	if err != nil {
		return contract.SojournDeployment{}, err
	}
	return contract.SojournDeployment{
		ID: d.ID, Version: d.Version, Name: body.Name,
		AllowAllDomains: body.AllowAllDomains, AllowedDomains: body.AllowedDomains,
		Enabled: body.Enabled, DropBots: body.DropBots,
		IPAnonymization:       string(body.IPAnonymization),
		RespectPrivacySignals: body.RespectPrivacySignals,
		JourneyEvents:         journeyEventsView(&body.JourneyEvents),
		IdentityProvider:      (*contract.SojournIdentityProvider)(body.IdentityProvider),
		CreatedDate:           contract.Time(d.Created),
		ModifiedDate:          contract.Time(d.Modified),
		SelfURI:               "/api/v2/sojourn/deployments/" + d.ID,
	}, nil
}

func journeyEventsView(e *journey.JourneyEvents) contract.SojournJourneyEvents {
	selector := func(e journey.SelectorEvent) contract.SojournSelectorEvent {
		return contract.SojournSelectorEvent(e)
	}
	t := &e.TrackingSettings
	return contract.SojournJourneyEvents{
		Enabled:          e.Enabled,
		PageviewConfig:   e.PageviewConfig,
		ClickEvents:      mapped(e.ClickEvents, selector),
		InViewportEvents: mapped(e.InViewportEvents, selector),
		FormsTrackEvents: mapped(e.FormsTrackEvents, func(e journey.FormsEvent) contract.SojournFormsTrackEvent {
			return contract.SojournFormsTrackEvent(e)
		}),
		IdleEvents: mapped(e.IdleEvents, func(e journey.IdleEvent) contract.SojournIdleEvent {
			return contract.SojournIdleEvent(e)
		}),
		ScrollDepthEvents: mapped(e.ScrollDepthEvents, func(e journey.ScrollEvent) contract.SojournScrollDepthEvent {
			return contract.SojournScrollDepthEvent(e)
		}),
		TrackingSettings: &contract.SojournTrackingSettings{
			ShouldKeepURLFragment:   t.ShouldKeepURLFragment,
			SearchQueryParameters:   t.SearchQueryParameters,
			ExcludedQueryParameters: t.ExcludedQueryParameters,
			IPFilters: mapped(t.IPFilters, func(f journey.IPFilter) contract.SojournIpFilter {
				return contract.SojournIpFilter(f)
			}),
		},
	}
}

// mapped is nil for an empty list, which is left out.
func mapped[T, U any](list []T, f func(T) U) []U {
	if len(list) == 0 {
		return nil
	}
	out := make([]U, len(list))
	for i, item := range list {
		out[i] = f(item)
	}
	return out
}
