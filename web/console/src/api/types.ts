// The API's resources, as far as the console shows them (session.md §2 and §3, events.md §7).

export interface Ref {
  id: string;
  selfUri?: string;
}

export interface Geolocation {
  country?: string;
  countryName?: string;
  latitude?: number;
  longitude?: number;
  locality?: string;
  postalCode?: string;
  region?: string;
  regionName?: string;
  source?: string;
  timezone?: string;
}

export interface Page {
  url: string;
  title?: string;
  domain: string;
  hostname: string;
  pathname: string;
  queryString?: string;
  fragment?: string;
  keywords?: string;
  lang?: string;
}

export interface Referrer {
  url: string;
  hostname: string;
  name?: string;
  medium: string;
  keywords?: string;
}

export interface Campaign {
  source?: string;
  medium?: string;
  name?: string;
  term?: string;
  content?: string;
  clickId?: string;
  network?: string;
}

export interface Browser {
  family: string;
  version: string;
  lang?: string;
  viewHeight?: number;
  viewWidth?: number;
}

export interface Device {
  category: string;
  type: string;
  isMobile: boolean;
  osFamily: string;
  osVersion: string;
  manufacturer?: string;
  screenHeight?: number;
  screenWidth?: number;
}

export interface AppInfo {
  name: string;
  namespace: string;
  version: string;
  buildNumber: string;
}

export interface Attribute {
  dataType: string;
  value: string;
}

export interface AttributeList {
  dataType: string;
  values: string[];
}

export type Attributes = Record<string, Attribute>;
export type AttributeLists = Record<string, AttributeList>;

export interface Session {
  id: string;
  externalContact?: Ref;
  customerId?: string;
  customerIdType?: string;
  type: string;
  externalId?: string;
  externalUrl?: string;
  shortId?: string;
  outcomeAchievements?: { outcome: Ref; achievedDate: string }[];
  segmentAssignments?: { segment: Ref; assignedDate: string }[];
  attributes?: Attributes;
  attributeLists?: AttributeLists;
  browser?: Browser;
  device?: Device;
  geolocation?: Geolocation;
  ipAddress?: string;
  ipOrganization?: string;
  lastPage?: Page;
  lastScreen?: string;
  mktCampaign?: Campaign;
  referrer?: Referrer;
  app?: AppInfo;
  sdkLibrary?: { name: string; version: string };
  networkConnectivity?: { carrier?: string; wifiEnabled?: boolean; cellularEnabled?: boolean };
  searchTerms?: string[];
  userAgentString?: string;
  durationInSeconds?: number;
  eventCount: number;
  pageviewCount?: number;
  screenviewCount?: number;
  lastEvent: { id: string; eventName: string; createdDate: string };
  conversation?: Ref;
  lastConnectedQueue?: Ref;
  lastConnectedUser?: Ref;
  lastUserDisposition?: { code: string; notes?: string; user?: Ref };
  conversationChannels?: { type: string; messageType?: string; platform?: string }[];
  originatingDirection?: string;
  conversationSubject?: string;
  lastUserDisconnectType?: string;
  lastAcdOutcome?: string;
  authenticated: boolean;
  divisionIds?: string[];
  caseReference?: string;
  caseStatus?: string;
  createdDate: string;
  endedDate?: string;
  awayDate?: string;
  idleDate?: string;
}

/** JourneyEvent is an entry of a session's list of events. One of its members says what it is about. */
export interface JourneyEvent {
  id: string;
  correlationId: string;
  customerId?: string;
  customerIdType?: string;
  eventType: string;
  createdDate: string;
  webEvent?: EventFacts & { page: Page; authenticated: boolean };
  appEvent?: EventFacts & { screenName: string; app: AppInfo };
  customEvent?: {
    eventName: string;
    attributes?: Attributes;
    attributeLists?: AttributeLists;
    traits?: Attributes;
  };
  conversationEvent?: { eventName: string; body?: Record<string, unknown> };
  segmentAssignmentEvent?: { segment: Ref };
  outcomeAchievedEvent?: { outcome: Ref & { displayName: string; version: number } };
}

export interface EventFacts {
  eventName: string;
  browser?: Browser;
  device?: Device;
  geolocation?: Geolocation;
  ipAddress?: string;
  referrer?: Referrer;
  mktCampaign?: Campaign;
  searchQuery?: string;
  attributes?: Attributes;
  traits?: Attributes;
}

export interface Contact {
  id: string;
  firstName?: string;
  middleName?: string;
  lastName?: string;
  salutation?: string;
  title?: string;
  type?: 'Ephemeral' | 'Identified' | 'Curated';
  identifiers?: Identifier[];
  workEmail?: string;
  personalEmail?: string;
  otherEmail?: string;
  cellPhone?: Phone;
  homePhone?: Phone;
  workPhone?: Phone;
  otherPhone?: Phone;
  address?: Record<string, string>;
  canonicalContact?: Ref;
  mergeSet?: Ref[];
  createDate?: string;
  modifyDate?: string;
}

export interface Phone {
  display?: string;
  e164?: string;
}

export interface Identifier {
  type: string;
  value: string;
  dateCreated?: string;
  externalSource?: { id?: string; name?: string };
  sojournEvidence?: { decidedDate: string; curated: boolean; session?: Ref };
}

export interface EventRef {
  id: string;
  eventName: string;
  createdDate: string;
}

/** Explanation says why a session is as it is (api.md §12). */
export interface Explanation {
  began: { reason: string; explanation: string; date: string; openedBy?: EventRef };
  ended: { reason: string; explanation: string; date: string; timeoutSeconds: number; event?: EventRef };
  fields?: { field: string; event: EventRef }[];
  contact?: { id: string; basis: string; explanation: string; event?: EventRef };
  definitions?: DefinitionExplanation[];
  isCutOff?: boolean;
}

export interface DefinitionExplanation {
  id: string;
  kind: 'segment' | 'outcome';
  displayName: string;
  state: 'matched' | 'journeyDone' | 'running' | 'notStarted' | 'notEvaluated';
  explanation: string;
  evaluatedSince?: string;
  gained?: { date: string; carried: boolean; value?: number };
  steps: RuleStep[];
  missing: { explanation: string }[];
}

export interface RuleStep {
  event?: EventRef;
  pattern?: number;
  hits?: number;
  count?: number;
  done: boolean;
  matched: boolean;
  contextHolds: boolean;
  failed: { path: string; key: string; found: string[] }[];
}

export interface SessionType {
  id: string;
  version: number;
  type: string;
  displayName?: string;
  icon?: string;
  color?: string;
  displayAttributes?: string[];
  endEventNames?: string[];
  inactivitySeconds?: number;
}

export interface Deployment {
  id: string;
  version: number;
  name: string;
  allowAllDomains: boolean;
  allowedDomains: string[];
  enabled: boolean;
  dropBots: boolean;
  ipAnonymization: 'none' | 'mask' | 'drop';
  respectPrivacySignals: boolean;
  createdDate: string;
}

export interface Client {
  id: string;
  version: number;
  name: string;
  permissions: string[];
  disabled: boolean;
  secret?: string;
  createdDate: string;
}
