import { canonicalJson } from '@knotwork/experiment';
import { didYouMean } from '@knotwork/plugin';
import type { StudyFile } from '../file/read-study.js';
import type { WrittenLevels } from '../file/study-schema.js';
import { type Assignment, type Factor, isActive, type Level, levelsOfPath, overrideText, pathOf } from './factor.js';

/** Paths that no factor may set, with what to write instead. */
const OTHER_AXES: readonly (readonly [path: RegExp, instead: string])[] = [
  [/^seeds?$/, 'Seeds are an axis of their own: write seeds: 1..10.'],
  [/^streams(\.|$)/, 'Pairs are trials with the same random numbers: set it in the base experiment, the same for all.'],
  [/^(name|knotwork)$/, 'It changes nothing that is computed: leave it out.'],
  [/^plugins(\.|$)/, 'Packages are loaded before anything is varied: name them in the base experiment.'],
];

/** Reads the factors of a study. @throws KnotworkError `input` */
export function readFactors(file: StudyFile): readonly Factor[] {
  const factors: Factor[] = [];
  const names = Object.keys(file.written.factors);
  if (names.length === 0) throw file.bad(['factors'], 'must have one factor at least; it is empty. Write factors: { network.basis: [b-spline, chebyshev] }.');
  for (const [name, written] of Object.entries(file.written.factors)) factors.push(factorOf(file, ['factors', name], written, factors));
  refuseOverlap(file, 'factors', factors);
  return factors;
}

/** Reads what arms choose by validation rows: written as factors are, and behind them. @throws KnotworkError `input` */
export function readTuning(file: StudyFile, factors: readonly Factor[]): readonly Factor[] {
  const { tuning = {} } = file.written;
  const all = [...factors];
  for (const [name, written] of Object.entries(tuning)) {
    if (factors.some((factor) => factor.name === name)) throw file.bad(['tuning', name], 'is a factor, too. What is compared is not chosen: let it be one of both.');
    all.push(factorOf(file, ['tuning', name], written, all));
  }
  refuseOverlap(file, 'tuning', all);
  return all.slice(factors.length);
}

function factorOf(file: StudyFile, path: readonly [string, string], written: readonly unknown[] | Readonly<Record<string, unknown>>, before: readonly Factor[]): Factor {
  const [, name] = path;
  const isLong = !Array.isArray(written) && 'levels' in written;
  const { levels: own, when, ...others } = (isLong ? written : { levels: written }) as Readonly<Record<string, unknown>>;
  const [stray] = Object.keys(others);
  if (stray !== undefined) throw file.bad([...path, stray], `is no key of a factor with "levels": it may have levels and when. Remove it, or call the level that is named "levels" something else.`);
  const levels = levelsOf(file, name, own, isLong ? [...path, 'levels'] : path);
  if (levels.length < 2) throw file.bad(path, `must have two levels at least; it has ${levels.length}. Add one, or set it in the base experiment.`);
  const twice = levels.find(({ name: level }, k) => levels.findIndex((other) => other.name === level) !== k);
  if (twice !== undefined) throw file.bad(path, `has the level "${twice.name}" twice. Remove one.`);
  return { name, levels, when: whenOf(file, [...path, 'when'], when, before) };
}

function levelsOf(file: StudyFile, name: string, own: unknown, path: readonly string[]): Level[] {
  if (Array.isArray(own)) {
    refuseOtherAxes(file, path, name);
    return levelsOfPath(name, own, [...Object.keys(file.written.factors), ...Object.keys(file.written.tuning ?? {})]);
  }
  if (!isBlock(own)) throw file.bad(path, `must be a list of values, or a block of levels that are blocks of overrides; got ${JSON.stringify(own)}. Write ${name}: [FIRST, SECOND].`);
  return Object.entries(own).map(([level, overrides]) => {
    if (level.trim() === '') throw file.bad(path, `has a level whose name is empty; got ${JSON.stringify(level)}. Name it: arms are called by the names of their levels.`);
    const at = [...path, level];
    if (!isBlock(overrides)) throw file.bad(at, `must be a block of overrides, path: value, or {} for none; got ${JSON.stringify(overrides)}. For values of one path write a list: ${name}: [...].`);
    for (const key of Object.keys(overrides)) refuseOtherAxes(file, [...at, key], key);
    return { name: level, label: level, overrides: Object.entries(overrides).map(([key, value]) => overrideText(key, value)) };
  });
}

