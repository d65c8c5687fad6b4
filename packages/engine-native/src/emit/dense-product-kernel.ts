import { FunctionBuilder, i32, lanes, type Variable } from '../code/emitter.js';

const { add, mul, constant } = i32;

/** Rows and columns of H that are summed together: four rows against two vectors are eight independent sums from six loads. */
export const TILE = 4;
const VECTORS = 2;
const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

/**
 * H += factor J'J from the numbers that every row of a block of samples has, always in double precision:
 *
 *     denseProducts(values, hessian, samples, count, line, stride, factor)
 *
 * values `[sample][line bytes]`, of which the first `count`, a multiple of {@link TILE}, are meant; H `[count][stride bytes]`. Only its lower
 * triangle means anything: tiles on the diagonal are written whole. Every number of H is loaded once a block, not once a sample.
 * Cost per sample: count^2 / 2.
 */
export function denseProductKernel(): FunctionBuilder {
  const v = lanes('float64');
  const f = new FunctionBuilder('denseProducts', 7);
  const [values, hessian, samples, count, line, stride, factor] = f.parameters as readonly [Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const [n, i, j, row, at, own, other, end] = f.locals('i32', 8) as [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const sums = range(TILE).map(() => f.locals('v128', VECTORS));
  const columns = f.locals('v128', VECTORS);
  const [x, scale] = f.locals('v128', 2) as [Variable, Variable];
  f.set(scale, v.loadSplat(factor.get));
  f.set(end, mul(count.get, constant(8)));
  f.set(row, hessian.get);
  f.loop(i, constant(0), end.get, 8 * TILE, () => {
    f.loop(j, constant(0), add(i.get, constant(1)), 8 * TILE, () => {
      sums.flat().forEach((sum) => f.set(sum, v.constant(0)));
      f.set(own, add(values.get, i.get));
      f.set(other, add(values.get, j.get));
      f.loop(n, constant(0), samples.get, 1, () => {
        columns.forEach((y, c) => f.set(y, v.load(other.get, 16 * c)));
        sums.forEach((ofRow, r) => {
          f.set(x, v.loadSplat(own.get, 8 * r));
          ofRow.forEach((sum, c) => f.set(sum, v.multiplyAdd(x.get, columns[c]!.get, sum.get)));
        });
        f.increase(own, line.get);
        f.increase(other, line.get);
      });
      f.set(at, add(row.get, j.get));
      sums.forEach((ofRow) => {
        ofRow.forEach((sum, c) => f.emit(v.store(at.get, v.multiplyAdd(scale.get, sum.get, v.load(at.get, 16 * c)), 16 * c)));
        f.increase(at, stride.get);
      });
    });
    f.set(row, add(row.get, mul(stride.get, constant(TILE))));
  });
  return f;
}
