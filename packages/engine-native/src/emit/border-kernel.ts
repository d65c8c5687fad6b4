import { doublesOver } from '../code/doubles-over.js';
import { f64, FunctionBuilder, i32, type Lanes, type Variable } from '../code/emitter.js';
import { addAcross } from './add-across.js';

const { add, mul, constant } = i32;

/**
 * What a penalty has besides its band, on neighbouring edges with coefficients c and base weights w:
 *
 *     s (w a'c + 1/2 b w^2 - 1/2 (m'c + n w)^2) + l'c + k w
 *
 *     border(coefficients, gradients, rest, weights, weightGradients, base, mean, linear, stride, scales, sum, size, width)
 *
 * coefficients and gradients `[size][width bytes]`, one edge in each lane, weights and their gradients alike, in the precision of the network;
 * `weights` is 0 without a base function. All else in double precision: base (a, b) and mean (m, n) `[size + 1]`; linear (l, k)
 * `[size + 1][stride bytes]`, a vector for each of coefficients; 0 without; scales s of every lane. Adds the gradients, and the value to the
 * double at `sum`. Products are in double precision, as in `bandKernel`: with the band, variances are differences of squares. So are sums of both:
 * what `bandKernel` left in `rest`, if that is not 0, is added before single numbers are made of them.
 */
export function borderKernel(numbers: Lanes): FunctionBuilder {
  const { v, bytes, load, addTo } = doublesOver(numbers);
  const f = new FunctionBuilder('border', 13);
  const [coefficients, gradients, rest, weights, weightGradients, base, mean, linear, stride, scales, total, size, width] = f.parameters as readonly Variable[] as
    readonly [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const [lane, k, c, g, r, a, m, l] = f.locals('i32', 8) as [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const [weight, along, product, sum, scale, slope, x] = f.locals('v128', 7) as [Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const start = (): void => {
    f.set(c, add(coefficients.get, lane.get));
    f.set(g, add(gradients.get, lane.get));
    f.set(a, base.get);
    f.set(m, mean.get);
    f.set(l, add(linear.get, mul(lane.get, constant(16 / bytes))));
  };
  const next = (): void => {
    f.increase(c, width.get);
    f.increase(g, width.get);
    f.increase(a, v.size);
    f.increase(m, v.size);
    f.increase(l, stride.get);
  };
  /** slope += linear, sum += linear x. */
  const addLinear = (): void => f.when(linear.get, () => {
    f.set(slope, v.add(slope.get, v.load(l.get)));
    f.set(sum, v.multiplyAdd(v.load(l.get), x.get, sum.get));
  });
  f.loop(lane, constant(0), width.get, bytes, () => {
    f.set(scale, v.load(add(scales.get, mul(lane.get, constant(16 / bytes)))));
    f.set(weight, v.constant(0));
    f.when(weights.get, () => f.set(weight, load(add(weights.get, lane.get))));
    f.set(along, v.constant(0));
    f.set(product, v.constant(0));
    start();
    f.loop(k, constant(0), size.get, 1, () => {
      f.set(along, v.multiplyAdd(v.loadSplat(m.get), load(c.get), along.get));
      f.set(product, v.multiplyAdd(v.loadSplat(a.get), load(c.get), product.get));
      next();
    });
    f.set(along, v.multiplyAdd(v.loadSplat(m.get), weight.get, along.get));
    // s / 2 (w (2 a'c + b w) - (m'c + n w)^2)
    f.set(x, v.add(v.add(product.get, product.get), v.mul(v.loadSplat(a.get), weight.get)));
    f.set(sum, v.sub(v.mul(weight.get, x.get), v.mul(along.get, along.get)));
    f.set(sum, v.mul(v.mul(v.constant(0.5), scale.get), sum.get));
    f.when(weights.get, () => {
      f.set(x, weight.get);
      f.set(slope, v.multiplyAdd(v.loadSplat(a.get), weight.get, product.get));
      f.set(slope, v.mul(scale.get, v.sub(slope.get, v.mul(v.loadSplat(m.get), along.get))));
      addLinear();
      f.set(g, add(weightGradients.get, lane.get));
      f.emit(addTo(g.get, slope.get));
    });
    start();
    f.set(r, add(rest.get, mul(lane.get, constant(16 / bytes))));
    f.loop(k, constant(0), size.get, 1, () => {
      f.set(x, load(c.get));
      f.set(slope, v.mul(scale.get, v.sub(v.mul(v.loadSplat(a.get), weight.get), v.mul(v.loadSplat(m.get), along.get))));
      addLinear();
      f.when(rest.get, () => {
        f.set(slope, v.add(v.load(r.get), slope.get));
        f.increase(r, stride.get);
      });
      f.emit(addTo(g.get, slope.get));
      next();
    });
    addAcross(f, v, sum);
    f.emit(f64.store(total.get, f64.add(f64.load(total.get), v.first(sum.get))));
  });
  return f;
}
