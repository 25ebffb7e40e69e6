// Code generated from contract.json by internal/generate; DO NOT EDIT.

package contract

// AchievedOutcome is the model of that name.
type AchievedOutcome struct {
	ID      string `json:"id"`
	SelfURI string `json:"selfUri,omitzero"`
}

// ActionEventActionMap is the model of that name.
type ActionEventActionMap struct {
	ID          string `json:"id"`
	SelfURI     string `json:"selfUri,omitzero"`
	Version     int    `json:"version"`
	DisplayName string `json:"displayName"`
}

// AddressableEntityRef is the model of that name.
type AddressableEntityRef struct {
	ID      string `json:"id,omitzero"`
	SelfURI string `json:"selfUri,omitzero"`
}

// AppEvent is the model of that name.
type AppEvent struct {
	EventName           string                          `json:"eventName"`
	ScreenName          string                          `json:"screenName"`
	App                 JourneyApp                      `json:"app"`
	Device              Device                          `json:"device"`
	IPAddress           string                          `json:"ipAddress,omitzero"`
	IPOrganization      string                          `json:"ipOrganization,omitzero"`
	Geolocation         *JourneyGeolocation             `json:"geolocation,omitzero"`
	SDKLibrary          *SdkLibrary                     `json:"sdkLibrary,omitzero"`
	NetworkConnectivity *NetworkConnectivity            `json:"networkConnectivity,omitzero"`
	MktCampaign         *JourneyCampaign                `json:"mktCampaign,omitzero"`
	SearchQuery         string                          `json:"searchQuery,omitzero"`
	Attributes          map[string]CustomEventAttribute `json:"attributes"`
	Traits              map[string]CustomEventAttribute `json:"traits"`
}

// AppEventRequest is the model of that name.
type AppEventRequest struct {
	EventName           string                          `json:"eventName"`
	ScreenName          string                          `json:"screenName"`
	App                 JourneyApp                      `json:"app"`
	Device              RequestDevice                   `json:"device"`
	SDKLibrary          *SdkLibrary                     `json:"sdkLibrary,omitzero"`
	NetworkConnectivity *NetworkConnectivity            `json:"networkConnectivity,omitzero"`
	ReferrerURL         string                          `json:"referrerUrl,omitzero"`
	SearchQuery         string                          `json:"searchQuery,omitzero"`
	Attributes          map[string]CustomEventAttribute `json:"attributes,omitzero"`
	Traits              map[string]CustomEventAttribute `json:"traits,omitzero"`
	ExternalID          string                          `json:"externalId,omitzero"`
	CustomerCookieID    string                          `json:"customerCookieId"`
	CreatedDate         Time                            `json:"createdDate"`
}

// AppEventResponse is the model of that name.
type AppEventResponse struct {
	ID                  string                          `json:"id"`
	CustomerID          string                          `json:"customerId"`
	CustomerIDType      string                          `json:"customerIdType"`
	EventName           string                          `json:"eventName"`
	ScreenName          string                          `json:"screenName"`
	App                 JourneyApp                      `json:"app"`
	Device              Device                          `json:"device"`
	IPOrganization      string                          `json:"ipOrganization,omitzero"`
	Geolocation         *JourneyGeolocation             `json:"geolocation,omitzero"`
	SDKLibrary          *SdkLibrary                     `json:"sdkLibrary,omitzero"`
	NetworkConnectivity *NetworkConnectivity            `json:"networkConnectivity,omitzero"`
	MktCampaign         *JourneyCampaign                `json:"mktCampaign,omitzero"`
	Session             AppEventResponseSession         `json:"session"`
	SearchQuery         string                          `json:"searchQuery,omitzero"`
	Attributes          map[string]CustomEventAttribute `json:"attributes"`
	Traits              map[string]CustomEventAttribute `json:"traits"`
	ExternalID          string                          `json:"externalId,omitzero"`
	CreatedDate         Time                            `json:"createdDate"`
}

// AppEventResponseSession is the model of that name.
type AppEventResponseSession struct {
	ID                string    `json:"id"`
	DurationInSeconds int       `json:"durationInSeconds"`
	EventCount        int       `json:"eventCount"`
	ScreenviewCount   int       `json:"screenviewCount"`
	Referrer          *Referrer `json:"referrer,omitzero"`
	SelfURI           string    `json:"selfUri,omitzero"`
	CreatedDate       Time      `json:"createdDate"`
}

// AppleOpaqueId is the model of that name.
type AppleOpaqueId struct {
	Value string `json:"value,omitzero"`
}

// AssignedSegment is the model of that name.
type AssignedSegment struct {
	ID      string `json:"id"`
	SelfURI string `json:"selfUri,omitzero"`
}

// AssociatedValueField is the model of that name.
type AssociatedValueField struct {
	DataType string `json:"dataType"`
	Name     string `json:"name"`
}

// The values of AssociatedValueField.DataType.
const (
	AssociatedValueFieldDataTypeNumber  = "Number"
	AssociatedValueFieldDataTypeInteger = "Integer"
)

// AuthzDivision is the model of that name.
type AuthzDivision struct {
	ID           string             `json:"id,omitzero"`
	Name         string             `json:"name,omitzero"`
	Description  string             `json:"description"`
	HomeDivision *bool              `json:"homeDivision,omitzero"`
	ObjectCounts map[string]float64 `json:"objectCounts,omitzero"`
	SelfURI      string             `json:"selfUri,omitzero"`
}

// AuthzDivisionEntityListing is the model of that name.
type AuthzDivisionEntityListing struct {
	Entities    []AuthzDivision `json:"entities,omitzero"`
	PageSize    *int            `json:"pageSize,omitzero"`
	PageNumber  *int            `json:"pageNumber,omitzero"`
	Total       *int64          `json:"total,omitzero"`
	LastURI     string          `json:"lastUri,omitzero"`
	FirstURI    string          `json:"firstUri,omitzero"`
	SelfURI     string          `json:"selfUri,omitzero"`
	NextURI     string          `json:"nextUri,omitzero"`
	PreviousURI string          `json:"previousUri,omitzero"`
	PageCount   *int            `json:"pageCount,omitzero"`
}

// AvailableTopic is the model of that name.
type AvailableTopic struct {
	Description                     string              `json:"description,omitzero"`
	ID                              string              `json:"id,omitzero"`
	PermissionDetails               []PermissionDetails `json:"permissionDetails,omitzero"`
	RequiresPermissions             []string            `json:"requiresPermissions,omitzero"`
	RequiresDivisionPermissions     *bool               `json:"requiresDivisionPermissions,omitzero"`
	RequiresAnyValidator            *bool               `json:"requiresAnyValidator,omitzero"`
	Enforced                        *bool               `json:"enforced,omitzero"`
	Visibility                      string              `json:"visibility,omitzero"`
	Schema                          map[string]any      `json:"schema,omitzero"`
	RequiresCurrentUser             *bool               `json:"requiresCurrentUser,omitzero"`
	RequiresCurrentUserOrPermission *bool               `json:"requiresCurrentUserOrPermission,omitzero"`
	Transports                      []string            `json:"transports,omitzero"`
	PublicAPITemplateURIPaths       []string            `json:"publicApiTemplateUriPaths,omitzero"`
	TopicParameters                 []string            `json:"topicParameters,omitzero"`
}

// The values of AvailableTopic.Visibility.
const (
	AvailableTopicVisibilityPublic  = "Public"
	AvailableTopicVisibilityPreview = "Preview"
)

// The values of AvailableTopic.Transports.
const (
	AvailableTopicTransportsAll               = "All"
	AvailableTopicTransportsWebsocket         = "Websocket"
	AvailableTopicTransportsEventBridge       = "EventBridge"
	AvailableTopicTransportsProcessAutomation = "ProcessAutomation"
)

// AvailableTopicEntityListing is the model of that name.
type AvailableTopicEntityListing struct {
	Entities []AvailableTopic `json:"entities,omitzero"`
}

// Browser is the model of that name.
type Browser struct {
	Family         string `json:"family"`
	Version        string `json:"version"`
	Lang           string `json:"lang,omitzero"`
	Fingerprint    string `json:"fingerprint,omitzero"`
	IsMobile       *bool  `json:"isMobile,omitzero"`
	ViewHeight     *int   `json:"viewHeight,omitzero"`
	ViewWidth      *int   `json:"viewWidth,omitzero"`
	FeaturesFlash  bool   `json:"featuresFlash"`
	FeaturesJava   bool   `json:"featuresJava"`
	FeaturesPdf    bool   `json:"featuresPdf"`
	FeaturesWebrtc bool   `json:"featuresWebrtc"`
}

// CallToAction is the model of that name.
type CallToAction struct {
	Text   string `json:"text,omitzero"`
	URL    string `json:"url"`
	Target string `json:"target,omitzero"`
}

// The values of CallToAction.Target.
const (
	CallToActionTargetBlank = "Blank"
	CallToActionTargetSelf  = "Self"
)

// CloseButtonStyleProperties is the model of that name.
type CloseButtonStyleProperties struct {
	Color   string   `json:"color,omitzero"`
	Opacity *float64 `json:"opacity,omitzero"`
}

// ConnectedQueue is the model of that name.
type ConnectedQueue struct {
	ID      string `json:"id,omitzero"`
	SelfURI string `json:"selfUri,omitzero"`
}

// ConnectedUser is the model of that name.
type ConnectedUser struct {
	ID      string `json:"id,omitzero"`
	SelfURI string `json:"selfUri,omitzero"`
}

// ContactAddress is the model of that name.
type ContactAddress struct {
	Address1    string `json:"address1,omitzero"`
	Address2    string `json:"address2,omitzero"`
	City        string `json:"city,omitzero"`
	State       string `json:"state,omitzero"`
	PostalCode  string `json:"postalCode,omitzero"`
	CountryCode string `json:"countryCode,omitzero"`
}

// ContactAddressableEntityRef is the model of that name.
type ContactAddressableEntityRef struct {
	ID      string `json:"id,omitzero"`
	SelfURI string `json:"selfUri,omitzero"`
}

// ContactIdentifier is the model of that name.
type ContactIdentifier struct {
	Division       *WritableStarrableDivision `json:"division,omitzero"`
	Type           string                     `json:"type"`
	Value          string                     `json:"value"`
	DateCreated    Time                       `json:"dateCreated,omitzero"`
	ExternalSource *ExternalSource            `json:"externalSource,omitzero"`
	// Why the contact has the identifier.
	SojournEvidence *SojournEvidence `json:"sojournEvidence,omitzero"`
}

// The values of ContactIdentifier.Type.
const (
	ContactIdentifierTypeSocialLine      = "SocialLine"
	ContactIdentifierTypeSocialFacebook  = "SocialFacebook"
	ContactIdentifierTypeSocialTwitter   = "SocialTwitter"
	ContactIdentifierTypeSocialWhatsapp  = "SocialWhatsapp"
	ContactIdentifierTypeSocialInstagram = "SocialInstagram"
	ContactIdentifierTypeAppleOpaqueID   = "AppleOpaqueId"
	ContactIdentifierTypeEmail           = "Email"
	ContactIdentifierTypePhone           = "Phone"
	ContactIdentifierTypeCookie          = "Cookie"
	ContactIdentifierTypeExternalID      = "ExternalId"
)

// ContactIdentifierListing is the model of that name.
type ContactIdentifierListing struct {
	Entities []ContactIdentifier `json:"entities"`
}

// ContactListing is the model of that name.
type ContactListing struct {
	Entities       []ExternalContact `json:"entities"`
	PageSize       int               `json:"pageSize"`
	PageNumber     int               `json:"pageNumber"`
	Total          int64             `json:"total"`
	PartialResults *bool             `json:"partialResults,omitzero"`
	FirstURI       string            `json:"firstUri,omitzero"`
	SelfURI        string            `json:"selfUri,omitzero"`
	NextURI        string            `json:"nextUri,omitzero"`
	LastURI        string            `json:"lastUri,omitzero"`
	PreviousURI    string            `json:"previousUri,omitzero"`
	PageCount      int               `json:"pageCount"`
}

// ContentOffer is the model of that name.
type ContentOffer struct {
	ImageURL     string                            `json:"imageUrl,omitzero"`
	DisplayMode  string                            `json:"displayMode"`
	LayoutMode   string                            `json:"layoutMode"`
	Title        string                            `json:"title,omitzero"`
	Headline     string                            `json:"headline,omitzero"`
	Body         string                            `json:"body,omitzero"`
	CallToAction *CallToAction                     `json:"callToAction,omitzero"`
	Style        *ContentOfferStylingConfiguration `json:"style,omitzero"`
	ImageAltText string                            `json:"imageAltText,omitzero"`
}

// The values of ContentOffer.DisplayMode.
const (
	ContentOfferDisplayModeModal   = "Modal"
	ContentOfferDisplayModeOverlay = "Overlay"
	ContentOfferDisplayModeToast   = "Toast"
)

// The values of ContentOffer.LayoutMode.
const (
	ContentOfferLayoutModeTextOnly   = "TextOnly"
	ContentOfferLayoutModeImageOnly  = "ImageOnly"
	ContentOfferLayoutModeLeftText   = "LeftText"
	ContentOfferLayoutModeRightText  = "RightText"
	ContentOfferLayoutModeTopText    = "TopText"
	ContentOfferLayoutModeBottomText = "BottomText"
)

// ContentOfferStyleProperties is the model of that name.
type ContentOfferStyleProperties struct {
	Padding         string `json:"padding,omitzero"`
	Color           string `json:"color,omitzero"`
	BackgroundColor string `json:"backgroundColor,omitzero"`
}

// ContentOfferStylingConfiguration is the model of that name.
type ContentOfferStylingConfiguration struct {
	Position    *ContentPositionProperties   `json:"position,omitzero"`
	Offer       *ContentOfferStyleProperties `json:"offer,omitzero"`
	CloseButton *CloseButtonStyleProperties  `json:"closeButton,omitzero"`
	CtaButton   *CtaButtonStyleProperties    `json:"ctaButton,omitzero"`
	Title       *TextStyleProperties         `json:"title,omitzero"`
	Headline    *TextStyleProperties         `json:"headline,omitzero"`
	Body        *TextStyleProperties         `json:"body,omitzero"`
}

// ContentPositionProperties is the model of that name.
type ContentPositionProperties struct {
	Top    string `json:"top,omitzero"`
	Bottom string `json:"bottom,omitzero"`
	Left   string `json:"left,omitzero"`
	Right  string `json:"right,omitzero"`
}

// Context is the model of that name.
type Context struct {
	Patterns []ContextPattern `json:"patterns"`
}

// ContextPattern is the model of that name.
type ContextPattern struct {
	Criteria []EntityTypeCriteria `json:"criteria"`
}

// ConversationChannel is the model of that name.
type ConversationChannel struct {
	Type        string `json:"type"`
	MessageType string `json:"messageType,omitzero"`
	Platform    string `json:"platform,omitzero"`
}

// The values of ConversationChannel.Type.
const (
	ConversationChannelTypeUnknown         = "Unknown"
	ConversationChannelTypeCall            = "Call"
	ConversationChannelTypeCallback        = "Callback"
	ConversationChannelTypeEmail           = "Email"
	ConversationChannelTypeGenericObject   = "GenericObject"
	ConversationChannelTypeMessaging       = "Messaging"
	ConversationChannelTypeSocial          = "Social"
	ConversationChannelTypeWebchat         = "Webchat"
	ConversationChannelTypeVoice           = "Voice"
	ConversationChannelTypeChat            = "Chat"
	ConversationChannelTypeCobrowse        = "Cobrowse"
	ConversationChannelTypeVideo           = "Video"
	ConversationChannelTypeScreenshare     = "Screenshare"
	ConversationChannelTypeMessage         = "Message"
	ConversationChannelTypeInternalMessage = "InternalMessage"
)

// The values of ConversationChannel.MessageType.
const (
	ConversationChannelMessageTypeUnknown      = "Unknown"
	ConversationChannelMessageTypeSms          = "Sms"
	ConversationChannelMessageTypeTwitter      = "Twitter"
	ConversationChannelMessageTypeFacebook     = "Facebook"
	ConversationChannelMessageTypeLine         = "Line"
	ConversationChannelMessageTypeWhatsApp     = "WhatsApp"
	ConversationChannelMessageTypeWebMessaging = "WebMessaging"
	ConversationChannelMessageTypeOpen         = "Open"
	ConversationChannelMessageTypeInstagram    = "Instagram"
	ConversationChannelMessageTypeApple        = "Apple"
)

// ConversationUserDisposition is the model of that name.
type ConversationUserDisposition struct {
	Code  string               `json:"code"`
	Notes string               `json:"notes,omitzero"`
	User  AddressableEntityRef `json:"user"`
}

// Coretype is the model of that name.
type Coretype struct {
	ID                   string                `json:"id,omitzero"`
	Name                 string                `json:"name,omitzero"`
	Version              *int                  `json:"version,omitzero"`
	DateCreated          Time                  `json:"dateCreated,omitzero"`
	Schema               *Schema               `json:"schema,omitzero"`
	Current              *bool                 `json:"current,omitzero"`
	ValidationFields     []string              `json:"validationFields,omitzero"`
	ValidationLimits     *ValidationLimits     `json:"validationLimits,omitzero"`
	ItemValidationFields []string              `json:"itemValidationFields,omitzero"`
	ItemValidationLimits *ItemValidationLimits `json:"itemValidationLimits,omitzero"`
	SelfURI              string                `json:"selfUri,omitzero"`
}

// CoretypeListing is the model of that name.
type CoretypeListing struct {
	Total    *int64     `json:"total,omitzero"`
	Entities []Coretype `json:"entities,omitzero"`
	SelfURI  string     `json:"selfUri,omitzero"`
}

// CreateExternalEventsConfigurationRequest is the model of that name.
type CreateExternalEventsConfigurationRequest struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	DivisionID  string `json:"divisionId"`
	SchemaID    string `json:"schemaId"`
	Source      string `json:"source"`
}

// Criteria is the model of that name.
type Criteria struct {
	Key              string   `json:"key"`
	Values           []string `json:"values"`
	ShouldIgnoreCase bool     `json:"shouldIgnoreCase"`
	Operator         string   `json:"operator"`
}

