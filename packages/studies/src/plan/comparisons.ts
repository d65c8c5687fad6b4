import { didYouMean } from '@knotwork/plugin';
import type { StudyFile } from '../file/read-study.js';
import type { WrittenLevels } from '../file/study-schema.js';
import { type Arm, type Arms, keyOf } from './arms.js';
import type { Factor } from './factor.js';
import { assignmentOf } from './read-factors.js';
import type { PlannedComparison } from './study-plan.js';

/** What is compared: what the file names, or every arm with the baseline. @throws KnotworkError `input` */
export function comparisonsOf(file: StudyFile, factors: readonly Factor[], { arms, baseline }: Arms): readonly PlannedComparison[] {
  const { comparisons } = file.written;
  const named = (arm: string, other: string): PlannedComparison => ({ name: `${arm} / ${other}`, arm, baseline: other });
  if (comparisons === undefined) return arms.filter((arm) => arm !== baseline).map((arm) => named(arm.name, baseline.name));
  const armOf = finderOf(file, factors, { arms, baseline });
  const made = comparisons.map(({ arm: a, to, name }, k) => {
    const path = ['comparisons', k];
    const arm = armOf([...path, 'arm'], a);
    const other = to === undefined ? baseline : armOf([...path, 'to'], to);
    if (arm === other) throw file.bad(path, `compares "${arm.name}" with itself. Name another arm with "to".`);
    return { ...named(arm.name, other.name), ...(name === undefined ? {} : { name }) };
  });
  const twice = made.findIndex(({ name }, k) => made.findIndex((other) => other.name === name) !== k);
  if (twice >= 0) throw file.bad(['comparisons', twice], `is called "${made[twice]!.name}" as another one is. Remove it, or give it another name.`);
  const again = made.findIndex(({ arm, baseline: other }, k) => made.slice(0, k).some((b) => [b.arm, b.baseline].sort().join('\0') === [arm, other].sort().join('\0')));
  if (again >= 0) throw file.bad(['comparisons', again], `compares "${made[again]!.arm}" and "${made[again]!.baseline}", as another one does: Holm would count them twice. Remove one.`);
  return made;
}

/** Finds arms by their names or their levels. @throws KnotworkError `input` */
export function finderOf(file: StudyFile, factors: readonly Factor[], { arms, baseline }: Arms): (path: readonly (string | number)[], written: string | WrittenLevels) => Arm {
  const whole = { ...Object.fromEntries(factors.map(({ name, levels }) => [name, levels[0]!.name])), ...baseline.levels };
  const names = arms.map(({ name }) => name);
  return (path, written) => {
    if (typeof written === 'string') {
      const found = arms.find(({ name }) => name === written);
      if (found === undefined) throw file.bad(path, `must be an arm: ${names.join('; ')}; got "${written}".${didYouMean(written, names)}`);
      return found;
    }
    const key = keyOf(assignmentOf(file, path, factors, written, whole));
    const found = arms.find(({ levels }) => keyOf(levels) === key);
    if (found === undefined) throw file.bad(path, `must be an arm; the design has none with these levels. Arms: ${names.join('; ')}.`);
    return found;
  };
}
