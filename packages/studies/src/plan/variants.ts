import type { StudyFile } from '../file/read-study.js';
import type { Arm } from './arms.js';
import { type Assignment, type Factor, isActive } from './factor.js';
import { readTuning } from './read-factors.js';

/** An arm with one combination of what it may choose. */
export interface Variant {
  readonly arm: Arm;
  /** The combination in words; undefined where there is nothing to choose. */
  readonly name: string | undefined;
  /** Those of the arm, and those of the combination behind them. */
  readonly overrides: readonly string[];
}

/**
 * Every combination that each arm may choose from, arm by arm.
 *
 * @throws KnotworkError `input`, too where arms have not as many: who may choose more often finds something better by chance
 */
export function variantsOf(file: StudyFile, factors: readonly Factor[], arms: readonly Arm[]): readonly Variant[] {
  const tuning = readTuning(file, factors);
  const all = arms.map((arm) => combinations(tuning, arm));
  const most = all.reduce((a, b) => (b.length > a.length ? b : a));
  const least = all.reduce((a, b) => (b.length < a.length ? b : a));
  if (most.length !== least.length) {
    throw file.bad(['tuning'], `must give every arm as many combinations; it gives ${most.length} to "${most[0]!.arm.name}" and ${least.length} to "${least[0]!.arm.name}". Add levels, or factors with "when".`);
  }
  return all.flat();
}

function combinations(tuning: readonly Factor[], arm: Arm): readonly Variant[] {
  let made: readonly { readonly levels: Assignment; readonly labels: readonly string[]; readonly overrides: readonly string[] }[] = [{ levels: arm.levels, labels: [], overrides: [] }];
  for (const factor of tuning) {
    made = made.flatMap((one) => (!isActive(factor, one.levels) ? [one] : factor.levels.map(({ name, label, overrides }) => ({
      levels: { ...one.levels, [factor.name]: name }, labels: [...one.labels, label], overrides: [...one.overrides, ...overrides],
    }))));
  }
  return made.map(({ labels, overrides }) => ({ arm, name: labels.length === 0 ? undefined : labels.join(', '), overrides: [...arm.overrides, ...overrides] }));
}
