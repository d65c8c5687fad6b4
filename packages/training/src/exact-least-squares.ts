import { blockProgram } from '@knotwork/algebra';
import { TallLeastSquares } from '@knotwork/numerics/tall';
import type { Network } from '@knotwork/plugin';
import type { BoundData, Engine, Objective, ObjectiveBlock, Program, Read, SegmentRole, State, Structure } from '@knotwork/plugin/engine';
import { noResiduals } from './errors.js';
import type { PointSets } from './session.js';
import { Turns } from './turns.js';

/** Residuals that are to become small, whatever is trained. */
export interface LeastSquaresProblem {
  readonly engine: Engine;
  readonly structure: Structure;
  /** Of residuals alone, see {@link hasResiduals}. */
  readonly objective: Objective;
  readonly trainable: readonly SegmentRole[];
  readonly train: PointSets;
  /** Whether a number of the network stays as it is; left out, none does. @param index into its parameters */
  readonly isHeld?: (index: number) => boolean;
  /** Residuals of the network alone, whose squares are added to the objective; asked again before every step. Left out, there are none. */
  readonly penalty?: (network: Network) => Promise<readonly PenaltyRow[]>;
}

/** A residual that is a sum of numbers of the network, each times a factor: those from index `at` on. */
export interface PenaltyRow { readonly at: number; readonly factors: Float64Array }

export interface LeastSquaresPlan {
  /** Most steps that are taken. */
  readonly steps: number;
  /** Damping to begin with, above 0; a tenth of it after every step that helps. */
  readonly mu?: number;
  /** Damping at least, above 0. Directions that the rows hardly see move the less, the larger it is. */
  readonly leastMu?: number;
  /** A step that lowers the loss by a smaller share is slow, and after four of these in a row it is over; 1e-6 where it is left out. */
  readonly slow?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface LeastSquaresOutcome {
  readonly network: Network;
  /** The objective there: half the mean square of the residuals of each block, times its weight, and half the square of those of a penalty. */
  readonly loss: number;
  readonly steps: number;
  /** How often residuals were evaluated. */
  readonly evaluations: number;
  /** `converged`: no step lowers the loss, or hardly. */
  readonly ending: 'converged' | 'steps' | 'not-finite';
}

const MU = 1e-3;
/** Directions that rows do not see at all, such as another unit of a hidden node, move by rounding over this. */
const LEAST_MU = 1e-18;
/** And over this times the loss: noise would carry them away. Damping that falls with the loss costs no convergence. */
const MU_OF_LOSS = 1e-7;
const TRIES = 14;
const LARGEST_MU = 1e12;
/** Share of the loss, and how many slow steps in a row. */
const SLOW = 1e-6;
const MOST_SLOW = 4;
/** By such a share it is the last one. */
const LAST = 1e-13;
/** Points whose rows of the Jacobian are asked for at once. */
const POINTS = 256;

/** Whether an objective is made of residuals and trains nothing of its own, so that {@link exactLeastSquares} can lower it. */
export const hasResiduals = ({ blocks, scalars = {} }: Objective): boolean => blocks.every(({ form }) => form === 'residuals') && Object.keys(scalars).length === 0;

/**
 * Levenberg-Marquardt to the last digit: every step is a least-squares problem of the Jacobian itself, its columns scaled to length 1, by QR. Normal equations
 * square what the columns have in common; of a small formula, whose numbers can nearly take each other's place, they then stop at an error of 1e-6, this at 1e-15.
 *
 * Cost: a step takes the Jacobian and 2 points unknowns² multiply-adds, so it is for networks of few unknowns.
 *
 * @param network to begin with
 * @source N. Yamashita and M. Fukushima, On the rate of convergence of the Levenberg-Marquardt method, 2001: damping in proportion to the loss
 * @returns never worse than `network`; the same numbers where its loss is not finite
 * @throws KnotworkError `capability` for an objective with a loss that is no residual; whatever compiling it throws; the reason of the signal
 */
export async function exactLeastSquares(problem: LeastSquaresProblem, network: Network, plan: LeastSquaresPlan): Promise<LeastSquaresOutcome> {
  const { engine, structure, objective, trainable } = problem;
  if (!hasResiduals(objective)) throw noResiduals(objective.blocks.find(({ form }) => form !== 'residuals')?.loss);
  const pause = new Turns().orEnd(plan.signal);
  const program = await engine.compile(structure, objective, { trainable, parameters: 'effective', pause });
  const data = await program.bind(problem.train);
  const state = await program.start(network);
  try {
    return await new Descent(problem, program, data, state, plan, pause).run();
  } finally {
    await state.dispose();
    await data.dispose();
    await program.dispose();
  }
}

/** Weighted residuals of all blocks, one after the other, and half their sum of squares. */
interface Residuals { readonly values: Float64Array; readonly loss: number }

class Descent {
  /** Unknowns that move. */
  private readonly free: readonly number[];
  private readonly positive: ReadonlySet<number>;
  private evaluations = 0;
  /** Of the step. */
  private penalty: readonly PenaltyRow[] = [];