// The values of Criteria.Operator.
const (
	CriteriaOperatorContainsAll        = "containsAll"
	CriteriaOperatorContainsAny        = "containsAny"
	CriteriaOperatorNotContainsAll     = "notContainsAll"
	CriteriaOperatorNotContainsAny     = "notContainsAny"
	CriteriaOperatorEqual              = "equal"
	CriteriaOperatorNotEqual           = "notEqual"
	CriteriaOperatorGreaterThan        = "greaterThan"
	CriteriaOperatorGreaterThanOrEqual = "greaterThanOrEqual"
	CriteriaOperatorLessThan           = "lessThan"
	CriteriaOperatorLessThanOrEqual    = "lessThanOrEqual"
	CriteriaOperatorStartsWith         = "startsWith"
	CriteriaOperatorEndsWith           = "endsWith"
)

// CtaButtonStyleProperties is the model of that name.
type CtaButtonStyleProperties struct {
	Color           string `json:"color,omitzero"`
	Font            string `json:"font,omitzero"`
	FontSize        string `json:"fontSize,omitzero"`
	TextAlign       string `json:"textAlign,omitzero"`
	BackgroundColor string `json:"backgroundColor,omitzero"`
}

// The values of CtaButtonStyleProperties.TextAlign.
const (
	CtaButtonStylePropertiesTextAlignLeft   = "Left"
	CtaButtonStylePropertiesTextAlignRight  = "Right"
	CtaButtonStylePropertiesTextAlignCenter = "Center"
)

// CustomEventAttribute is the model of that name.
type CustomEventAttribute struct {
	DataType string `json:"dataType"`
	Value    string `json:"value"`
}

// CustomEventAttributeList is the model of that name.
type CustomEventAttributeList struct {
	DataType string   `json:"dataType"`
	Values   []string `json:"values"`
}

// DeploymentPing is the model of that name.
type DeploymentPing struct {
	Actions                  []DeploymentWebAction `json:"actions,omitzero"`
	PollIntervalMilliseconds *int                  `json:"pollIntervalMilliseconds,omitzero"`
}

// DeploymentWebAction is the model of that name.
type DeploymentWebAction struct {
	ID                          string                       `json:"id"`
	MediaType                   string                       `json:"mediaType"`
	CustomerID                  string                       `json:"customerId,omitzero"`
	CustomerIDType              string                       `json:"customerIdType,omitzero"`
	ActionMapID                 string                       `json:"actionMapId"`
	ActionMapVersion            int                          `json:"actionMapVersion"`
	SessionID                   string                       `json:"sessionId"`
	WebMessagingOfferProperties *WebMessagingOfferProperties `json:"webMessagingOfferProperties,omitzero"`
	ContentOfferProperties      *ContentOffer                `json:"contentOfferProperties,omitzero"`
	OpenActionProperties        *OpenActionProperties        `json:"openActionProperties,omitzero"`
}

// The values of DeploymentWebAction.MediaType.
const (
	DeploymentWebActionMediaTypeWebchat           = "webchat"
	DeploymentWebActionMediaTypeWebMessagingOffer = "webMessagingOffer"
	DeploymentWebActionMediaTypeContentOffer      = "contentOffer"
	DeploymentWebActionMediaTypeIntegrationAction = "integrationAction"
	DeploymentWebActionMediaTypeArchitectFlow     = "architectFlow"
	DeploymentWebActionMediaTypeOpenAction        = "openAction"
)

// Detail is the model of that name.
type Detail struct {
	ErrorCode  string `json:"errorCode,omitzero"`
	FieldName  string `json:"fieldName,omitzero"`
	EntityID   string `json:"entityId,omitzero"`
	EntityName string `json:"entityName,omitzero"`
}

// Device is the model of that name.
type Device struct {
	Category      string `json:"category"`
	Type          string `json:"type"`
	IsMobile      bool   `json:"isMobile"`
	ScreenHeight  *int   `json:"screenHeight,omitzero"`
	ScreenWidth   *int   `json:"screenWidth,omitzero"`
	ScreenDensity *int   `json:"screenDensity,omitzero"`
	Fingerprint   string `json:"fingerprint,omitzero"`
	OSFamily      string `json:"osFamily"`
	OSVersion     string `json:"osVersion"`
	Manufacturer  string `json:"manufacturer,omitzero"`
}

// The values of Device.Category.
const (
	DeviceCategoryDesktop = "desktop"
	DeviceCategoryMobile  = "mobile"
	DeviceCategoryTablet  = "tablet"
	DeviceCategoryOther   = "other"
)

// DomainEntityRef is the model of that name.
type DomainEntityRef struct {
	ID      string `json:"id,omitzero"`
	Name    string `json:"name,omitzero"`
	SelfURI string `json:"selfUri,omitzero"`
}

// DomainOrganizationProduct is the model of that name.
type DomainOrganizationProduct struct {
	ID string `json:"id,omitzero"`
}

// DomainPermission is the model of that name.
type DomainPermission struct {
	Domain           string `json:"domain,omitzero"`
	EntityType       string `json:"entityType,omitzero"`
	Action           string `json:"action,omitzero"`
	Label            string `json:"label,omitzero"`
	AllowsConditions *bool  `json:"allowsConditions,omitzero"`
	DivisionAware    *bool  `json:"divisionAware,omitzero"`
}

// DomainPermissionCollection is the model of that name.
type DomainPermissionCollection struct {
	ID            string                        `json:"id,omitzero"`
	Name          string                        `json:"name,omitzero"`
	Domain        string                        `json:"domain,omitzero"`
	PermissionMap map[string][]DomainPermission `json:"permissionMap,omitzero"`
	SelfURI       string                        `json:"selfUri,omitzero"`
}

// Entity is the model of that name.
type Entity struct {
	ID string `json:"id,omitzero"`
}

// EntityTypeCriteria is the model of that name.
type EntityTypeCriteria struct {
	Key              string   `json:"key"`
	Values           []string `json:"values"`
	ShouldIgnoreCase bool     `json:"shouldIgnoreCase"`
	Operator         string   `json:"operator"`
	EntityType       string   `json:"entityType"`
}

// The values of EntityTypeCriteria.Operator.
const (
	EntityTypeCriteriaOperatorContainsAll        = "containsAll"
	EntityTypeCriteriaOperatorContainsAny        = "containsAny"
	EntityTypeCriteriaOperatorNotContainsAll     = "notContainsAll"
	EntityTypeCriteriaOperatorNotContainsAny     = "notContainsAny"
	EntityTypeCriteriaOperatorEqual              = "equal"
	EntityTypeCriteriaOperatorNotEqual           = "notEqual"
	EntityTypeCriteriaOperatorGreaterThan        = "greaterThan"
	EntityTypeCriteriaOperatorGreaterThanOrEqual = "greaterThanOrEqual"
	EntityTypeCriteriaOperatorLessThan           = "lessThan"
	EntityTypeCriteriaOperatorLessThanOrEqual    = "lessThanOrEqual"
	EntityTypeCriteriaOperatorStartsWith         = "startsWith"
	EntityTypeCriteriaOperatorEndsWith           = "endsWith"
)

// The values of EntityTypeCriteria.EntityType.
const (
	EntityTypeCriteriaEntityTypeVisit = "visit"
)

// ErrorBody is the model of that name.
type ErrorBody struct {
	Message           string            `json:"message,omitzero"`
	Code              string            `json:"code,omitzero"`
	Status            *int              `json:"status,omitzero"`
	EntityID          string            `json:"entityId,omitzero"`
	EntityName        string            `json:"entityName,omitzero"`
	MessageWithParams string            `json:"messageWithParams,omitzero"`
	MessageParams     map[string]string `json:"messageParams,omitzero"`
	ContextID         string            `json:"contextId,omitzero"`
	Details           []Detail          `json:"details,omitzero"`
	Errors            []ErrorBody       `json:"errors,omitzero"`
	Limit             *Limit            `json:"limit,omitzero"`
}

// Event is the model of that name.
type Event struct {
	ID                     string                    `json:"id"`
	CorrelationID          string                    `json:"correlationId"`
	CustomerID             string                    `json:"customerId,omitzero"`
	CustomerIDType         string                    `json:"customerIdType,omitzero"`
	Session                EventSession              `json:"session"`
	EventType              string                    `json:"eventType"`
	OutcomeAchievedEvent   *OutcomeAchievedEvent     `json:"outcomeAchievedEvent,omitzero"`
	SegmentAssignmentEvent *SegmentAssignmentEvent   `json:"segmentAssignmentEvent,omitzero"`
	WebActionEvent         *WebActionEvent           `json:"webActionEvent,omitzero"`
	WebEvent               *WebEvent                 `json:"webEvent,omitzero"`
	AppEvent               *AppEvent                 `json:"appEvent,omitzero"`
	CustomEvent            *SojournCustomEvent       `json:"customEvent,omitzero"`
	ConversationEvent      *SojournConversationEvent `json:"conversationEvent,omitzero"`
	CreatedDate            Time                      `json:"createdDate"`
}

// EventAction is the model of that name.
type EventAction struct {
	ID          string `json:"id"`
	State       string `json:"state"`
	MediaType   string `json:"mediaType"`
	Prompt      string `json:"prompt"`
	CreatedDate Time   `json:"createdDate"`
}

// The values of EventAction.State.
const (
	EventActionStateAccepted                 = "accepted"
	EventActionStateRejected                 = "rejected"
	EventActionStateTimedout                 = "timedout"
	EventActionStateErrored                  = "errored"
	EventActionStateIgnored                  = "ignored"
	EventActionStateQualified                = "qualified"
	EventActionStateOffered                  = "offered"
	EventActionStateStarted                  = "started"
	EventActionStateEngaged                  = "engaged"
	EventActionStateQualifiedOutsideSchedule = "qualifiedOutsideSchedule"
	EventActionStateOfferedOutsideSchedule   = "offeredOutsideSchedule"
	EventActionStateAbandoned                = "abandoned"
	EventActionStateCompleted                = "completed"
	EventActionStateFrequencyCapReached      = "frequencyCapReached"
)

// The values of EventAction.MediaType.
const (
	EventActionMediaTypeWebchat           = "webchat"
	EventActionMediaTypeWebMessagingOffer = "webMessagingOffer"
	EventActionMediaTypeContentOffer      = "contentOffer"
	EventActionMediaTypeIntegrationAction = "integrationAction"
	EventActionMediaTypeArchitectFlow     = "architectFlow"
	EventActionMediaTypeOpenAction        = "openAction"
)

// EventListing is the model of that name.
type EventListing struct {
	Entities    []Event `json:"entities,omitzero"`
	NextURI     string  `json:"nextUri,omitzero"`
	SelfURI     string  `json:"selfUri,omitzero"`
	PreviousURI string  `json:"previousUri,omitzero"`
}

// EventSession is the model of that name.
type EventSession struct {
	ID      string `json:"id"`
	SelfURI string `json:"selfUri,omitzero"`
	Type    string `json:"type"`
}

// ExternalContact is the model of that name.
type ExternalContact struct {
	ID                string                        `json:"id,omitzero"`
	Division          *WritableStarrableDivision    `json:"division,omitzero"`
	FirstName         string                        `json:"firstName,omitzero"`
	MiddleName        string                        `json:"middleName,omitzero"`
	LastName          string                        `json:"lastName,omitzero"`
	Salutation        string                        `json:"salutation,omitzero"`
	Title             string                        `json:"title,omitzero"`
	WorkPhone         *PhoneNumber                  `json:"workPhone,omitzero"`
	CellPhone         *PhoneNumber                  `json:"cellPhone,omitzero"`
	HomePhone         *PhoneNumber                  `json:"homePhone,omitzero"`
	OtherPhone        *PhoneNumber                  `json:"otherPhone,omitzero"`
	WorkEmail         string                        `json:"workEmail,omitzero"`
	PersonalEmail     string                        `json:"personalEmail,omitzero"`
	OtherEmail        string                        `json:"otherEmail,omitzero"`
	Address           *ContactAddress               `json:"address,omitzero"`
	TwitterID         *TwitterId                    `json:"twitterId,omitzero"`
	LineID            *LineId                       `json:"lineId,omitzero"`
	WhatsAppID        *WhatsAppId                   `json:"whatsAppId,omitzero"`
	FacebookID        *FacebookId                   `json:"facebookId,omitzero"`
	InstagramID       *InstagramId                  `json:"instagramId,omitzero"`
	AppleOpaqueIDs    []AppleOpaqueId               `json:"appleOpaqueIds,omitzero"`
	ExternalIDs       []ExternalId                  `json:"externalIds,omitzero"`
	Identifiers       []ContactIdentifier           `json:"identifiers,omitzero"`
	ModifyDate        Time                          `json:"modifyDate,omitzero"`
	CreateDate        Time                          `json:"createDate,omitzero"`
	SurveyOptOut      *bool                         `json:"surveyOptOut,omitzero"`
	ExternalSystemURL string                        `json:"externalSystemUrl,omitzero"`
	Type              string                        `json:"type,omitzero"`
	CanonicalContact  *ContactAddressableEntityRef  `json:"canonicalContact,omitzero"`
	MergeSet          []ContactAddressableEntityRef `json:"mergeSet,omitzero"`
	MergedFrom        []ContactAddressableEntityRef `json:"mergedFrom,omitzero"`
	MergedTo          *ContactAddressableEntityRef  `json:"mergedTo,omitzero"`
	MergeOperation    *MergeOperation               `json:"mergeOperation,omitzero"`
	SelfURI           string                        `json:"selfUri,omitzero"`
	// Why the contact is merged into another.
	SojournMerge *SojournMerge `json:"sojournMerge,omitzero"`
}

// The values of ExternalContact.Type.
const (
	ExternalContactTypeEphemeral  = "Ephemeral"
	ExternalContactTypeIdentified = "Identified"
	ExternalContactTypeCurated    = "Curated"
)

// ExternalEvent is the model of that name.
type ExternalEvent struct {
	ID          string                   `json:"id"`
	DateCreated Time                     `json:"dateCreated"`
	Identifiers ExternalEventIdentifiers `json:"identifiers"`
	Attributes  map[string]any           `json:"attributes"`
}

// ExternalEventExternalId is the model of that name.
type ExternalEventExternalId struct {
	Value            string `json:"value"`
	ExternalSourceID string `json:"externalSourceId"`
}

// ExternalEventIdentifiers is the model of that name.
type ExternalEventIdentifiers struct {
	ExternalIDs []ExternalEventExternalId `json:"externalIds"`
}

// ExternalEventsConfiguration is the model of that name.
type ExternalEventsConfiguration struct {
	ID               string `json:"id"`
	Name             string `json:"name,omitzero"`
	Description      string `json:"description"`
	DivisionID       string `json:"divisionId"`
	DivisionIDActive bool   `json:"divisionIdActive"`
	SchemaID         string `json:"schemaId"`
	SchemaActive     bool   `json:"schemaActive"`
	Source           string `json:"source"`
	DateLastModified Time   `json:"dateLastModified"`
	SelfURI          string `json:"selfUri,omitzero"`
}

// ExternalEventsConfigurationListing is the model of that name.
type ExternalEventsConfigurationListing struct {
	Entities    []ExternalEventsConfiguration `json:"entities,omitzero"`
	PageSize    *int                          `json:"pageSize,omitzero"`
	PageNumber  *int                          `json:"pageNumber,omitzero"`
	Total       *int64                        `json:"total,omitzero"`
	LastURI     string                        `json:"lastUri,omitzero"`
	FirstURI    string                        `json:"firstUri,omitzero"`
	SelfURI     string                        `json:"selfUri,omitzero"`
	NextURI     string                        `json:"nextUri,omitzero"`
	PreviousURI string                        `json:"previousUri,omitzero"`
	PageCount   *int                          `json:"pageCount,omitzero"`
}

// ExternalEventsRequest is the model of that name.
type ExternalEventsRequest struct {
	Entities []ExternalEvent `json:"entities"`
}

// ExternalEventsResponse is the model of that name.
type ExternalEventsResponse struct {
	UnprocessedEntities []UnprocessedExternalEvent `json:"unprocessedEntities"`
}

// ExternalId is the model of that name.
type ExternalId struct {
	ExternalSource ExternalSource `json:"externalSource"`
	Value          string         `json:"value"`
}

// ExternalSegment is the model of that name.
type ExternalSegment struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Source string `json:"source"`
}

// The values of ExternalSegment.Source.
const (
	ExternalSegmentSourceAdobeExperiencePlatform = "AdobeExperiencePlatform"
	ExternalSegmentSourceCustom                  = "Custom"
)

// ExternalSource is the model of that name.
type ExternalSource struct {
	ID      string `json:"id,omitzero"`
	Name    string `json:"name"`
	Active  *bool  `json:"active,omitzero"`
	SelfURI string `json:"selfUri,omitzero"`
}

// FacebookId is the model of that name.
type FacebookId struct {
	IDs         []FacebookScopedId `json:"ids"`
	DisplayName string             `json:"displayName,omitzero"`
}

// FacebookScopedId is the model of that name.
type FacebookScopedId struct {
	ScopedID string `json:"scopedId"`
}

// GDPRJourneyCustomer is the model of that name.
type GDPRJourneyCustomer struct {
	Type string `json:"type,omitzero"`
	ID   string `json:"id,omitzero"`
}

// GDPRRequest is the model of that name.
type GDPRRequest struct {
	ID               string            `json:"id,omitzero"`
	Name             string            `json:"name,omitzero"`
	CreatedBy        DomainEntityRef   `json:"createdBy"`
	ReplacementTerms []ReplacementTerm `json:"replacementTerms,omitzero"`
	RequestType      string            `json:"requestType"`
	CreatedDate      Time              `json:"createdDate"`
	Status           string            `json:"status"`
	// Empty once the request is done.
	Subject     GDPRSubject `json:"subject"`
	ResultsURL  string      `json:"resultsUrl,omitzero"`
	ResultsUrls []string    `json:"resultsUrls,omitzero"`
	SelfURI     string      `json:"selfUri,omitzero"`
}

// The values of GDPRRequest.RequestType.
const (
	GDPRRequestRequestTypeGDPREXPORT = "GDPR_EXPORT"
	GDPRRequestRequestTypeGDPRUPDATE = "GDPR_UPDATE"
	GDPRRequestRequestTypeGDPRDELETE = "GDPR_DELETE"
)

