import type { OpenBackend } from '@knotwork/engine-tfjs/backends';
import type { Rows, Samples } from '@knotwork/plugin';

type Tensor = ReturnType<OpenBackend['tf']['tensor']>;

/** What a program by hand is made for; splines are cubic. */
export interface CubicShape { readonly layers: readonly number[]; readonly intervals: number }

/** A network of cubic splines as somebody writes it over TensorFlow.js for this one purpose. */
export interface ByHand {
  /** One step of Adam. @param rows those that it sees, by their indices; null for all. @returns mean squared error before it */
  step(rows: Uint32Array | null): number;
  dispose(): void;
}

const DEGREE = 3;
const [SPREAD, RATE, BETA1, BETA2, EPSILON] = [0.1, 1e-3, 0.9, 0.999, 1e-8];

/**
 * Residual edges, w SiLU(x) + sum c_i B_i(x) on even knots over [-1, 1] with B in closed form, (max(2 - d, 0)^3 - 4 max(1 - d, 0)^3) / 6 for the distance d
 * to the center in intervals; its gradient by hand as well, contractions as products of matrices, Adam on the device. One program for one basis: no windows,
 * masks, grids, nodes or losses to choose.
 */
export function closedCubic(opened: OpenBackend, shape: CubicShape, all: Rows): ByHand {
  const { tf } = opened;
  const { size, h, choose, inputs, targets, centers, weights, rowsOf } = prepared(opened, shape, all);
  const { layers } = shape;
  const product = (a: Tensor, b: Tensor, ta = false, tb = false): Tensor => tf.matMul(a as never, b as never, ta, tb);
  const [first, second] = [weights.map((w) => tf.zerosLike(w)), weights.map((w) => tf.zerosLike(w))];
  let done = 0;

  const features = (input: Tensor): { readonly values: Tensor; readonly slopes: () => Tensor } => {
    const [count, width] = input.shape as [number, number];
    const u = tf.sub(tf.expandDims(tf.div(input, h), 1), centers);
    const d = tf.abs(u);
    const [outer, inner] = [tf.relu(tf.sub(2, d)), tf.relu(tf.sub(1, d))];
    const [outer2, inner2] = [tf.square(outer), tf.square(inner)];
    const values = tf.div(tf.sub(tf.mul(outer2, outer), tf.mul(tf.mul(inner2, inner), 4)), 6);
    const sigmoid = tf.sigmoid(input);
    const silu = tf.mul(input, sigmoid);
    return {
      values: tf.reshape(tf.concat([values, tf.expandDims(silu, 1)], 1), [count, (size + 1) * width]),
      slopes: () => {
        const spline = tf.mul(tf.sign(u), tf.div(tf.sub(tf.mul(inner2, 4), outer2), 2 * h));
        return tf.concat([spline, tf.expandDims(tf.add(sigmoid, tf.mul(silu, tf.sub(1, sigmoid))), 1)], 1);
      },
    };
  };
  const update = (x: Tensor, y: Tensor): Tensor => {
    const passes: ReturnType<typeof features>[] = [];
    const outputs = weights.reduce<Tensor>((at, w) => {
      const made = features(at);
      passes.push(made);
      return product(made.values, w);
    }, x);
    const error = tf.sub(outputs, y);
    const t = ++done;
    let g = tf.div(error, error.size) as Tensor;
    for (let l = weights.length - 1; l >= 0; l--) {
      const { values, slopes } = passes[l]!;
      const [w, own] = [weights[l]!, product(values, g, true)];
      if (l > 0) g = tf.sum(tf.mul(tf.reshape(product(g, w, false, true), [-1, size + 1, layers[l]!]), slopes()), 1);
      const m = tf.keep(tf.add(tf.mul(first[l]!, BETA1), tf.mul(own, 1 - BETA1)) as Tensor);
      const v = tf.keep(tf.add(tf.mul(second[l]!, BETA2), tf.mul(tf.square(own), 1 - BETA2)) as Tensor);
      const moved = tf.keep(tf.sub(w, tf.div(tf.mul(m, RATE / (1 - BETA1 ** t)), tf.add(tf.sqrt(tf.div(v, 1 - BETA2 ** t)), EPSILON))) as Tensor);
      for (const old of [w, first[l]!, second[l]!]) old.dispose();
      [weights[l], first[l], second[l]] = [moved, m, v];
    }
    return tf.mean(tf.square(error));
  };
  return {
    step(rows) {
      choose();
      return valueOf(tf.tidy(() => update(...rowsOf(rows))));
    },
    dispose() { for (const t of [inputs, targets, centers, ...weights, ...first, ...second]) t.dispose(); },
  };
}

