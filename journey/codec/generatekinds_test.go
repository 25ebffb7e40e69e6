package codec

import (
	"fmt"

	"pgregory.net/rapid"

	"sojourn/journey"
)

// Generators of what only conversations and custom sessions have.

var genConversationFacts = rapid.Custom(func(t *rapid.T) journey.ConversationFacts {
	c := journey.ConversationFacts{
		ID: genCookie.Draw(t, "id"), Topic: enumeration(journey.LastTopic).Draw(t, "topic"),
		Media:           enumeration(journey.MediaScreenMonitoring).Draw(t, "media"),
		Message:         enumeration(journey.MessageApple).Draw(t, "message"),
		Direction:       enumeration(journey.DirectionOutbound).Draw(t, "direction"),
		Disconnect:      enumeration(journey.DisconnectTakeover).Draw(t, "disconnect"),
		AcdOutcome:      enumeration(journey.AcdFlowOut).Draw(t, "outcome"),
		Interacting:     rapid.Int64().Draw(t, "interacting"),
		ExternalContact: genID.Draw(t, "contact"), ListedContact: genID.Draw(t, "listed"),
		WebSession: genID.Draw(t, "web session"),
	}
	for text, isID := range conversationTexts(&c) {
		if *text = genText.Draw(t, "text"); isID {
			*text = genCookie.Draw(t, "id text")
		}
	}
	if rapid.Bool().Draw(t, "case?") {
		c.Case = &journey.CaseLink{ID: genCookie.Draw(t, "case"), Reference: genText.Draw(t, "reference")}
	}
	if rapid.Bool().Draw(t, "body?") {
		c.Body = fmt.Appendf(nil, `{"subject":%q}`, genText.Draw(t, "body"))
	}
	return c
})

var genCustomFacts = rapid.Custom(func(t *rapid.T) journey.CustomFacts {
	c := journey.CustomFacts{
		Type: genText.Draw(t, "type"), ExternalID: genCookie.Draw(t, "external id"),
		ExternalURL: genText.Draw(t, "external url"), CustomerType: genText.Draw(t, "customer type"),
		EndSession: rapid.Bool().Draw(t, "end"),
		Lists: few(t, rapid.Custom(func(t *rapid.T) journey.AttributeList {
			return journey.AttributeList{
				Name: genText.Draw(t, "name"), Type: genType.Draw(t, "type"), Values: few(t, genText, "values"),
			}
		}), "lists"),
	}
	if rapid.Bool().Draw(t, "case?") {
		c.Case = &journey.CaseFacts{
			Entity: genCookie.Draw(t, "entity"), Reference: genText.Draw(t, "reference"),
			Status: enumeration(journey.CaseClosed).Draw(t, "status"), Conversation: genCookie.Draw(t, "conversation"),
		}
	}
	return c
})

func genCustomer(t *rapid.T) journey.Touch[journey.Identifier] {
	return journey.Touch[journey.Identifier]{Stamp: genStamp.Draw(t, "customer"), Value: journey.Identifier{
		Type: genText.Draw(t, "customer type"), Value: genCookie.Draw(t, "customer id"),
	}}
}

func genConversation(t *rapid.T, newest journey.Stamp) *journey.ConversationSession {
	c := &journey.ConversationSession{
		ID: genCookie.Draw(t, "conversation"), Timeout: rapid.Uint32().Draw(t, "timeout"),
		Announced: genInstant.Draw(t, "announced"), Customer: genCustomer(t),
		Direction:   touch(t, newest, enumeration(journey.DirectionOutbound).Draw(t, "direction"), "direction touch"),
		Subject:     touch(t, newest, genText.Draw(t, "subject"), "subject touch"),
		Queue:       touch(t, newest, genCookie.Draw(t, "queue"), "queue touch"),
		FirstQueued: genStamp.Draw(t, "queued"),
		Answered:    touch(t, newest, genCookie.Draw(t, "answered"), "answered touch"),
		Talked:      touch(t, newest, genCookie.Draw(t, "talked"), "talked touch"),
		Disconnect:  touch(t, newest, enumeration(journey.DisconnectTakeover).Draw(t, "disconnect"), "disconnect touch"),
		AcdOutcome:  touch(t, newest, enumeration(journey.AcdFlowOut).Draw(t, "outcome"), "outcome touch"),
		Disposition: touch(t, newest, maybe(t, rapid.Custom(func(t *rapid.T) journey.Disposition {
			return journey.Disposition{
				Code: genCookie.Draw(t, "code"), Notes: genText.Draw(t, "notes"),
				User: genCookie.Draw(t, "user"), Participant: genCookie.Draw(t, "participant"),
			}
		}), "disposition"), "disposition touch"),
		Channels: few(t, rapid.Custom(func(t *rapid.T) journey.UsedChannel {
			return journey.UsedChannel{Stamp: genStamp.Draw(t, "stamp"), Channel: journey.Channel{
				Media:   enumeration(journey.MediaScreenMonitoring).Draw(t, "media"),
				Message: enumeration(journey.MessageApple).Draw(t, "message"), Platform: genText.Draw(t, "platform"),
			}}
		}), "channels"),
		Divisions: few(t, rapid.Custom(func(t *rapid.T) journey.UsedDivision {
			return journey.UsedDivision{Stamp: genStamp.Draw(t, "stamp"), ID: genCookie.Draw(t, "division")}
		}), "divisions"),
		Cases: few(t, rapid.Custom(func(t *rapid.T) journey.AssociatedCase {
			return journey.AssociatedCase{
				Stamp: genStamp.Draw(t, "stamp"), ID: genID.Draw(t, "id"), Case: genCookie.Draw(t, "case"),
				Reference: genText.Draw(t, "reference"),
			}
		}), "cases"),
		Legs: few(t, rapid.Custom(func(t *rapid.T) journey.Leg {
			return journey.Leg{
				Participant: genCookie.Draw(t, "participant"), Communication: genCookie.Draw(t, "communication"),
				CustomerStart: genStamp.Draw(t, "start"), CustomerEnd: genStamp.Draw(t, "end"),
				User:      touch(t, newest, genCookie.Draw(t, "user"), "user touch"),
				UserEnd:   touch(t, newest, rapid.Bool().Draw(t, "talked"), "end touch"),
				AfterCall: touch(t, newest, genCookie.Draw(t, "acw user"), "acw touch"),
			}
		}), "legs"),
	}
	c.Turns = few(t, rapid.Custom(func(t *rapid.T) journey.Turn {
		return journey.Turn{
			Seq: rapid.Uint64().Draw(t, "seq"), Topic: enumeration(journey.LastTopic).Draw(t, "topic"),
			Leg: uint16(rapid.IntRange(0, len(c.Legs)).Draw(t, "leg")),
		}
	}), "turns")
	return c
}

func genCustom(t *rapid.T, newest journey.Stamp) *journey.CustomSession {
	return &journey.CustomSession{
		Type: genText.Draw(t, "type"), ExternalID: genCookie.Draw(t, "external id"),
		Timeout: rapid.Uint32().Draw(t, "timeout"), Announced: genInstant.Draw(t, "announced"), Customer: genCustomer(t),
		ExternalURL:   touch(t, newest, genText.Draw(t, "url"), "url touch"),
		End:           genStamp.Draw(t, "end"),
		CaseEntity:    touch(t, newest, genCookie.Draw(t, "entity"), "entity touch"),
		CaseReference: touch(t, newest, genText.Draw(t, "reference"), "reference touch"),
		CaseStatus:    touch(t, newest, enumeration(journey.CaseClosed).Draw(t, "status"), "status touch"),
	}
}
