import { formula, input } from '@knotwork/algebra';
import type { Penalty } from '@knotwork/network';
import { callPlugin, type GridStrategyDefinition, type OptimizerDefinition, type PointRows } from '@knotwork/plugin';
import {
  type BoundData, type CompileOptions, type Engine, type Extent, type Need, type Objective, type Program, requireCapable, type SegmentRole, type Structure, type UpdateFormula,
} from '@knotwork/plugin/engine';
import { flatLoss, gridUnderDerivatives, nothingHeldOut, onlyFirstOrder, otherSlots, tooManyUnknowns } from './errors.js';
import { hasCurvature } from './methods/has-curvature.js';
import { matrixOf } from './methods/matrix-of.js';
import { seenByLooks } from './grids/seen-by-looks.js';
import type { Likelihood } from './smoothing/likelihood.js';
import type { Plan } from './plan.js';
import { Turns } from './turns.js';

/** A plugin with its options after defaults. */
export interface Chosen<D> { readonly definition: D; readonly options: Readonly<Record<string, unknown>> }

/** Sets of points by name, as blocks of an objective call them. In network units. */
export type PointSets = Readonly<Record<string, PointRows>>;

/** Everything training needs and never changes. */
export interface Problem {
  readonly engine: Engine;
  readonly structure: Structure;
  readonly objective: Objective;
  readonly penalties: readonly Penalty[];
  /** Smoothing whose strengths choose themselves, of methods that solve normal equations; left out for none. */
  readonly smoothing?: Likelihood;
  readonly optimizer: Chosen<OptimizerDefinition>;
  readonly grid: Chosen<GridStrategyDefinition>;
  readonly trainable: readonly SegmentRole[];
  readonly train: PointSets;
  /** Sets that are held out; blocks over others have no part in validation. Null where nothing is held out: then the last network is kept. */
  readonly validation: PointSets | null;
  /** Most unknowns of a method that solves for all at once, or keeps a number for every two of them. */
  readonly maxUnknowns: number;
}

/** A problem compiled, with its rows inside the engine. */
export interface Session {
  readonly problem: Problem;
  readonly program: Program;
  readonly train: BoundData;
  /** Training rows that looks at the grids see: all, or some of them where steps see batches. */
  readonly looks: BoundData;
  readonly validation: BoundData | null;
  readonly turns: Turns;
  /** Ends the session; states are not usable afterwards. */
  dispose(): Promise<void>;
}

/**
 * Refuses what cannot be trained, and says how large a problem is. Allocates nothing that grows with rows or unknowns.
 *
 * @throws KnotworkError `capability` when the engine or the loss lacks what the optimizer needs, or the network is too large for it; `input` for
 * validation points that no block is over
 */
export function examineProblem(problem: Problem): Extent {
  const { engine, optimizer: { definition }, structure, objective, train, maxUnknowns } = problem;
  requireCurvature(problem);
  refuseMovesUnderDerivatives(problem);
  requireHeldOut(problem);
  refuseFirstOrderPenalties(problem);
  requireCapable(engine, needsOf(problem));
  const extent = engine.examine(structure, objective, compileOptionsOf(problem), Object.fromEntries(Object.entries(train).map(([name, { inputs }]) => [name, inputs.count])));
  const does = extent.unknowns > maxUnknowns ? matrixOf(problem.optimizer) : null;
  if (does !== null) throw tooManyUnknowns(definition, does, extent.unknowns, maxUnknowns);
  return extent;
}

/**
 * Compiles a problem and binds its points.
 *
 * @param batch of the steps, where looks at the grids are to cost as little as they do
 * @param signal ends what takes long in the middle of it: the call rejects with its reason
 * @throws KnotworkError `capability` as `examineProblem` does
 */
export async function openSession(problem: Problem, { batch, signal }: Pick<Plan, 'batch'> & { readonly signal?: AbortSignal | undefined } = {}): Promise<Session> {
  examineProblem(problem);
  const turns = new Turns();
  const { engine, structure, objective } = problem;
  const program = await engine.compile(structure, objective, { ...compileOptionsOf(problem), pause: turns.orEnd(signal) });
  const train = await program.bind(problem.train);
  const seen = problem.grid.definition.capabilities.knots === 'none' ? null : seenByLooks(problem.train, batch);
  const looks = seen === null ? train : await program.bind(seen);
  const validation = problem.validation === null ? null : await program.bind(problem.validation, { blocks: heldOut(objective, problem.validation) });
  return {
    problem, program, train, looks, validation, turns,
    dispose: async () => { await train.dispose(); if (looks !== train) await looks.dispose(); await validation?.dispose(); await program.dispose(); },
  };
}

