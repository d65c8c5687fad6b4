import { formula, input } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import type { PointRows } from '@knotwork/plugin';
import type { Objective, ObjectiveBlock } from '@knotwork/plugin/engine';
import { drawRows, type EngineCase } from './engine-case.js';
import { DATA, outputsAndTargets } from './squared-error.js';

/** A network with an objective of several blocks over two sets of points. */
export interface BlockCase extends EngineCase {
  readonly objective: Objective;
  readonly points: Readonly<Record<string, PointRows>>;
  /** The residuals of a block at one point, or its loss, by hand. */
  by(block: string, at: PointValues): readonly number[];
  /** Derivatives of a block's Jacobian variables, outputs then scalars: of every residual; of a loss, its curvature H. */
  slopes(block: string, at: PointValues): readonly Readonly<Record<string, number>>[];
}

/** What there is at a point. */
export interface PointValues { readonly y: readonly number[]; readonly x: readonly number[]; readonly t: readonly number[]; readonly scalars: Readonly<Record<string, number>> }

/** Set of points without targets. */
export const INSIDE = 'inside';

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/**
 * Gives a network
 *
 *     fit    residuals  gain y_q - t_q of all outputs, over "data"
 *     level  residuals  y_last - shift, over "data" too
 *     bend   loss       log(1 + exp(y_0 - shift x_last)), over "inside", which has no targets
 *
 * with weights of points, some of them 0, weights of blocks, and the scalars gain, which stays positive, and shift.
 */
export function blockCase(c: EngineCase, seed: number): BlockCase {
  const stream = randomStream(seed, 'block-case');
  const [inputs, outputs] = [c.widths[0]!, c.widths.at(-1)!];
  const [gain, shift] = [input('gain'), input('shift')];
  const fitReads = { ...outputsAndTargets(outputs), gain: { of: 'scalar', name: 'gain' } as const };
  const blocks: readonly ObjectiveBlock[] = [
    {
      name: 'fit', points: DATA, form: 'residuals', weight: 0.7, reads: fitReads,
      formula: formula(Object.keys(fitReads), Object.fromEntries(Array.from({ length: outputs }, (_, q) => [`r${q}`, gain.mul(input(`y${q}`)).sub(input(`t${q}`))]))),
    },
    {
      name: 'bend', points: INSIDE, form: 'loss', weight: 1.3,
      // Not in the order in which anybody would sort them.
      reads: { shift: { of: 'scalar', name: 'shift' }, x: { of: 'input', index: inputs - 1 }, u: { of: 'output', index: 0 } },
      formula: formula(['u', 'x', 'shift'], { l: input('u').sub(shift.mul(input('x'))).softplus() }),
    },
    {
      name: 'level', points: DATA, form: 'residuals', weight: 0.4, reads: { last: { of: 'output', index: outputs - 1 }, shift: { of: 'scalar', name: 'shift' } },
      formula: formula(['last', 'shift'], { r: input('last').sub(shift) }),
    },
  ];
  const weights = (count: number): Float64Array => Float64Array.from({ length: count }, () => (stream.integer(5) === 0 ? 0 : stream.uniform(0.2, 2)));
  const inside = drawRows(c.widths, 30 + stream.integer(60), stream.fork('inside')).inputs;
  return {
    ...c, name: `${c.name}, three blocks`,
    objective: { blocks, scalars: { gain: { initial: 1.2, constraint: 'positive' }, shift: { initial: -0.3 } } },
    points: { [DATA]: { ...c.rows, weights: weights(c.rows.inputs.count) }, [INSIDE]: { inputs: inside, weights: weights(inside.count) } },
    by: (block, { y, x, t, scalars: { gain: g, shift: s } }) => {
      if (block === 'fit') return y.map((v, q) => g! * v - t[q]!);
      return block === 'level' ? [y.at(-1)! - s!] : [Math.log1p(Math.exp(y[0]! - s! * x.at(-1)!))];
    },
    slopes: (block, { y, x, scalars: { gain: g, shift: s } }) => {
      if (block === 'fit') return y.map((v, q) => ({ [`y${q}`]: g!, gain: v }));
      if (block === 'level') return [{ [`y${outputs - 1}`]: 1, shift: -1 }];
      const z = y[0]! - s! * x.at(-1)!;
      // Second derivatives are p (1 - p) times the square of the slopes of z, so that one row says them all.
      const root = Math.sqrt(sigmoid(z) * sigmoid(-z));
      return [{ y0: root, shift: -root * x.at(-1)! }];
    },
  };
}
