import { canonicalJson, type Digest } from '@knotwork/experiment';
import { anotherStudy } from '../errors.js';
import type { StudyPlan } from '../plan/study-plan.js';
import type { Look, StudyRecord } from './study-record.js';

/** What tells a plan from another one. */
export function registeredAs(plan: StudyPlan, digest: Digest): string {
  const { name: _, ...content } = plan;
  return digest.sha256(canonicalJson(content)).slice(0, 12);
}

/**
 * The looks of a study with a plan: one more where what was there was judged and the plan has grown.
 *
 * @throws KnotworkError `input` where the plan is not that of the study, grown or not
 */
export function looksWith(plan: StudyPlan, registered: string, before: StudyRecord | null, folder: string): readonly Look[] {
  const look: Look = { registered, arms: plan.arms.length, sets: plan.sets.length, seeds: plan.seeds.length, comparisons: plan.comparisons.length, isJudged: false };
  if (before === null) return [look];
  if (before.registered === registered) return before.looks;
  const trouble = whatElse(before.plan, plan);
  if (trouble !== null) throw anotherStudy(folder, trouble);
  const judged = before.looks.filter(({ isJudged }) => isJudged);
  return [...judged, look];
}

/** What of a plan another one has not, in words; null where it only has more. */
function whatElse(before: StudyPlan, now: StudyPlan): string | null {
  for (const key of ['metric', 'alpha', 'folds'] as const) {
    if (canonicalJson(before[key]) !== canonicalJson(now[key])) return `its ${key} is ${canonicalJson(before[key])}, and this one's is ${canonicalJson(now[key])}`;
  }
  const trials = new Map(now.trials.map((trial) => [trial.id, trial]));
  const armNow = new Map<string, string>();
  for (const { id, arm, set, seed } of before.trials) {
    const same = trials.get(id);
    if (same === undefined || same.set !== set) return `its arm "${arm}" on "${set}" with seed ${seed} is not in this one, or is another experiment now`;
    armNow.set(arm, same.arm);
  }
  if (armNow.get(before.baseline) !== now.baseline) return `its baseline is "${before.baseline}", and this one's is "${now.baseline}"`;
  const named = new Set(now.comparisons.map(({ arm, baseline }) => JSON.stringify([arm, baseline])));
  const lost = before.comparisons.find(({ arm, baseline }) => !named.has(JSON.stringify([armNow.get(arm), armNow.get(baseline)])));
  return lost === undefined ? null : `it compares "${lost.name}", and this one does not`;
}