/** The same as most people write it: gradients and Adam are those of TensorFlow.js, whose package brings them to tfjs-node, not to its single back ends. */
export function closedCubicByTape(opened: OpenBackend, shape: CubicShape, all: Rows): ByHand {
  const { tf } = opened;
  const { size, h, choose, inputs, targets, centers, weights: begun, rowsOf } = prepared(opened, shape, all);
  const weights = begun.map((w) => tf.variable(w));
  const adam = tf.train.adam(RATE, BETA1, BETA2, EPSILON);
  const features = (input: Tensor): Tensor => {
    const d = tf.abs(tf.sub(tf.expandDims(tf.div(input, h), 1), centers));
    const [outer, inner] = [tf.relu(tf.sub(2, d)), tf.relu(tf.sub(1, d))];
    const values = tf.div(tf.sub(tf.mul(tf.square(outer), outer), tf.mul(tf.mul(tf.square(inner), inner), 4)), 6);
    return tf.reshape(tf.concat([values, tf.expandDims(tf.mul(input, tf.sigmoid(input)), 1)], 1), [input.shape[0]!, (size + 1) * input.shape[1]!]);
  };
  return {
    step(rows) {
      choose();
      return valueOf(adam.minimize(() => {
        const [x, y] = rowsOf(rows);
        return tf.losses.meanSquaredError(y, weights.reduce<Tensor>((at, w) => tf.matMul(features(at) as never, w as never), x)) as never;
      }, true)!);
    },
    dispose() {
      adam.dispose();
      for (const t of [inputs, targets, centers, ...begun, ...weights]) t.dispose();
    },
  };
}

/** What both programs begin with. Basis values and SiLU of an input are side by side in the weights: `[size + 1][inputs][outputs]`. */
function prepared({ tf, backend }: OpenBackend, { layers, intervals }: CubicShape, all: Rows) {
  const size = intervals + DEGREE;
  const h = 2 / intervals;
  const choose = (): void => { if (tf.getBackend() !== backend) void tf.setBackend(backend); };
  choose();
  const table = ({ count, width, values }: Samples): Tensor => tf.tensor2d(Float32Array.from(values), [count, width]);
  const [inputs, targets] = [table(all.inputs), table(all.targets!)];
  return {
    size, h, choose, inputs, targets,
    centers: tf.tensor3d(Float32Array.from({ length: size }, (_, i) => (-1 + (i - 1) * h) / h), [1, size, 1]),
    weights: layers.slice(1).map((outputs, l) => tf.randomNormal([(size + 1) * layers[l]!, outputs], 0, SPREAD / Math.sqrt(layers[l]!)) as Tensor),
    /** Inputs and targets that a step sees. */
    rowsOf: (rows: Uint32Array | null): readonly [Tensor, Tensor] => {
      if (rows === null) return [inputs, targets];
      const places = tf.tensor1d(Int32Array.from(rows), 'int32');
      return [tf.gather(inputs, places), tf.gather(targets, places)];
    },
  };
}

/** Reads a number, and gives it back. */
function valueOf(loss: Tensor): number {
  const value = loss.dataSync()[0]!;
  loss.dispose();
  return value;
}
