import { adaptGrid, type AdaptReport, columnOf, edgesFrom, type GridMove, gridOf, knotPositions } from '@knotwork/network';
import { callPlugin, type GridSituation, KnotworkError, type Placement, type Samples, type Vec } from '@knotwork/plugin';
import type { FrozenPenalty, Query, State, Structure } from '@knotwork/plugin/engine';
import { freeze } from '../penalties/freeze.js';
import type { Session } from '../session.js';
import type { AutoSmoothing } from '../smoothing/auto-smoothing.js';

// A re-placement that is not forced is undone when it raises the objective by more than 1 % and by more than 1e-12
// (targets are standardized, so their variance is 1).
const WORSE = 1.01;
const NOISE = 1e-12;

/** Moves that are to be judged later, and what to go back to. */
export interface Probation {
  readonly before: State;
  /** Objective before the moves, penalty of the grids of then included; null where it was not finite. */
  readonly value: number | null;
  readonly steps: number;
  /** Moves that are lost when these are undone: these, and what was moved after them in the same look. */
  readonly moves: number;
  /** Largest relative change of an edge function by them. */
  readonly change: number;
}

/** What a look at the grids did. */
export interface GridReport {
  /** Input nodes whose grid moved, and those whose move was undone. */
  readonly moved: number;
  readonly undone: number;
  /** Largest relative change of an edge function by the moves that were kept. */
  readonly change: number;
  /** Evaluations of the objective. */
  readonly functions: number;
  /** Moves that were made and are judged later; they count as moved. */
  readonly probation: Probation | null;
}

/**
 * Lets the grid strategy look at every layer, from the input on, and moves the grids it wants moved, re-expressing the edges.
 * Moves forced by samples outside are kept; the others of a layer are one trial, kept or undone together. Those that ask for
 * probation are made and judged by the caller, all of them together, after some steps.
 *
 * @param which `all`: the move before the first step, nothing is undone; `trials`: what is not forced is on trial; `forced`: nothing else is moved
 * @param smoothing whose strengths are part of the penalty; null for none
 */
export async function moveGrid(session: Session, state: State, query: Query, which: 'all' | 'trials' | 'forced', smoothing: AutoSmoothing | null = null): Promise<GridReport> {
  const { structure, grid: { definition } } = session.problem;
  const report = { moved: 0, undone: 0, change: 0, functions: 0, probation: null as Probation | null };
  if (definition.capabilities.knots === 'none') return report;
  const keep = (moves: readonly GridMove[], change: number): void => {
    report.moved += moves.length;
    report.change = Math.max(report.change, change);
    const { probation } = report;
    if (probation !== null) report.probation = { ...probation, moves: probation.moves + moves.length, change: Math.max(probation.change, change) };
  };
  const move = async (moves: readonly GridMove[]): Promise<void> => {
    const moved = await adapted(session, state, moves);
    if (moved === null) return;
    await state.write({ parameters: moved.parameters });
    keep(moves, moved.report.edgeChange);
  };
  for (const layer of structure.layers) {
    if (layer.terms.every((t) => t.onDomainMove === 'none')) continue;
    const { forced, later, trials, steps } = await wishes(session, state, layer.index, which);
    if (forced.length > 0) await move(forced);
    if (later.length > 0) {
      if (report.probation === null) {
        report.functions++;
        report.probation = { before: await state.fork(), value: await penalized(session, state, query, smoothing), steps, moves: 0, change: 0 };
      } else report.probation = { ...report.probation, steps: Math.max(steps, report.probation.steps) };
      await move(later);
    }
    if (trials.length > 0) {
      const moved = await adapted(session, state, trials);
      if (moved === null) continue;
      const { parameters, report: { edgeChange } } = moved;
      const before = await penalized(session, state, query, smoothing);
      const trial = await state.fork();
      await trial.write({ parameters });
      const after = await penalized(session, trial, query, smoothing);
      report.functions += 2;
      if (!isWorse(before, after)) {
        await state.copyFrom(trial);
        keep(trials, edgeChange);
      } else report.undone += trials.length;
      await trial.dispose();
    }
  }
  return report;
}

/**
 * Judges moves whose probation is over: undone when the objective is higher than before them by more than a trial may raise it.
 *
 * @returns whether they were undone
 */
export async function judge(session: Session, state: State, query: Query, { before, value }: Probation, smoothing: AutoSmoothing | null = null): Promise<boolean> {
  const isUndone = isWorse(value, await penalized(session, state, query, smoothing));
  if (isUndone) await state.copyFrom(before);
  await before.dispose();
  return isUndone;
}

const isWorse = (before: number | null, after: number | null): boolean => after === null || (before !== null && after > WORSE * before && after - before > NOISE);

/** Objective with the penalty of the state's own grids; null where it is not finite. */
async function penalized(session: Session, state: State, query: Query, smoothing: AutoSmoothing | null): Promise<number | null> {
  const { status, value } = await state.value(session.train, query.penalty === undefined ? query : { ...query, penalty: await frozenThere(session, state, smoothing) });
  return status === 'ok' ? value : null;
}

