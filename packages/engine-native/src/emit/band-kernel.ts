import { doublesOver } from '../code/doubles-over.js';
import { f64, FunctionBuilder, i32, type Lanes, type Variable } from '../code/emitter.js';
import { addAcross } from './add-across.js';

const { add, sub, mul, constant } = i32;

/**
 * A penalty 1/2 s c' M c on neighbouring edges, M symmetric with a band of `half` beside the diagonal:
 *
 *     penalty(coefficients, gradients, rest, stride, band, scales, sum, size, half, width)
 *
 * coefficients and gradients `[size][width bytes]`, one edge in each lane, in the precision of the network; band `[size][half + 1]`, the lower part
 * row by row, and scales s of every lane, in double precision. Adds s M c to the gradients and 1/2 sum s c' M c to the double at `sum`. With a
 * `rest` that is not 0, s M c is left there for `borderKernel` to add: `[size][stride bytes]`, in double precision.
 *
 * Products are in double precision in any case: M is made of differences, and in c' M c of a smooth edge nearly everything cancels. In single
 * precision what is left would be rounding, of any sign, and larger than the error of a good fit.
 */
export function bandKernel(numbers: Lanes): FunctionBuilder {
  const { v, bytes, load, addTo } = doublesOver(numbers);
  const f = new FunctionBuilder('penalty', 10);
  const [coefficients, gradients, rest, stride, band, scales, total, size, half, width] = f.parameters as readonly Variable[] as
    readonly [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const [lane, i, j, end, m, c, offset] = f.locals('i32', 7) as [Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const [product, sum, scale] = f.locals('v128', 3) as [Variable, Variable, Variable];
  const line = mul(add(half.get, constant(1)), constant(v.size));
  f.loop(lane, constant(0), width.get, bytes, () => {
    f.set(sum, v.constant(0));
    f.set(scale, v.load(add(scales.get, mul(lane.get, constant(16 / bytes)))));
    f.loop(i, constant(0), size.get, 1, () => {
      f.set(product, v.constant(0));
      // Columns before and on the diagonal: row i of the band, whose last number is the diagonal.
      f.set(j, constant(0));
      f.when(i32.less(half.get, i.get), () => f.set(j, sub(i.get, half.get)));
      f.set(m, add(add(band.get, mul(i.get, line)), mul(sub(add(half.get, j.get), i.get), constant(v.size))));
      f.set(c, add(add(coefficients.get, lane.get), mul(j.get, width.get)));
      f.repeat(j, add(i.get, constant(1)), 1, () => {
        f.set(product, v.multiplyAdd(v.loadSplat(m.get), load(c.get), product.get));
        f.increase(m, v.size);
        f.increase(c, width.get);
      });
      // Columns behind it: the same numbers, from the rows below.
      f.set(end, add(add(i.get, half.get), constant(1)));
      f.when(i32.less(size.get, end.get), () => f.set(end, size.get));
      f.set(m, add(add(band.get, mul(j.get, line)), mul(sub(add(half.get, i.get), j.get), constant(v.size))));
      f.when(i32.less(j.get, end.get), () => f.repeat(j, end.get, 1, () => {
        f.set(product, v.multiplyAdd(v.loadSplat(m.get), load(c.get), product.get));
        f.set(m, sub(add(m.get, line), constant(v.size)));
        f.increase(c, width.get);
      }));
      f.set(product, v.mul(product.get, scale.get));
      f.set(offset, add(lane.get, mul(i.get, width.get)));
      f.set(sum, v.multiplyAdd(product.get, load(add(coefficients.get, offset.get)), sum.get));
      f.choose(rest.get,
        () => f.emit(v.store(add(add(rest.get, mul(lane.get, constant(16 / bytes))), mul(i.get, stride.get)), product.get)),
        () => {
          f.set(offset, add(gradients.get, offset.get));
          f.emit(addTo(offset.get, product.get));
        });
    });
    addAcross(f, v, sum);
    f.emit(f64.store(total.get, f64.add(f64.load(total.get), f64.mul(f64.constant(0.5), v.first(sum.get)))));
  });
  return f;
}
