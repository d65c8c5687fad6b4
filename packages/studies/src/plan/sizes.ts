import { isSized, type OpenedExperiment, type PlannedSize, plannedSize, resolutionOverrides, type SizedExperiment, withWidths } from '@knotwork/experiment';
import type { Catalog } from '@knotwork/plugin';
import { notSized, withoutHidden } from '../errors.js';
import type { StudyFile } from '../file/read-study.js';
import type { Arms } from './arms.js';
import type { BaseExperiment } from './base-experiment.js';
import { finderOf } from './comparisons.js';
import { type Factor, overrideText } from './factor.js';
import { located } from './located.js';
import type { PlannedArmSize, PlannedSet, StudyPlan } from './study-plan.js';
import type { Variant } from './variants.js';

/** Nodes that the widest hidden layer may be given. */
const MOST_NODES = 20_000;

/** The size of an arm on a set, and what makes it so. */
export interface SizedArm extends PlannedArmSize { readonly overrides: readonly string[] }

/** What is to be equal, and in whom. */
interface Measure { readonly to: Variant; readonly what: string; of(size: PlannedSize): number }

/**
 * Makes networks as large as the file asks: bases by their own resolution, then hidden layers, which all grow or shrink by one factor, by their widths.
 *
 * @returns null where it asks for nothing
 * @throws KnotworkError `input` where a network cannot be sized
 *
 * Cost: opens one experiment for each arm and set, and resolves some ten networks for each.
 */
export async function sizesOf(file: StudyFile, base: BaseExperiment, factors: readonly Factor[], arms: Arms, variants: readonly Variant[], axes: Pick<StudyPlan, 'seeds' | 'sets'>): Promise<readonly SizedArm[] | null> {
  const { parametersPerEdge } = file.written;
  const measure = measureOf(file, factors, arms, variants);
  if (parametersPerEdge === undefined && measure === null) return null;
  const sized: SizedArm[] = [];
  for (const set of axes.sets) {
    const opened = async (arm: Variant, more: readonly string[] = []) => openSized(base, arm, set, axes, more);
    const begin = async (arm: Variant): Promise<Begun> => {
      const first = await opened(arm);
      const overrides = parametersPerEdge === undefined ? [] : resolutionOverrides(first.experiment, first.catalog, parametersPerEdge).map(([path, value]) => overrideText(path, value));
      return { ...overrides.length === 0 ? first : await opened(arm, overrides), overrides };
    };
    const target = measure === null ? null : { measure, asked: measure.of(sizeOf(await begin(measure.to))) };
    for (const arm of variants) sized.push(sizedArm(arm, set, await begin(arm), parametersPerEdge, target));
  }
  return sized;
}

/** An arm on a set with its bases sized. */
interface Begun extends SizedOpened { readonly overrides: readonly string[] }
interface SizedOpened { readonly experiment: SizedExperiment; readonly catalog: Catalog }

const sizeOf = ({ experiment, catalog }: SizedOpened): PlannedSize => plannedSize(experiment, catalog);

function sizedArm(variant: Variant, { name: set }: PlannedSet, begun: Begun, parametersPerEdge: number | undefined, target: { readonly measure: Measure; readonly asked: number } | null): SizedArm {
  const { arm, name } = variant;
  const isMeasure = target === null || variant === target.measure.to;
  const widths = isMeasure ? begun.experiment.network.widths : closestWidths(begun, target.asked, target.measure, arm.name);
  const size = sizeOf({ ...begun, experiment: withWidths(begun.experiment, widths) });
  const isSame = widths.every((width, k) => width === begun.experiment.network.widths[k]);
  return {
    arm: arm.name, ...(name === undefined ? {} : { variant: name }), set, widths, overrides: [...begun.overrides, ...(isSame ? [] : [overrideText('network.widths', widths)])],
    ...(parametersPerEdge === undefined ? {} : { perEdge: { asked: parametersPerEdge, reached: size.perEdge } }),
    ...(target === null ? {} : { equal: { what: target.measure.what, asked: target.asked, reached: target.measure.of(size) } }),
  };
}

/** Widths whose network comes closest, hidden layers in the proportions of the file. Of two that are equally close the smaller. */
function closestWidths({ experiment, catalog }: SizedOpened, asked: number, { of }: Measure, arm: string): readonly number[] {
  const { widths } = experiment.network;
  const hidden = widths.slice(1, -1);
  if (hidden.length === 0) throw withoutHidden(arm, widths);
  const widest = Math.max(...hidden);
  const widthsAt = (nodes: number): readonly number[] => [widths[0]!, ...hidden.map((width) => Math.max(1, Math.round(width * nodes / widest))), widths.at(-1)!];
  const sizeAt = (nodes: number): number => of(plannedSize(withWidths(experiment, widthsAt(nodes)), catalog));
  let [low, high] = [0, 1];
  while (sizeAt(high) < asked && high < MOST_NODES) [low, high] = [high, Math.min(2 * high, MOST_NODES)];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sizeAt(middle) < asked) low = middle; else high = middle;
  }
  return widthsAt(low > 0 && asked - sizeAt(low) <= Math.abs(sizeAt(high) - asked) ? low : high);
}

/** Of an arm that chooses its first combination is the measure. */
function measureOf(file: StudyFile, factors: readonly Factor[], arms: Arms, variants: readonly Variant[]): Measure | null {
  const { equal } = file.written;
  if (equal === undefined) return null;
  const { what, account = 'local', to } = typeof equal === 'string' ? { what: equal } : equal;
  const arm = to === undefined ? arms.baseline : finderOf(file, factors, arms)(['equal', 'to'], to);
  const measure = variants.find((variant) => variant.arm === arm)!;
  return what === 'parameters' ? { to: measure, what, of: ({ parameters }) => parameters } : { to: measure, what: `${account} operations`, of: ({ operations }) => operations[account] };
}

/** @throws KnotworkError `input` for a network whose size does not follow from the file */
async function openSized(base: BaseExperiment, variant: Variant, set: PlannedSet, { seeds, sets }: Pick<StudyPlan, 'seeds' | 'sets'>, more: readonly string[]): Promise<SizedOpened> {
  const which = `arm "${variant.arm.name}"${sets.length === 1 ? '' : ` on the set "${set.name}"`}`;
  const { experiment, catalog }: OpenedExperiment = await base.open([...set.overrides, ...variant.overrides, ...more, `seed=${seeds[0]!}`]).catch((error: unknown) => { throw located(error, which, [...set.overrides, ...variant.overrides]); });
  if (!isSized(experiment)) throw notSized(which);
  return { experiment, catalog };
}