export function compileOptionsOf({ trainable, optimizer }: Problem): CompileOptions {
  const update = updateFormula(optimizer);
  return { trainable, parameters: unknownsOf(optimizer.definition), ...(update === undefined ? {} : { update }) };
}

/** A move of 1 % of a domain changes second derivatives of splines by several, however they are refitted. */
function refuseMovesUnderDerivatives({ objective: { blocks }, grid: { definition } }: Problem): void {
  if (definition.capabilities.knots === 'none') return;
  const reading = blocks.find(({ reads }) => Object.values(reads).some(({ of }) => of === 'derivative'));
  if (reading !== undefined) throw gridUnderDerivatives(definition.name, reading.name);
}

/** Refuses points that are held out and that nothing looks at. */
function requireHeldOut({ objective, validation }: Problem): void {
  if (validation === null || heldOut(objective, validation).length > 0) return;
  throw nothingHeldOut(Object.keys(validation), [...new Set(objective.blocks.map(({ points }) => points))]);
}

/** Blocks whose points are among some sets. */
const heldOut = ({ blocks }: Objective, sets: PointSets): string[] => blocks.filter(({ points }) => Object.hasOwn(sets, points)).map(({ name }) => name);

/** What the engine must be able to do, besides what structure and objective need. */
function needsOf({ optimizer: { definition: optimizer }, grid: { definition: grid }, penalties }: Problem): readonly Need[] {
  const measured = penalties.filter((p) => p.kind === 'statistic' && p.statistic !== 'roughness').map((p): Need => ({ what: 'moments', by: `the regularizer "${p.kind === 'statistic' ? p.name : ''}"` }));
  return [
    ...(optimizer.method === 'normal-equations' ? [{ what: 'normalEquations', by: `the optimizer "${optimizer.name}"`, remedy: 'Use optimizer: l-bfgs or adam, or another engine.' } satisfies Need] : []),
    ...(grid.capabilities.knots === 'own' ? [{ what: 'ownKnots', by: `the grid strategy "${grid.name}"` } satisfies Need] : []),
    ...measured,
  ];
}

/**
 * Refuses a loss that does not bend where the optimizer solves normal equations.
 *
 * @param path place of the loss in the file, where there is one
 * @throws KnotworkError `capability` naming both and the way out
 */
export function requireCurvature({ objective, optimizer: { definition } }: Problem, path?: string): void {
  if (definition.method !== 'normal-equations') return;
  const flat = objective.blocks.find((block) => !hasCurvature(block));
  if (flat !== undefined) throw flatLoss(definition, flat.loss ?? flat.name, path);
}

/** Which unknowns a method works on. */
export function unknownsOf({ method }: OptimizerDefinition): CompileOptions['parameters'] {
  return method === 'update' ? 'trainable' : 'effective';
}

/** Refuses penalties that the optimizer has no way to follow. */
function refuseFirstOrderPenalties({ optimizer: { definition }, penalties }: Problem): void {
  if (definition.method === 'update') return;
  for (const penalty of penalties) if (penalty.kind === 'statistic' && penalty.statistic === 'meanAbs') throw onlyFirstOrder(definition, penalty.name);
}

/** Traces the elementwise update of a first-order optimizer. */
export function updateFormula({ definition, options }: Chosen<OptimizerDefinition>): UpdateFormula | undefined {
  if (definition.method !== 'update') return undefined;
  const slots = Object.fromEntries(definition.slots.map((name) => [name, input(name)]));
  const inputs = { parameter: input('parameter'), gradient: input('gradient'), step: input('step'), steps: input('steps'), decays: input('decays'), slots };
  const names = ['parameter', 'gradient', 'step', 'steps', 'decays', ...definition.slots];
  const result = callPlugin(definition, 'update', () => definition.update(inputs, options), names);
  const returned = Object.keys(result.slots);
  if (returned.length !== definition.slots.length || !definition.slots.every((name) => returned.includes(name))) throw otherSlots(definition, returned);
  return { slots: definition.slots, formula: formula(names, { parameter: result.parameter, ...result.slots }) };
}
