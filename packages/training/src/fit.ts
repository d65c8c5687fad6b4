import type { Network, Scalars, State } from '@knotwork/plugin';
import { optimize, type Plan } from './optimize.js';
import { addGrids, type GridSummary, noGrids } from './grids/grid-watch.js';
import { addCounts, type Ending, noCounts, type Outcome } from './outcome.js';
import { openSession, type Problem } from './session.js';

/** Several beginnings, the best of which goes on. */
export interface Starts {
  readonly count: number;
  /** Steps of each start. */
  readonly steps: number;
  /** How many of the best, by training loss, are optimized further. */
  readonly keep: number;
}

export interface FitPlan extends Omit<Plan, 'phase' | 'start' | 'patience'> {
  /** Null: go on from `network(0)` as a trained network, without multi-start. */
  readonly starts: Starts | null;
  /** Looks without improvement of validation loss after which to stop; Infinity to go through all steps and keep the best. */
  readonly patience: number;
  /** Where scalars of the objective begin; those left out are initial. */
  readonly scalars?: Scalars;
  /** `start` treats a single network as fresh; `restart` as one that was trained before. */
  readonly phase: 'start' | 'restart';
}

/** Of all starts together: steps and counts. Of the optimization that ended in the network kept, its start included: the rest. */
export interface FitResult extends Outcome {
  readonly network: Network;
  /** Scalars of the objective, which are no part of the network. */
  readonly scalars: Scalars;
  /** Training loss of each start, in order. */
  readonly starts: readonly number[];
}

/**
 * Fits a network: `starts.count` short optimizations from networks of their own, the best by training loss optimized further,
 * the best of those by validation loss (training loss where nothing is held out) kept.
 *
 * @param network makes the network of each start
 */
export async function fit(problem: Problem, network: (start: number) => Network, plan: FitPlan): Promise<FitResult> {
  const session = await openSession(problem);
  const beginning = plan.scalars === undefined ? {} : { scalars: plan.scalars };
  let counts = noCounts();
  let steps = 0;
  // What cut an optimization short from outside decides how the fit ended, whichever candidate is the best in the end.
  let cut: 'aborted' | 'budget' | null = null;
  const candidates: { state: State; loss: number; grid: GridSummary }[] = [];
  const finish = async (state: State, { ending, loss, blocks, validation, grid, place }: Omit<Outcome, 'counts' | 'steps'>): Promise<FitResult> => {
    const { network: kept, scalars } = await state.read();
    await session.dispose();
    return { network: kept, scalars, ending, steps, loss, blocks, validation, counts, grid, starts: losses, ...(place === undefined ? {} : { place }) };
  };
  const losses: number[] = [];

  if (plan.starts !== null && plan.starts.count > 1) {
    for (let start = 0; start < plan.starts.count; start++) {
      const state = await session.program.start(network(start), beginning);
      const outcome = await optimize(session, state, { ...plan, ...batchOf(plan, start), steps: plan.starts.steps, phase: 'start', patience: null, start });
      counts = addCounts(counts, outcome.counts);
      steps += outcome.steps;
      losses.push(outcome.loss);
      candidates.push({ state, loss: Number.isFinite(outcome.loss) ? outcome.loss : Infinity, grid: outcome.grid });
      cut = cutBy(outcome.ending) ?? cut;
      if (cut !== null) break;
      // All starts failed in the same way: say where.
      if (outcome.ending === 'not-finite' && start === plan.starts.count - 1 && candidates.every((c) => c.loss === Infinity)) {
        return finish(state, { ...outcome, validation: null });
      }
    }
    candidates.sort((a, b) => a.loss - b.loss);
    for (const { state } of candidates.splice(plan.starts.keep)) await state.dispose();
  } else {
    candidates.push({ state: await session.program.start(network(0), beginning), loss: Infinity, grid: noGrids() });
  }

  const phase = plan.starts !== null && plan.starts.count > 1 ? 'restart' : plan.phase;
  let best: { state: State; score: number; outcome: Outcome } | null = null;
  for (const { state, grid } of candidates) {
    const outcome = await optimize(session, state, { ...plan, phase });
    counts = addCounts(counts, outcome.counts);
    steps += outcome.steps;
    cut = cutBy(outcome.ending) ?? cut;
    const measured = outcome.validation ?? outcome.loss;
    const score = Number.isFinite(measured) ? measured : Infinity;
    if (best === null || score < best.score) best = { state, score, outcome: { ...outcome, grid: addGrids(grid, outcome.grid) } };
  }
  const { state, outcome } = best!;
  const ending = cut === 'budget' && outcome.ending === 'not-finite' ? outcome.ending : cut ?? outcome.ending;
  return finish(state, { ...outcome, ending });
}

/** Every start draws batches of its own; what goes on from the best draws others again. */
function batchOf({ batch }: FitPlan, start: number): Pick<FitPlan, 'batch'> {
  if (batch === undefined) return {};
  return { batch: Object.fromEntries(Object.entries(batch).map(([points, { size, stream }]) => [points, { size, stream: stream.fork(`starts.${start}`) }])) };
}

const cutBy = (ending: Ending): 'aborted' | 'budget' | null => (ending === 'aborted' || ending === 'budget' ? ending : null);