// The values of GDPRRequest.Status.
const (
	GDPRRequestStatusINITIATED  = "INITIATED"
	GDPRRequestStatusSEARCHING  = "SEARCHING"
	GDPRRequestStatusUPDATING   = "UPDATING"
	GDPRRequestStatusDELETING   = "DELETING"
	GDPRRequestStatusCOMPLETED  = "COMPLETED"
	GDPRRequestStatusERROR      = "ERROR"
	GDPRRequestStatusFINALIZING = "FINALIZING"
)

// GDPRRequestEntityListing is the model of that name.
type GDPRRequestEntityListing struct {
	Entities    []GDPRRequest `json:"entities,omitzero"`
	PageSize    *int          `json:"pageSize,omitzero"`
	PageNumber  *int          `json:"pageNumber,omitzero"`
	Total       *int64        `json:"total,omitzero"`
	PageCount   *int          `json:"pageCount,omitzero"`
	SelfURI     string        `json:"selfUri,omitzero"`
	FirstURI    string        `json:"firstUri,omitzero"`
	LastURI     string        `json:"lastUri,omitzero"`
	NextURI     string        `json:"nextUri,omitzero"`
	PreviousURI string        `json:"previousUri,omitzero"`
}

// GDPRSubject is the model of that name.
type GDPRSubject struct {
	Name              string               `json:"name,omitzero"`
	UserID            string               `json:"userId,omitzero"`
	ExternalContactID string               `json:"externalContactId,omitzero"`
	JourneyCustomer   *GDPRJourneyCustomer `json:"journeyCustomer,omitzero"`
	SocialHandle      *SocialHandle        `json:"socialHandle,omitzero"`
	ExternalID        string               `json:"externalId,omitzero"`
	Addresses         []string             `json:"addresses,omitzero"`
	PhoneNumbers      []string             `json:"phoneNumbers,omitzero"`
	EmailAddresses    []string             `json:"emailAddresses,omitzero"`
}

// GDPRSubjectEntityListing is the model of that name.
type GDPRSubjectEntityListing struct {
	Entities    []GDPRSubject `json:"entities,omitzero"`
	PageSize    *int          `json:"pageSize,omitzero"`
	PageNumber  *int          `json:"pageNumber,omitzero"`
	Total       *int64        `json:"total,omitzero"`
	PageCount   *int          `json:"pageCount,omitzero"`
	SelfURI     string        `json:"selfUri,omitzero"`
	FirstURI    string        `json:"firstUri,omitzero"`
	LastURI     string        `json:"lastUri,omitzero"`
	NextURI     string        `json:"nextUri,omitzero"`
	PreviousURI string        `json:"previousUri,omitzero"`
}

// IdentifierClaimRequest is the model of that name.
type IdentifierClaimRequest struct {
	Operation  string            `json:"operation"`
	Identifier ContactIdentifier `json:"identifier"`
}

// The values of IdentifierClaimRequest.Operation.
const (
	IdentifierClaimRequestOperationClaim   = "Claim"
	IdentifierClaimRequestOperationRelease = "Release"
)

// InstagramId is the model of that name.
type InstagramId struct {
	IDs         []InstagramScopedId `json:"ids"`
	DisplayName string              `json:"displayName,omitzero"`
	Handle      string              `json:"handle,omitzero"`
}

// InstagramScopedId is the model of that name.
type InstagramScopedId struct {
	ScopedID string `json:"scopedId"`
}

// ItemValidationLimits is the model of that name.
type ItemValidationLimits struct {
	MinLength MinLength `json:"minLength"`
	MaxLength MaxLength `json:"maxLength"`
}

// Items is the model of that name.
type Items struct {
	Type    string `json:"type,omitzero"`
	Pattern string `json:"pattern,omitzero"`
}

// Journey is the model of that name.
type Journey struct {
	Patterns []JourneyPattern `json:"patterns"`
}

// JourneyApp is the model of that name.
type JourneyApp struct {
	Name        string `json:"name"`
	Namespace   string `json:"namespace"`
	Version     string `json:"version"`
	BuildNumber string `json:"buildNumber"`
}

// JourneyCampaign is the model of that name.
type JourneyCampaign struct {
	Content string `json:"content,omitzero"`
	Medium  string `json:"medium,omitzero"`
	Name    string `json:"name,omitzero"`
	Source  string `json:"source,omitzero"`
	Term    string `json:"term,omitzero"`
	ClickID string `json:"clickId,omitzero"`
	Network string `json:"network,omitzero"`
}

// JourneyCaseAssociation is the model of that name.
type JourneyCaseAssociation struct {
	ID             string                `json:"id"`
	AssociatedCase *AddressableEntityRef `json:"associatedCase,omitzero"`
	CaseReference  string                `json:"caseReference,omitzero"`
	DateAssociated Time                  `json:"dateAssociated,omitzero"`
	SelfURI        string                `json:"selfUri,omitzero"`
}

// JourneyExternalEventsSchema is the model of that name.
type JourneyExternalEventsSchema struct {
	ID          string                     `json:"id,omitzero"`
	Version     *int                       `json:"version,omitzero"`
	Enabled     *bool                      `json:"enabled,omitzero"`
	DateCreated Time                       `json:"dateCreated,omitzero"`
	CreatedBy   *DomainEntityRef           `json:"createdBy,omitzero"`
	JSONSchema  *JourneyJsonSchemaDocument `json:"jsonSchema,omitzero"`
	SelfURI     string                     `json:"selfUri,omitzero"`
}

// JourneyExternalEventsSchemaListing is the model of that name.
type JourneyExternalEventsSchemaListing struct {
	Total    *int64                        `json:"total,omitzero"`
	Entities []JourneyExternalEventsSchema `json:"entities,omitzero"`
	SelfURI  string                        `json:"selfUri,omitzero"`
}

// JourneyGeolocation is the model of that name.
type JourneyGeolocation struct {
	Country     string   `json:"country,omitzero"`
	CountryName string   `json:"countryName,omitzero"`
	Latitude    *float64 `json:"latitude,omitzero"`
	Longitude   *float64 `json:"longitude,omitzero"`
	Locality    string   `json:"locality,omitzero"`
	PostalCode  string   `json:"postalCode,omitzero"`
	Region      string   `json:"region,omitzero"`
	RegionName  string   `json:"regionName,omitzero"`
	Source      string   `json:"source,omitzero"`
	Timezone    string   `json:"timezone,omitzero"`
}

// JourneyJsonSchemaDocument is the model of that name.
type JourneyJsonSchemaDocument struct {
	Schema      string         `json:"$schema"`
	Title       string         `json:"title"`
	Description string         `json:"description,omitzero"`
	Required    []string       `json:"required,omitzero"`
	Properties  map[string]any `json:"properties,omitzero"`
}

// JourneyJsonSchemaRequest is the model of that name.
type JourneyJsonSchemaRequest struct {
	Schema      string         `json:"$schema"`
	Title       string         `json:"title"`
	Description string         `json:"description,omitzero"`
	Required    []string       `json:"required,omitzero"`
	Properties  map[string]any `json:"properties"`
}

// JourneyPage is the model of that name.
type JourneyPage struct {
	URL         string   `json:"url"`
	Title       string   `json:"title,omitzero"`
	Domain      string   `json:"domain"`
	Fragment    string   `json:"fragment,omitzero"`
	Hostname    string   `json:"hostname"`
	Keywords    string   `json:"keywords,omitzero"`
	Lang        string   `json:"lang,omitzero"`
	Pathname    string   `json:"pathname"`
	QueryString string   `json:"queryString,omitzero"`
	Breadcrumb  []string `json:"breadcrumb"`
}

// JourneyPattern is the model of that name.
type JourneyPattern struct {
	Criteria    []Criteria `json:"criteria"`
	Count       int        `json:"count"`
	StreamType  string     `json:"streamType"`
	SessionType string     `json:"sessionType"`
	EventName   string     `json:"eventName,omitzero"`
}

// The values of JourneyPattern.StreamType.
const (
	JourneyPatternStreamTypeWeb          = "Web"
	JourneyPatternStreamTypeCustom       = "Custom"
	JourneyPatternStreamTypeConversation = "Conversation"
	JourneyPatternStreamTypeApp          = "App"
)

// JourneySchemaUpdateRequest is the model of that name.
type JourneySchemaUpdateRequest struct {
	Version    int                      `json:"version"`
	Enabled    bool                     `json:"enabled"`
	JSONSchema JourneyJsonSchemaRequest `json:"jsonSchema"`
}

// JourneySegment is the model of that name.
type JourneySegment struct {
	ID                       string           `json:"id"`
	IsActive                 bool             `json:"isActive"`
	DisplayName              string           `json:"displayName"`
	Version                  int              `json:"version"`
	Description              string           `json:"description,omitzero"`
	Color                    string           `json:"color"`
	Scope                    string           `json:"scope"`
	ShouldDisplayToAgent     bool             `json:"shouldDisplayToAgent"`
	Context                  Context          `json:"context"`
	Journey                  Journey          `json:"journey"`
	ExternalSegment          *ExternalSegment `json:"externalSegment,omitzero"`
	AssignmentExpirationDays *int             `json:"assignmentExpirationDays,omitzero"`
	SelfURI                  string           `json:"selfUri,omitzero"`
	CreatedDate              Time             `json:"createdDate"`
	ModifiedDate             Time             `json:"modifiedDate"`
}

// The values of JourneySegment.Scope.
const (
	JourneySegmentScopeSession  = "Session"
	JourneySegmentScopeCustomer = "Customer"
)

// JourneySegmentRequest is the model of that name.
type JourneySegmentRequest struct {
	IsActive                 *bool                   `json:"isActive,omitzero"`
	DisplayName              string                  `json:"displayName"`
	Version                  *int                    `json:"version,omitzero"`
	Description              string                  `json:"description,omitzero"`
	Color                    string                  `json:"color,omitzero"`
	ShouldDisplayToAgent     *bool                   `json:"shouldDisplayToAgent,omitzero"`
	Context                  *RequestContext         `json:"context,omitzero"`
	Journey                  *RequestJourney         `json:"journey,omitzero"`
	ExternalSegment          *RequestExternalSegment `json:"externalSegment,omitzero"`
	AssignmentExpirationDays *int                    `json:"assignmentExpirationDays,omitzero"`
}

// Limit is the model of that name.
type Limit struct {
	Key       string `json:"key,omitzero"`
	Namespace string `json:"namespace,omitzero"`
	Value     *int64 `json:"value,omitzero"`
}

// The values of Limit.Namespace.
const (
	LimitNamespaceUsersRules                               = "users.rules"
	LimitNamespaceVoiceTranscription                       = "voice.transcription"
	LimitNamespaceAgentAssistant                           = "agent.assistant"
	LimitNamespaceAgenticVirtualAgents                     = "agentic.virtual.agents"
	LimitNamespaceAnalyticsAgents                          = "analytics.agents"
	LimitNamespaceAnalyticsAlerting                        = "analytics.alerting"
	LimitNamespaceAnalyticsDataExtraction                  = "analytics.data.extraction"
	LimitNamespaceAnalytics                                = "analytics"
	LimitNamespaceAnalyticsRealtime                        = "analytics.realtime"
	LimitNamespaceAnalyticsReportingSettings               = "analytics.reporting.settings"
	LimitNamespaceAnomalyDetection                         = "anomaly.detection"
	LimitNamespaceArchitect                                = "architect"
	LimitNamespaceAudiohook                                = "audiohook"
	LimitNamespaceAudiohookMonitor                         = "audiohook.monitor"
	LimitNamespaceAudit                                    = "audit"
	LimitNamespaceAuthAPI                                  = "auth.api"
	LimitNamespaceAuthorization                            = "authorization"
	LimitNamespaceAutomationTesting                        = "automation.testing"
	LimitNamespaceBots                                     = "bots"
	LimitNamespaceBotsVoice                                = "bots.voice"
	LimitNamespaceBusinessRules                            = "business.rules"
	LimitNamespaceCallback                                 = "callback"
	LimitNamespaceCaseManagement                           = "case.management"
	LimitNamespaceCobrowse                                 = "cobrowse"
	LimitNamespaceContentManagement                        = "content.management"
	LimitNamespaceConversation                             = "conversation"
	LimitNamespaceCopilot                                  = "copilot"
	LimitNamespaceDataactions                              = "dataactions"
	LimitNamespaceDatatables                               = "datatables"
	LimitNamespaceDirectory                                = "directory"
	LimitNamespaceDsar                                     = "dsar"
	LimitNamespaceEmail                                    = "email"
	LimitNamespaceEmployeeEngagement                       = "employee.engagement"
	LimitNamespaceEventOrchestration                       = "event.orchestration"
	LimitNamespaceExternalContacts                         = "external.contacts"
	LimitNamespaceExternalEventsDataIngestion              = "external.events.data.ingestion"
	LimitNamespaceGamification                             = "gamification"
	LimitNamespaceGcv                                      = "gcv"
	LimitNamespaceGdpr                                     = "gdpr"
	LimitNamespaceGroups                                   = "groups"
	LimitNamespaceGuides                                   = "guides"
	LimitNamespaceHistoricalAdherence                      = "historical.adherence"
	LimitNamespaceInfrastructureascode                     = "infrastructureascode"
	LimitNamespaceIntegrations                             = "integrations"
	LimitNamespaceIntentMiner                              = "intent.miner"
	LimitNamespaceInternalMessaging                        = "internal.messaging"
	LimitNamespaceJourney                                  = "journey"
	LimitNamespaceKnowledge                                = "knowledge"
	LimitNamespaceLanguageUnderstanding                    = "language.understanding"
	LimitNamespaceLearning                                 = "learning"
	LimitNamespaceLimitRegistry                            = "limit.registry"
	LimitNamespaceMarketplace                              = "marketplace"
	LimitNamespaceMcpAnalyticsAggregates                   = "mcp.analytics.aggregates"
	LimitNamespaceMcp                                      = "mcp"
	LimitNamespaceMediaCommunications                      = "media.communications"
	LimitNamespaceMessaging                                = "messaging"
	LimitNamespaceMicroFrontend                            = "micro.frontend"
	LimitNamespaceMultiOrg                                 = "multi.org"
	LimitNamespaceNotifications                            = "notifications"
	LimitNamespaceOnboarding                               = "onboarding"
	LimitNamespaceOrganizationNotice                       = "organization.notice"
	LimitNamespaceOutbound                                 = "outbound"
	LimitNamespacePlatformAPI                              = "platform.api"
	LimitNamespacePredictiveRouting                        = "predictive.routing"
	LimitNamespacePresence                                 = "presence"
	LimitNamespaceQuality                                  = "quality"
	LimitNamespaceRecording                                = "recording"
	LimitNamespaceResponseManagement                       = "response.management"
	LimitNamespaceRouting                                  = "routing"
	LimitNamespaceScim                                     = "scim"
	LimitNamespaceScreenMonitoring                         = "screen.monitoring"
	LimitNamespaceSda                                      = "sda"
	LimitNamespaceSearch                                   = "search"
	LimitNamespaceSecondaryAutomationTesting               = "secondary.automation.testing"
	LimitNamespaceSkills                                   = "skills"
	LimitNamespaceSocialMedia                              = "social.media"
	LimitNamespaceSpeechAndTextAnalytics                   = "speech.and.text.analytics"
	LimitNamespaceSpeechIntegration                        = "speech.integration"
	LimitNamespaceSupportability                           = "supportability"
	LimitNamespaceTaskManagement                           = "task.management"
	LimitNamespaceTelephonyConfiguration                   = "telephony.configuration"
	LimitNamespaceUsage                                    = "usage"
	LimitNamespaceUsers                                    = "users"
	LimitNamespaceWebDeployments                           = "web.deployments"
	LimitNamespaceWebMessaging                             = "web.messaging"
	LimitNamespaceWebchat                                  = "webchat"
	LimitNamespaceWebhooks                                 = "webhooks"
	LimitNamespaceWorkforceManagementAdherence             = "workforce.management.adherence"
	LimitNamespaceWorkforceManagementAgentAvailability     = "workforce.management.agent.availability"
	LimitNamespaceWorkforceManagementForecast              = "workforce.management.forecast"
	LimitNamespaceWorkforceManagement                      = "workforce.management"
	LimitNamespaceWorkforceManagementSchedulingPreferences = "workforce.management.scheduling.preferences"
	LimitNamespaceWorkforceManagementSelfSchedule          = "workforce.management.self.schedule"
	LimitNamespaceWorkforceManagementShiftTrading          = "workforce.management.shift.trading"
	LimitNamespaceSystem                                   = "system"
)

// LineId is the model of that name.
type LineId struct {
	IDs         []LineUserId `json:"ids"`
	DisplayName string       `json:"displayName,omitzero"`
}

// LineUserId is the model of that name.
type LineUserId struct {
	UserID string `json:"userId"`
}

// MaxLength is the model of that name.
type MaxLength struct {
	Min int64 `json:"min"`
	Max int64 `json:"max"`
}

// MergeContactsRequest is the model of that name.
type MergeContactsRequest struct {
	ContactIDs    []string         `json:"contactIds"`
	ValueOverride *ExternalContact `json:"valueOverride,omitzero"`
}

// MergeOperation is the model of that name.
type MergeOperation struct {
	SourceContact    *AddressableEntityRef `json:"sourceContact,omitzero"`
	TargetContact    *AddressableEntityRef `json:"targetContact,omitzero"`
	ResultingContact *AddressableEntityRef `json:"resultingContact,omitzero"`
}

// MergeRequest is the model of that name.
type MergeRequest struct {
	SourceContactID string `json:"sourceContactId"`
	TargetContactID string `json:"targetContactId"`
}

// MinLength is the model of that name.
type MinLength struct {
	Min int64 `json:"min"`
	Max int64 `json:"max"`
}

// NamedEntity is the model of that name.
type NamedEntity struct {
	ID   string `json:"id,omitzero"`
	Name string `json:"name,omitzero"`
}

// NetworkConnectivity is the model of that name.
type NetworkConnectivity struct {
	Carrier          string `json:"carrier,omitzero"`
	BluetoothEnabled bool   `json:"bluetoothEnabled"`
	CellularEnabled  bool   `json:"cellularEnabled"`
	WifiEnabled      bool   `json:"wifiEnabled"`
}

