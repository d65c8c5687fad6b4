import { canonicalJson, type Digest, experimentJson, type OpenedExperiment, type ResolvedExperiment } from '@knotwork/experiment';
import { type Catalog, installedCatalog } from '@knotwork/plugin';
import { canReach, type Reach } from '@knotwork/statistics';
import { sameExperiment, sameInRound, tooManyTrials } from '../errors.js';
import type { StudyFile } from '../file/read-study.js';
import { STUDY_PLUGINS } from '../study-plugins.js';
import { countOfTests } from '../halving/trials-by.js';
import { located } from './located.js';
import { armsOf } from './arms.js';
import type { BaseExperiment } from './base-experiment.js';
import { foldNumbers, foldOverride, foldsOf, seedsOf, setsOf, type WrittenSplit } from './axes.js';
import { comparisonsOf } from './comparisons.js';
import { halvingOf } from './halving-of.js';
import { keyOfMetric, lossOfMetric, metricTrouble } from './measured-loss.js';
import { readFactors } from './read-factors.js';
import { type SizedArm, sizesOf } from './sizes.js';
import { type Variant, variantsOf } from './variants.js';
import type { PlannedHalving, PlannedSet, PlannedTrial, StudyPlan } from './study-plan.js';

/** Trials of a study. */
const MOST_TRIALS = 100_000;

/**
 * What a study is going to do. Every experiment is resolved, so that what is wrong with a level is told before anything runs; no data is read, but where `base` looks at folds.
 *
 * @throws KnotworkError `input` or `plugin`: one message with path and remedy
 *
 * Cost: resolves one experiment for each arm, set and fold.
 */
export async function planStudy(file: StudyFile, base: BaseExperiment, digest: Digest): Promise<StudyPlan> {
  const factors = readFactors(file);
  const [seeds, sets, folds] = [seedsOf(file), setsOf(file), foldsOf(file)];
  const opened = await base.open([`seed=${seeds[0]!}`, ...sets[0]!.overrides]).catch((error: unknown) => { throw located(error, sets[0]!.overrides.length === 0 ? 'base' : `base on the set "${sets[0]!.name}"`, sets[0]!.overrides); });
  const all = armsOf(file, factors, file.design(catalogOf(opened)), catalogOf(opened));
  const { arms, baseline } = all;
  const comparisons = comparisonsOf(file, factors, all);
  const metric = metricOf(file, opened);
  const variants = variantsOf(file, factors, arms);
  if (variants.length > arms.length && metric.on === 'validation') throw file.bad(['metric', 'on'], 'must be other rows than those by which arms choose what tuning offers; got validation. Write on: test.');
  if (variants.length > arms.length && metric.on === 'stage') throw file.bad(['metric'], `must be of rows where arms choose what tuning offers, which they do by validation rows; "${metric.name}" is a number of a stage. Write another metric, or leave tuning out.`);
  const halving = halvingOf(file, { arms, baseline: baseline.name, seeds, comparisons, metric });
  const bySeed = variants.length * seeds.length + (halving?.rounds ?? []).reduce((sum, round) => sum + (arms.length - 1) * round.seeds.length, 0);
  const count = bySeed * sets.length * (folds?.of ?? 1);
  if (count > MOST_TRIALS) throw tooManyTrials(count, MOST_TRIALS);
  const sizes = await sizesOf(file, base, factors, all, variants, { seeds, sets });
  const resolved = await resolvedArms(file, base, variants, { seeds, sets, folds }, sizes, digest);
  refuseSame(resolved, file.written.parametersPerEdge === undefined ? file.written.equal === undefined ? undefined : 'equal' : 'parametersPerEdge');
  const compared = trialsWith(seeds, resolved, digest);
  const screened = halving === undefined ? [] : await screeningTrials(base, halving, resolved.filter(({ arm }) => arm !== baseline.name), digest);
  const trials = [...screened, ...compared];
  return { name: file.written.name, metric, alpha: file.written.alpha, baseline: baseline.name, comparisons, arms, sets, seeds, folds, ...(sizes === null ? {} : { sizes: sizes.map(({ overrides: _, ...size }) => size) }), ...(halving === undefined ? {} : { halving }), trials };
}