async function frozenThere(session: Session, state: State, smoothing: AutoSmoothing | null): Promise<FrozenPenalty> {
  const { network: { parameters } } = await state.read();
  const frozen = await freeze(session, state, parameters);
  return smoothing?.at(parameters, frozen) ?? frozen;
}

/** What the strategy wants for the inputs of a layer. */
async function wishes({ train, problem }: Session, state: State, layer: number, which: 'all' | 'trials' | 'forced'): Promise<{ forced: GridMove[]; later: GridMove[]; trials: GridMove[]; steps: number }> {
  const { structure, grid: { definition, options }, optimizer: { definition: { method } } } = problem;
  const { network: { parameters } } = await state.read();
  const place = (situation: GridSituation): Placement | null => callPlugin(definition, 'place', () => definition.place(situation, options));
  const isLeftAlone = leftAlone(structure, parameters, layer, method, place);
  const moves = { forced: [] as GridMove[], later: [] as GridMove[], trials: [] as GridMove[], steps: 0 };
  // Most strategies leave inputs of the network where they are: no pass over the rows for them.
  if (isLeftAlone.every(Boolean)) return moves;
  const samples = await state.preActivations(train, layer);
  const lost = inputsNotFinite(samples);
  for (let input = 0; input < samples.width; input++) {
    // Where a sample is not finite training has run off: the value of the objective says so, and no strategy is to blame.
    if (isLeftAlone[input]! || lost.has(input)) continue;
    const situation = situationOf(structure, parameters, layer, input, method, () => columnOf(samples, input));
    if (situation === null) continue;
    const placement = place(situation);
    if (placement === null) continue;
    if (!isDomain(placement.domain)) throw badPlacement(definition.name, `it returned the domain [${placement.domain.join(', ')}], whose ends must be finite and ascending`);
    const { isForced, probation = 0 } = placement;
    if (which === 'forced' && !isForced) continue;
    moves[isForced || which === 'all' ? 'forced' : probation > 0 ? 'later' : 'trials'].push(moveOf(placement, layer, input, () => situation.samples));
    moves.steps = Math.max(moves.steps, probation);
  }
  return moves;
}

/** Which inputs of a layer the strategy leaves alone whatever their samples are: it says so without reading any. */
function leftAlone(structure: Structure, parameters: Vec, layer: number, method: GridSituation['method'], place: (situation: GridSituation) => Placement | null): readonly boolean[] {
  return Array.from({ length: structure.layers[layer]!.inputs }, (_, input) => {
    let isRead = false;
    const situation = situationOf(structure, parameters, layer, input, method, () => { isRead = true; return new Float64Array(0); });
    if (situation === null) return true;
    try {
      return place(situation) === null && !isRead;
    } catch (error) {
      // What it makes of no samples is not asked.
      if (isRead) return false;
      throw error;
    }
  });
}

/** Inputs of which a sample is not finite. */
function inputsNotFinite({ values, width }: Samples): ReadonlySet<number> {
  const found = new Set<number>();
  for (let k = 0; k < values.length; k++) if (!Number.isFinite(values[k]!)) found.add(k % width);
  return found;
}

const isDomain = ([a, b]: readonly [number, number]): boolean => Number.isFinite(b - a) && a < b;

function moveOf({ domain, knots, norm }: Placement, layer: number, input: number, samples: () => Vec): GridMove {
  return { layer, input, domain, ...(knots === undefined ? {} : { knots }), ...(norm === 'data' ? { norm, samples: samples() } : {}) };
}

/** Null where training has run off to numbers that are not finite: there is nothing to re-express, and the next value says so. */
async function adapted({ problem: { structure, grid }, train }: Session, state: State, moves: readonly GridMove[]): Promise<{ parameters: Vec; report: AdaptReport } | null> {
  try {
    return adaptGrid(structure, (await state.read()).network.parameters, moves);
  } catch (error) {
    if (error instanceof RangeError && (await state.value(train)).status === 'not-finite') return null;
    throw error instanceof RangeError ? badPlacement(grid.definition.name, error.message) : error;
  }
}

/** What there is to see of an input; null where no edge that could follow a move leaves it. */
function situationOf(structure: Structure, parameters: Vec, l: number, input: number, method: GridSituation['method'], samplesOf: () => Vec): GridSituation | null {
  const layer = structure.layers[l]!;
  // Terms that move share their domains; others know nothing of it.
  const term = layer.terms.find((t) => t.onDomainMove !== 'none' && t.edges.inputAt[input]! >= 0);
  if (term === undefined) return null;
  const grid = gridOf(term, parameters, input);
  let column: Vec | null = null;
  return {
    layer: l, input, domain: grid.domain, intervals: term.intervals, knots: knotPositions(term, grid), method, isNetworkInput: l === 0,
    get samples() { return (column ??= samplesOf()); },
    edges: (points, order) => {
      const all = edgesFrom(layer, parameters, input, points, order);
      return Array.from({ length: layer.sums }, (_, o) => all.subarray(o * points.length, (o + 1) * points.length));
    },
  };
}

function badPlacement(strategy: string, reason: string): KnotworkError {
  return new KnotworkError('plugin', `The grid strategy "${strategy}" breaks its contract: ${reason}.`, { plugin: `grid ${strategy}` });
}
