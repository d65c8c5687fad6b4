import type { JudgedNumber, StageOutlook } from '@knotwork/experiment';
import { FLOOR } from '@knotwork/statistics';
import { bestUnknown, notJudged } from '../errors.js';
import type { LossOfMetric } from './measured-loss.js';
import type { PrimaryMetric } from './study-plan.js';

/** Numbers by which the last stage that does judges its result; empty where none does. */
export function judgesIn(outlook: readonly Pick<StageOutlook, 'judges'>[]): Readonly<Record<string, JudgedNumber>> { return outlook.findLast(({ judges }) => judges !== undefined)?.judges ?? {}; }

/**
 * How a number by which a stage judges its own result becomes a loss, and the scale that losses are compared with to tell rounding from error.
 *
 * @param outlook of an experiment's stages: the last one that judges itself counts
 * @throws KnotworkError `input` for a number that it does not say, or whose best value nobody said
 */
export function lossOfStage(outlook: readonly Pick<StageOutlook, 'judges'>[], { name, best }: Pick<PrimaryMetric, 'name' | 'best'>): { readonly loss: LossOfMetric; readonly scale: number } {
  const judges = judgesIn(outlook);
  const number = Object.hasOwn(judges, name) ? judges[name]! : undefined;
  if (number === undefined) throw notJudged(name, Object.keys(judges));
  const at = best ?? number.best;
  if (at === null) throw bestUnknown(name);
  return { loss: { key: name, best: at, isMore: false, ...(best === undefined ? {} : { isDistance: true }) }, scale: number.rounding / FLOOR };
}