  constructor(
    private readonly problem: LeastSquaresProblem, private readonly program: Program, private readonly data: BoundData, private readonly state: State,
    private readonly plan: LeastSquaresPlan, private readonly pause: () => Promise<void>,
  ) {
    const { isHeld = () => false, structure } = problem;
    const { parameterOf } = program.layout;
    this.free = Array.from(parameterOf.keys()).filter((k) => !isHeld(parameterOf[k]!));
    this.positive = positiveParameters(structure);
  }

  async run(): Promise<LeastSquaresOutcome> {
    const { plan: { steps: most, leastMu = LEAST_MU, slow: slowShare = SLOW } } = this;
    let { network } = await this.state.read();
    this.penalty = await this.problem.penalty?.(network) ?? [];
    let here = await this.residuals(network);
    let mu = Math.max(this.plan.mu ?? MU, leastMu);
    const ended = (ending: LeastSquaresOutcome['ending'], steps: number): LeastSquaresOutcome => ({ network, loss: here.loss, steps, evaluations: this.evaluations, ending });
    if (!Number.isFinite(here.loss)) return ended('not-finite', 0);
    let slow = 0;
    for (let step = 0; step < most; step++) {
      if (this.free.length === 0 || here.loss === 0) return ended('converged', step);
      if (this.problem.penalty !== undefined && step > 0) {
        this.penalty = await this.problem.penalty(network);
        here = await this.residuals(network);
      }
      const linear = await this.linearized(here);
      if (linear === null) return ended('not-finite', step);
      const before: Residuals = here;
      mu = Math.max(mu, MU_OF_LOSS * here.loss);
      for (let attempt = 0; attempt < TRIES && mu <= LARGEST_MU && here === before; attempt++) {
        await this.pause();
        const next = this.stepped(network, linear.solve(mu));
        await this.state.write({ parameters: next.parameters });
        const there = await this.residuals(next);
        if (there.loss < before.loss) {
          [here, network] = [there, next];
          mu = Math.max(mu / 10, leastMu);
        } else mu *= 2 ** (attempt + 1);
      }
      if (here === before) {
        await this.state.write({ parameters: network.parameters });
        return ended('converged', step);
      }
      const gain = (before.loss - here.loss) / before.loss;
      slow = gain < slowShare ? slow + 1 : 0;
      if (gain < LAST || slow >= MOST_SLOW) return ended('converged', step + 1);
    }
    return ended('steps', most);
  }

  /** J x = -r, factored; null where a slope is not finite. */
  private async linearized({ values }: Residuals): Promise<TallLeastSquares | null> {
    const { program: { layout: { unknowns } }, data, state, free, problem: { objective: { blocks } } } = this;
    const system = new TallLeastSquares(free.length);
    let at = 0;
    for (const block of blocks) {
      const count = countOf(data, block);
      const each = block.formula.roots.length;
      const weights = this.weightsOf(block);
      for (let from = 0; from < count; from += POINTS) {
        await this.pause();
        const to = Math.min(count, from + POINTS);
        const rows = await state.rows(data, block.name, from * each, to * each);
        const own = new Float64Array((to - from) * each * free.length);
        for (let r = 0; r < (to - from) * each; r++) {
          const weight = weights[from + Math.floor(r / each)]!;
          for (let k = 0; k < free.length; k++) own[r * free.length + k] = weight === 0 ? 0 : weight * rows[r * unknowns + free[k]!]!;
        }
        if (!own.every(Number.isFinite)) return null;
        system.add(own, values.subarray(at + from * each, at + to * each).map((v) => -v));
      }
      at += count * each;
    }
    if (this.penalty.length > 0) system.add(this.slopesOfPenalty(), values.subarray(at).map((v) => -v));
    return system;
  }

