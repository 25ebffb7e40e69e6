package journey

// ConversationSession is what conversation sessions carry besides (session.md §2, column C). The
// fields are those of events.md §6.3, or what they are computed from when they are read; each is the
// same in whatever order, and however often, the conversation's events arrive.
type ConversationSession struct {
	ID        string  // conversationId
	Timeout   uint32  // seconds without events that end it, if nothing else does (session.md §6.4)
	Announced Instant // as Visit.Announced

	Customer  Touch[Identifier] // first-touch, over customer.start
	Direction Touch[Direction]  // first-touch, over customer.start
	Subject   Touch[string]     // first-touch

	Queue       Touch[string] // lastConnectedQueue
	FirstQueued Stamp         // of the first acd.start
	Answered    Touch[string] // newest user of whom acd.end says that he answered
	Talked      Touch[string] // newest user of whom user.end says that he talked
	Disconnect  Touch[DisconnectType]
	AcdOutcome  Touch[AcdOutcome]
	Disposition Touch[*Disposition]

	Channels  []UsedChannel    // distinct, by first use
	Divisions []UsedDivision   // distinct, by first use
	Cases     []AssociatedCase // once per case, by date
	Legs      []Leg            // by arrival
	Turns     []Turn           // by sequence
}

// Identifier names a customer.
type Identifier struct {
	Type  string // customerIdType
	Value string // customerId
}

// Disposition is how an agent classified the conversation, and what is needed to tell
// who it was, see LastDisposition. Once made, it is never changed.
type Disposition struct {
	Code, Notes string
	User        string // if the event named one
	Participant string
}

// Channel is session.md §3.17.
type Channel struct {
	Media    MediaType
	Message  MessageType // of MediaMessage only
	Platform string
}

// UsedChannel is a channel with its first use.
type UsedChannel struct {
	Stamp   Stamp
	Channel Channel
}

// UsedDivision is a division with its first use.
type UsedDivision struct {
	Stamp Stamp
	ID    string
}

// AssociatedCase is session.md §3.18. Its date is Stamp.At.
type AssociatedCase struct {
	Stamp     Stamp
	ID        ID     // of the event that says so
	Case      string // id of the case
	Reference string
}

// The bounds of a conversation's lists; what was used first is kept.
const (
	MaxChannels        = 50
	MaxDivisions       = 100
	MaxAssociatedCases = 100
)

// ConversationTimeout is the inactivity, in seconds, that ends a conversation whose
// customer never left (session.md §6.4, safety net).
const ConversationTimeout = 7 * 24 * 60 * 60

// add folds an event of the conversation, whose turn is noted.
func (c *ConversationSession) add(r *Accepted, stamp Stamp, leg *Leg, isNewest bool) {
	f := r.Conversation
	if isNewest {
		c.Timeout = r.Rules.Timeout
	}
	oldest(c, &c.Subject, stamp, f.Subject)
	if f.Division != "" {
		c.divide(stamp, f.Division)
	}
	if f.Topic.onChannel() && f.Media != MediaNone && f.Media != MediaScreenMonitoring {
		c.useChannel(stamp, f)
	}
	switch f.Topic {
	case CustomerStart:
		oldest(c, &c.Customer, stamp, Identifier{Type: f.CustomerType, Value: r.Customer})
		oldest(c, &c.Direction, stamp, f.Direction)
	case AcdStart:
		if c.FirstQueued.IsZero() || c.before(stamp, c.FirstQueued) {
			c.FirstQueued = stamp
		}
		newest(c, &c.Queue, stamp, f.Queue)
	case AcdEnd:
		newest(c, &c.AcdOutcome, stamp, f.AcdOutcome)
		if f.AcdOutcome == AcdAnswered {
			newest(c, &c.Answered, stamp, f.AnsweredUser)
		}
	case UserStart:
		newest(c, &c.Queue, stamp, f.Queue)
	case UserEnd:
		if f.Interacting > 0 {
			newest(c, &c.Talked, stamp, f.User)
			newest(c, &c.Disconnect, stamp, f.Disconnect)
		}
	case AfterCallWork, Wrapup:
		if f.WrapupCode != "" {
			newest(c, &c.Disposition, stamp, &Disposition{
				Code: f.WrapupCode, Notes: f.WrapupNotes, User: f.User, Participant: f.Participant,
			})
		}
	case CaseAssociated:
		if f.Case != nil && f.Case.ID != "" {
			c.associate(AssociatedCase{Stamp: stamp, ID: r.ID, Case: f.Case.ID, Reference: f.Case.Reference})
		}
	}
	if leg != nil {
		leg.add(c, f, stamp)
	}
}

