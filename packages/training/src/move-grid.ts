import { adaptGrid, type AdaptReport, edgesFrom, type GridMove, gridOf, knotPositions } from '@knotwork/network';
import { callPlugin, type GridSituation, KnotworkError, type Placement, type Query, type Samples, type State, type Structure, type Vec } from '@knotwork/plugin';
import type { Session } from './session.js';

// A re-placement that is not forced is undone when it raises the objective by more than 1 % and by more than 1e-12
// (targets are standardized, so their variance is 1).
const WORSE = 1.01;
const NOISE = 1e-12;

/** What a look at the grids did. */
export interface GridReport {
  /** Input nodes whose grid moved, and those whose move was undone. */
  readonly moved: number;
  readonly undone: number;
  /** Largest relative change of an edge function by the moves that were kept. */
  readonly change: number;
  /** Evaluations of the objective. */
  readonly functions: number;
}

/**
 * Lets the grid strategy look at every layer, from the input on, and moves the grids it wants moved, re-expressing the edges.
 * Moves forced by samples outside are kept; the others of a layer are one trial, kept or undone together.
 *
 * @param keepAll the move before the first step: nothing is undone
 */
export async function moveGrid(session: Session, state: State, query: Query, keepAll: boolean): Promise<GridReport> {
  const { structure, grid: { definition } } = session.problem;
  const report = { moved: 0, undone: 0, change: 0, functions: 0 };
  if (definition.capabilities.knots === 'none') return report;
  const keep = (moves: readonly GridMove[], change: number): void => {
    report.moved += moves.length;
    report.change = Math.max(report.change, change);
  };
  for (const layer of structure.layers) {
    if (layer.terms.every((t) => t.basis.capabilities.onDomainMove === 'none')) continue;
    const { forced, trials } = await wishes(session, state, layer.index, keepAll);
    if (forced.length > 0) {
      const { parameters, report: { edgeChange } } = adapted(session, (await state.read()).network.parameters, forced);
      await state.write({ parameters });
      keep(forced, edgeChange);
    }
    if (trials.length > 0) {
      const before = await penalized(session, state, query);
      const trial = await state.fork();
      const { parameters, report: { edgeChange } } = adapted(session, (await state.read()).network.parameters, trials);
      await trial.write({ parameters });
      const after = await penalized(session, trial, query);
      report.functions += 2;
      if (after !== null && !(after > WORSE * (before ?? Infinity) && after - before! > NOISE)) {
        await state.copyFrom(trial);
        keep(trials, edgeChange);
      } else report.undone += trials.length;
      await trial.dispose();
    }
  }
  return report;
}

/** Objective with the penalty of the state's own grids; null where it is not finite. */
async function penalized({ train }: Session, state: State, query: Query): Promise<number | null> {
  const { status, value } = await state.value(train, query.penalty === undefined ? query : { penalty: await state.freeze(train) });
  return status === 'ok' ? value : null;
}

/** What the strategy wants for the inputs of a layer. */
async function wishes({ train, problem }: Session, state: State, layer: number, keepAll: boolean): Promise<{ forced: GridMove[]; trials: GridMove[] }> {
  const { structure, grid: { definition, options } } = problem;
  const samples = await state.preActivations(train, layer);
  const { network: { parameters } } = await state.read();
  const forced: GridMove[] = [];
  const trials: GridMove[] = [];
  for (let input = 0; input < samples.width; input++) {
    const situation = situationOf(structure, parameters, layer, input, samples);
    const placement = callPlugin(definition, 'place', () => definition.place(situation, options));
    if (placement === null) continue;
    if (!isDomain(placement.domain)) throw badPlacement(definition.name, `it returned the domain [${placement.domain.join(', ')}], whose ends must be finite and ascending`);
    (placement.isForced || keepAll ? forced : trials).push(moveOf(placement, layer, input, () => situation.samples));
  }
  return { forced, trials };
}

const isDomain = ([a, b]: readonly [number, number]): boolean => Number.isFinite(b - a) && a < b;

function moveOf({ domain, knots, norm }: Placement, layer: number, input: number, samples: () => Vec): GridMove {
  return { layer, input, domain, ...(knots === undefined ? {} : { knots }), ...(norm === 'data' ? { norm, samples: samples() } : {}) };
}

function adapted({ problem: { structure, grid } }: Session, parameters: Vec, moves: readonly GridMove[]): { parameters: Vec; report: AdaptReport } {
  try {
    return adaptGrid(structure, parameters, moves);
  } catch (error) {
    throw error instanceof RangeError ? badPlacement(grid.definition.name, error.message) : error;
  }
}

function situationOf(structure: Structure, parameters: Vec, l: number, input: number, { values, width, count }: Samples): GridSituation {
  const layer = structure.layers[l]!;
  const term = layer.terms[0]!;
  const grid = gridOf(term, parameters, input);
  let column: Vec | null = null;
  return {
    layer: l, input, domain: grid.domain, intervals: term.intervals, knots: knotPositions(term, grid), isNetworkInput: l === 0,
    get samples() { return (column ??= Float64Array.from({ length: count }, (_, n) => values[n * width + input]!)); },
    edges: (points, order) => {
      const all = edgesFrom(layer, parameters, input, points, order);
      return Array.from({ length: layer.outputs }, (_, o) => all.subarray(o * points.length, (o + 1) * points.length));
    },
  };
}

function badPlacement(strategy: string, reason: string): KnotworkError {
  return new KnotworkError('plugin', `The grid strategy "${strategy}" breaks its contract: ${reason}.`, { plugin: `grid ${strategy}` });
}
