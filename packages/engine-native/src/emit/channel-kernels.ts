import type { ChainTerm, Channels } from '@knotwork/network';
import { type Code, type FunctionBuilder, i32, type Variable } from '../code/emitter.js';
import { columnGather, type ColumnShape, columnToCoefficients, columnWalk } from './column-kernels.js';

/**
 * Contraction of all channels at once, lanes over samples, like `columnContractions`: coefficients are gathered once for all channels of an edge, and
 * gradients go back into all channels of its input.
 *
 * Features of a group are `[channel][rows][BLOCK]`, and behind them, where gradients go back, their derivatives `[order from 1 on][rows][BLOCK]`.
 */
export interface ChannelShape extends ColumnShape {
  readonly channels: Channels;
  /** Rows of a channel, of which the kernel contracts some. */
  readonly rows: number;
}

const { add } = i32;
const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

/** The functions `forwardChannels`, `toInputsOfChannels` and `toCoefficientsOfChannels`. */
export function channelContractions(shape: ChannelShape): FunctionBuilder[] { return [forward(shape), toInputs(shape), toCoefficients(shape)]; }

/** What kernels of some channels are called by, besides precision and numbers of rows. */
export function channelKey({ list, slopes }: Channels, { precision, fixed, window, rows }: Omit<ChannelShape, 'channels'>): string {
  return `channels ${precision} ${fixed} ${window} ${rows} ${JSON.stringify([list, slopes])}`;
}

type Ten = readonly [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];

/** forwardChannels(values, starts, coefficients, z, edges, count, bytes, planes, entry, stride): z of channel c at z + c stride */
function forward(shape: ChannelShape): FunctionBuilder {
  const c = columnWalk('forwardChannels', shape, 10);
  const { f, v, plane } = c;
  const [values, starts, coefficients, outputs, edges, count, bytes, planes, entry, stride] = f.parameters as Ten;
  const [end, ...outs] = f.locals('i32', shape.channels.list.length) as [Variable, ...Variable[]];
  const sum = f.local('v128');
  const gather = columnGather(c);
  c.forEachEdge({ values, starts, coefficients, outputs, edges, count, planes, entry }, () => {
    gather.prepare();
    const z = [c.output, ...outs];
    outs.forEach((p, k) => f.set(p, add(z[k]!.get, stride.get)));
    f.set(end, add(c.output.get, bytes.get));
    f.repeat(c.output, end.get, 16, () => {
      const own = gather.gathered();
      z.forEach((p, channel) => {
        f.set(sum, v.load(p.get));
        own.forEach((x, row) => f.set(sum, v.multiplyAdd(v.load(c.values.get, (channel * shape.rows + row) * plane), x, sum.get)));
        f.emit(v.store(p.get, sum.get));
      });
      c.advance(c.values, ...outs);
    });
  });
  return f;
}

/**
 * toInputsOfChannels(values, starts, coefficients, gz, gx, edges, count, bytes, planes, entry, stride, x, strideOfX, strideOfGx): from gradients in all
 * channels of the sums to those in all channels of the inputs,
 *
 *     gx_b += sum over channels c and terms t of dz_c/dx_b of gz_c (factor of t) (channels of x in t) (derivative of the edge of t's order)
 *
 * `x` are the channels of the inputs, group by group.
 */
function toInputs(shape: ChannelShape): FunctionBuilder {
  const c = columnWalk('toInputsOfChannels', shape, 14);
  const { f, v, plane } = c;
  const { channels: { list, order, slopes } } = shape;
  const [values, starts, coefficients, outputs, inputs, edges, count, bytes, planes, entry, stride, x, strideOfX, strideOfGx] = f.parameters as unknown as readonly [...Ten, Variable, Variable, Variable, Variable];
  const size = list.length;
  const end = f.local('i32');
  const derivatives = f.locals('v128', order + 1);
  const [g, total, factor] = f.locals('v128', 3) as [Variable, Variable, Variable];
  const [gz, xs, gxs] = [f.locals('i32', size), f.locals('i32', size), f.locals('i32', size)];
  const gather = columnGather(c);
  c.forEachEdge({ values, starts, coefficients, outputs, inputs, edges, count, planes, entry, channels: { x, at: xs[0]! } }, () => {
    gather.prepare();
    f.set(gz[0]!, c.output.get);
    f.set(gxs[0]!, c.input.get);
    range(size - 1).forEach((k) => {
      f.set(gz[k + 1]!, add(gz[k]!.get, stride.get));
      f.set(xs[k + 1]!, add(xs[k]!.get, strideOfX.get));
      f.set(gxs[k + 1]!, add(gxs[k]!.get, strideOfGx.get));
    });
    f.set(end, add(c.output.get, bytes.get));
    f.repeat(c.output, end.get, 16, () => {
      const own = gather.gathered();
      derivatives.forEach((sum, m) => own.forEach((coefficient, row) => {
        const value = v.load(c.values.get, ((size + m) * shape.rows + row) * plane);
        f.set(sum, row === 0 ? v.mul(value, coefficient) : v.multiplyAdd(value, coefficient, sum.get));
      }));
      const termOf = ({ factor: number, order: m, of }: ChainTerm): Code => {
        f.set(factor, number === 1 ? derivatives[m - 1]!.get : v.mul(derivatives[m - 1]!.get, v.constant(number)));
        for (const channel of of) f.set(factor, v.mul(factor.get, v.load(xs[channel]!.get)));
        return factor.get;
      };
      range(size).forEach((of) => {
        f.set(total, v.load(gxs[of]!.get));
        range(size).forEach((channel) => {
          const terms = slopes[channel]![of]!;
          if (terms.length === 0) return;
          f.set(g, v.load(gz[channel]!.get));
          for (const term of terms) f.set(total, v.multiplyAdd(termOf(term), g.get, total.get));
        });
        f.emit(v.store(gxs[of]!.get, total.get));
      });
      c.advance(c.values, ...gz, ...xs, ...gxs);
    });
  });
  return f;
}

/** toCoefficientsOfChannels(values, starts, sums, gz, edges, count, bytes, planes, entry, stride); `entry`: bytes of one edge's sums */
function toCoefficients(shape: ChannelShape): FunctionBuilder { return columnToCoefficients('toCoefficientsOfChannels', shape, shape.channels.list.length, shape.rows); }
