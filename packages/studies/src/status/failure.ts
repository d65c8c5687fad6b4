import { ofJudge } from '../plan/judge-words.js';
import type { PlannedTrial, StudyPlan } from '../plan/study-plan.js';
import type { Outcome } from '../verdict/outcome.js';

/** Which trial it is, in words: what a study has one of is left out. */
export function placeOf({ arm, variant, set, seed, fold, round }: PlannedTrial, { sets }: Pick<StudyPlan, 'sets'>): string {
  return [variant === undefined ? arm : `${arm} with ${variant}`, ...(sets.length === 1 ? [] : [set]), `seed ${seed}`, ...(fold === undefined ? [] : [`fold ${fold}`]), ...(round === undefined ? [] : [`round ${round}`])].join(', ');
}

/** Why a trial counts as failed, in words; null where it does not. */
export function failureOf({ status, loss, reason }: Outcome, { metric }: Pick<StudyPlan, 'metric'>): string | null {
  if (loss !== null) return null;
  return reason ?? (status === 'diverged' ? 'it diverged' : `its ${metric.name} ${ofJudge(metric.on)} is no number`);
}