/** What the design of a study can show at best, before it starts. */
export function reachOf(plan: Pick<StudyPlan, 'seeds' | 'comparisons' | 'alpha' | 'halving'>, looks = 1): Reach {
  return canReach(plan.seeds.length, countOfTests(plan), plan.alpha / looks);
}

function trialsWith(seeds: readonly number[], resolved: readonly Resolved[], digest: Digest, round?: number): PlannedTrial[] {
  return seeds.flatMap((seed) => resolved.map(({ arm, variant, set, fold, overrides, experiment }): PlannedTrial => ({
    id: trialId(experiment, seed, digest), arm, ...(variant === undefined ? {} : { variant }), set, seed, ...(round === undefined ? {} : { round }), ...(fold === undefined ? {} : { fold }), overrides: [...overrides, `seed=${seed}`],
  })));
}

/** Trials of all rounds, of every arm that may come to be in them. @throws KnotworkError `input` where what a round overrides makes two of them the same */
async function screeningTrials(base: BaseExperiment, { rounds }: PlannedHalving, resolved: readonly Resolved[], digest: Digest): Promise<readonly PlannedTrial[]> {
  const trials: PlannedTrial[] = [];
  for (const [k, { seeds, overrides }] of rounds.entries()) {
    const cheaper = await Promise.all(resolved.map(async (one): Promise<Resolved> => {
      if (overrides.length === 0) return one;
      const all = [...one.overrides, ...overrides];
      const { experiment } = await base.open([...all, `seed=${seeds[0]!}`]).catch((error: unknown) => { throw located(error, `arm "${one.arm}" in round ${k + 1}`); });
      return { ...one, overrides: all, experiment };
    }));
    trials.push(...trialsWith(seeds, cheaper, digest, k + 1));
  }
  const seen = new Map<string, PlannedTrial>();
  for (const trial of trials) {
    const other = seen.get(trial.id);
    if (other !== undefined) throw sameInRound(other, trial);
    seen.set(trial.id, trial);
  }
  return trials;
}

interface Resolved {
  readonly arm: string;
  readonly variant: string | undefined;
  readonly set: string;
  readonly fold: number | undefined;
  readonly overrides: readonly string[];
  readonly experiment: ResolvedExperiment;
}

async function resolvedArms(file: StudyFile, base: BaseExperiment, variants: readonly Variant[], { seeds, sets, folds }: Pick<StudyPlan, 'seeds' | 'sets' | 'folds'>, sizes: readonly SizedArm[] | null, digest: Digest): Promise<readonly Resolved[]> {
  const resolved: Resolved[] = [];
  for (const set of sets) {
    const split = folds === null ? {} : await splitOf(file, base, set, seeds[0]!);
    const resolve = async (fold: number | undefined, { arm, name: variant, overrides: own }: Variant): Promise<Resolved> => {
      const overrides = [...set.overrides, ...foldOverride(file, folds, fold, split), ...own, ...sizes?.find((size) => size.arm === arm.name && size.variant === variant && size.set === set.name)?.overrides ?? []];
      const which = `arm "${arm.name}"${variant === undefined ? '' : ` with ${variant}`}${sets.length === 1 ? '' : ` on the set "${set.name}"`}${fold === undefined ? '' : `, fold ${fold}`}`;
      const { experiment } = await base.open([...overrides, `seed=${seeds[0]!}`]).catch((error: unknown) => { throw located(error, which, overrides); });
      return { arm: arm.name, variant, set: set.name, fold, overrides, experiment };
    };
    // Hundreds of folds take seconds, and the last one tells whether there are rows for all.
    if (folds !== null) await base.requireFolds?.(trialsWith(seeds.slice(0, 1), [await resolve(folds.of, variants[0]!)], digest)[0]!, folds);
    for (const fold of foldNumbers(folds)) for (const variant of variants) resolved.push(await resolve(fold, variant));
  }
  return resolved;
}

