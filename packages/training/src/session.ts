import { formula, input } from '@knotwork/algebra';
import {
  type BoundData, callPlugin, type CompileOptions, type Engine, type GridStrategyDefinition, type Objective, type OptimizerDefinition, type Precision,
  type Program, type Rows, type SegmentRole, type Structure, type UpdateFormula,
} from '@knotwork/plugin';
import { engineLacks, flatLoss, onlyFirstOrder, otherSlots, tooManyUnknowns } from './errors.js';
import { hasCurvature } from './methods/has-curvature.js';
import { Turns } from './turns.js';

/** A plugin with its options after defaults. */
export interface Chosen<D> { readonly definition: D; readonly options: Readonly<Record<string, unknown>> }

/** Everything training needs and never changes. Rows are in network units. */
export interface Problem {
  readonly engine: Engine;
  readonly precision: Precision;
  readonly structure: Structure;
  readonly objective: Objective;
  readonly optimizer: Chosen<OptimizerDefinition>;
  readonly grid: Chosen<GridStrategyDefinition>;
  readonly trainable: readonly SegmentRole[];
  readonly train: Rows;
  /** Null where nothing is held out: then the last network is kept. */
  readonly validation: Rows | null;
  /** Most unknowns a method that solves for all at once may have. */
  readonly maxUnknowns: number;
}

/** A problem compiled, with its rows inside the engine. */
export interface Session {
  readonly problem: Problem;
  readonly program: Program;
  readonly train: BoundData;
  readonly validation: BoundData | null;
  readonly turns: Turns;
  /** Ends the session; states are not usable afterwards. */
  dispose(): Promise<void>;
}

/**
 * Compiles a problem and binds its rows.
 *
 * @throws KnotworkError `capability` when the engine or the loss lacks what the optimizer needs, or the network is too large for it
 */
export async function openSession(problem: Problem): Promise<Session> {
  const { engine, optimizer, structure, objective } = problem;
  const isSecondOrder = optimizer.definition.method === 'normal-equations';
  if (isSecondOrder && !engine.can.normalEquations) throw engineLacks(engine.name, 'normal equations', `the optimizer "${optimizer.definition.name}"`);
  requireCurvature(problem);
  const { knots } = problem.grid.definition.capabilities;
  if (knots === 'own' && !engine.can.knots.includes('own')) throw engineLacks(engine.name, 'knots of their own', `the grid strategy "${problem.grid.definition.name}"`);
  refusePenalties(problem);
  const update = updateFormula(optimizer);
  const program = await engine.compile(structure, objective, {
    precision: problem.precision, trainable: problem.trainable, parameters: unknownsOf(optimizer.definition), ...(update === undefined ? {} : { update }),
  });
  if (isSecondOrder && program.layout.unknowns > problem.maxUnknowns) throw tooManyUnknowns(optimizer.definition, program.layout.unknowns, problem.maxUnknowns);
  const train = await program.bind('data', problem.train);
  const validation = problem.validation === null ? null : await program.bind('data', problem.validation);
  return {
    problem, program, train, validation, turns: new Turns(),
    dispose: async () => { await train.dispose(); await validation?.dispose(); await program.dispose(); },
  };
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
  if (flat !== undefined) throw flatLoss(definition, flat.name ?? 'objective', path);
}

/** Which unknowns a method works on. */
export function unknownsOf({ method }: OptimizerDefinition): CompileOptions['parameters'] {
  return method === 'update' ? 'trainable' : 'effective';
}

/** Refuses penalties that the optimizer or the engine has no way to follow. */
function refusePenalties({ engine, optimizer: { definition }, objective }: Problem): void {
  for (const penalty of objective.penalties) {
    if (penalty.kind !== 'statistic' || penalty.statistic === 'roughness') continue;
    if (penalty.statistic === 'meanAbs' && definition.method !== 'update') throw onlyFirstOrder(definition, penalty.name);
    if (!engine.can.moments) throw engineLacks(engine.name, 'moments', `the regularizer "${penalty.name}"`);
  }
}

/** Traces the elementwise update of a first-order optimizer. */
export function updateFormula({ definition, options }: Chosen<OptimizerDefinition>): UpdateFormula | undefined {
  if (definition.method !== 'update') return undefined;
  const slots = Object.fromEntries(definition.slots.map((name) => [name, input(name)]));
  const inputs = { parameter: input('parameter'), gradient: input('gradient'), step: input('step'), steps: input('steps'), slots };
  const result = callPlugin(definition, 'update', () => definition.update(inputs, options));
  const returned = Object.keys(result.slots);
  if (returned.length !== definition.slots.length || !definition.slots.every((name) => returned.includes(name))) throw otherSlots(definition, returned);
  const names = ['parameter', 'gradient', 'step', 'steps', ...definition.slots];
  return { slots: definition.slots, formula: formula(names, { parameter: result.parameter, ...result.slots }) };
}