// OAuthTokenRequest is the model of that name.
type OAuthTokenRequest struct {
	GrantType    string `json:"grant_type"`
	Scope        string `json:"scope,omitzero"`
	Code         string `json:"code,omitzero"`
	RedirectURI  string `json:"redirect_uri,omitzero"`
	RefreshToken string `json:"refresh_token,omitzero"`
	ClientID     string `json:"client_id,omitzero"`
	CodeVerifier string `json:"code_verifier,omitzero"`
}

// The values of OAuthTokenRequest.GrantType.
const (
	OAuthTokenRequestGrantTypeClientCredentials = "client_credentials"
	OAuthTokenRequestGrantTypeAuthorizationCode = "authorization_code"
	OAuthTokenRequestGrantTypeRefreshToken      = "refresh_token"
)

// OAuthTokenResponse is the model of that name.
type OAuthTokenResponse struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"`
	RefreshToken string `json:"refresh_token,omitzero"`
}

// The values of OAuthTokenResponse.TokenType.
const (
	OAuthTokenResponseTokenTypeBearer = "bearer"
)

// OpenActionProperties is the model of that name.
type OpenActionProperties struct {
	OpenActionName      string         `json:"openActionName,omitzero"`
	ConfigurationFields map[string]any `json:"configurationFields,omitzero"`
}

// OrgOAuthClient is the model of that name.
type OrgOAuthClient struct {
	ID                  string           `json:"id,omitzero"`
	Name                string           `json:"name"`
	DateCreated         Time             `json:"dateCreated,omitzero"`
	DateModified        Time             `json:"dateModified,omitzero"`
	CreatedBy           *DomainEntityRef `json:"createdBy,omitzero"`
	ModifiedBy          *DomainEntityRef `json:"modifiedBy,omitzero"`
	AuthorizedGrantType string           `json:"authorizedGrantType"`
	Scope               []string         `json:"scope,omitzero"`
	RoleDivisions       []RoleDivision   `json:"roleDivisions,omitzero"`
	State               string           `json:"state,omitzero"`
	DateToDelete        Time             `json:"dateToDelete,omitzero"`
	Organization        *NamedEntity     `json:"organization,omitzero"`
}

// The values of OrgOAuthClient.AuthorizedGrantType.
const (
	OrgOAuthClientAuthorizedGrantTypeCODE              = "CODE"
	OrgOAuthClientAuthorizedGrantTypeTOKEN             = "TOKEN"
	OrgOAuthClientAuthorizedGrantTypeSAML2BEARER       = "SAML2-BEARER"
	OrgOAuthClientAuthorizedGrantTypePASSWORD          = "PASSWORD"
	OrgOAuthClientAuthorizedGrantTypeCLIENTCREDENTIALS = "CLIENT-CREDENTIALS"
)

// The values of OrgOAuthClient.State.
const (
	OrgOAuthClientStateActive   = "active"
	OrgOAuthClientStateDisabled = "disabled"
	OrgOAuthClientStateInactive = "inactive"
)

// Organization is the model of that name.
type Organization struct {
	ID                 string          `json:"id,omitzero"`
	Name               string          `json:"name,omitzero"`
	DefaultLanguage    string          `json:"defaultLanguage,omitzero"`
	DefaultCountryCode string          `json:"defaultCountryCode,omitzero"`
	ThirdPartyOrgName  string          `json:"thirdPartyOrgName,omitzero"`
	ThirdPartyURI      string          `json:"thirdPartyURI,omitzero"`
	Domain             string          `json:"domain,omitzero"`
	Features           map[string]bool `json:"features,omitzero"`
	Version            int             `json:"version"`
	State              string          `json:"state,omitzero"`
	DefaultSiteID      string          `json:"defaultSiteId,omitzero"`
	SupportURI         string          `json:"supportURI,omitzero"`
	VoicemailEnabled   *bool           `json:"voicemailEnabled,omitzero"`
	ProductPlatform    string          `json:"productPlatform,omitzero"`
	SelfURI            string          `json:"selfUri,omitzero"`
}

// The values of Organization.State.
const (
	OrganizationStateActive   = "active"
	OrganizationStateInactive = "inactive"
	OrganizationStateDeleted  = "deleted"
)

// The values of Organization.ProductPlatform.
const (
	OrganizationProductPlatformGenesysCloud     = "GenesysCloud"
	OrganizationProductPlatformPureCloud        = "PureCloud"
	OrganizationProductPlatformPureEngage       = "PureEngage"
	OrganizationProductPlatformPureEngageCloud  = "PureEngageCloud"
	OrganizationProductPlatformPureConnect      = "PureConnect"
	OrganizationProductPlatformPureConnectCloud = "PureConnectCloud"
	OrganizationProductPlatformUnknown          = "Unknown"
)

// OrganizationProductEntityListing is the model of that name.
type OrganizationProductEntityListing struct {
	Entities   []DomainOrganizationProduct `json:"entities,omitzero"`
	PageSize   *int                        `json:"pageSize,omitzero"`
	PageNumber *int                        `json:"pageNumber,omitzero"`
	Total      *int64                      `json:"total,omitzero"`
	PageCount  *int                        `json:"pageCount,omitzero"`
}

// Outcome is the model of that name.
type Outcome struct {
	ID                   string                `json:"id"`
	IsActive             bool                  `json:"isActive"`
	DisplayName          string                `json:"displayName"`
	Version              int                   `json:"version"`
	Description          string                `json:"description,omitzero"`
	IsPositive           bool                  `json:"isPositive"`
	Context              Context               `json:"context"`
	Journey              Journey               `json:"journey"`
	AssociatedValueField *AssociatedValueField `json:"associatedValueField,omitzero"`
	SelfURI              string                `json:"selfUri,omitzero"`
	CreatedDate          Time                  `json:"createdDate"`
	ModifiedDate         Time                  `json:"modifiedDate"`
}

// OutcomeAchievedEvent is the model of that name.
type OutcomeAchievedEvent struct {
	Outcome          OutcomeAchievedEventOutcome `json:"outcome"`
	UserAgentString  string                      `json:"userAgentString,omitzero"`
	Browser          *Browser                    `json:"browser,omitzero"`
	Device           *Device                     `json:"device,omitzero"`
	Geolocation      *JourneyGeolocation         `json:"geolocation,omitzero"`
	IPAddress        string                      `json:"ipAddress,omitzero"`
	IPOrganization   string                      `json:"ipOrganization,omitzero"`
	MktCampaign      *JourneyCampaign            `json:"mktCampaign,omitzero"`
	VisitReferrer    *Referrer                   `json:"visitReferrer,omitzero"`
	VisitCreatedDate Time                        `json:"visitCreatedDate,omitzero"`
}

// OutcomeAchievedEventOutcome is the model of that name.
type OutcomeAchievedEventOutcome struct {
	ID          string `json:"id"`
	SelfURI     string `json:"selfUri,omitzero"`
	DisplayName string `json:"displayName"`
	Version     int    `json:"version"`
}

// OutcomeAchievement is the model of that name.
type OutcomeAchievement struct {
	Outcome      AchievedOutcome `json:"outcome"`
	AchievedDate Time            `json:"achievedDate"`
}

// OutcomeListing is the model of that name.
type OutcomeListing struct {
	Entities    []Outcome `json:"entities,omitzero"`
	PageSize    *int      `json:"pageSize,omitzero"`
	PageNumber  *int      `json:"pageNumber,omitzero"`
	Total       *int64    `json:"total,omitzero"`
	LastURI     string    `json:"lastUri,omitzero"`
	FirstURI    string    `json:"firstUri,omitzero"`
	SelfURI     string    `json:"selfUri,omitzero"`
	NextURI     string    `json:"nextUri,omitzero"`
	PreviousURI string    `json:"previousUri,omitzero"`
	PageCount   *int      `json:"pageCount,omitzero"`
}

// OutcomeRequest is the model of that name.
type OutcomeRequest struct {
	IsActive             *bool                 `json:"isActive,omitzero"`
	DisplayName          string                `json:"displayName"`
	Version              *int                  `json:"version,omitzero"`
	Description          string                `json:"description,omitzero"`
	IsPositive           *bool                 `json:"isPositive,omitzero"`
	Context              *RequestContext       `json:"context,omitzero"`
	Journey              *RequestJourney       `json:"journey,omitzero"`
	AssociatedValueField *AssociatedValueField `json:"associatedValueField,omitzero"`
}

// PatchAssociatedValueField is the model of that name.
type PatchAssociatedValueField struct {
	DataType string `json:"dataType,omitzero"`
	Name     string `json:"name,omitzero"`
}

// The values of PatchAssociatedValueField.DataType.
const (
	PatchAssociatedValueFieldDataTypeNumber  = "Number"
	PatchAssociatedValueFieldDataTypeInteger = "Integer"
)

// PatchContext is the model of that name.
type PatchContext struct {
	Patterns []PatchContextPattern `json:"patterns,omitzero"`
}

// PatchContextPattern is the model of that name.
type PatchContextPattern struct {
	Criteria []PatchEntityTypeCriteria `json:"criteria,omitzero"`
}

// PatchCriteria is the model of that name.
type PatchCriteria struct {
	Key              string   `json:"key,omitzero"`
	Values           []string `json:"values,omitzero"`
	ShouldIgnoreCase *bool    `json:"shouldIgnoreCase,omitzero"`
	Operator         string   `json:"operator,omitzero"`
}

// The values of PatchCriteria.Operator.
const (
	PatchCriteriaOperatorContainsAll        = "containsAll"
	PatchCriteriaOperatorContainsAny        = "containsAny"
	PatchCriteriaOperatorNotContainsAll     = "notContainsAll"
	PatchCriteriaOperatorNotContainsAny     = "notContainsAny"
	PatchCriteriaOperatorEqual              = "equal"
	PatchCriteriaOperatorNotEqual           = "notEqual"
	PatchCriteriaOperatorGreaterThan        = "greaterThan"
	PatchCriteriaOperatorGreaterThanOrEqual = "greaterThanOrEqual"
	PatchCriteriaOperatorLessThan           = "lessThan"
	PatchCriteriaOperatorLessThanOrEqual    = "lessThanOrEqual"
	PatchCriteriaOperatorStartsWith         = "startsWith"
	PatchCriteriaOperatorEndsWith           = "endsWith"
)

// PatchEntityTypeCriteria is the model of that name.
type PatchEntityTypeCriteria struct {
	Key              string   `json:"key,omitzero"`
	Values           []string `json:"values,omitzero"`
	ShouldIgnoreCase *bool    `json:"shouldIgnoreCase,omitzero"`
	Operator         string   `json:"operator,omitzero"`
	EntityType       string   `json:"entityType,omitzero"`
}

// The values of PatchEntityTypeCriteria.Operator.
const (
	PatchEntityTypeCriteriaOperatorContainsAll        = "containsAll"
	PatchEntityTypeCriteriaOperatorContainsAny        = "containsAny"
	PatchEntityTypeCriteriaOperatorNotContainsAll     = "notContainsAll"
	PatchEntityTypeCriteriaOperatorNotContainsAny     = "notContainsAny"
	PatchEntityTypeCriteriaOperatorEqual              = "equal"
	PatchEntityTypeCriteriaOperatorNotEqual           = "notEqual"
	PatchEntityTypeCriteriaOperatorGreaterThan        = "greaterThan"
	PatchEntityTypeCriteriaOperatorGreaterThanOrEqual = "greaterThanOrEqual"
	PatchEntityTypeCriteriaOperatorLessThan           = "lessThan"
	PatchEntityTypeCriteriaOperatorLessThanOrEqual    = "lessThanOrEqual"
	PatchEntityTypeCriteriaOperatorStartsWith         = "startsWith"
	PatchEntityTypeCriteriaOperatorEndsWith           = "endsWith"
)

// The values of PatchEntityTypeCriteria.EntityType.
const (
	PatchEntityTypeCriteriaEntityTypeVisit = "visit"
)

// PatchExternalSegment is the model of that name.
type PatchExternalSegment struct {
	Name string `json:"name,omitzero"`
}

// PatchJourney is the model of that name.
type PatchJourney struct {
	Patterns []PatchJourneyPattern `json:"patterns,omitzero"`
}

// PatchJourneyPattern is the model of that name.
type PatchJourneyPattern struct {
	Criteria    []PatchCriteria `json:"criteria,omitzero"`
	Count       *int            `json:"count,omitzero"`
	StreamType  string          `json:"streamType,omitzero"`
	SessionType string          `json:"sessionType,omitzero"`
	EventName   string          `json:"eventName,omitzero"`
}

// The values of PatchJourneyPattern.StreamType.
const (
	PatchJourneyPatternStreamTypeWeb          = "Web"
	PatchJourneyPatternStreamTypeCustom       = "Custom"
	PatchJourneyPatternStreamTypeConversation = "Conversation"
	PatchJourneyPatternStreamTypeApp          = "App"
)

// PatchOutcome is the model of that name.
type PatchOutcome struct {
	IsActive             *bool                      `json:"isActive,omitzero"`
	DisplayName          string                     `json:"displayName"`
	Version              *int                       `json:"version,omitzero"`
	Description          string                     `json:"description,omitzero"`
	IsPositive           *bool                      `json:"isPositive,omitzero"`
	Context              *PatchContext              `json:"context,omitzero"`
	Journey              *PatchJourney              `json:"journey,omitzero"`
	AssociatedValueField *PatchAssociatedValueField `json:"associatedValueField,omitzero"`
}

// PatchSegment is the model of that name.
type PatchSegment struct {
	IsActive                 *bool                 `json:"isActive,omitzero"`
	DisplayName              string                `json:"displayName,omitzero"`
	Version                  *int                  `json:"version,omitzero"`
	Description              string                `json:"description,omitzero"`
	Color                    string                `json:"color,omitzero"`
	ShouldDisplayToAgent     *bool                 `json:"shouldDisplayToAgent,omitzero"`
	Context                  *PatchContext         `json:"context,omitzero"`
	Journey                  *PatchJourney         `json:"journey,omitzero"`
	ExternalSegment          *PatchExternalSegment `json:"externalSegment,omitzero"`
	AssignmentExpirationDays *int                  `json:"assignmentExpirationDays,omitzero"`
}

// PermissionCollectionEntityListing is the model of that name.
type PermissionCollectionEntityListing struct {
	Entities    []DomainPermissionCollection `json:"entities,omitzero"`
	PageSize    *int                         `json:"pageSize,omitzero"`
	PageNumber  *int                         `json:"pageNumber,omitzero"`
	Total       *int64                       `json:"total,omitzero"`
	LastURI     string                       `json:"lastUri,omitzero"`
	FirstURI    string                       `json:"firstUri,omitzero"`
	SelfURI     string                       `json:"selfUri,omitzero"`
	NextURI     string                       `json:"nextUri,omitzero"`
	PreviousURI string                       `json:"previousUri,omitzero"`
	PageCount   *int                         `json:"pageCount,omitzero"`
}

// PermissionDetails is the model of that name.
type PermissionDetails struct {
	Type              string   `json:"type,omitzero"`
	Permissions       []string `json:"permissions,omitzero"`
	AllowsCurrentUser *bool    `json:"allowsCurrentUser,omitzero"`
	Enforced          *bool    `json:"enforced,omitzero"`
}

// The values of PermissionDetails.Type.
const (
	PermissionDetailsTypeRequiresCurrentUser                   = "requiresCurrentUser"
	PermissionDetailsTypeRequiresPermissions                   = "requiresPermissions"
	PermissionDetailsTypeRequiresDivisionPermissions           = "requiresDivisionPermissions"
	PermissionDetailsTypeRequiresAnyDivisionPermissions        = "requiresAnyDivisionPermissions"
	PermissionDetailsTypeRequiresUserBeConversationParticipant = "requiresUserBeConversationParticipant"
)

// PhoneNumber is the model of that name.
type PhoneNumber struct {
	Display                  string `json:"display,omitzero"`
	Extension                *int   `json:"extension,omitzero"`
	AcceptsSMS               *bool  `json:"acceptsSMS,omitzero"`
	NormalizationCountryCode string `json:"normalizationCountryCode,omitzero"`
	UserInput                string `json:"userInput,omitzero"`
	E164                     string `json:"e164,omitzero"`
	CountryCode              string `json:"countryCode,omitzero"`
}

// Referrer is the model of that name.
type Referrer struct {
	URL         string `json:"url"`
	Domain      string `json:"domain"`
	Hostname    string `json:"hostname"`
	Keywords    string `json:"keywords,omitzero"`
	Pathname    string `json:"pathname"`
	QueryString string `json:"queryString,omitzero"`
	Fragment    string `json:"fragment,omitzero"`
	Name        string `json:"name,omitzero"`
	Medium      string `json:"medium"`
}

// The values of Referrer.Medium.
const (
	ReferrerMediumInternal = "internal"
	ReferrerMediumSearch   = "search"
	ReferrerMediumSocial   = "social"
	ReferrerMediumEmail    = "email"
	ReferrerMediumUnknown  = "unknown"
	ReferrerMediumPaid     = "paid"
)

// ReplacementTerm is the model of that name.
type ReplacementTerm struct {
	Type          string `json:"type,omitzero"`
	ExistingValue string `json:"existingValue,omitzero"`
	UpdatedValue  string `json:"updatedValue,omitzero"`
}

// The values of ReplacementTerm.Type.
const (
	ReplacementTermTypeNAME    = "NAME"
	ReplacementTermTypeADDRESS = "ADDRESS"
	ReplacementTermTypePHONE   = "PHONE"
	ReplacementTermTypeEMAIL   = "EMAIL"
	ReplacementTermTypeTWITTER = "TWITTER"
)

// RequestContext is the model of that name.
type RequestContext struct {
	Patterns []RequestContextPattern `json:"patterns,omitzero"`
}

// RequestContextPattern is the model of that name.
type RequestContextPattern struct {
	Criteria []RequestEntityTypeCriteria `json:"criteria"`
}

// RequestCriteria is the model of that name.
type RequestCriteria struct {
	Key              string   `json:"key"`
	Values           []string `json:"values"`
	ShouldIgnoreCase *bool    `json:"shouldIgnoreCase,omitzero"`
	Operator         string   `json:"operator,omitzero"`
}

