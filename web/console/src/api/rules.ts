// Segments and outcomes as the API has them (segments-outcomes.md §1).

export interface Criterion {
  key: string;
  values: string[];
  operator: string;
  shouldIgnoreCase: boolean;
  entityType?: 'visit';
}

export interface ContextPattern {
  criteria: Criterion[];
}

export interface JourneyPattern {
  criteria: Criterion[];
  count: number;
  streamType: string;
  sessionType: string;
  eventName?: string;
}

/** Conditions are the two parts of a definition. */
export interface Conditions {
  context: { patterns: ContextPattern[] };
  journey: { patterns: JourneyPattern[] };
}

interface Definition extends Conditions {
  id: string;
  isActive: boolean;
  displayName: string;
  description?: string | null;
  version: number;
  createdDate: string;
  modifiedDate: string;
}

export interface Segment extends Definition {
  color: string;
  scope: 'Session' | 'Customer';
  shouldDisplayToAgent: boolean;
  externalSegment?: { id: string; name: string; source: string };
  assignmentExpirationDays?: number | null;
}

export interface Outcome extends Definition {
  isPositive: boolean;
  associatedValueField?: { dataType: string; name: string } | null;
}