/** Refuses what is the same for all trials of a pair. @throws KnotworkError `input` */
export function refuseOtherAxes(file: StudyFile, path: readonly (string | number)[], key: string, what = 'varied by a factor'): void {
  const instead = OTHER_AXES.find(([pattern]) => pattern.test(key))?.[1];
  if (instead !== undefined) throw file.bad(path, `cannot be ${what}. ${instead}`);
}

function whenOf(file: StudyFile, path: readonly string[], when: unknown, before: readonly Factor[]): Factor['when'] {
  if (when === undefined) return new Map();
  if (!isBlock(when) || Object.keys(when).length === 0) throw file.bad(path, `must be a block of factors with the levels that it goes with; got ${JSON.stringify(when)}. Write when: { ${before[0]?.name ?? 'FACTOR'}: ${before[0]?.levels[0]!.name ?? 'LEVEL'} }.`);
  return new Map(Object.entries(when).map(([name, levels]) => {
    const factor = before.find((other) => other.name === name);
    if (factor === undefined) {
      const earlier = before.length === 0 ? 'there is none before it' : `these are ${before.map((other) => other.name).join(', ')}`;
      throw file.bad([...path, name], `must be a factor that stands before this one; ${earlier}.${didYouMean(name, before.map((other) => other.name))} Move that factor up, or correct the name.`);
    }
    return [name, new Set([levels].flat().map((level) => levelOf(file, [...path, name], factor, level)))];
  }));
}

/** The name of a level, of which the name or the value was written. @throws KnotworkError `input` */
export function levelOf(file: StudyFile, path: readonly (string | number)[], { levels }: Factor, written: unknown): string {
  const found = levels.find(({ name }) => name === written) ?? levels.find(({ value }) => value !== undefined && canonicalJson(value) === canonicalJson(written));
  if (found !== undefined) return found.name;
  const names = levels.map(({ name }) => name);
  throw file.bad(path, `must be a level of that factor: ${names.join(', ')}; got ${JSON.stringify(written)}.${typeof written === 'string' ? didYouMean(written, names) : ''}`);
}

/**
 * Levels as a file names them become an assignment: factors that are left out have their level of `otherwise`, and those that have none beside the others are left out.
 *
 * @throws KnotworkError `input`
 */
export function assignmentOf(file: StudyFile, path: readonly (string | number)[], factors: readonly Factor[], written: WrittenLevels, otherwise: Assignment): Assignment {
  const named = new Map(Object.entries(written).map(([name, level]) => {
    const factor = factors.find((other) => other.name === name);
    if (factor === undefined) throw file.bad([...path, name], `must be a factor: ${factors.map((other) => other.name).join(', ')}.${didYouMean(name, factors.map((other) => other.name))}`);
    return [name, levelOf(file, [...path, name], factor, level)];
  }));
  const whole = activeLevels(factors, { ...otherwise, ...Object.fromEntries(named) });
  const idle = [...named.keys()].find((name) => whole[name] === undefined);
  if (idle !== undefined) throw file.bad([...path, idle], `has no level there: its "when" leaves it out beside the others. Remove it.`);
  return whole;
}

/** Without the levels of factors that have none beside the others. */
export function activeLevels(factors: readonly Factor[], levels: Assignment): Assignment {
  const active: Record<string, string> = {};
  for (const factor of factors) if (levels[factor.name] !== undefined && isActive(factor, active)) active[factor.name] = levels[factor.name]!;
  return active;
}

/** What one factor sets another must not undo. */
function refuseOverlap(file: StudyFile, key: 'factors' | 'tuning', factors: readonly Factor[]): void {
  const paths = factors.map(({ levels }) => new Set(levels.flatMap(({ overrides }) => overrides.map(pathOf))));
  factors.forEach(({ name }, k) => {
    factors.slice(0, k).forEach((earlier, j) => {
      if (areNeverTogether(earlier, factors[k]!)) return;
      const same = [...paths[k]!].find((path) => paths[j]!.has(path));
      if (same !== undefined) throw file.bad([key, name], `sets ${same}, which the factor "${earlier.name}" sets, too. Let one of them set it, or make one factor of both.`);
      const undone = [...paths[j]!].find((path) => [...paths[k]!].some((above) => path.startsWith(`${above}.`)));
      if (undone !== undefined) throw file.bad([key, name], `replaces ${undone}, which the factor "${earlier.name}" sets. Put "${name}" before it.`);
    });
  });
}

/** Whether some factor cannot have levels that both go with. */
function areNeverTogether(a: Factor, b: Factor): boolean {
  return [...a.when].some(([name, levels]) => b.when.has(name) && [...levels].every((level) => !b.when.get(name)!.has(level)));
}

const isBlock = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