// add folds what an event tells about its leg.
func (l *Leg) add(c *ConversationSession, f *ConversationFacts, stamp Stamp) {
	switch f.Topic {
	case CustomerStart:
		l.CustomerStart = later(c, l.CustomerStart, stamp)
	case CustomerEnd:
		l.CustomerEnd = later(c, l.CustomerEnd, stamp)
	case UserStart:
		newest(c, &l.User, stamp, f.User)
	case UserEnd:
		if l.UserEnd.Stamp.IsZero() || !c.before(stamp, l.UserEnd.Stamp) {
			l.UserEnd = Touch[bool]{Stamp: stamp, Value: f.Interacting > 0}
		}
	case AfterCallWork:
		newest(c, &l.AfterCall, stamp, f.User)
	}
}

// later returns the newer of two stamps of the conversation.
func later(c *ConversationSession, a, b Stamp) Stamp {
	if a.IsZero() || c.before(a, b) {
		return b
	}
	return a
}

// newest sets a last-touch field if the event carries a value and no newer event has set it.
func newest[T comparable](c *ConversationSession, t *Touch[T], stamp Stamp, value T) {
	var none T
	if value != none && (t.Stamp.IsZero() || !c.before(stamp, t.Stamp)) {
		t.Stamp, t.Value = stamp, value
	}
}

// oldest sets a first-touch field if the event carries a value and no older event has set it.
func oldest[T comparable](c *ConversationSession, t *Touch[T], stamp Stamp, value T) {
	var none T
	if value != none && (t.Stamp.IsZero() || c.before(stamp, t.Stamp)) {
		t.Stamp, t.Value = stamp, value
	}
}

func (c *ConversationSession) useChannel(stamp Stamp, f *ConversationFacts) {
	channel := Channel{Media: f.Media, Platform: f.Provider}
	if f.Media == MediaMessage {
		channel.Message = f.Message
	}
	c.Channels = firstUse(c, c.Channels, UsedChannel{Stamp: stamp, Channel: channel}, MaxChannels)
}

func (c *ConversationSession) divide(stamp Stamp, id string) {
	c.Divisions = firstUse(c, c.Divisions, UsedDivision{Stamp: stamp, ID: id}, MaxDivisions)
}

func (c *ConversationSession) associate(a AssociatedCase) {
	c.Cases = firstUse(c, c.Cases, a, MaxAssociatedCases)
}

// used is a member of a list that keeps distinct things in order of first use.
type used[T any] interface {
	*T
	stamp() Stamp
	same(as *T) bool
}

func (u *UsedChannel) stamp() Stamp                { return u.Stamp }
func (u *UsedChannel) same(as *UsedChannel) bool   { return u.Channel == as.Channel }
func (u *UsedDivision) stamp() Stamp               { return u.Stamp }
func (u *UsedDivision) same(as *UsedDivision) bool { return u.ID == as.ID }
func (a *AssociatedCase) stamp() Stamp             { return a.Stamp }
func (a *AssociatedCase) same(as *AssociatedCase) bool {
	return a.Case == as.Case
}

// firstUse puts a thing into its place in such a list, keeping at most so many. One that was dropped
// was first used after all that are kept, so a later sight of it needs no memory of the earlier.
func firstUse[T any, P used[T]](c *ConversationSession, list []T, thing T, most int) []T {
	at := len(list)
	for i := range list {
		if P(&list[i]).same(&thing) {
			at = i
			break
		}
	}
	switch {
	case at == len(list):
		list = append(list, thing)
	case c.before(P(&thing).stamp(), P(&list[at]).stamp()):
		list[at] = thing
	default:
		return list
	}
	bubble(c, list, at, func(t *T) Stamp { return P(t).stamp() })
	return list[:min(len(list), most)]
}
