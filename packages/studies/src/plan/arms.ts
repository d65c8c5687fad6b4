import { callPlugin, type Catalog, isKnotworkError, type PluginUse } from '@knotwork/plugin';
import type { StudyFile } from '../file/read-study.js';
import type { Assignment, Factor } from './factor.js';
import { activeLevels, assignmentOf } from './read-factors.js';

/** What is compared. */
export interface Arm {
  readonly name: string;
  readonly levels: Assignment;
  /** `path=value`, in order. */
  readonly overrides: readonly string[];
}

/** The arms of a study, in the order of its tables, the baseline among them. */
export interface Arms { readonly arms: readonly Arm[]; readonly baseline: Arm }

/** Has the design say which arms there are. @throws KnotworkError `input` or `plugin` */
export function armsOf(file: StudyFile, factors: readonly Factor[], use: PluginUse, catalog: Catalog): Arms {
  const first = Object.fromEntries(factors.map(({ name, levels }) => [name, levels[0]!.name]));
  const whole = { ...first, ...assignmentOf(file, ['baseline'], factors, file.written.baseline, first) };
  const baseline = activeLevels(factors, whole);
  const { kind, ...options } = use;
  const design = catalog.get('design', kind);
  const space = { factors: factors.map(({ name, levels }) => ({ name, levels: levels.map((level) => level.name) })), baseline: whole };
  const designed = asked(file, () => callPlugin(design, 'arms', () => design.arms(space, options as never)));
  const made = new Map<string, { readonly name: string | undefined; readonly levels: Assignment }>();
  designed.forEach(({ name, levels }) => {
    const own = assignmentOf(file, ['design'], factors, written(factors, levels, whole), whole);
    if (!made.has(keyOf(own))) made.set(keyOf(own), { name, levels: own });
  });
  const all = made.has(keyOf(baseline)) ? [...made.values()] : [{ name: undefined, levels: baseline }, ...made.values()];
  const arms = named(all, factors);
  const twice = arms.find(({ name }, k) => arms.findIndex((other) => other.name === name) !== k);
  if (twice !== undefined) throw file.bad(['design'], `calls two arms "${twice.name}". Report it to the author of the design, or use another.`);
  if (arms.length < 2) throw file.bad(['design'], `must come to two arms at least; it comes to the baseline alone. Add levels that differ, or another design.`);
  return { arms, baseline: arms.find(({ levels }) => keyOf(levels) === keyOf(baseline))! };
}

/** A design refuses its own options by their path, and knows no lines. */
function asked<T>(file: StudyFile, work: () => T): T {
  try { return work(); } catch (error) {
    const path = isKnotworkError(error) ? error.place.path : undefined;
    const { message } = error as Error;
    throw path?.startsWith('design.') === true && message.startsWith(`${path} `) ? file.bad(path.split('.'), message.slice(path.length + 1)) : error;
  }
}

/** Levels of a design may be named for factors that have none beside the others: what is not asked for by name is left out. */
function written(factors: readonly Factor[], levels: Assignment, otherwise: Assignment): Assignment {
  const unknown = Object.keys(levels).filter((name) => !factors.some((factor) => factor.name === name));
  const known = activeLevels(factors, { ...otherwise, ...levels });
  return { ...known, ...Object.fromEntries(unknown.map((name) => [name, levels[name]!])) };
}

export const keyOf = (levels: Assignment): string => JSON.stringify(Object.entries(levels).sort(([a], [b]) => (a < b ? -1 : 1)));

function named(all: readonly { readonly name: string | undefined; readonly levels: Assignment }[], factors: readonly Factor[]): Arm[] {
  const overridesOf = (levels: Assignment): string[] => factors.flatMap(({ name, levels: known }) => known.find((level) => level.name === levels[name])?.overrides ?? []);
  const labels = (levels: Assignment, isLong: boolean): string => factors.filter(({ name }) => levels[name] !== undefined)
    .map(({ name, levels: known }) => (isLong ? `${name}=${levels[name]!}` : known.find((level) => level.name === levels[name])!.label)).join(', ');
  const short = all.map(({ name, levels }) => name ?? labels(levels, false));
  const isLong = new Set(short).size < short.length;
  return all.map(({ name, levels }, k) => ({ name: isLong ? name ?? labels(levels, true) : short[k]!, levels, overrides: overridesOf(levels) }));
}