// The values of RequestCriteria.Operator.
const (
	RequestCriteriaOperatorContainsAll        = "containsAll"
	RequestCriteriaOperatorContainsAny        = "containsAny"
	RequestCriteriaOperatorNotContainsAll     = "notContainsAll"
	RequestCriteriaOperatorNotContainsAny     = "notContainsAny"
	RequestCriteriaOperatorEqual              = "equal"
	RequestCriteriaOperatorNotEqual           = "notEqual"
	RequestCriteriaOperatorGreaterThan        = "greaterThan"
	RequestCriteriaOperatorGreaterThanOrEqual = "greaterThanOrEqual"
	RequestCriteriaOperatorLessThan           = "lessThan"
	RequestCriteriaOperatorLessThanOrEqual    = "lessThanOrEqual"
	RequestCriteriaOperatorStartsWith         = "startsWith"
	RequestCriteriaOperatorEndsWith           = "endsWith"
)

// RequestDevice is the model of that name.
type RequestDevice struct {
	Category      string `json:"category"`
	Type          string `json:"type"`
	IsMobile      *bool  `json:"isMobile,omitzero"`
	ScreenHeight  *int   `json:"screenHeight,omitzero"`
	ScreenWidth   *int   `json:"screenWidth,omitzero"`
	ScreenDensity *int   `json:"screenDensity,omitzero"`
	Fingerprint   string `json:"fingerprint,omitzero"`
	OSFamily      string `json:"osFamily"`
	OSVersion     string `json:"osVersion"`
	Manufacturer  string `json:"manufacturer,omitzero"`
}

// The values of RequestDevice.Category.
const (
	RequestDeviceCategoryDesktop = "desktop"
	RequestDeviceCategoryMobile  = "mobile"
	RequestDeviceCategoryTablet  = "tablet"
	RequestDeviceCategoryOther   = "other"
)

// RequestEntityTypeCriteria is the model of that name.
type RequestEntityTypeCriteria struct {
	Key              string   `json:"key"`
	Values           []string `json:"values"`
	ShouldIgnoreCase *bool    `json:"shouldIgnoreCase,omitzero"`
	Operator         string   `json:"operator,omitzero"`
	EntityType       string   `json:"entityType"`
}

// The values of RequestEntityTypeCriteria.Operator.
const (
	RequestEntityTypeCriteriaOperatorContainsAll        = "containsAll"
	RequestEntityTypeCriteriaOperatorContainsAny        = "containsAny"
	RequestEntityTypeCriteriaOperatorNotContainsAll     = "notContainsAll"
	RequestEntityTypeCriteriaOperatorNotContainsAny     = "notContainsAny"
	RequestEntityTypeCriteriaOperatorEqual              = "equal"
	RequestEntityTypeCriteriaOperatorNotEqual           = "notEqual"
	RequestEntityTypeCriteriaOperatorGreaterThan        = "greaterThan"
	RequestEntityTypeCriteriaOperatorGreaterThanOrEqual = "greaterThanOrEqual"
	RequestEntityTypeCriteriaOperatorLessThan           = "lessThan"
	RequestEntityTypeCriteriaOperatorLessThanOrEqual    = "lessThanOrEqual"
	RequestEntityTypeCriteriaOperatorStartsWith         = "startsWith"
	RequestEntityTypeCriteriaOperatorEndsWith           = "endsWith"
)

// The values of RequestEntityTypeCriteria.EntityType.
const (
	RequestEntityTypeCriteriaEntityTypeVisit = "visit"
)

// RequestExternalSegment is the model of that name.
type RequestExternalSegment struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Source string `json:"source,omitzero"`
}

// The values of RequestExternalSegment.Source.
const (
	RequestExternalSegmentSourceAdobeExperiencePlatform = "AdobeExperiencePlatform"
	RequestExternalSegmentSourceCustom                  = "Custom"
)

// RequestJourney is the model of that name.
type RequestJourney struct {
	Patterns []RequestJourneyPattern `json:"patterns,omitzero"`
}

// RequestJourneyPattern is the model of that name.
type RequestJourneyPattern struct {
	Criteria    []RequestCriteria `json:"criteria"`
	Count       int               `json:"count"`
	StreamType  string            `json:"streamType"`
	SessionType string            `json:"sessionType"`
	EventName   string            `json:"eventName,omitzero"`
}

// The values of RequestJourneyPattern.StreamType.
const (
	RequestJourneyPatternStreamTypeWeb          = "Web"
	RequestJourneyPatternStreamTypeCustom       = "Custom"
	RequestJourneyPatternStreamTypeConversation = "Conversation"
	RequestJourneyPatternStreamTypeApp          = "App"
)

// RequestPage is the model of that name.
type RequestPage struct {
	URL      string `json:"url"`
	Title    string `json:"title"`
	Keywords string `json:"keywords,omitzero"`
	Lang     string `json:"lang,omitzero"`
}

// ResponsePage is the model of that name.
type ResponsePage struct {
	URL         string `json:"url"`
	Title       string `json:"title"`
	Domain      string `json:"domain"`
	Fragment    string `json:"fragment,omitzero"`
	Hostname    string `json:"hostname"`
	Keywords    string `json:"keywords,omitzero"`
	Lang        string `json:"lang,omitzero"`
	Pathname    string `json:"pathname"`
	QueryString string `json:"queryString,omitzero"`
}

// RoleDivision is the model of that name.
type RoleDivision struct {
	RoleID     string `json:"roleId"`
	DivisionID string `json:"divisionId"`
}

// Schema is the model of that name.
type Schema struct {
	Title       string   `json:"title,omitzero"`
	Description string   `json:"description,omitzero"`
	Type        []string `json:"type,omitzero"`
	Items       *Items   `json:"items,omitzero"`
	Pattern     string   `json:"pattern,omitzero"`
}

// SchemaQuantityLimits is the model of that name.
type SchemaQuantityLimits struct {
	ID                             string `json:"id,omitzero"`
	Name                           string `json:"name,omitzero"`
	MinFieldNameCharacters         *int   `json:"minFieldNameCharacters,omitzero"`
	MaxFieldNameCharacters         *int   `json:"maxFieldNameCharacters,omitzero"`
	MinFieldTitleCharacters        *int   `json:"minFieldTitleCharacters,omitzero"`
	MaxFieldTitleCharacters        *int   `json:"maxFieldTitleCharacters,omitzero"`
	MinFieldDescriptionCharacters  *int   `json:"minFieldDescriptionCharacters,omitzero"`
	MaxFieldDescriptionCharacters  *int   `json:"maxFieldDescriptionCharacters,omitzero"`
	MinSchemaNameCharacters        *int   `json:"minSchemaNameCharacters,omitzero"`
	MaxSchemaNameCharacters        *int   `json:"maxSchemaNameCharacters,omitzero"`
	MinSchemaDescriptionCharacters *int   `json:"minSchemaDescriptionCharacters,omitzero"`
	MaxSchemaDescriptionCharacters *int   `json:"maxSchemaDescriptionCharacters,omitzero"`
	MaxNumberOfSchemasPerOrg       *int   `json:"maxNumberOfSchemasPerOrg,omitzero"`
	MaxNumberOfFieldsPerSchema     *int   `json:"maxNumberOfFieldsPerSchema,omitzero"`
	MaxNumberOfFieldsPerOrg        *int   `json:"maxNumberOfFieldsPerOrg,omitzero"`
	SelfURI                        string `json:"selfUri,omitzero"`
}

// SdkLibrary is the model of that name.
type SdkLibrary struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// SegmentAssignment is the model of that name.
type SegmentAssignment struct {
	DateAssigned        Time                      `json:"dateAssigned"`
	DateForUnassignment Time                      `json:"dateForUnassignment"`
	Segment             SegmentAssignmentSegment  `json:"segment"`
	ExternalContact     AddressableEntityRef      `json:"externalContact"`
	Session             *SegmentAssignmentSession `json:"session,omitzero"`
}

// SegmentAssignmentEvent is the model of that name.
type SegmentAssignmentEvent struct {
	Segment AddressableEntityRef `json:"segment"`
}

// SegmentAssignmentListing is the model of that name.
type SegmentAssignmentListing struct {
	Entities []SegmentAssignment `json:"entities,omitzero"`
}

// SegmentAssignmentSegment is the model of that name.
type SegmentAssignmentSegment struct {
	ID      string `json:"id"`
	SelfURI string `json:"selfUri,omitzero"`
}

// SegmentAssignmentSession is the model of that name.
type SegmentAssignmentSession struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	SelfURI string `json:"selfUri,omitzero"`
}

// SegmentAssignments is the model of that name.
type SegmentAssignments struct {
	Segments []SegmentForAssignment `json:"segments"`
}

// SegmentForAssignment is the model of that name.
type SegmentForAssignment struct {
	ID string `json:"id"`
}

// SegmentForUnassignment is the model of that name.
type SegmentForUnassignment struct {
	ID string `json:"id"`
}

// SegmentListing is the model of that name.
type SegmentListing struct {
	Entities    []JourneySegment `json:"entities,omitzero"`
	PageSize    *int             `json:"pageSize,omitzero"`
	PageNumber  *int             `json:"pageNumber,omitzero"`
	Total       *int64           `json:"total,omitzero"`
	LastURI     string           `json:"lastUri,omitzero"`
	FirstURI    string           `json:"firstUri,omitzero"`
	SelfURI     string           `json:"selfUri,omitzero"`
	NextURI     string           `json:"nextUri,omitzero"`
	PreviousURI string           `json:"previousUri,omitzero"`
	PageCount   *int             `json:"pageCount,omitzero"`
}

// SegmentUnassignments is the model of that name.
type SegmentUnassignments struct {
	Segments []SegmentForUnassignment `json:"segments"`
}

// Session is the model of that name.
type Session struct {
	ID                     string                              `json:"id"`
	ExternalContact        *AddressableEntityRef               `json:"externalContact,omitzero"`
	CustomerID             string                              `json:"customerId,omitzero"`
	CustomerIDType         string                              `json:"customerIdType,omitzero"`
	Type                   string                              `json:"type"`
	ExternalID             string                              `json:"externalId,omitzero"`
	ExternalURL            string                              `json:"externalUrl,omitzero"`
	ShortID                string                              `json:"shortId,omitzero"`
	OutcomeAchievements    []OutcomeAchievement                `json:"outcomeAchievements,omitzero"`
	SegmentAssignments     []SessionSegmentAssignment          `json:"segmentAssignments,omitzero"`
	Attributes             map[string]CustomEventAttribute     `json:"attributes,omitzero"`
	AttributeLists         map[string]CustomEventAttributeList `json:"attributeLists,omitzero"`
	Browser                *Browser                            `json:"browser,omitzero"`
	Device                 *Device                             `json:"device,omitzero"`
	Geolocation            *JourneyGeolocation                 `json:"geolocation,omitzero"`
	IPAddress              string                              `json:"ipAddress,omitzero"`
	IPOrganization         string                              `json:"ipOrganization,omitzero"`
	LastPage               *JourneyPage                        `json:"lastPage,omitzero"`
	MktCampaign            *JourneyCampaign                    `json:"mktCampaign,omitzero"`
	Referrer               *Referrer                           `json:"referrer,omitzero"`
	App                    *JourneyApp                         `json:"app,omitzero"`
	SDKLibrary             *SdkLibrary                         `json:"sdkLibrary,omitzero"`
	NetworkConnectivity    *NetworkConnectivity                `json:"networkConnectivity,omitzero"`
	SearchTerms            []string                            `json:"searchTerms,omitzero"`
	UserAgentString        string                              `json:"userAgentString,omitzero"`
	DurationInSeconds      *int                                `json:"durationInSeconds,omitzero"`
	EventCount             int                                 `json:"eventCount"`
	PageviewCount          *int                                `json:"pageviewCount,omitzero"`
	ScreenviewCount        *int                                `json:"screenviewCount,omitzero"`
	LastEvent              SessionLastEvent                    `json:"lastEvent"`
	Conversation           *AddressableEntityRef               `json:"conversation,omitzero"`
	LastConnectedQueue     *ConnectedQueue                     `json:"lastConnectedQueue,omitzero"`
	LastConnectedUser      *ConnectedUser                      `json:"lastConnectedUser,omitzero"`
	LastUserDisposition    *ConversationUserDisposition        `json:"lastUserDisposition,omitzero"`
	ConversationChannels   []ConversationChannel               `json:"conversationChannels,omitzero"`
	OriginatingDirection   string                              `json:"originatingDirection,omitzero"`
	ConversationSubject    string                              `json:"conversationSubject,omitzero"`
	LastUserDisconnectType string                              `json:"lastUserDisconnectType,omitzero"`
	LastAcdOutcome         string                              `json:"lastAcdOutcome,omitzero"`
	Authenticated          bool                                `json:"authenticated"`
	DivisionIDs            []string                            `json:"divisionIds,omitzero"`
	LastScreen             string                              `json:"lastScreen,omitzero"`
	CaseAssociations       []JourneyCaseAssociation            `json:"caseAssociations,omitzero"`
	CaseEntity             *AddressableEntityRef               `json:"caseEntity,omitzero"`
	CaseReference          string                              `json:"caseReference,omitzero"`
	CaseStatus             string                              `json:"caseStatus,omitzero"`
	SelfURI                string                              `json:"selfUri,omitzero"`
	CreatedDate            Time                                `json:"createdDate"`
	EndedDate              Time                                `json:"endedDate,omitzero"`
	AwayDate               Time                                `json:"awayDate,omitzero"`
	IdleDate               Time                                `json:"idleDate,omitzero"`
}

// The values of Session.OriginatingDirection.
const (
	SessionOriginatingDirectionUnknown  = "Unknown"
	SessionOriginatingDirectionInbound  = "Inbound"
	SessionOriginatingDirectionOutbound = "Outbound"
)

// The values of Session.LastUserDisconnectType.
const (
	SessionLastUserDisconnectTypeUnknown              = "Unknown"
	SessionLastUserDisconnectTypeEndpoint             = "Endpoint"
	SessionLastUserDisconnectTypeClient               = "Client"
	SessionLastUserDisconnectTypeSystem               = "System"
	SessionLastUserDisconnectTypeTransfer             = "Transfer"
	SessionLastUserDisconnectTypeError                = "Error"
	SessionLastUserDisconnectTypePeer                 = "Peer"
	SessionLastUserDisconnectTypeOther                = "Other"
	SessionLastUserDisconnectTypeSpam                 = "Spam"
	SessionLastUserDisconnectTypeTimeout              = "Timeout"
	SessionLastUserDisconnectTypeTransportFailure     = "TransportFailure"
	SessionLastUserDisconnectTypeConferenceTransfer   = "ConferenceTransfer"
	SessionLastUserDisconnectTypeConsultTransfer      = "ConsultTransfer"
	SessionLastUserDisconnectTypeForwardTransfer      = "ForwardTransfer"
	SessionLastUserDisconnectTypeNoAnswerTransfer     = "NoAnswerTransfer"
	SessionLastUserDisconnectTypeNotAvailableTransfer = "NotAvailableTransfer"
	SessionLastUserDisconnectTypeUncallable           = "Uncallable"
	SessionLastUserDisconnectTypeDoNotDisturbEndpoint = "DoNotDisturbEndpoint"
	SessionLastUserDisconnectTypeDoNotDisturbTransfer = "DoNotDisturbTransfer"
	SessionLastUserDisconnectTypeSessionExpired       = "SessionExpired"
	SessionLastUserDisconnectTypeTakeover             = "Takeover"
)

// The values of Session.LastAcdOutcome.
const (
	SessionLastAcdOutcomeUnknown  = "Unknown"
	SessionLastAcdOutcomeAbandon  = "Abandon"
	SessionLastAcdOutcomeAnswered = "Answered"
	SessionLastAcdOutcomeFlowOut  = "FlowOut"
)

// The values of Session.CaseStatus.
const (
	SessionCaseStatusUnknown    = "Unknown"
	SessionCaseStatusOpen       = "Open"
	SessionCaseStatusInProgress = "InProgress"
	SessionCaseStatusTerminated = "Terminated"
	SessionCaseStatusClosed     = "Closed"
)

// SessionLastEvent is the model of that name.
type SessionLastEvent struct {
	ID          string `json:"id"`
	EventName   string `json:"eventName"`
	CreatedDate Time   `json:"createdDate"`
}

// SessionListing is the model of that name.
type SessionListing struct {
	Entities    []Session `json:"entities,omitzero"`
	NextURI     string    `json:"nextUri,omitzero"`
	SelfURI     string    `json:"selfUri,omitzero"`
	PreviousURI string    `json:"previousUri,omitzero"`
}

// SessionSegmentAssignment is the model of that name.
type SessionSegmentAssignment struct {
	Segment      AssignedSegment `json:"segment"`
	AssignedDate Time            `json:"assignedDate"`
}

// SocialHandle is the model of that name.
type SocialHandle struct {
	Type  string `json:"type,omitzero"`
	Value string `json:"value,omitzero"`
}

// SojournBacktestDay is the model of that name.
type SojournBacktestDay struct {
	// In UTC, such as 2026-11-24.
	Date      string `json:"date"`
	Sessions  int64  `json:"sessions"`
	Customers int64  `json:"customers"`
}

// SojournBacktestLine is the model of that name.
type SojournBacktestLine struct {
	Progress *SojournBacktestProgress `json:"progress,omitzero"`
	// In the last line.
	Result *SojournBacktestResult `json:"result,omitzero"`
	// In the last line, in place of a result.
	Error *ErrorBody `json:"error,omitzero"`
}

// SojournBacktestProgress is the model of that name.
type SojournBacktestProgress struct {
	// Of what is to be read, 0 to 1.
	Share float64 `json:"share"`
	// Of the span, so far.
	Events int64 `json:"events"`
	// That would have matched, so far.
	Sessions int64 `json:"sessions"`
}

// SojournBacktestRequest is the model of that name.
type SojournBacktestRequest struct {
	// The definition: this, or an outcome. Whether it is active does not matter.
	Segment *JourneySegmentRequest `json:"segment,omitzero"`
	Outcome *OutcomeRequest        `json:"outcome,omitzero"`
	// Events count that were accepted then or later; 30 days before to unless given.
	From Time `json:"from,omitzero"`
	// Exclusive; now unless given. At most 400 days after from.
	To Time `json:"to,omitzero"`
}

