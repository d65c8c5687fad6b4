import { canonicalJson, type Digest } from '@knotwork/experiment';
import { anotherStudy } from '../errors.js';
import type { StudyPlan } from '../plan/study-plan.js';
import { differences } from './differences.js';
import type { Look, StoredBase, StudyRecord } from './study-record.js';

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
export function looksWith(plan: StudyPlan, base: StoredBase, registered: string, before: StudyRecord | null, folder: string): readonly Look[] {
  const look: Look = { registered, arms: plan.arms.length, sets: plan.sets.length, seeds: plan.seeds.length, comparisons: plan.comparisons.length, isJudged: false };
  if (before === null) return [look];
  if (before.registered === registered) return before.looks;
  const others = differences(before, { plan, base });
  if (others.length > 0) throw anotherStudy(folder, others, before.plan.halving === undefined ? undefined : 'seeds where it stops arms');
  const judged = before.looks.filter(({ isJudged }) => isJudged);
  return [...judged, look];
}
