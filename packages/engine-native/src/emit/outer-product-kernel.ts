import { FunctionBuilder, i32, lanes, type Variable } from '../code/emitter.js';

const { add, mul, constant } = i32;
const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

/**
 * H += factor J'J from the windows of the sparse rows of a block of samples, and from windows and what else is in a row; always in double precision:
 *
 *     outerProducts(values, starts, hessian, samples, windows, singles, stride, factor)
 *
 * A row holds numbers that every row has, `singles`, then windows of `width` numbers side by side (padded with zeros): values `[sample][singles + windows width]`.
 * Its unknowns are numbered accordingly: singles first, then window w from starts `[sample][w]` on, ascending. Only the lower triangle of H
 * (`stride` bytes a row) means anything: beside the diagonal, whole vectors are written. Products of singles among themselves are left to
 * another kernel, which need not load and store H for every sample. Cost per sample: (numbers of a row)^2 / 2, however many unknowns there are.
 *
 * @param width even
 */
export function outerProductKernel(width: number): FunctionBuilder {
  const v = lanes('float64');
  const f = new FunctionBuilder('outerProducts', 8);
  const [values, starts, hessian, samples, windows, singles, stride, factor] = f.parameters as
    readonly [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const [n, b, a, row, at, from, to, start, own, k, bytes, index] = f.locals('i32', 12) as
    [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const x = f.local('v128');
  const scale = f.local('v128');
  const eight = (value: readonly number[]): number[] => mul(value, constant(8));
  /** H[row][0..singles) += x times the singles. */
  const withSingles = (): void => f.when(singles.get, () => {
    f.set(k, constant(0));
    f.set(bytes, eight(singles.get));
    f.repeat(k, bytes.get, 16, () => {
      f.set(at, add(row.get, k.get));
      f.emit(v.store(at.get, v.multiplyAdd(x.get, v.load(add(values.get, k.get)), v.load(at.get))));
    });
  });
  f.set(scale, v.loadSplat(factor.get));
  f.loop(n, constant(0), samples.get, 1, () => {
    f.set(from, add(values.get, eight(singles.get)));
    f.set(own, from.get);
    f.loop(b, constant(0), windows.get, 1, () => {
      f.set(index, i32.load(add(starts.get, mul(b.get, constant(4)))));
      f.set(row, add(hessian.get, mul(index.get, stride.get)));
      for (const w of range(width)) {
        f.set(x, v.mul(scale.get, v.loadSplat(own.get, 8 * w)));
        withSingles();
        f.set(to, from.get);
        f.set(start, starts.get);
        f.loop(a, constant(0), add(b.get, constant(1)), 1, () => {
          f.set(at, add(row.get, eight(i32.load(start.get))));
          for (const j of range(width / 2)) f.emit(v.store(at.get, v.multiplyAdd(x.get, v.load(to.get, 16 * j), v.load(at.get, 16 * j)), 16 * j));
          f.increase(start, 4);
          f.increase(to, 8 * width);
        });
        f.increase(row, stride.get);
      }
      f.increase(own, 8 * width);
    });
    f.set(values, own.get);
    f.increase(starts, mul(windows.get, constant(4)));
  });
  return f;
}