// SojournBacktestResult is the model of that name.
type SojournBacktestResult struct {
	From Time `json:"from"`
	To   Time `json:"to"`
	// Accepted in the span.
	Events int64 `json:"events"`
	// That would have matched.
	Sessions  int64 `json:"sessions"`
	Customers int64 `json:"customers"`
	// There were more customers than can be told apart.
	CustomersAtLeast bool `json:"customersAtLeast"`
	// Sessions that were forgotten too early, because there were too many at a time.
	Dropped int64                `json:"dropped"`
	Days    []SojournBacktestDay `json:"days"`
	// Ids of sessions that would have matched, newest match first.
	Examples        []string `json:"examples"`
	Milliseconds    int64    `json:"milliseconds"`
	EventsPerSecond int64    `json:"eventsPerSecond"`
}

// SojournBatchError is the model of that name.
type SojournBatchError struct {
	// Position of the refused entry, from 0.
	Index             int               `json:"index"`
	Message           string            `json:"message,omitzero"`
	Code              string            `json:"code,omitzero"`
	Status            *int              `json:"status,omitzero"`
	EntityID          string            `json:"entityId,omitzero"`
	EntityName        string            `json:"entityName,omitzero"`
	MessageWithParams string            `json:"messageWithParams,omitzero"`
	MessageParams     map[string]string `json:"messageParams,omitzero"`
	ContextID         string            `json:"contextId,omitzero"`
	Details           []Detail          `json:"details,omitzero"`
	Errors            []ErrorBody       `json:"errors,omitzero"`
	Limit             *Limit            `json:"limit,omitzero"`
}

// SojournBatchEvent is the model of that name.
type SojournBatchEvent struct {
	Kind         string `json:"kind"`
	DeploymentID string `json:"deploymentId"`
	// UUID of the event; a repeat within 24 hours counts once.
	ID string `json:"id,omitzero"`
	// The visitor's address; without it there is no place.
	IPAddress        string `json:"ipAddress,omitzero"`
	CustomerCookieID string `json:"customerCookieId"`
	EventName        string `json:"eventName"`
	CreatedDate      Time   `json:"createdDate"`
	// Required for kind web.
	Page            *RequestPage     `json:"page,omitzero"`
	UserAgentString string           `json:"userAgentString,omitzero"`
	Browser         *WebEventBrowser `json:"browser,omitzero"`
	// Required for kind app.
	ScreenName string `json:"screenName,omitzero"`
	// Required for kind app.
	App *JourneyApp `json:"app,omitzero"`
	// Required for kind app.
	Device              *RequestDevice                  `json:"device,omitzero"`
	SDKLibrary          *SdkLibrary                     `json:"sdkLibrary,omitzero"`
	NetworkConnectivity *NetworkConnectivity            `json:"networkConnectivity,omitzero"`
	ReferrerURL         string                          `json:"referrerUrl,omitzero"`
	SearchQuery         string                          `json:"searchQuery,omitzero"`
	Attributes          map[string]CustomEventAttribute `json:"attributes,omitzero"`
	Traits              map[string]CustomEventAttribute `json:"traits,omitzero"`
	ExternalID          string                          `json:"externalId,omitzero"`
}

// The values of SojournBatchEvent.Kind.
const (
	SojournBatchEventKindWeb = "web"
	SojournBatchEventKindApp = "app"
)

// SojournClient is the model of that name.
type SojournClient struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	Name    string `json:"name"`
	// Permissions domain:entity:action; any part may be *.
	Permissions []string `json:"permissions"`
	Disabled    bool     `json:"disabled"`
	// In the answer to POST and nowhere else.
	Secret       string `json:"secret,omitzero"`
	CreatedDate  Time   `json:"createdDate"`
	ModifiedDate Time   `json:"modifiedDate"`
	SelfURI      string `json:"selfUri"`
}

// SojournClientListing is the model of that name.
type SojournClientListing struct {
	Entities    []SojournClient `json:"entities"`
	PageSize    int             `json:"pageSize"`
	PageNumber  int             `json:"pageNumber"`
	Total       int64           `json:"total"`
	PageCount   int             `json:"pageCount"`
	SelfURI     string          `json:"selfUri"`
	FirstURI    string          `json:"firstUri,omitzero"`
	LastURI     string          `json:"lastUri,omitzero"`
	NextURI     string          `json:"nextUri,omitzero"`
	PreviousURI string          `json:"previousUri,omitzero"`
}

// SojournClientPatch is the model of that name.
type SojournClientPatch struct {
	// When given, must be the stored one.
	Version     *int     `json:"version,omitzero"`
	Name        string   `json:"name,omitzero"`
	Permissions []string `json:"permissions,omitzero"`
	Disabled    *bool    `json:"disabled,omitzero"`
}

// SojournClientRequest is the model of that name.
type SojournClientRequest struct {
	Name string `json:"name"`
	// Permissions domain:entity:action; any part may be *.
	Permissions []string `json:"permissions,omitzero"`
	Disabled    *bool    `json:"disabled,omitzero"`
}

// SojournContactReason is the model of that name.
type SojournContactReason struct {
	ID          string `json:"id"`
	SelfURI     string `json:"selfUri"`
	Basis       string `json:"basis"`
	Explanation string `json:"explanation"`
	// The contact that the session shows, if it was merged since.
	CanonicalContact *ContactAddressableEntityRef `json:"canonicalContact,omitzero"`
	Event            *SojournEventRef             `json:"event,omitzero"`
	// The session's own identifiers that the contact holds, or held before its merge.
	Identifiers []SojournIdentityReason `json:"identifiers,omitzero"`
	// The merges between the contact and the canonical one, in order.
	Merges []SojournMerge `json:"merges,omitzero"`
}

// The values of SojournContactReason.Basis.
const (
	SojournContactReasonBasisResolved = "resolved"
	SojournContactReasonBasisListed   = "listed"
	SojournContactReasonBasisNamed    = "named"
)

// SojournConversationEvent is the model of that name.
type SojournConversationEvent struct {
	EventName string `json:"eventName"`
	// The event as it came in.
	Body any `json:"body"`
}

// SojournCustomEvent is the model of that name.
type SojournCustomEvent struct {
	EventName      string                              `json:"eventName"`
	Attributes     map[string]CustomEventAttribute     `json:"attributes"`
	AttributeLists map[string]CustomEventAttributeList `json:"attributeLists"`
	Traits         map[string]CustomEventAttribute     `json:"traits"`
}

// SojournCustomEventRequest is the model of that name.
type SojournCustomEventRequest struct {
	// Many events at once, in place of all other members.
	Entities []SojournCustomEventRequest `json:"entities,omitzero"`
	// UUID of the event; a repeat in the same session within 30 days counts once.
	ID string `json:"id,omitzero"`
	// Required, as the other members without which there is no event: sessionType, sessionExternalId, customerId, customerIdType, createdDate.
	EventName string `json:"eventName,omitzero"`
	// Lower-case letters, digits and underscores.
	SessionType string `json:"sessionType,omitzero"`
	// The session's key in the source system.
	SessionExternalID  string `json:"sessionExternalId,omitzero"`
	SessionExternalURL string `json:"sessionExternalUrl,omitzero"`
	CustomerID         string `json:"customerId,omitzero"`
	// Such as email, phone or externalId.
	CustomerIDType string                              `json:"customerIdType,omitzero"`
	Attributes     map[string]CustomEventAttribute     `json:"attributes,omitzero"`
	AttributeLists map[string]CustomEventAttributeList `json:"attributeLists,omitzero"`
	Traits         map[string]CustomEventAttribute     `json:"traits,omitzero"`
	// This event ends the session.
	EndSession *bool `json:"endSession,omitzero"`
	// For sessionType case only, as the next three.
	CaseEntityID  string `json:"caseEntityId,omitzero"`
	CaseReference string `json:"caseReference,omitzero"`
	CaseStatus    string `json:"caseStatus,omitzero"`
	// Links the case to that conversation.
	ConversationID string `json:"conversationId,omitzero"`
	CreatedDate    Time   `json:"createdDate,omitzero"`
}

// The values of SojournCustomEventRequest.CaseStatus.
const (
	SojournCustomEventRequestCaseStatusUnknown    = "Unknown"
	SojournCustomEventRequestCaseStatusOpen       = "Open"
	SojournCustomEventRequestCaseStatusInProgress = "InProgress"
	SojournCustomEventRequestCaseStatusTerminated = "Terminated"
	SojournCustomEventRequestCaseStatusClosed     = "Closed"
)

// SojournCustomEventResponse is the model of that name.
type SojournCustomEventResponse struct {
	Entities            []SojournProcessedCustomEvent   `json:"entities"`
	UnprocessedEntities []SojournUnprocessedCustomEvent `json:"unprocessedEntities"`
}

// SojournCustomEventSession is the model of that name.
type SojournCustomEventSession struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	ExternalID string `json:"externalId"`
	EventCount int    `json:"eventCount"`
	SelfURI    string `json:"selfUri"`
}

// SojournDefinitionExplanation is the model of that name.
type SojournDefinitionExplanation struct {
	ID      string `json:"id"`
	SelfURI string `json:"selfUri"`
	Kind    string `json:"kind"`
	// The id if it was deleted.
	DisplayName string `json:"displayName"`
	State       string `json:"state"`
	Explanation string `json:"explanation"`
	// Events that were accepted before do not count.
	EvaluatedSince Time `json:"evaluatedSince,omitzero"`
	// If the session has it.
	Gained *SojournDefinitionGain `json:"gained,omitzero"`
	// The events that did something, in the order of acceptance.
	Steps []SojournRuleStep `json:"steps"`
	// How many steps before the last are left out.
	StepsOmitted *int `json:"stepsOmitted,omitzero"`
	// What a match still waits for.
	Missing []SojournRuleLack `json:"missing"`
}

// The values of SojournDefinitionExplanation.Kind.
const (
	SojournDefinitionExplanationKindSegment = "segment"
	SojournDefinitionExplanationKindOutcome = "outcome"
)

// The values of SojournDefinitionExplanation.State.
const (
	SojournDefinitionExplanationStateMatched      = "matched"
	SojournDefinitionExplanationStateJourneyDone  = "journeyDone"
	SojournDefinitionExplanationStateRunning      = "running"
	SojournDefinitionExplanationStateNotStarted   = "notStarted"
	SojournDefinitionExplanationStateNotEvaluated = "notEvaluated"
)

// SojournDefinitionGain is the model of that name.
type SojournDefinitionGain struct {
	// When the segment was assigned, or the outcome achieved.
	Date Time `json:"date"`
	// The event that brought it.
	Event *SojournEventRef `json:"event,omitzero"`
	// The customer held the segment before.
	Carried bool `json:"carried"`
	// Of an achievement.
	Value *float64 `json:"value,omitzero"`
}

// SojournDeployment is the model of that name.
type SojournDeployment struct {
	ID              string `json:"id"`
	Version         int    `json:"version"`
	Name            string `json:"name"`
	AllowAllDomains bool   `json:"allowAllDomains"`
	// Host names; each admits itself and its sub-domains. Empty when allowAllDomains is true.
	AllowedDomains []string `json:"allowedDomains"`
	// When false, nothing is recorded and the deployment counts as unknown.
	Enabled bool `json:"enabled"`
	// Do not record web events of known bots.
	DropBots        bool   `json:"dropBots"`
	IPAnonymization string `json:"ipAnonymization"`
	// The browser tracker honours Global Privacy Control and Do Not Track.
	RespectPrivacySignals bool                 `json:"respectPrivacySignals"`
	JourneyEvents         SojournJourneyEvents `json:"journeyEvents"`
	// Signs customers in; their tokens prove who they are.
	IdentityProvider *SojournIdentityProvider `json:"identityProvider,omitzero"`
	CreatedDate      Time                     `json:"createdDate"`
	ModifiedDate     Time                     `json:"modifiedDate"`
	SelfURI          string                   `json:"selfUri"`
}

// The values of SojournDeployment.IPAnonymization.
const (
	SojournDeploymentIPAnonymizationNone = "none"
	SojournDeploymentIPAnonymizationMask = "mask"
	SojournDeploymentIPAnonymizationDrop = "drop"
)

// SojournDeploymentConfig is the model of that name.
type SojournDeploymentConfig struct {
	ID string `json:"id"`
	// A number as text, as trackers expect it.
	Version               string `json:"version"`
	Status                string `json:"status"`
	RespectPrivacySignals bool   `json:"respectPrivacySignals"`
	// Without ipFilters: they are nobody's business outside.
	JourneyEvents SojournJourneyEvents `json:"journeyEvents"`
}

// The values of SojournDeploymentConfig.Status.
const (
	SojournDeploymentConfigStatusActive   = "Active"
	SojournDeploymentConfigStatusInactive = "Inactive"
)

// SojournDeploymentListing is the model of that name.
type SojournDeploymentListing struct {
	Entities    []SojournDeployment `json:"entities"`
	PageSize    int                 `json:"pageSize"`
	PageNumber  int                 `json:"pageNumber"`
	Total       int64               `json:"total"`
	PageCount   int                 `json:"pageCount"`
	SelfURI     string              `json:"selfUri"`
	FirstURI    string              `json:"firstUri,omitzero"`
	LastURI     string              `json:"lastUri,omitzero"`
	NextURI     string              `json:"nextUri,omitzero"`
	PreviousURI string              `json:"previousUri,omitzero"`
}

// SojournDeploymentPatch is the model of that name.
type SojournDeploymentPatch struct {
	// When given, must be the stored one.
	Version         *int   `json:"version,omitzero"`
	Name            string `json:"name,omitzero"`
	AllowAllDomains *bool  `json:"allowAllDomains,omitzero"`
	// Host names; each admits itself and its sub-domains. Empty when allowAllDomains is true.
	AllowedDomains []string `json:"allowedDomains,omitzero"`
	// When false, nothing is recorded and the deployment counts as unknown.
	Enabled *bool `json:"enabled,omitzero"`
	// Do not record web events of known bots.
	DropBots        *bool  `json:"dropBots,omitzero"`
	IPAnonymization string `json:"ipAnonymization,omitzero"`
	// The browser tracker honours Global Privacy Control and Do Not Track.
	RespectPrivacySignals *bool                 `json:"respectPrivacySignals,omitzero"`
	JourneyEvents         *SojournJourneyEvents `json:"journeyEvents,omitzero"`
	// Signs customers in; their tokens prove who they are.
	IdentityProvider *SojournIdentityProvider `json:"identityProvider,omitzero"`
}

// The values of SojournDeploymentPatch.IPAnonymization.
const (
	SojournDeploymentPatchIPAnonymizationNone = "none"
	SojournDeploymentPatchIPAnonymizationMask = "mask"
	SojournDeploymentPatchIPAnonymizationDrop = "drop"
)

// SojournDeploymentRequest is the model of that name.
type SojournDeploymentRequest struct {
	Name            string `json:"name"`
	AllowAllDomains *bool  `json:"allowAllDomains,omitzero"`
	// Host names; each admits itself and its sub-domains. Empty when allowAllDomains is true.
	AllowedDomains []string `json:"allowedDomains,omitzero"`
	// When false, nothing is recorded and the deployment counts as unknown.
	Enabled *bool `json:"enabled,omitzero"`
	// Do not record web events of known bots.
	DropBots        *bool  `json:"dropBots,omitzero"`
	IPAnonymization string `json:"ipAnonymization,omitzero"`
	// The browser tracker honours Global Privacy Control and Do Not Track.
	RespectPrivacySignals *bool                 `json:"respectPrivacySignals,omitzero"`
	JourneyEvents         *SojournJourneyEvents `json:"journeyEvents,omitzero"`
	// Signs customers in; their tokens prove who they are.
	IdentityProvider *SojournIdentityProvider `json:"identityProvider,omitzero"`
}

// The values of SojournDeploymentRequest.IPAnonymization.
const (
	SojournDeploymentRequestIPAnonymizationNone = "none"
	SojournDeploymentRequestIPAnonymizationMask = "mask"
	SojournDeploymentRequestIPAnonymizationDrop = "drop"
)

// SojournEventBatchRequest is the model of that name.
type SojournEventBatchRequest struct {
	Entities []SojournBatchEvent `json:"entities"`
}

// SojournEventBatchResponse is the model of that name.
type SojournEventBatchResponse struct {
	Accepted    int `json:"accepted"`
	Repeated    int `json:"repeated"`
	NotRecorded int `json:"notRecorded"`
	Refused     int `json:"refused"`
	// One per refused entry.
	Errors []SojournBatchError `json:"errors"`
}

// SojournEventRef is the model of that name.
type SojournEventRef struct {
	ID          string `json:"id"`
	EventName   string `json:"eventName"`
	CreatedDate Time   `json:"createdDate"`
}

// SojournEvidence is the model of that name.
type SojournEvidence struct {
	DecidedDate Time `json:"decidedDate"`
	// A person or the API said so.
	Curated bool `json:"curated"`
	// The event that brought it.
	EventID string `json:"eventId,omitzero"`
	// The session of that event.
	Session *AddressableEntityRef `json:"session,omitzero"`
}

// SojournFieldSource is the model of that name.
type SojournFieldSource struct {
	Field string          `json:"field"`
	Event SojournEventRef `json:"event"`
}

// SojournFormsTrackEvent is the model of that name.
type SojournFormsTrackEvent struct {
	Selector                 string `json:"selector"`
	FormName                 string `json:"formName,omitzero"`
	CaptureDataOnFormAbandon bool   `json:"captureDataOnFormAbandon"`
	CaptureDataOnFormSubmit  bool   `json:"captureDataOnFormSubmit"`
}

// SojournGDPRRequestDraft is the model of that name.
type SojournGDPRRequestDraft struct {
	Name        string `json:"name,omitzero"`
	RequestType string `json:"requestType"`
	// Name and addresses alone do not tell who is meant.
	Subject          GDPRSubject       `json:"subject"`
	ReplacementTerms []ReplacementTerm `json:"replacementTerms,omitzero"`
}

