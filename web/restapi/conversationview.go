package restapi

import (
	"sojourn/journey"
	"sojourn/web/contract"
)

// addConversation adds what conversation sessions carry (session.md §2, column C).
func addConversation(view *contract.Session, c *journey.ConversationSession) {
	view.Conversation = refView(conversationURI, c.ID)
	view.LastConnectedQueue = (*contract.ConnectedQueue)(refView(queueURI, c.Queue.Value))
	view.LastConnectedUser = (*contract.ConnectedUser)(refView(userURI, c.LastConnectedUser().Value))
	view.LastUserDisposition = dispositionView(c)
	view.OriginatingDirection = c.Direction.Value.String()
	view.ConversationSubject = c.Subject.Value
	view.LastUserDisconnectType = c.Disconnect.Value.String()
	view.LastAcdOutcome = c.AcdOutcome.Value.String()
	view.ConversationChannels = mapped(c.Channels, func(used journey.UsedChannel) contract.ConversationChannel {
		return contract.ConversationChannel{
			Type: used.Channel.Media.String(), MessageType: used.Channel.Message.String(),
			Platform: used.Channel.Platform,
		}
	})
	view.CaseAssociations = mapped(c.Cases, caseAssociationView)
}

// dispositionView withholds a disposition whose agent cannot be determined (session.md §3.16).
func dispositionView(c *journey.ConversationSession) *contract.ConversationUserDisposition {
	disposition, user, shown := c.LastDisposition()
	if !shown {
		return nil
	}
	return &contract.ConversationUserDisposition{
		Code: disposition.Code, Notes: disposition.Notes, User: required(refView(userURI, user)),
	}
}

func caseAssociationView(a journey.AssociatedCase) contract.JourneyCaseAssociation {
	return contract.JourneyCaseAssociation{
		ID:             a.ID.String(),
		AssociatedCase: refView(caseURI, a.Case),
		CaseReference:  a.Reference,
		DateAssociated: contract.Time(a.Stamp.At),
		SelfURI:        caseURI + a.Case + "/associations/" + a.ID.String(),
	}
}

// addCustom adds what custom sessions carry (session.md §2, column X).
func addCustom(view *contract.Session, c *journey.CustomSession) {
	view.ExternalID = c.ExternalID
	view.ExternalURL = c.ExternalURL.Value
	if c.Type == journey.CaseType {
		view.CaseEntity = refView(caseURI, c.CaseEntity.Value)
		view.CaseReference = c.CaseReference.Value
		view.CaseStatus = c.CaseStatus.Value.String()
	}
}
