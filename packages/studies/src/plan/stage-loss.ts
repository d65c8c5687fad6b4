import type { JudgedNumber, StageOutlook } from '@knotwork/experiment';
import { didYouMean } from '@knotwork/plugin';
import { FLOOR } from '@knotwork/statistics';
import { bestUnknown, notJudged } from '../errors.js';
import type { LossOfMetric } from './measured-loss.js';
import { metricMeant } from './other-metrics.js';
import type { PrimaryMetric } from './study-plan.js';

/** Numbers by which the last stage that does judges its result; empty where none does. */
export function judgesIn(outlook: readonly Pick<StageOutlook, 'judges'>[]): Readonly<Record<string, JudgedNumber>> { return outlook.findLast(({ judges }) => judges !== undefined)?.judges ?? {}; }

/**
 * How a number by which a stage judges its own result becomes a loss, and the scale that losses are compared with to tell rounding from error.
 *
 * @param outlook of an experiment's stages: the last one that judges itself counts, @param ofRows metrics of rows, of which one may have been meant
 * @throws KnotworkError `input` for a number that it does not say, or whose best value nobody said
 */
export function lossOfStage(outlook: readonly Pick<StageOutlook, 'judges'>[], { name, best }: Pick<PrimaryMetric, 'name' | 'best'>, ofRows: readonly string[] = []): { readonly loss: LossOfMetric; readonly scale: number } {
  const judges = judgesIn(outlook);
  const number = Object.hasOwn(judges, name) ? judges[name]! : undefined;
  if (number === undefined) throw notJudged(name, Object.keys(judges), meantBy(name, Object.keys(judges), ofRows));
  const at = best ?? number.best;
  if (at === null) throw bestUnknown(name);
  return { loss: { key: name, best: at, isMore: false, ...(best === undefined ? {} : { isDistance: true }) }, scale: number.rounding / FLOOR };
}

/** A misspelt name of a stage's numbers or of metrics of rows, or what another library calls one of these. */
function meantBy(name: string, judges: readonly string[], ofRows: readonly string[]): string {
  return didYouMean(name, judges).trim() || (metricMeant(name, ofRows) ?? didYouMean(name, ofRows).trim());
}
