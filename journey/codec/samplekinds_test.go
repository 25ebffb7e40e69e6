package codec

import "sojourn/journey"

// A wrap-up of a conversation and the last event of a delivery, and their sessions, as the spec's
// worked examples have them (session.md §8, S9 and S10).

func sampleConversationEvent() *journey.Accepted {
	facts := &journey.ConversationFacts{
		ID: sampleID(20).String(), Topic: journey.Wrapup, CustomerType: journey.CustomerIDTypePhone, Participant: "p3", Communication: sampleID(21).String(),
		Media: journey.MediaMessage, Message: journey.MessageWhatsApp, Direction: journey.DirectionInbound,
		Provider: "PureCloud Messaging", Subject: "Broken spoke", ANI: "tel:+353861234567", DNIS: "tel:+35391222333",
		AddressFrom: "+353861234567", AddressTo: "shop", CallbackNumber: "+353861234568", Queue: sampleID(22).String(),
		User: sampleID(23).String(), AnsweredUser: sampleID(23).String(), Division: sampleID(24).String(),
		Disconnect: journey.DisconnectPeer, AcdOutcome: journey.AcdAnswered, Interacting: 180_000,
		WrapupCode: sampleID(25).String(), WrapupNotes: "Replaced under warranty", ExternalContact: sampleID(26),
		ListedContact: sampleID(27), WebSession: sampleID(5), Case: &journey.CaseLink{ID: "case 1", Reference: "CASE-1042"},
		Body: []byte(`{"wrapupCode":"x"}`),
	}
	return &journey.Accepted{
		Event: journey.Event{
			ID: facts.EventID(sampleAt), IDGiven: true, CorrelationID: sampleID(3), Kind: journey.Conversation,
			Customer: "+353861234567", Name: facts.Topic.EventName(),
			Created: sampleAt, Received: sampleAt + 1000, Contact: sampleID(26), ContactBasis: journey.ContactNamed,
			Conversation: facts,
		},
		Seq: 7, Session: sampleID(28), Rules: journey.VisitRules{Timeout: journey.ConversationTimeout}, TotalEvents: 7,
	}
}

func sampleCustomEvent() *journey.Accepted {
	return &journey.Accepted{
		Event: journey.Event{
			ID: sampleID(30), IDGiven: true, CorrelationID: sampleID(3), Kind: journey.Custom,
			Customer: "gwen@example.com", Name: "delivery_completed",
			Created: sampleAt, Received: sampleAt + 1000,
			Attributes: []journey.Attribute{{Name: "signed", Type: journey.Boolean, Value: "true"}},
			Custom: &journey.CustomFacts{
				Type: journey.CaseType, ExternalID: "WMBK06201234", ExternalURL: "https://tms.example.com/o/WMBK06201234",
				CustomerType: journey.CustomerIDTypeEmail,
				Lists:        []journey.AttributeList{{Name: "cartItems", Type: journey.String, Values: []string{"helmet", "bike"}}},
				EndSession:   true, Case: &journey.CaseFacts{
					Entity: sampleID(31).String(), Reference: "CASE-1042", Status: journey.CaseClosed,
					Conversation: sampleID(20).String(),
				},
			},
		},
		Seq: 3, Session: sampleID(32), Ends: true, Rules: journey.VisitRules{Timeout: journey.DefaultInactivity},
		Projected:   []journey.Projected{{Name: "signed", Function: journey.Last, Type: journey.Boolean, Value: "true"}},
		TotalEvents: 3,
	}
}

// sampleStitchedEvent is a web event with what only version 2 has.
func sampleStitchedEvent() *journey.Accepted {
	e := sampleAccepted()
	e.Contact, e.ContactBasis = sampleID(26), journey.ContactResolved
	return e
}

func sampleStitchedSession() *journey.Session {
	s := sampleSession()
	s.Contact = &journey.ContactLink{Stamp: s.First, ID: sampleID(26), Basis: journey.ContactResolved}
	return s
}

