import { type Expr, formula, input } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import type { PointRows } from '@knotwork/plugin';
import type { BoundData, Objective, ObjectiveBlock, Read, State } from '@knotwork/plugin/engine';
import type { EngineCase } from './engine-case.js';
import { DATA } from './squared-error.js';

/** A network with an objective that reads derivatives. */
export interface DerivativeCase extends EngineCase {
  readonly objective: Objective;
  readonly points: Readonly<Record<string, PointRows>>;
  /** What blocks read of the network, at every point, by the names of the reads. */
  readsAt(state: State, data: BoundData): Promise<readonly Readonly<Record<string, number>>[]>;
  /** What the rows of the Jacobian of a block are the derivatives of, by hand: `[points * rows]`. */
  rowsOf(block: string, reads: readonly Readonly<Record<string, number>>[]): Float64Array;
  /** What J'HJ multiplies each of these rows by: 1 for residuals, second derivatives of a loss. */
  curvature(block: string, reads: readonly Readonly<Record<string, number>>[]): Float64Array;
}

type Derivative = Extract<Read, { of: 'output' | 'derivative' }>;

/**
 * Gives a network
 *
 *     equation  residuals  u + speed u_a - 0.3 u u_b + 0.1 u_aa - 0.2 u_ab + 0.01 u_aab - t   and   u_b - 0.1 x_b
 *     slope     loss       sqrt(1 + v_b^2)
 *
 * with u the first output, v the last, a the first input, b the last, t the first target and speed a scalar. Derivatives above the order are left out.
 */
export function derivativeCase(c: EngineCase, order: number): DerivativeCase {
  const stream = randomStream(1, `derivative-case.${c.name}`);
  const [b, v] = [c.widths[0]! - 1, c.widths.at(-1)! - 1];
  // The inputs of one are not in order.
  const derivatives: Readonly<Record<string, readonly number[]>> = { ua: [0], ub: [b], uaa: [0, 0], uab: [b, 0], uaab: [0, b, 0] };
  const known = Object.entries(derivatives).filter(([, inputs]) => inputs.length <= order).map(([name, inputs]) => [name, { of: 'derivative', output: 0, inputs } as const] as const);
  const ofNetwork: Readonly<Record<string, Derivative>> = { u: { of: 'output', index: 0 }, ...Object.fromEntries(known) };
  const reads: Readonly<Record<string, Read>> = { ...ofNetwork, x: { of: 'input', index: b }, t: { of: 'target', index: 0 }, speed: { of: 'scalar', name: 'speed' } };
  const factors: Readonly<Record<string, number>> = { uaa: 0.1, uab: -0.2, uaab: 0.01 };
  const [u, ua, ub] = [input('u'), input('ua'), input('ub')];
  const linear = Object.entries(factors).filter(([name]) => Object.hasOwn(reads, name)).reduce((sum: Expr, [name, factor]) => sum.add(input(name).mul(factor)), u);
  const slopeReads: Readonly<Record<string, Derivative>> = { vb: { of: 'derivative', output: v, inputs: [b] } };
  const blocks: readonly ObjectiveBlock[] = [
    {
      name: 'equation', points: DATA, form: 'residuals', weight: 0.8, reads,
      formula: formula(Object.keys(reads), { e: linear.add(input('speed').mul(ua)).sub(u.mul(ub).mul(0.3)).sub(input('t')), s: ub.sub(input('x').mul(0.1)) }),
    },
    { name: 'slope', points: DATA, form: 'loss', weight: 1.7, reads: slopeReads, formula: formula(['vb'], { l: input('vb').square().add(1).sqrt() }) },
  ];
  const { inputs, targets } = c.rows;
  const weights = Float64Array.from({ length: inputs.count }, () => (stream.integer(5) === 0 ? 0 : stream.uniform(0.2, 2)));
  const asked = { ...ofNetwork, ...slopeReads };
  return {
    ...c, name: `${c.name}, derivatives up to order ${order}`,
    objective: { blocks, scalars: { speed: { initial: 0.6 } } },
    points: { [DATA]: { ...c.rows, weights } },
    readsAt: async (state, data) => {
      const { values, width } = await state.outputs(data, Object.values(asked));
      const { scalars } = await state.read();
      return Array.from({ length: data.count }, (_, n) => ({
        ...Object.fromEntries(Object.keys(asked).map((name, k) => [name, values[n * width + k]!])), ...scalars,
        x: inputs.values[n * inputs.width + b]!, t: targets.values[n * targets.width]!,
      }));
    },
    rowsOf: (block, at) => Float64Array.from(at.flatMap((r) => {
      if (block === 'slope') return [r['vb']!];
      const sum = Object.entries(factors).reduce((total, [name, factor]) => total + factor * (r[name] ?? 0), r['u']!);
      return [sum + r['speed']! * r['ua']! - 0.3 * r['u']! * r['ub']! - r['t']!, r['ub']! - 0.1 * r['x']!];
    })),
    curvature: (block, at) => Float64Array.from(at.flatMap(({ vb }) => (block === 'slope' ? [(1 + vb! ** 2) ** -1.5] : [1, 1]))),
  };
}
