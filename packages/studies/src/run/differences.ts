import { canonicalJson } from '@knotwork/experiment';
import { readExperiment } from '@knotwork/experiment/texts';
import { pathOf } from '../plan/factor.js';
import { ofJudge } from '../plan/judge-words.js';
import type { PlannedTrial, StudyPlan } from '../plan/study-plan.js';
import type { StoredBase } from './study-record.js';

/** A study as far as another one may differ from it. */
export interface Asked { readonly plan: StudyPlan; readonly base: StoredBase }

/** What of a study another one has not, or has otherwise, in words; empty where it only has more. */
export function differences(before: Asked, now: Asked): readonly string[] {
  const { plan: then } = before;
  const { plan } = now;
  const trials = new Map(plan.trials.map((trial) => [trial.id, trial]));
  const halved = halvingDiffers(then, plan);
  // Of trials of rounds that are others it is said already.
  const lost = then.trials.filter(({ id, set, round }) => trials.get(id)?.set !== set && (round === undefined || halved.length === 0));
  const settings = (['metric', 'alpha', 'folds'] as const).flatMap((key) => differ(`its ${key}`, inWords(then[key]), inWords(plan[key])));
  return [...differ('its name', `"${then.name}"`, `"${plan.name}"`), ...settings, ...halved, ...lost.length === 0 ? judging(then, plan, trials) : missing(before, now, lost)];
}

/** Arms are stopped among those that there are, by what they come to on the sets that there are: neither may grow. */
function halvingDiffers(then: StudyPlan, plan: StudyPlan): string[] {
  if (then.halving === undefined && plan.halving === undefined) return [];
  if (plan.halving === undefined) return ['it stops arms by "halving", and this one does not'];
  if (then.halving === undefined) return ['it stops no arms, and this one does by "halving"'];
  const size = ({ arms, sets }: StudyPlan): string => `${arms.length} arms on ${sets.length} data set${sets.length === 1 ? '' : 's'}`;
  if (size(then) !== size(plan)) return [`it stops arms by "halving" among ${size(then)}, and this one among ${size(plan)}`];
  if (canonicalJson(then.halving) !== canonicalJson(plan.halving)) return ['its rounds of "halving" are others'];
  return [...moved('arm', then.arms, plan.arms), ...moved('data set', then.sets, plan.sets)];
}

/** The first of them that stands elsewhere, or is called otherwise: decisions are written down by name, and add up in order. */
function moved(what: string, then: readonly { readonly name: string }[], now: typeof then): string[] {
  const k = then.findIndex(({ name }, i) => name !== now[i]!.name);
  return k < 0 ? [] : [`its ${what} ${k + 1}, which "halving" knows by name and place, is "${then[k]!.name}", and this one's is "${now[k]!.name}"`];
}

/** How the same trials are judged otherwise. */
function judging(then: StudyPlan, plan: StudyPlan, trials: ReadonlyMap<string, PlannedTrial>): string[] {
  const armNow = new Map(then.trials.flatMap(({ id, arm }) => (trials.has(id) ? [[arm, trials.get(id)!.arm] as const] : [])));
  const named = new Set(plan.comparisons.map(({ arm, baseline }) => canonicalJson([arm, baseline])));
  return [
    ...armNow.get(then.baseline) === plan.baseline ? [] : differ('its baseline', `"${then.baseline}"`, `"${plan.baseline}"`),
    ...then.comparisons.filter(({ arm, baseline }) => !named.has(canonicalJson([armNow.get(arm), armNow.get(baseline)]))).map(({ name }) => `it compares "${name}", and this one does not`),
  ];
}

/** Why trials are not in a plan: what of them it has not, or has otherwise. Of folds it was said already. @param lost at least one */
function missing({ plan: then, base: baseThen }: Asked, { plan, base }: Asked, lost: readonly PlannedTrial[]): string[] {
  const seeds = [...new Set(lost.flatMap(({ seed, round }) => (round !== undefined || plan.seeds.includes(seed) ? [] : seed)))];
  const whole = lost.filter(({ seed }) => !seeds.includes(seed));
  const sets = [...new Set(whole.map(({ set }) => set))].flatMap((name) => changed('data set', name, then.sets, plan.sets));
  const arms = [...new Set(whole.map(({ arm }) => arm))].flatMap((name) => changed('arm', name, then.arms, plan.arms));
  const known = [...seedsGone(seeds), ...sets, ...arms];
  if (known.length > 0 || canonicalJson(then.folds) !== canonicalJson(plan.folds)) return known;
  const texts = experiments(baseThen, base);
  if (texts.length > 0) return texts;
  if (canonicalJson(then.sizes ?? null) !== canonicalJson(plan.sizes ?? null)) return ['its networks are given other sizes by "equal" or "parametersPerEdge"'];
  const { arm, set, seed } = lost[0]!;
  return [`its arm "${arm}" on "${set}" with seed ${seed} is another experiment now`];
}

function seedsGone(seeds: readonly number[]): string[] {
  if (seeds.length < 2) return seeds.map((seed) => `its seed ${seed} is not in this one`);
  return [`its seeds ${seeds.slice(0, 3).join(', ')}${seeds.length > 3 ? `, ... (${seeds.length})` : ''} are not in this one`];
}

/** What is gone, or is made by other overrides. */
function changed(what: string, name: string, then: readonly { readonly name: string; readonly overrides: readonly string[] }[], now: typeof then): string[] {
  const [before, after] = [then, now].map((all) => all.find((one) => one.name === name)?.overrides);
  if (after === undefined) return [`its ${what} "${name}" is not in this one, which has ${now.map((one) => `"${one.name}"`).slice(0, 4).join(', ')}${now.length > 4 ? ', ...' : ''}`];
  const paths = [...new Set([...before!, ...after].map(pathOf))];
  const valueIn = (overrides: readonly string[], path: string): string => overrides.findLast((override) => pathOf(override) === path)?.slice(path.length + 1) ?? 'left as it is';
  return paths.flatMap((path) => differ(`${path} of its ${what} "${name}"`, valueIn(before!, path), valueIn(after, path)));
}

/** Where two base experiments say something else. */
function experiments(then: StoredBase, now: StoredBase): string[] {
  const treeOf = ({ text, file }: StoredBase): unknown => (typeof text === 'string' ? readExperiment(text, file).tree : text);
  const [a, b] = [leaves(treeOf(then)), leaves(treeOf(now))];
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => path !== 'name').flatMap((path) => differ(`${path} of its base experiment`, a.get(path) ?? 'left out', b.get(path) ?? 'left out'));
}

/** Values of a tree by their paths, as JSON; lists of plain values are one. */
function leaves(tree: unknown, path: readonly string[] = []): ReadonlyMap<string, string> {
  const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;
  if (isPlain(tree) || (Array.isArray(tree) && tree.every(isPlain)) || Object.keys(tree as object).length === 0) return new Map([[path.join('.'), canonicalJson(tree)]]);
  return new Map(Object.entries(tree as object).flatMap(([key, value]) => [...leaves(value, [...path, key])]));
}

const differ = (what: string, then: string, now: string): string[] => (then === now ? [] : [`${what} is ${then}, and this one's is ${now}`]);

/** Metric, alpha or folds. */
function inWords(value: StudyPlan['metric'] | StudyPlan['folds'] | number): string {
  if (value === null) return 'none';
  if (typeof value === 'number') return String(value);
  return 'on' in value ? `${value.name}${value.best === undefined ? '' : ` from ${value.best}`} ${ofJudge(value.on)}` : `${value.of}${value.repeat === 1 ? '' : `, division ${value.repeat}`}`;
}
