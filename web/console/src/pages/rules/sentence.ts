import type { Conditions, Criterion, JourneyPattern } from '../../api/rules.ts';
import { words } from '../../format/text.ts';
import { keyName, operators } from './vocabulary.ts';

/** criterionText is a criterion in words. */
export function criterionText(c: Criterion): string {
  const operator = operators.find((o) => o.operator === c.operator) ?? operators[0]!;
  return `${keyName(c.key)} ${operator.words} ${c.values.join(` ${operator.joined} `)}`;
}

/** patternText is a step of a journey in words. */
export function patternText(p: JourneyPattern): string {
  const event = p.eventName ? words(p.eventName) : 'any event';
  const times = p.count > 1 ? ` ${p.count} times` : '';
  const where = p.criteria.map(criterionText).join(' and ');
  return `${event}${times}${where && `, where ${where}`}`;
}

/** conditionsText is both parts in words, a line for each part that there is. */
export function conditionsText({ context, journey }: Conditions): string[] {
  const lines: string[] = [];
  const criteria = context.patterns.flatMap((p) => p.criteria);
  if (criteria.length) lines.push(`Session where ${criteria.map(criterionText).join(' and ')}`);
  if (journey.patterns.length) {
    const type = journey.patterns[0]!.sessionType;
    lines.push(`In one ${words(type)} session: ${journey.patterns.map(patternText).join(', then ')}`);
  }
  return lines;
}