  /** `[rows][free]` */
  private slopesOfPenalty(): Float64Array {
    const { penalty, free, program: { layout: { parameterOf } } } = this;
    const columns = new Map(free.map((unknown, k) => [parameterOf[unknown]!, k]));
    const own = new Float64Array(penalty.length * free.length);
    penalty.forEach(({ at, factors }, r) => factors.forEach((factor, k) => {
      const column = columns.get(at + k);
      if (column !== undefined) own[r * free.length + column] = factor;
    }));
    return own;
  }

  private stepped(network: Network, step: Float64Array): Network {
    const { parameterOf } = this.program.layout;
    const parameters = network.parameters.slice();
    this.free.forEach((unknown, k) => {
      const index = parameterOf[unknown]!;
      const [was, next] = [parameters[index]!, parameters[index]! + step[k]!];
      parameters[index] = this.positive.has(index) ? Math.max(next, was / 10, 1e-6) : next;
    });
    return { spec: network.spec, parameters };
  }

  private async residuals({ parameters }: Network): Promise<Residuals> {
    this.evaluations++;
    const { data, state, problem: { objective: { blocks }, train } } = this;
    const values: Float64Array[] = [];
    let loss = 0;
    for (const block of blocks) {
      const reads = Object.values(block.reads).filter((read) => read.of === 'output' || read.of === 'derivative');
      const read = await state.outputs(data, reads);
      let first = 0;
      for (const { points, count } of data.sets) {
        if (points === block.points) break;
        first += count;
      }
      const own = residualsOf(block, train[block.points]!, { values: read.values, width: read.width, first, reads }, this.weightsOf(block));
      for (const v of own) loss += (v * v) / 2;
      values.push(own);
    }
    const own = Float64Array.from(this.penalty, ({ at, factors }) => factors.reduce((sum, factor, k) => sum + factor * parameters[at + k]!, 0));
    for (const v of own) loss += (v * v) / 2;
    values.push(own);
    const all = new Float64Array(values.reduce((n, v) => n + v.length, 0));
    let at = 0;
    for (const own of values) { all.set(own, at); at += own.length; }
    return { values: all, loss };
  }

  /** Roots of what the square of a point's residual is multiplied by. */
  private weightsOf(block: ObjectiveBlock): Float64Array {
    const { weights } = this.problem.train[block.points]!;
    const count = countOf(this.data, block);
    const share = block.weight / (count * block.formula.roots.length);
    return Float64Array.from({ length: count }, (_, n) => Math.sqrt(share * (weights?.[n] ?? 1)));
  }
}

const countOf = (data: BoundData, { points }: ObjectiveBlock): number => data.sets.find((set) => set.points === points)!.count;

/** What a state said of the network, for the points of all sets. @param first row of the block's own */
interface Outputs { readonly values: Float64Array; readonly width: number; readonly first: number; readonly reads: readonly Read[] }

/** @returns `[points][residuals]`, each times the weight of its point; 0 where that is 0 */
function residualsOf({ formula, reads }: ObjectiveBlock, { inputs, targets }: PointSets[string], outputs: Outputs, weights: Float64Array): Float64Array {
  const program = blockProgram(formula, POINTS);
  const each = formula.roots.length;
  const columns = formula.inputs.map((name) => {
    const read = reads[name]!;
    if (read.of === 'input') return { values: inputs.values, width: inputs.width, first: 0, index: read.index };
    if (read.of === 'target') return { values: targets!.values, width: targets!.width, first: 0, index: read.index };
    return { ...outputs, index: outputs.reads.indexOf(read) };
  });
  const residuals = new Float64Array(weights.length * each);
  for (let from = 0; from < weights.length; from += POINTS) {
    const count = Math.min(POINTS, weights.length - from);
    columns.forEach(({ values, width, first, index }, i) => { for (let n = 0; n < count; n++) program.inputs[i]![n] = values[(first + from + n) * width + index]!; });
    program.run(count);
    program.outputs.forEach((root, k) => { for (let n = 0; n < count; n++) residuals[(from + n) * each + k] = weights[from + n] === 0 ? 0 : root[n]! * weights[from + n]!; });
  }
  return residuals;
}

/** Indices of shape parameters that no step takes below a tenth of what they were. */
function positiveParameters({ layers }: Structure): ReadonlySet<number> {
  return new Set(layers.flatMap(({ terms }) => terms.flatMap(({ shape, segments }) => Object.entries(shape).flatMap(([name, { constraint }]) => {
    const { offset, length } = segments.shape[name]!;
    return constraint === 'positive' ? Array.from({ length }, (_, k) => offset + k) : [];
  }))));
}
