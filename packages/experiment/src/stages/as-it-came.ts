import type { Network } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { fit, type FitResult, type Problem, type Strengths, strengthsAmong } from '@knotwork/training';
import type { SmoothingSummary } from './smoothing-summary.js';
import type { StageContext } from './stage.js';

/** Of a criterion, what is no difference: the same minimum, come to from elsewhere. */
const SAME = 0.01;

/**
 * The network that a fit went on from, to the bit, where the fit came to a worse one by the criterion of its smoothing; else null. A fit begins with strengths of smoothing that know nothing of the network and with grids
 * that move, and may end elsewhere. Nothing is said of networks that were trained without smoothing, and of fits with other penalties: what these bring about has its price, and is not to be undone.
 */
export async function ifBetter(context: StageContext, problem: Problem, network: Network, { smoothing }: FitResult): Promise<FitResult | null> {
  const strengths = smoothing === undefined || problem.penalties.some(({ kind }) => kind === 'statistic') ? null : strengthsBefore(context, problem.structure);
  if (strengths === null) return null;
  const came = await fit(problem, () => network, { steps: 0, starts: null, phase: 'restart', patience: null, strengths, observe: () => undefined, isOver: () => false, signal: undefined });
  if (came.smoothing === undefined || smoothing!.criterion <= (1 + SAME) * came.smoothing.criterion) return null;
  context.note('what fit went on from stays: no network that it came to is better by cross-validation of the training rows');
  return { ...came, network };
}

/**
 * Strengths of smoothing that the network of a structure was trained with last; null where it was trained without, or read as functions: to have followed the rows with no smoothing looks like noise that is not there.
 */
function strengthsBefore({ earlier, reports }: Pick<StageContext, 'earlier' | 'reports'>, structure: Structure): Strengths | null {
  const last = [...earlier, ...reports].findLast(({ smoothing, counts, trials = 0 }) => smoothing !== undefined || counts !== undefined || trials !== 0);
  const edges = (last?.['smoothing'] as SmoothingSummary | undefined)?.edges;
  return edges === undefined ? null : strengthsAmong(edges, structure);
}
