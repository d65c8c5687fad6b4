import { canonicalJson, type Digest } from '@knotwork/experiment';
import { anotherStudy } from '../errors.js';
import type { StudyPlan } from '../plan/study-plan.js';
import { differences } from './differences.js';
import { questionOf } from './question.js';
import type { Look, StoredBase, StudyRecord } from './study-record.js';

/** What tells a plan from another one: all that it says. What it asks may be the same ({@link questionOf}). */
export function registeredAs(plan: StudyPlan, digest: Digest): string {
  const { name: _, ...content } = plan;
  return digest.sha256(canonicalJson(content)).slice(0, 12);
}

/**
 * The looks of a study with a plan: one more where what was there was judged and the plan has grown. Whoever asks the same of the same trials, in other words, has not looked again.
 *
 * @throws KnotworkError `input` where the plan is not that of the study, grown or not
 */
export function looksWith(plan: StudyPlan, base: StoredBase, registered: string, before: StudyRecord | null, folder: string): readonly Look[] {
  const look: Look = { registered, arms: plan.arms.length, sets: plan.sets.length, seeds: plan.seeds.length, comparisons: plan.comparisons.length, isJudged: false };
  if (before === null) return [look];
  if (before.registered === registered) return before.looks;
  // By the plan itself, and not by what looks say of it: so it holds for folders that older versions left, and all looks that they counted stay.
  if (questionOf(before.plan) === questionOf(plan)) return [...before.looks.slice(0, -1), { ...look, isJudged: before.looks.at(-1)!.isJudged }];
  const others = differences(before, { plan, base });
  if (others.length > 0) throw anotherStudy(folder, others, before.plan.halving === undefined ? undefined : 'seeds where it stops arms');
  const judged = before.looks.filter(({ isJudged }) => isJudged);
  return [...judged, look];
}
