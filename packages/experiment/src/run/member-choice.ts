import type { MetricsBySplit } from '../measure/measurement.js';
import type { StageStatus } from '../stages/stage.js';

/** What is known of a member that has gone through the recipe. */
export interface Candidate {
  readonly status: StageStatus;
  readonly metrics: MetricsBySplit;
  /** Reports of its stages, in order. */
  readonly reports: readonly Readonly<Record<string, unknown>>[];
}

/** Which members are in the mean. */
export interface MemberChoice {
  /** What members are compared by: a `criterion` that a stage reports, or validation loss, or training loss. */
  readonly chosenBy: 'stage' | 'validation' | 'training';
  /** By member: lower is better; null of one that diverged. */
  readonly criteria: readonly (number | null)[];
  readonly isLeftOut: readonly boolean[];
  /** Index of the one with the lowest criterion, the first of several. */
  readonly best: number;
}

/** A criterion above so many times that of the best member leaves a member out. */
const MOST = 1.2;

/**
 * Leaves out of the mean what would spoil it: members that diverged, and those that are stuck, whose criterion is far above the best one's. Where
 * nothing can be compared, because all have diverged, none is left out and the first counts as the best.
 *
 * @param members at least one, @param hasValidation whether there are validation rows
 */
export function chooseMembers(members: readonly Candidate[], hasValidation: boolean): MemberChoice {
  const whole = members.filter(({ status }) => status !== 'diverged');
  const stage = stageThatJudges(whole);
  const chosenBy = stage !== null ? 'stage' : hasValidation ? 'validation' : 'training';
  const criterionOf = ({ metrics, reports }: Candidate): number => {
    if (stage !== null) return reports[stage]!['criterion'] as number;
    return (hasValidation ? metrics.validation : metrics.train)!['loss']!;
  };
  const criteria = members.map((member) => (member.status === 'diverged' ? null : criterionOf(member)));
  const isComparable = (c: number | null): c is number => c !== null && Number.isFinite(c);
  const least = Math.min(...criteria.filter(isComparable));
  if (least === Infinity) return { chosenBy, criteria, isLeftOut: members.map(() => false), best: 0 };
  // A loss of one's own may be negative, and a multiple of it would leave the best one out.
  const limit = least + (MOST - 1) * Math.abs(least);
  return { chosenBy, criteria, isLeftOut: criteria.map((c) => !isComparable(c) || c > limit), best: criteria.indexOf(least) };
}

/** The last stage for which every member reports a criterion, if the last one that has any reported it for all; else null: numbers of different stages cannot be compared. */
function stageThatJudges(members: readonly Candidate[]): number | null {
  const reports = (k: number) => ({ reports: all }: Candidate): boolean => typeof all[k]?.['criterion'] === 'number';
  const stages = Math.max(0, ...members.map(({ reports: all }) => all.length));
  const last = Array.from({ length: stages }, (_, k) => k).findLast((k) => members.some(reports(k)));
  return last !== undefined && members.every(reports(last)) ? last : null;
}