// The values of SojournGDPRRequestDraft.RequestType.
const (
	SojournGDPRRequestDraftRequestTypeGDPREXPORT = "GDPR_EXPORT"
	SojournGDPRRequestDraftRequestTypeGDPRUPDATE = "GDPR_UPDATE"
	SojournGDPRRequestDraftRequestTypeGDPRDELETE = "GDPR_DELETE"
)

// SojournGenesysEnvelope is the model of that name.
type SojournGenesysEnvelope struct {
	// Many envelopes at once, in place of all other members.
	Entities []SojournGenesysEnvelope `json:"entities,omitzero"`
	// v2.detail.events.conversation, the conversation's id and what happened, with dots between.
	TopicName string                  `json:"topicName,omitzero"`
	EventBody any                     `json:"eventBody,omitzero"`
	Metadata  *SojournGenesysMetadata `json:"metadata,omitzero"`
	// The envelope within an EventBridge event.
	Detail *SojournGenesysEnvelope `json:"detail,omitzero"`
}

// SojournGenesysIngestResponse is the model of that name.
type SojournGenesysIngestResponse struct {
	Accepted int `json:"accepted"`
	Repeated int `json:"repeated"`
	// Envelopes without an event, such as heartbeats.
	Ignored int `json:"ignored"`
	Refused int `json:"refused"`
	// One per refused envelope.
	Errors []SojournBatchError `json:"errors"`
}

// SojournGenesysMetadata is the model of that name.
type SojournGenesysMetadata struct {
	CorrelationID string `json:"CorrelationId,omitzero"`
}

// SojournHealth is the model of that name.
type SojournHealth struct {
	Version     string `json:"version"`
	StartedDate Time   `json:"startedDate"`
	// The server's clock.
	Date   Time   `json:"date"`
	Status string `json:"status"`
	// Why events are not taken.
	Reasons []string               `json:"reasons"`
	Events  SojournHealthEvents    `json:"events"`
	Answers []SojournHealthAnswers `json:"answers"`
	Lanes   SojournHealthLanes     `json:"lanes"`
	Log     SojournHealthLog       `json:"log"`
	Index   SojournHealthIndex     `json:"index"`
	Disk    SojournHealthDisk      `json:"disk"`
	Process SojournHealthProcess   `json:"process"`
	Streams SojournHealthStreams   `json:"streams"`
	SelfURI string                 `json:"selfUri"`
}

// The values of SojournHealth.Status.
const (
	SojournHealthStatusReady       = "ready"
	SojournHealthStatusUnavailable = "unavailable"
)

// SojournHealthAnswers is the model of that name.
type SojournHealthAnswers struct {
	Group      string   `json:"group"`
	Count      int64    `json:"count"`
	P50Seconds *float64 `json:"p50Seconds,omitzero"`
	P99Seconds *float64 `json:"p99Seconds,omitzero"`
	// How many answers took no longer, since the start. The difference of two readings is the time between them.
	Buckets []SojournHealthBucket `json:"buckets"`
}

// The values of SojournHealthAnswers.Group.
const (
	SojournHealthAnswersGroupEvents  = "events"
	SojournHealthAnswersGroupPings   = "pings"
	SojournHealthAnswersGroupReads   = "reads"
	SojournHealthAnswersGroupChanges = "changes"
	SojournHealthAnswersGroupTokens  = "tokens"
)

// SojournHealthBucket is the model of that name.
type SojournHealthBucket struct {
	UpToSeconds float64 `json:"upToSeconds"`
	Count       int64   `json:"count"`
}

// SojournHealthDisk is the model of that name.
type SojournHealthDisk struct {
	FreeBytes  int64 `json:"freeBytes"`
	TotalBytes int64 `json:"totalBytes"`
}

// SojournHealthEvents is the model of that name.
type SojournHealthEvents struct {
	// Since the start, as all of these.
	Accepted    int64 `json:"accepted"`
	Repeated    int64 `json:"repeated"`
	NotRecorded int64 `json:"notRecorded"`
	Refused     int64 `json:"refused"`
	// Accepted after a newer one of their customer.
	Late    int64                 `json:"late"`
	Sources []SojournHealthSource `json:"sources"`
	// By code of the error.
	Refusals []SojournHealthReason `json:"refusals"`
	// By reason.
	Unrecorded []SojournHealthReason `json:"unrecorded"`
}

// SojournHealthIndex is the model of that name.
type SojournHealthIndex struct {
	// Absent if not known.
	Sessions *int64 `json:"sessions,omitzero"`
	Bytes    int64  `json:"bytes"`
	// Changes that are not on disk yet.
	MemoryBytes int64 `json:"memoryBytes"`
	// Of changes in memory.
	Generations         int64 `json:"generations"`
	Flushes             int64 `json:"flushes"`
	CompactionDebtBytes int64 `json:"compactionDebtBytes"`
}

// SojournHealthLanes is the model of that name.
type SojournHealthLanes struct {
	// Events that wait or are in hand.
	Queued   int64 `json:"queued"`
	Capacity int64 `json:"capacity"`
	Batches  int64 `json:"batches"`
	// Ends announced.
	SessionsEnded int64 `json:"sessionsEnded"`
}

// SojournHealthLog is the model of that name.
type SojournHealthLog struct {
	// Of the newest record.
	Position int64 `json:"position"`
	// Records since the start.
	Appended int64 `json:"appended"`
	// Its size on disk.
	Bytes           int64   `json:"bytes"`
	Segments        int64   `json:"segments"`
	Syncs           int64   `json:"syncs"`
	LastSyncSeconds float64 `json:"lastSyncSeconds"`
}

// SojournHealthProcess is the model of that name.
type SojournHealthProcess struct {
	// That the system has given.
	MemoryBytes int64 `json:"memoryBytes"`
	HeapBytes   int64 `json:"heapBytes"`
	Goroutines  int64 `json:"goroutines"`
}

// SojournHealthReason is the model of that name.
type SojournHealthReason struct {
	Reason string `json:"reason"`
	Count  int64  `json:"count"`
}

// SojournHealthSource is the model of that name.
type SojournHealthSource struct {
	// The way in: web, app, batch, conversation, custom or external.
	Source      string `json:"source"`
	Accepted    int64  `json:"accepted"`
	Repeated    int64  `json:"repeated"`
	NotRecorded int64  `json:"notRecorded"`
	Refused     int64  `json:"refused"`
}

// SojournHealthStreams is the model of that name.
type SojournHealthStreams struct {
	Open  int64 `json:"open"`
	Limit int64 `json:"limit"`
}

// SojournIdentityProvider is the model of that name.
type SojournIdentityProvider struct {
	// The iss of its tokens.
	Issuer string `json:"issuer"`
	// The aud that its tokens have for this deployment.
	Audience string `json:"audience"`
	// Where its keys are published; either this or keys.
	JWKSURL string `json:"jwksUrl,omitzero"`
	// A JSON Web Key Set, or public keys or certificates in PEM.
	Keys string `json:"keys,omitzero"`
}

// SojournIdentityReason is the model of that name.
type SojournIdentityReason struct {
	// With the evidence: which event brought it to the contact, and when.
	Identifier ContactIdentifier `json:"identifier"`
	// The contact that holds it, or held it before its merge.
	ContactID string `json:"contactId"`
}

// SojournIdleEvent is the model of that name.
type SojournIdleEvent struct {
	EventName        string `json:"eventName"`
	IdleAfterSeconds int    `json:"idleAfterSeconds"`
}

// SojournIpFilter is the model of that name.
type SojournIpFilter struct {
	Name string `json:"name"`
	// One address or a CIDR block, IPv4 or IPv6.
	IPAddress string `json:"ipAddress"`
}

// SojournJourneyEvents is the model of that name.
type SojournJourneyEvents struct {
	Enabled           bool                      `json:"enabled"`
	PageviewConfig    string                    `json:"pageviewConfig"`
	ClickEvents       []SojournSelectorEvent    `json:"clickEvents,omitzero"`
	InViewportEvents  []SojournSelectorEvent    `json:"inViewportEvents,omitzero"`
	FormsTrackEvents  []SojournFormsTrackEvent  `json:"formsTrackEvents,omitzero"`
	IdleEvents        []SojournIdleEvent        `json:"idleEvents,omitzero"`
	ScrollDepthEvents []SojournScrollDepthEvent `json:"scrollDepthEvents,omitzero"`
	TrackingSettings  *SojournTrackingSettings  `json:"trackingSettings,omitzero"`
}

// The values of SojournJourneyEvents.PageviewConfig.
const (
	SojournJourneyEventsPageviewConfigAuto = "Auto"
	SojournJourneyEventsPageviewConfigOnce = "Once"
	SojournJourneyEventsPageviewConfigOff  = "Off"
)

// SojournLiveContact is the model of that name.
type SojournLiveContact struct {
	ID string `json:"id"`
	// For those who have externalContacts:contact:view.
	Name    string `json:"name,omitzero"`
	SelfURI string `json:"selfUri"`
}

// SojournLiveEvent is the model of that name.
type SojournLiveEvent struct {
	ID          string `json:"id"`
	EventName   string `json:"eventName"`
	CreatedDate Time   `json:"createdDate"`
}

// SojournLiveListing is the model of that name.
type SojournLiveListing struct {
	Entities []SojournLiveRow `json:"entities"`
	// Of all live sessions, whatever the filters.
	Totals SojournLiveTotals `json:"totals"`
	// The last 60, oldest first; the last one is under way.
	Minutes []SojournMinute `json:"minutes"`
	// Since when the counters are complete.
	MinutesSince Time `json:"minutesSince"`
	// Where the stream goes on without a hole. Of several pages, that of the first counts.
	Cursor  string `json:"cursor"`
	SelfURI string `json:"selfUri,omitzero"`
	NextURI string `json:"nextUri,omitzero"`
}

// SojournLivePage is the model of that name.
type SojournLivePage struct {
	Title    string `json:"title,omitzero"`
	URL      string `json:"url"`
	Hostname string `json:"hostname"`
}

// SojournLivePlace is the model of that name.
type SojournLivePlace struct {
	// ISO 3166-1 alpha-2.
	Country     string   `json:"country,omitzero"`
	CountryName string   `json:"countryName,omitzero"`
	Locality    string   `json:"locality,omitzero"`
	Latitude    *float64 `json:"latitude,omitzero"`
	Longitude   *float64 `json:"longitude,omitzero"`
}

// SojournLiveRow is the model of that name.
type SojournLiveRow struct {
	ID             string              `json:"id"`
	Type           string              `json:"type"`
	ShortID        string              `json:"shortId,omitzero"`
	CustomerID     string              `json:"customerId,omitzero"`
	CustomerIDType string              `json:"customerIdType,omitzero"`
	Contact        *SojournLiveContact `json:"contact,omitzero"`
	// Of web sessions, the last one.
	Page *SojournLivePage `json:"page,omitzero"`
	// Of app sessions, the last one.
	Screen string            `json:"screen,omitzero"`
	Place  *SojournLivePlace `json:"place,omitzero"`
	// Where a visit came from: its campaign, else its referrer.
	Source         *SojournLiveSource `json:"source,omitzero"`
	DeviceCategory string             `json:"deviceCategory,omitzero"`
	BrowserFamily  string             `json:"browserFamily,omitzero"`
	EventCount     int64              `json:"eventCount"`
	Authenticated  bool               `json:"authenticated"`
	CreatedDate    Time               `json:"createdDate"`
	LastEvent      SojournLiveEvent   `json:"lastEvent"`
	IdleDate       Time               `json:"idleDate,omitzero"`
	AwayDate       Time               `json:"awayDate,omitzero"`
	EndedDate      Time               `json:"endedDate,omitzero"`
	// Their ids, by date of assignment.
	Segments []string `json:"segments"`
	// Their ids, by date of achievement.
	Outcomes []string `json:"outcomes"`
	SelfURI  string   `json:"selfUri"`
}

// The values of SojournLiveRow.DeviceCategory.
const (
	SojournLiveRowDeviceCategoryDesktop = "desktop"
	SojournLiveRowDeviceCategoryMobile  = "mobile"
	SojournLiveRowDeviceCategoryTablet  = "tablet"
	SojournLiveRowDeviceCategoryOther   = "other"
)

// SojournLiveSource is the model of that name.
type SojournLiveSource struct {
	Medium     string `json:"medium,omitzero"`
	Name       string `json:"name,omitzero"`
	IsCampaign bool   `json:"isCampaign"`
}

// SojournLiveTotals is the model of that name.
type SojournLiveTotals struct {
	Sessions int64 `json:"sessions"`
	// How many sessions of each type.
	Types map[string]int `json:"types"`
	// Visits whose idleDate has not come.
	Active int64 `json:"active"`
	Idle   int64 `json:"idle"`
	Away   int64 `json:"away"`
	// There are more: no more were counted.
	IsCutOff *bool `json:"isCutOff,omitzero"`
}

// SojournMerge is the model of that name.
type SojournMerge struct {
	Evidence SojournEvidence `json:"evidence"`
	// The identifier that brought the two together; absent if a person did.
	Identifier *ContactIdentifier `json:"identifier,omitzero"`
	// What the contact held just before, and gets back when it is split.
	Held []ContactIdentifier `json:"held,omitzero"`
}

// SojournMinute is the model of that name.
type SojournMinute struct {
	// When it began.
	Date Time `json:"date"`
	// Events accepted, of web sessions.
	Web          int64 `json:"web"`
	App          int64 `json:"app"`
	Conversation int64 `json:"conversation"`
	Custom       int64 `json:"custom"`
	// Sessions that began.
	Sessions int64 `json:"sessions"`
	// Segments assigned by events.
	Segments int64 `json:"segments"`
	// Outcomes achieved.
	Outcomes int64 `json:"outcomes"`
}

// SojournProcessedCustomEvent is the model of that name.
type SojournProcessedCustomEvent struct {
	ID      string                    `json:"id"`
	Session SojournCustomEventSession `json:"session"`
}

// SojournProjection is the model of that name.
type SojournProjection struct {
	// Or * for every event.
	EventName string `json:"eventName"`
	// Or the name of a list.
	EventAttribute   string `json:"eventAttribute"`
	SessionAttribute string `json:"sessionAttribute"`
	Function         string `json:"function"`
	DisplayName      string `json:"displayName,omitzero"`
	DisplayOrder     *int   `json:"displayOrder,omitzero"`
}

// The values of SojournProjection.Function.
const (
	SojournProjectionFunctionLast  = "last"
	SojournProjectionFunctionFirst = "first"
	SojournProjectionFunctionCount = "count"
	SojournProjectionFunctionSum   = "sum"
	SojournProjectionFunctionMin   = "min"
	SojournProjectionFunctionMax   = "max"
	SojournProjectionFunctionList  = "list"
	SojournProjectionFunctionAll   = "all"
)

// SojournRuleFinding is the model of that name.
type SojournRuleFinding struct {
	// Where the criterion stands in the definition.
	Path string `json:"path"`
	// What it reads.
	Key string `json:"key"`
	// What there was: nothing, one value, or those of a list.
	Found []string `json:"found"`
}

// SojournRuleLack is the model of that name.
type SojournRuleLack struct {
	Explanation string `json:"explanation"`
	// Of the journey, from 0, if events are missing.
	Pattern *int `json:"pattern,omitzero"`
	// How many more must meet the pattern, after those of the patterns before.
	Events *int `json:"events,omitzero"`
	// About the session, if that does not hold.
	Criterion *SojournRuleFinding `json:"criterion,omitzero"`
}

// SojournRuleStep is the model of that name.
type SojournRuleStep struct {
	Event *SojournEventRef `json:"event,omitzero"`
	// Of the journey, from 0, for which the event counted; absent if for none.
	Pattern *int `json:"pattern,omitzero"`
	// Of that pattern, with this event.
	Hits *int `json:"hits,omitzero"`
	// That the pattern needs.
	Count *int `json:"count,omitzero"`
	// The journey is complete.
	Done bool `json:"done"`
	// With this event.
	Matched bool `json:"matched"`
	// All criteria about the session hold.
	ContextHolds bool `json:"contextHolds"`
	// What does not hold: about the session and, of an event that did not count, of the pattern that was due.
	Failed []SojournRuleFinding `json:"failed"`
}

// SojournRuleTryRequest is the model of that name.
type SojournRuleTryRequest struct {
	// The definition: this, or an outcome. Whether it is active does not matter.
	Segment *JourneySegmentRequest `json:"segment,omitzero"`
	Outcome *OutcomeRequest        `json:"outcome,omitzero"`
	// Each as in a batch (SojournBatchEvent), or a custom event with the kind custom, or an envelope of Genesys Cloud with the kind conversation. Those without a date come one second apart from now on.
	Events []any `json:"events"`
}

// SojournRuleTryResponse is the model of that name.
type SojournRuleTryResponse struct {
	// What became of each event; one that leads to another, in a conversation, is there twice.
	Events []SojournTriedEvent `json:"events"`
	// The sessions that the events made, by number.
	Sessions []SojournTriedSession `json:"sessions"`
}

// SojournScrollDepthEvent is the model of that name.
type SojournScrollDepthEvent struct {
	Percentage int    `json:"percentage"`
	EventName  string `json:"eventName"`
}

// SojournSelectorEvent is the model of that name.
type SojournSelectorEvent struct {
	Selector  string `json:"selector"`
	EventName string `json:"eventName"`
}

// SojournSessionBeginning is the model of that name.
type SojournSessionBeginning struct {
	Reason      string `json:"reason"`
	Explanation string `json:"explanation"`
	Date        Time   `json:"date"`
	// The event that opened it.
	OpenedBy *SojournEventRef `json:"openedBy,omitzero"`
}

// The values of SojournSessionBeginning.Reason.
const (
	SojournSessionBeginningReasonFirstEvent      = "firstEvent"
	SojournSessionBeginningReasonNoSessionToJoin = "noSessionToJoin"
	SojournSessionBeginningReasonNewSource       = "newSource"
)

// SojournSessionEnding is the model of that name.
type SojournSessionEnding struct {
	Reason      string `json:"reason"`
	Explanation string `json:"explanation"`
	// When it ended or, if it is open, will end.
	Date Time `json:"date"`
	// Inactivity that ends it.
	TimeoutSeconds int `json:"timeoutSeconds"`
	// The event that ended it, or after which nothing came.
	Event *SojournEventRef `json:"event,omitzero"`
}

