import type { Conditions, Criterion, JourneyPattern, Outcome, Segment } from '../../api/rules.ts';

export type Kind = 'segment' | 'outcome';

/** Draft is a definition as the form has it, before it is saved. */
export interface Draft extends Conditions {
  displayName: string;
  description: string;
  isActive: boolean;
  // of segments
  color: string;
  shouldDisplayToAgent: boolean;
  expirationDays: string;
  // of outcomes
  isPositive: boolean;
  valueName: string;
  valueType: string;
}

const palette = ['#1f6feb', '#7c3aed', '#b45309', '#0f766e', '#be185d', '#15803d', '#dc2626', '#475569'];

/** blank is what a new definition begins with. */
export function blank(random = Math.random): Draft {
  return {
    displayName: '',
    description: '',
    isActive: true,
    color: palette[Math.floor(random() * palette.length)]!,
    shouldDisplayToAgent: true,
    expirationDays: '',
    isPositive: true,
    valueName: '',
    valueType: 'Number',
    context: { patterns: [] },
    journey: { patterns: [] },
  };
}

/** draftOf is a stored definition, to be edited. */
export function draftOf(d: Segment | Outcome): Draft {
  const segment = d as Partial<Segment>;
  const outcome = d as Partial<Outcome>;
  return structuredClone({
    ...blank(() => 0),
    displayName: d.displayName,
    description: d.description ?? '',
    isActive: d.isActive,
    color: segment.color ?? '#008000',
    shouldDisplayToAgent: segment.shouldDisplayToAgent ?? false,
    expirationDays: segment.assignmentExpirationDays ? String(segment.assignmentExpirationDays) : '',
    isPositive: outcome.isPositive ?? true,
    valueName: outcome.associatedValueField?.name ?? '',
    valueType: outcome.associatedValueField?.dataType ?? 'Number',
    context: d.context,
    journey: d.journey,
  });
}

/**
 * requestOf is the body that creates a draft or, as a patch of what is stored, changes it. A patch removes by null what
 * is no longer there.
 */
export function requestOf(kind: Kind, d: Draft, patch = false): Record<string, unknown> {
  const gone = patch ? null : undefined;
  const body: Record<string, unknown> = {
    displayName: d.displayName,
    description: d.description || gone,
    isActive: d.isActive,
    context: d.context,
    journey: d.journey,
  };
  if (kind === 'segment') {
    body['color'] = d.color;
    body['shouldDisplayToAgent'] = d.shouldDisplayToAgent;
    body['assignmentExpirationDays'] = d.expirationDays ? Number(d.expirationDays) : gone;
  } else {
    body['isPositive'] = d.isPositive;
    body['associatedValueField'] = d.valueName ? { name: d.valueName, dataType: d.valueType } : gone;
  }
  return body;
}

/** isTestable tells whether a draft says enough to be tried: something to match by, and no empty places. */
export function isTestable(d: Conditions): boolean {
  const whole = (c: Criterion) => c.key !== '' && c.values.length > 0;
  const steps = d.journey.patterns;
  return (
    d.context.patterns.length + steps.length > 0 &&
    d.context.patterns.every((p) => p.criteria.length > 0 && p.criteria.every(whole)) &&
    steps.every((p) => p.criteria.every(whole) && (!!p.eventName || p.criteria.length > 0))
  );
}

/** newCriterion is one to be filled in. */
export function newCriterion(key: string, inContext: boolean): Criterion {
  return {
    key,
    values: [],
    operator: 'equal',
    shouldIgnoreCase: true,
    ...(inContext && { entityType: 'visit' as const }),
  };
}

/** newPattern is a step to be filled in, of the same sessions as those before. */
export function newPattern(before: readonly JourneyPattern[]): JourneyPattern {
  const { streamType = 'Web', sessionType = 'web' } = before[0] ?? {};
  return {
    criteria: [],
    count: 1,
    streamType,
    sessionType,
    eventName: sessionType === 'web' ? 'page_viewed' : '',
  };
}

/** replaced is a list with one member changed, or without it. */
export function replaced<T>(list: readonly T[], index: number, by: T | undefined): T[] {
  return list.flatMap((item, i) => (i !== index ? [item] : by === undefined ? [] : [by]));
}