/** How a data set divides its rows where there are no folds. */
async function splitOf(file: StudyFile, base: BaseExperiment, { name, overrides }: PlannedSet, seed: number): Promise<WrittenSplit> {
  const { experiment } = await base.open([...overrides, `seed=${seed}`]).catch((error: unknown) => { throw located(error, `base on the set "${name}"`, overrides); });
  const { dataset } = experiment;
  if (dataset?.['split'] === undefined) throw file.bad(['folds'], `divides the rows of a table, and the data set "${name}" ${dataset === undefined ? 'is several' : `of the kind ${dataset.kind} has no "split"`}. Leave "folds" out: seeds alone make pairs.`);
  return dataset['split'] as WrittenSplit;
}

/** Two arms that come to the same would be pairs of equals, and two sets one set. */
function refuseSame(resolved: readonly Resolved[], sizing: string | undefined): void {
  const seen = new Map<string, Resolved>();
  for (const trial of resolved) {
    const content = contentOf(trial.experiment, 0);
    const other = seen.get(content);
    if (other !== undefined && other.set !== trial.set) throw sameExperiment('sets', other.set, trial.set, sizing);
    if (other !== undefined) throw sameExperiment('arms', titleOf(other), titleOf(trial), sizing);
    seen.set(content, trial);
  }
}

const titleOf = ({ arm, variant }: Resolved): string => (variant === undefined ? arm : `${arm} with ${variant}`);

/** All that an experiment says but its name, as text. */
function contentOf(experiment: ResolvedExperiment, seed: number): string {
  const { name: _, ...said } = experimentJson(experiment);
  const { network } = experiment;
  return canonicalJson({ ...said, seed, ...('from' in network ? { network: { from: network.from.sha256 } } : {}) });
}

/** The address of a trial. */
export function trialId(experiment: ResolvedExperiment, seed: number, digest: Digest): string { return digest.sha256(contentOf(experiment, seed)).slice(0, 12); }

function metricOf(file: StudyFile, { catalog, experiment: { stages } }: OpenedExperiment): StudyPlan['metric'] {
  const { metric } = file.written;
  const { name, on, best }: Exclude<typeof metric, string> = typeof metric === 'string' ? { name: metric } : metric;
  const path = typeof metric === 'string' ? ['metric'] : ['metric', 'name'];
  const judging = stages.some(({ kind }) => catalog.get('stage', kind).judges !== undefined);
  const trouble = metricTrouble(catalog, name);
  // Which numbers a stage says its data decide, which are not read yet.
  if (on === 'stage' || (on === undefined && trouble !== undefined && judging)) {
    if (!judging) throw file.bad(['metric', 'on'], 'must be test, validation or train, since no stage of the base experiment judges its own result; got stage. Write on: test.');
    return { name, on: 'stage', ...(best === undefined ? {} : { best }) };
  }
  if (trouble !== undefined) throw file.bad(path, trouble);
  if (best !== undefined) throw file.bad(['metric', 'best'], `is for numbers of stages; ${name} on rows knows its best. Leave it out.`);
  if (lossOfMetric(catalog, name) === null) throw file.bad(path, `must be a metric that says of right predictions something else than of wrong ones; "${name}" does not. Choose another.`);
  return { name: keyOfMetric(name), on: on ?? 'test' };
}

/** Designs and launchers, and what the packages of the base experiment bring. */
export function catalogOf({ plugins }: OpenedExperiment): Catalog { return installedCatalog([STUDY_PLUGINS, ...plugins]); }

/** The catalog that the keys of a study file are checked with. */
export const studyCatalog = (): Catalog => installedCatalog([STUDY_PLUGINS]);