// The values of SojournSessionEnding.Reason.
const (
	SojournSessionEndingReasonOpen          = "open"
	SojournSessionEndingReasonInactivity    = "inactivity"
	SojournSessionEndingReasonNewSource     = "newSource"
	SojournSessionEndingReasonCustomersLeft = "customersLeft"
	SojournSessionEndingReasonEndEvent      = "endEvent"
)

// SojournSessionExplanation is the model of that name.
type SojournSessionExplanation struct {
	ID    string                  `json:"id"`
	Type  string                  `json:"type"`
	Began SojournSessionBeginning `json:"began"`
	Ended SojournSessionEnding    `json:"ended"`
	// Which event set each field that one event has set.
	Fields  []SojournFieldSource  `json:"fields"`
	Contact *SojournContactReason `json:"contact,omitzero"`
	// How segments and outcomes fare: those that are evaluated, and what else the session has of them.
	Definitions []SojournDefinitionExplanation `json:"definitions"`
	// How many events were looked at for the steps; at most 10,000, the earliest by date.
	ExaminedEventCount int `json:"examinedEventCount"`
	// There are more events, so that steps may be missing.
	IsCutOff *bool  `json:"isCutOff,omitzero"`
	SelfURI  string `json:"selfUri"`
}

// SojournSessionType is the model of that name.
type SojournSessionType struct {
	// The same as type.
	ID          string `json:"id"`
	Version     int    `json:"version"`
	Type        string `json:"type"`
	DisplayName string `json:"displayName,omitzero"`
	// Name of an icon, for those who show sessions.
	Icon string `json:"icon,omitzero"`
	// Name or #rrggbb of a colour.
	Color string `json:"color,omitzero"`
	// Session attributes to show, in order.
	DisplayAttributes []string            `json:"displayAttributes,omitzero"`
	Projections       []SojournProjection `json:"projections,omitzero"`
	// Events that end a session. Custom types only.
	EndEventNames []string `json:"endEventNames,omitzero"`
	// Time without events that ends a session; 30 days unless given. Custom types only.
	InactivitySeconds *int   `json:"inactivitySeconds,omitzero"`
	CreatedDate       Time   `json:"createdDate"`
	ModifiedDate      Time   `json:"modifiedDate"`
	SelfURI           string `json:"selfUri"`
}

// SojournSessionTypeListing is the model of that name.
type SojournSessionTypeListing struct {
	Entities    []SojournSessionType `json:"entities"`
	PageSize    int                  `json:"pageSize"`
	PageNumber  int                  `json:"pageNumber"`
	Total       int64                `json:"total"`
	PageCount   int                  `json:"pageCount"`
	SelfURI     string               `json:"selfUri"`
	FirstURI    string               `json:"firstUri,omitzero"`
	LastURI     string               `json:"lastUri,omitzero"`
	NextURI     string               `json:"nextUri,omitzero"`
	PreviousURI string               `json:"previousUri,omitzero"`
}

// SojournSessionTypePatch is the model of that name.
type SojournSessionTypePatch struct {
	// When given, must be the stored one.
	Version     *int   `json:"version,omitzero"`
	DisplayName string `json:"displayName,omitzero"`
	// Name of an icon, for those who show sessions.
	Icon string `json:"icon,omitzero"`
	// Name or #rrggbb of a colour.
	Color string `json:"color,omitzero"`
	// Session attributes to show, in order.
	DisplayAttributes []string            `json:"displayAttributes,omitzero"`
	Projections       []SojournProjection `json:"projections,omitzero"`
	// Events that end a session. Custom types only.
	EndEventNames []string `json:"endEventNames,omitzero"`
	// Time without events that ends a session; 30 days unless given. Custom types only.
	InactivitySeconds *int `json:"inactivitySeconds,omitzero"`
}

// SojournSessionTypeRequest is the model of that name.
type SojournSessionTypeRequest struct {
	// A custom type, or web, app or conversation.
	Type        string `json:"type"`
	DisplayName string `json:"displayName,omitzero"`
	// Name of an icon, for those who show sessions.
	Icon string `json:"icon,omitzero"`
	// Name or #rrggbb of a colour.
	Color string `json:"color,omitzero"`
	// Session attributes to show, in order.
	DisplayAttributes []string            `json:"displayAttributes,omitzero"`
	Projections       []SojournProjection `json:"projections,omitzero"`
	// Events that end a session. Custom types only.
	EndEventNames []string `json:"endEventNames,omitzero"`
	// Time without events that ends a session; 30 days unless given. Custom types only.
	InactivitySeconds *int `json:"inactivitySeconds,omitzero"`
}

// SojournSplitRequest is the model of that name.
type SojournSplitRequest struct {
	// The member to take out; all of them if absent.
	ContactID string `json:"contactId,omitzero"`
}

// SojournStreamBreak is the model of that name.
type SojournStreamBreak struct {
	// From here on nothing is missing.
	Cursor string `json:"cursor"`
}

// SojournStreamHello is the model of that name.
type SojournStreamHello struct {
	Cursor string `json:"cursor"`
	// The server's clock.
	Date Time `json:"date"`
	// A comment comes when nothing else came for so long.
	HeartbeatSeconds int64 `json:"heartbeatSeconds"`
}

// SojournStreamMessage is the model of that name.
type SojournStreamMessage struct {
	// Once, first.
	Hello *SojournStreamHello `json:"hello,omitzero"`
	// A session that changed, as it is: at most one a second for each, the last state always.
	Session *SojournLiveRow `json:"session,omitzero"`
	// An event of the session, or what followed from it: each once, in the order of acceptance.
	Entry *Event `json:"entry,omitzero"`
	// The counters of a minute that changed.
	Minute *SojournMinute `json:"minute,omitzero"`
	// The reader was too slow, or the server: changes before the cursor may be missing. List again.
	Gap *SojournStreamBreak `json:"gap,omitzero"`
	// The cursor is too old, or of another server: the stream begins now. List again.
	Reset *SojournStreamBreak `json:"reset,omitzero"`
}

// SojournTrackingSettings is the model of that name.
type SojournTrackingSettings struct {
	ShouldKeepURLFragment   bool              `json:"shouldKeepUrlFragment"`
	SearchQueryParameters   []string          `json:"searchQueryParameters"`
	ExcludedQueryParameters []string          `json:"excludedQueryParameters"`
	IPFilters               []SojournIpFilter `json:"ipFilters,omitzero"`
}

// SojournTriedEvent is the model of that name.
type SojournTriedEvent struct {
	// Position of the event in the request, from 0.
	Index       int    `json:"index"`
	Result      string `json:"result"`
	EventName   string `json:"eventName,omitzero"`
	CreatedDate Time   `json:"createdDate,omitzero"`
	// Number of its session, from 0.
	Session *int `json:"session,omitzero"`
	// It opened the session.
	Opened *bool `json:"opened,omitzero"`
	// Of an event that was taken.
	Step *SojournRuleStep `json:"step,omitzero"`
}

// The values of SojournTriedEvent.Result.
const (
	SojournTriedEventResultTaken       = "taken"
	SojournTriedEventResultRepeated    = "repeated"
	SojournTriedEventResultNotRecorded = "notRecorded"
)

// SojournTriedSession is the model of that name.
type SojournTriedSession struct {
	Number         int    `json:"number"`
	Type           string `json:"type"`
	CustomerID     string `json:"customerId,omitzero"`
	CustomerIDType string `json:"customerIdType,omitzero"`
	EventCount     int    `json:"eventCount"`
	State          string `json:"state"`
	Explanation    string `json:"explanation"`
	// Index of the event with which it matched.
	MatchedBy *int `json:"matchedBy,omitzero"`
	// Of an outcome that was achieved.
	Value   *float64          `json:"value,omitzero"`
	Missing []SojournRuleLack `json:"missing"`
}

// The values of SojournTriedSession.State.
const (
	SojournTriedSessionStateMatched      = "matched"
	SojournTriedSessionStateJourneyDone  = "journeyDone"
	SojournTriedSessionStateRunning      = "running"
	SojournTriedSessionStateNotStarted   = "notStarted"
	SojournTriedSessionStateNotEvaluated = "notEvaluated"
)

// SojournUnprocessedCustomEvent is the model of that name.
type SojournUnprocessedCustomEvent struct {
	// Position of the event in the request, from 0.
	OriginalRequestIndex int `json:"originalRequestIndex"`
	// The same event may be taken later.
	IsRetryable  bool   `json:"isRetryable"`
	ErrorMessage string `json:"errorMessage"`
	StatusCode   int    `json:"statusCode"`
	Code         string `json:"code"`
	// The member at fault.
	FieldName string `json:"fieldName,omitzero"`
}

// TextStyleProperties is the model of that name.
type TextStyleProperties struct {
	Color     string `json:"color,omitzero"`
	Font      string `json:"font,omitzero"`
	FontSize  string `json:"fontSize,omitzero"`
	TextAlign string `json:"textAlign,omitzero"`
}

// The values of TextStyleProperties.TextAlign.
const (
	TextStylePropertiesTextAlignLeft   = "Left"
	TextStylePropertiesTextAlignRight  = "Right"
	TextStylePropertiesTextAlignCenter = "Center"
)

// TokenInfo is the model of that name.
type TokenInfo struct {
	Organization     *NamedEntity         `json:"organization,omitzero"`
	HomeOrganization *NamedEntity         `json:"homeOrganization,omitzero"`
	AuthorizedScope  []string             `json:"authorizedScope,omitzero"`
	ClonedUser       *TokenInfoClonedUser `json:"clonedUser,omitzero"`
	DateTokenIdles   Time                 `json:"dateTokenIdles,omitzero"`
	OAuthClient      *OrgOAuthClient      `json:"OAuthClient,omitzero"`
}

// TokenInfoClonedUser is the model of that name.
type TokenInfoClonedUser struct {
	ID           string  `json:"id,omitzero"`
	Organization *Entity `json:"organization,omitzero"`
}

// TwitterId is the model of that name.
type TwitterId struct {
	ID         string `json:"id,omitzero"`
	Name       string `json:"name,omitzero"`
	ScreenName string `json:"screenName,omitzero"`
	Verified   *bool  `json:"verified,omitzero"`
	ProfileURL string `json:"profileUrl,omitzero"`
}

// UnprocessedExternalEvent is the model of that name.
type UnprocessedExternalEvent struct {
	Event                ExternalEvent `json:"event"`
	OriginalRequestIndex int           `json:"originalRequestIndex"`
	IsRetryable          bool          `json:"isRetryable"`
	ErrorMessage         string        `json:"errorMessage"`
	StatusCode           *int          `json:"statusCode,omitzero"`
}

// UnprocessedSegmentAssignments is the model of that name.
type UnprocessedSegmentAssignments struct {
	Assign   *SegmentAssignments   `json:"assign,omitzero"`
	Unassign *SegmentUnassignments `json:"unassign,omitzero"`
	Count    int                   `json:"count"`
}

// UpdateExternalEventsConfigurationRequest is the model of that name.
type UpdateExternalEventsConfigurationRequest struct {
	Name        string `json:"name,omitzero"`
	Description string `json:"description,omitzero"`
}

// UpdateSegmentAssignmentRequest is the model of that name.
type UpdateSegmentAssignmentRequest struct {
	Assign   *SegmentAssignments   `json:"assign,omitzero"`
	Unassign *SegmentUnassignments `json:"unassign,omitzero"`
}

// UpdateSegmentAssignmentResponse is the model of that name.
type UpdateSegmentAssignmentResponse struct {
	UnprocessedItems UnprocessedSegmentAssignments `json:"unprocessedItems"`
}

// ValidationLimits is the model of that name.
type ValidationLimits struct {
	MinLength *MinLength `json:"minLength,omitzero"`
	MaxLength *MaxLength `json:"maxLength,omitzero"`
	MinItems  *MinLength `json:"minItems,omitzero"`
	MaxItems  *MaxLength `json:"maxItems,omitzero"`
	Minimum   *MinLength `json:"minimum,omitzero"`
	Maximum   *MaxLength `json:"maximum,omitzero"`
}

// WebActionEvent is the model of that name.
type WebActionEvent struct {
	Action            EventAction          `json:"action"`
	ActionMap         ActionEventActionMap `json:"actionMap"`
	ActionTarget      AddressableEntityRef `json:"actionTarget"`
	TimeToDisposition *int64               `json:"timeToDisposition,omitzero"`
	ErrorCode         string               `json:"errorCode,omitzero"`
	ErrorMessage      string               `json:"errorMessage,omitzero"`
	UserAgentString   string               `json:"userAgentString"`
	Browser           Browser              `json:"browser"`
	Device            Device               `json:"device"`
	Geolocation       *JourneyGeolocation  `json:"geolocation,omitzero"`
	IPAddress         string               `json:"ipAddress,omitzero"`
	IPOrganization    string               `json:"ipOrganization,omitzero"`
	MktCampaign       *JourneyCampaign     `json:"mktCampaign,omitzero"`
	VisitReferrer     *Referrer            `json:"visitReferrer,omitzero"`
}

// WebEvent is the model of that name.
type WebEvent struct {
	EventName          string                          `json:"eventName"`
	TotalEventCount    int                             `json:"totalEventCount"`
	TotalPageviewCount int                             `json:"totalPageviewCount"`
	Page               JourneyPage                     `json:"page"`
	UserAgentString    string                          `json:"userAgentString"`
	Browser            Browser                         `json:"browser"`
	Device             Device                          `json:"device"`
	Geolocation        *JourneyGeolocation             `json:"geolocation,omitzero"`
	IPAddress          string                          `json:"ipAddress,omitzero"`
	IPOrganization     string                          `json:"ipOrganization,omitzero"`
	MktCampaign        *JourneyCampaign                `json:"mktCampaign,omitzero"`
	Referrer           *Referrer                       `json:"referrer,omitzero"`
	Attributes         map[string]CustomEventAttribute `json:"attributes"`
	Traits             map[string]CustomEventAttribute `json:"traits"`
	SearchQuery        string                          `json:"searchQuery,omitzero"`
	Authenticated      bool                            `json:"authenticated"`
}

// WebEventBrowser is the model of that name.
type WebEventBrowser struct {
	Family  string `json:"family"`
	Version string `json:"version"`
	Lang    string `json:"lang,omitzero"`
}

// WebEventDevice is the model of that name.
type WebEventDevice struct {
	Category      string `json:"category"`
	Type          string `json:"type"`
	IsMobile      *bool  `json:"isMobile,omitzero"`
	ScreenHeight  *int   `json:"screenHeight,omitzero"`
	ScreenWidth   *int   `json:"screenWidth,omitzero"`
	ScreenDensity *int   `json:"screenDensity,omitzero"`
	OSFamily      string `json:"osFamily"`
	OSVersion     string `json:"osVersion"`
	Manufacturer  string `json:"manufacturer,omitzero"`
}

// The values of WebEventDevice.Category.
const (
	WebEventDeviceCategoryDesktop = "desktop"
	WebEventDeviceCategoryMobile  = "mobile"
	WebEventDeviceCategoryTablet  = "tablet"
	WebEventDeviceCategoryOther   = "other"
)

// WebEventRequest is the model of that name.
type WebEventRequest struct {
	CustomerCookieID string                          `json:"customerCookieId"`
	EventName        string                          `json:"eventName"`
	Page             RequestPage                     `json:"page"`
	UserAgentString  string                          `json:"userAgentString,omitzero"`
	Browser          *WebEventBrowser                `json:"browser,omitzero"`
	Device           *WebEventDevice                 `json:"device,omitzero"`
	SearchQuery      string                          `json:"searchQuery,omitzero"`
	IPAddress        string                          `json:"ipAddress,omitzero"`
	ReferrerURL      string                          `json:"referrerUrl,omitzero"`
	Attributes       map[string]CustomEventAttribute `json:"attributes,omitzero"`
	Traits           map[string]CustomEventAttribute `json:"traits,omitzero"`
	ExternalID       string                          `json:"externalId,omitzero"`
	CreatedDate      Time                            `json:"createdDate"`
}

// WebEventResponse is the model of that name.
type WebEventResponse struct {
	CustomerID      string                          `json:"customerId"`
	EventName       string                          `json:"eventName"`
	CustomerIDType  string                          `json:"customerIdType"`
	Page            ResponsePage                    `json:"page"`
	UserAgentString string                          `json:"userAgentString"`
	Browser         WebEventBrowser                 `json:"browser"`
	Device          WebEventDevice                  `json:"device"`
	SearchQuery     string                          `json:"searchQuery,omitzero"`
	IPOrganization  string                          `json:"ipOrganization,omitzero"`
	Geolocation     *JourneyGeolocation             `json:"geolocation,omitzero"`
	MktCampaign     *JourneyCampaign                `json:"mktCampaign,omitzero"`
	Session         WebEventResponseSession         `json:"session"`
	Referrer        *Referrer                       `json:"referrer,omitzero"`
	Attributes      map[string]CustomEventAttribute `json:"attributes"`
	Traits          map[string]CustomEventAttribute `json:"traits"`
	Authenticated   bool                            `json:"authenticated"`
	ExternalID      string                          `json:"externalId,omitzero"`
	CreatedDate     Time                            `json:"createdDate"`
}

// WebEventResponseSession is the model of that name.
type WebEventResponseSession struct {
	ID                string    `json:"id,omitzero"`
	DurationInSeconds int       `json:"durationInSeconds"`
	EventCount        int       `json:"eventCount"`
	PageviewCount     int       `json:"pageviewCount"`
	Referrer          *Referrer `json:"referrer,omitzero"`
	SelfURI           string    `json:"selfUri,omitzero"`
	CreatedDate       Time      `json:"createdDate"`
}

// WebMessagingOfferProperties is the model of that name.
type WebMessagingOfferProperties struct {
	OfferText string `json:"offerText,omitzero"`
}

// WhatsAppId is the model of that name.
type WhatsAppId struct {
	PhoneNumber PhoneNumber `json:"phoneNumber"`
	DisplayName string      `json:"displayName,omitzero"`
}

// WritableStarrableDivision is the model of that name.
type WritableStarrableDivision struct {
	ID      string `json:"id,omitzero"`
	Name    string `json:"name,omitzero"`
	SelfURI string `json:"selfUri,omitzero"`
}
