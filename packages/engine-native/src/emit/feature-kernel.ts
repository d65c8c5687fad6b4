import type { Expr } from '@knotwork/algebra';
import { BLOCK } from '../memory/block.js';
import { FunctionBuilder, i32, type Lanes, type Variable } from '../code/emitter.js';
import { Graph } from '../code/graph.js';
import { type BodyInput, GraphBody } from '../code/graph-body.js';
import { lower } from '../code/lowering.js';
import { ORDINARY, type ParameterBlock, parameterBlock } from '../code/parameter-block.js';

/** Features of the inputs of a layer, formulas of `x` and of uniform inputs. */
export interface FeatureSpec {
  /** What is written, one plane each: live features, base function, derivatives. */
  readonly planes: readonly Expr[];
  /** Index of the first live coefficient; null for a global term. */
  readonly start: Expr | null;
  /** Largest index that `start` may have. */
  readonly lastStart: number;
  /** Names of the uniform inputs, in the order of the parameter block. */
  readonly parameters: readonly string[];
  /** Intervals of the inputs' own knots; null on an even grid. */
  readonly intervals: number | null;
  /** Names of the channels of `x` behind its values, which formulas read too, in their order; left out for none. */
  readonly channels?: readonly string[];
  /** The layout of the parameter blocks, where it was made for more formulas than these; left out for their own. */
  readonly block?: ParameterBlock;
}

const laidOut = new WeakMap<FeatureSpec, ParameterBlock>();

/** How the parameter block of one input is laid out, found once per spec. Kernels of the same term with the features among their planes agree on it. */
export function featureParameters(spec: FeatureSpec): ParameterBlock {
  const { planes, start, parameters, intervals } = spec;
  const known = laidOut.get(spec) ?? parameterBlock({ formulas: start === null ? planes : [...planes, start], parameters, intervals });
  laidOut.set(spec, known);
  return known;
}

/**
 * A function features(x, parameters, stride, out, starts, list, count, bytes). For the inputs i that are listed, `count` 32-bit
 * integers at `list`: reads `bytes` (a multiple of 16 up to a row) of row i of `x`; writes planes `[i][plane][BLOCK]` to `out` and
 * starts `[i][BLOCK]`, 32-bit integers, to `starts`. The parameter block of input i is at parameters + i stride.
 *
 * Where formulas read channels of x the function takes two more: address of the first channel, that of the values, and bytes from one to the next; in each,
 * inputs lie as in x.
 *
 * Whatever `start` returns is clamped as an integer: NaN gives 0.
 */
export function featureKernel(name: string, lanes: Lanes, spec: FeatureSpec): FunctionBuilder {
  const { planes, start, lastStart, parameters, channels = [] } = spec;
  const row = BLOCK * lanes.size;
  const f = new FunctionBuilder(name, channels.length === 0 ? 8 : 10);
  const [x, blocks, stride, out, starts, list, count, bytes, first, channelStride] = f.parameters as [V, V, V, V, V, V, V, V, V, V];
  const [k, i, end, from, block, to, startsTo] = f.locals('i32', 7) as [V, V, V, V, V, V, V];

  const graph = new Graph();
  const roots = lower(graph, [...planes, ...(start === null ? [] : [start])].map((e) => graph.from(e)), lanes.precision, ORDINARY);
  const sample = f.local('v128');
  const uniform = parameters.map((input) => ({ input, variable: f.local('v128') }));
  const channel = channels.map((input) => ({ input, variable: f.local('v128'), behind: f.local('i32') }));
  const inputs = new Map<string, BodyInput>([
    ['x', { code: sample.get, uniform: false }], ...channel.map(({ input, variable }) => [input, { code: variable.get, uniform: false }] as const), ...uniform.map(({ input, variable }) => [input, { code: variable.get, uniform: true }] as const),
  ]);
  const { knots } = spec.block ?? featureParameters(spec);
  const body = new GraphBody(f, lanes, roots, inputs, knots === null ? null : { address: block.get, layout: knots });

  // How far each channel lies behind x.
  channel.forEach(({ behind }, c) => f.set(behind, i32.add(i32.sub(first.get, x.get), i32.mul(channelStride.get, i32.constant(c + 1)))));
  f.when(count.get, () => f.loop(k, i32.constant(0), count.get, 1, () => {
    f.set(i, i32.load(i32.add(list.get, i32.mul(k.get, i32.constant(4)))));
    f.set(block, i32.add(blocks.get, i32.mul(i.get, stride.get)));
    f.set(to, i32.add(out.get, i32.mul(i.get, i32.constant(planes.length * row))));
    f.set(startsTo, i32.add(starts.get, i32.mul(i.get, i32.constant(4 * BLOCK))));
    uniform.forEach(({ variable }, number) => f.set(variable, lanes.loadSplat(block.get, number * lanes.size)));
    body.begin();
    f.set(from, i32.add(x.get, i32.mul(i.get, i32.constant(row))));
    f.set(end, i32.add(from.get, bytes.get));
    f.repeat(from, end.get, 16, () => {
      f.set(sample, lanes.load(from.get));
      for (const { variable, behind } of channel) f.set(variable, lanes.load(i32.add(from.get, behind.get)));
      body.iterate();
      planes.forEach((_, plane) => f.emit(lanes.store(to.get, body.value(roots[plane]!), plane * row)));
      if (start !== null) {
        f.emit(lanes.storeIntegers(startsTo.get, lanes.clampIntegers(lanes.toIntegers(body.value(roots[planes.length]!)), 0, lastStart)));
        f.increase(startsTo, 4 * lanes.count);
      }
      f.increase(to, 16);
    });
  }));
  return f;
}

type V = Variable;
