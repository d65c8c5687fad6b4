import { operation, type Expr, type Op } from '@knotwork/algebra';
import type { Device } from '../device.js';
import type { Tensor, Tfjs } from '../tfjs-module.js';

/** What an expression is: a number that is known before anything runs on the device, or a tensor. */
export type Quantity = Tensor | number;

/** Knots of their own of every group of a term: `[groups][intervals + 1]` in grid units. */
export interface KnotTable {
  /** Interior knots: `[1][groups][intervals - 1]`. */
  readonly interior: Tensor;
  /** All knots and `margin` more on both sides, by the spacing that is outermost there: `[groups * (intervals + 1 + 2 margin)]`. */
  readonly extended: Tensor;
  readonly margin: number;
  /** Where the first knot of a group is in `extended`: `[1][groups]`. */
  readonly first: Tensor;
  /** Largest index within a group, margin left out. */
  readonly last: number;
}

/** An operation of a formula whose arguments are known. */
interface Place {
  readonly device: Device;
  readonly tf: Tfjs;
  readonly node: Expr;
  readonly args: readonly Quantity[];
  readonly tables: Readonly<Record<string, KnotTable>>;
}

type TensorOperation = (at: Place) => Quantity;

const isNumber = (q: Quantity): q is number => typeof q === 'number';

/** Argument k as a tensor of numbers: comparisons are truth values until somebody computes with them. */
function at({ device, node, args }: Place, k: number): Tensor { return asTensor(device, args[k]!, node.args[k]!.op === 'constant'); }

/** A quantity as a tensor of numbers. @param stays whether a number comes again and again, and so may be kept */
export function asTensor(device: Device, q: Quantity, stays = false): Tensor {
  if (isNumber(q)) return stays ? device.constant(q) : device.tf.scalar(q);
  return q.dtype === 'bool' ? device.tf.cast(q, 'float32') : q;
}

/** A quantity of that shape: a number, or what is the same for all samples, is spread. */
export function ofShape(device: Device, q: Quantity, shape: readonly number[]): Tensor {
  return isNumber(q) ? device.filled(q, shape) : device.spread(asTensor(device, q), shape);
}

const unary = (f: (tf: Tfjs, a: Tensor) => Tensor): TensorOperation => (place) => f(place.tf, at(place, 0));
const binary = (f: (tf: Tfjs, a: Tensor, b: Tensor) => Tensor): TensorOperation => (place) => f(place.tf, at(place, 0), at(place, 1));
const comparing = (f: (tf: Tfjs, a: Tensor, b: Tensor) => Tensor): TensorOperation => (place) => f(place.tf, ...place.device.alike(at(place, 0), at(place, 1)));
/** The smaller or the larger of two. WebAssembly passes on what is no number from the first argument only. */
const choosing = (f: (tf: Tfjs, a: Tensor, b: Tensor) => Tensor): TensorOperation => (place) => {
  const { device, device: { backend }, tf, args } = place;
  const [first, second] = isNumber(args[0]!) ? [1, 0] : [0, 1];
  const [a, b] = device.alike(at(place, first), at(place, second));
  const chosen = f(tf, a, b);
  return backend !== 'wasm' || isNumber(args[second]!) ? chosen : tf.where(tf.isNaN(b), b, chosen);
};
const elsewhere: TensorOperation = ({ node }) => { throw new RangeError(`A formula with "${node.op}" has no tensors by itself.`); };

const where: TensorOperation = (place) => {
  const { device, tf, args: [condition, b, c] } = place;
  if (isNumber(condition!)) return condition !== 0 ? b! : c!;
  const isTrue = condition!.dtype === 'bool' ? condition! : tf.notEqual(condition!, device.constant(0));
  // Two numbers need no choice, unless one is infinite.
  if (isNumber(b!) && isNumber(c!) && Number.isFinite(b - c)) {
    const chosen = tf.cast(isTrue, 'float32');
    const scaled = b - c === 1 ? chosen : tf.mul(chosen, b - c);
    return c === 0 ? scaled : tf.add(scaled, c);
  }
  return tf.where(isTrue, at(place, 1), at(place, 2));
};

const locate: TensorOperation = (place) => {
  const { device, tf, tables, node } = place;
  const { interior } = tables[node.args[0]!.name]!;
  // WebAssembly gives no sum of nothing.
  if (interior.size === 0) return 0;
  // How many of the interior knots are at or below: what is no number is below all of them.
  const reached = tf.greaterEqual(...device.alike(tf.expandDims(at(place, 1), -1), interior));
  return tf.sum(tf.cast(reached, 'float32'), -1);
};

const knotAt: TensorOperation = (place) => {
  const { device, tf, tables, node } = place;
  const { extended, margin, first, last } = tables[node.args[0]!.name]!;
  const index = tf.clipByValue(node.value === 0 ? at(place, 1) : tf.add(at(place, 1), device.constant(node.value)), -margin, last + margin);
  const known = tf.where(tf.isNaN(index), tf.zerosLike(index), index);
  return tf.gather(extended, tf.cast(tf.add(known, first), 'int32'));
};

/** The operations of formulas as tensors, row by row: nothing else in this package knows them one by one. */
const tensorOperations: Readonly<Record<Op, TensorOperation>> = {
  constant: ({ node }) => node.value,
  input: elsewhere, table: elsewhere, cell: elsewhere, knot: elsewhere,
  add: binary((tf, a, b) => tf.add(a, b)),
  sub: binary((tf, a, b) => tf.sub(a, b)),
  mul: binary((tf, a, b) => tf.mul(a, b)),
  reciprocal: unary((tf, a) => tf.reciprocal(a)),
  neg: unary((tf, a) => tf.neg(a)),
  minimum: choosing((tf, a, b) => tf.minimum(a, b)),
  maximum: choosing((tf, a, b) => tf.maximum(a, b)),
  abs: unary((tf, a) => tf.abs(a)),
  floor: unary((tf, a) => tf.floor(a)),
  less: comparing((tf, a, b) => tf.less(a, b)),
  where,
  sqrt: unary((tf, a) => tf.sqrt(a)),
  exp: unary((tf, a) => tf.exp(a)),
  log: unary((tf, a) => tf.log(a)),
  sin: unary((tf, a) => tf.sin(a)),
  cos: unary((tf, a) => tf.cos(a)),
  tanh: unary((tf, a) => tf.tanh(a)),
  sigmoid: unary((tf, a) => tf.sigmoid(a)),
  asin: unary((tf, a) => tf.asin(a)),
  atan: unary((tf, a) => tf.atan(a)),
  erf: unary((tf, a) => tf.erf(a)),
  locate, knotAt,
};

const none = new Float64Array(0);

/** One operation: in double precision and at once where all arguments are numbers, else on the device. */
export function apply(device: Device, node: Expr, args: readonly Quantity[], tables: Readonly<Record<string, KnotTable>>): Quantity {
  if (args.length > 0 && args.every(isNumber) && operation(node.op).looksUp !== true) {
    const to = new Float64Array(1);
    const [a = none, b = none, c = none] = args.map((v) => Float64Array.of(v));
    operation(node.op).number!(1, to, a, b, c, node.value);
    return to[0]!;
  }
  return tensorOperations[node.op]({ device, tf: device.tf, node, args, tables });
}