func sampleConversation() *journey.Session {
	first, newest := journey.Stamp{At: sampleAt, Seq: 2}, journey.Stamp{At: sampleAt + 231_000, Seq: 7}
	left := journey.Stamp{At: sampleAt + 206_000, Seq: 5}
	text := func(stamp journey.Stamp, value string) journey.Touch[string] {
		return journey.Touch[string]{Stamp: stamp, Value: value}
	}
	return &journey.Session{
		ID: sampleID(28), Kind: journey.Conversation, Customer: "+353861234567", Events: 7, First: first, Newest: newest,
		LastEvent: journey.LastEvent{ID: sampleID(29), Name: "acw"},
		Contact:   &journey.ContactLink{Stamp: left, ID: sampleID(26), Basis: journey.ContactNamed},
		Conversation: &journey.ConversationSession{
			ID: sampleID(20).String(), Timeout: journey.ConversationTimeout, Announced: sampleAt,
			Customer: journey.Touch[journey.Identifier]{Stamp: first, Value: journey.Identifier{
				Type: journey.CustomerIDTypePhone, Value: "+353861234567",
			}},
			Direction: journey.Touch[journey.Direction]{Stamp: first, Value: journey.DirectionInbound},
			Subject:   text(first, "Broken spoke"), Queue: text(first, sampleID(22).String()), FirstQueued: first,
			Answered: text(left, sampleID(23).String()), Talked: text(newest, sampleID(23).String()),
			Disconnect: journey.Touch[journey.DisconnectType]{Stamp: left, Value: journey.DisconnectPeer},
			AcdOutcome: journey.Touch[journey.AcdOutcome]{Stamp: left, Value: journey.AcdAnswered},
			Disposition: journey.Touch[*journey.Disposition]{Stamp: newest, Value: &journey.Disposition{
				Code: sampleID(25).String(), Notes: "Replaced under warranty", User: sampleID(23).String(), Participant: "p3",
			}},
			Channels: []journey.UsedChannel{{Stamp: first, Channel: journey.Channel{
				Media: journey.MediaMessage, Message: journey.MessageWhatsApp, Platform: "PureCloud Messaging",
			}}},
			Divisions: []journey.UsedDivision{{Stamp: first, ID: sampleID(24).String()}},
			Cases:     []journey.AssociatedCase{{Stamp: left, ID: sampleID(30), Case: "case 1", Reference: "CASE-1042"}},
			Legs: []journey.Leg{
				{Participant: "p1", Communication: sampleID(21).String(), CustomerStart: first, CustomerEnd: left},
				{
					Participant: "p3", Communication: "c3", User: text(first, sampleID(23).String()),
					UserEnd: journey.Touch[bool]{Stamp: left, Value: true}, AfterCall: text(newest, sampleID(23).String()),
				},
			},
			Turns: []journey.Turn{
				{Seq: 2, Topic: journey.CustomerStart, Leg: 1}, {Seq: 5, Topic: journey.CustomerEnd, Leg: 1},
				{Seq: 7, Topic: journey.AfterCallWork, Leg: 2},
			},
		},
	}
}

func sampleCustomSession() *journey.Session {
	first, newest := journey.Stamp{At: sampleAt, Seq: 1}, journey.Stamp{At: sampleAt + 273_900_000, Seq: 3}
	return &journey.Session{
		ID: sampleID(32), Kind: journey.Custom, Customer: "gwen@example.com", Events: 3, First: first, Newest: newest,
		LastEvent: journey.LastEvent{ID: sampleID(30), Name: "delivery_completed"},
		Attributes: []journey.Projection{{
			Name: "signed", Function: journey.Last, First: newest, Newest: newest, Type: journey.Boolean, Value: "true", Count: 1,
		}},
		Custom: &journey.CustomSession{
			Type: journey.CaseType, ExternalID: "WMBK06201234", Timeout: journey.DefaultInactivity, Announced: sampleAt,
			Customer: journey.Touch[journey.Identifier]{Stamp: first, Value: journey.Identifier{
				Type: journey.CustomerIDTypeEmail, Value: "gwen@example.com",
			}},
			ExternalURL:   journey.Touch[string]{Stamp: first, Value: "https://tms.example.com/o/WMBK06201234"},
			End:           newest,
			CaseEntity:    journey.Touch[string]{Stamp: first, Value: sampleID(31).String()},
			CaseReference: journey.Touch[string]{Stamp: first, Value: "CASE-1042"},
			CaseStatus:    journey.Touch[journey.CaseStatus]{Stamp: newest, Value: journey.CaseClosed},
		},
	}
}
