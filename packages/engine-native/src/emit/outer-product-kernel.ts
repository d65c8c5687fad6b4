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
  const [n, b, a, row, from, to, start, k, sample, first, line] = f.locals('i32', 11) as
    [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  // The rows of H of a window, its numbers in all lanes, and some of the columns.
  const places = f.locals('i32', width);
  const own = f.locals('v128', width);
  const columns = f.locals('v128', Math.max(1, width / 2));
  const scale = f.local('v128');
  const eight = (value: readonly number[]): number[] => mul(value, constant(8));
  /** H[rows of the window][from `column` bytes on] += own times so many vectors from an address on. */
  const addTo = (column: readonly number[], address: Variable, vectors: number): void => {
    for (const j of range(vectors)) f.set(columns[j]!, v.load(address.get, 16 * j));
    places.forEach((place, w) => f.set(place, w === 0 ? add(row.get, column) : add(places[w - 1]!.get, stride.get)));
    places.forEach((place, w) => { for (const j of range(vectors)) f.emit(v.store(place.get, v.multiplyAdd(own[w]!.get, columns[j]!.get, v.load(place.get, 16 * j)), 16 * j)); });
  };
  f.set(scale, v.loadSplat(factor.get));
  f.set(line, eight(add(singles.get, mul(windows.get, constant(width)))));
  // Window by window, and all samples for each: what of H a window meets fits into the nearest cache, the whole of it often does not.
  f.loop(b, constant(0), windows.get, 1, () => {
    f.set(sample, values.get);
    f.set(first, starts.get);
    f.loop(n, constant(0), samples.get, 1, () => {
      f.set(from, add(sample.get, eight(singles.get)));
      f.set(to, add(from.get, mul(b.get, constant(8 * width))));
      own.forEach((x, w) => f.set(x, v.mul(scale.get, v.loadSplat(to.get, 8 * w))));
      f.set(row, add(hessian.get, mul(i32.load(add(first.get, mul(b.get, constant(4)))), stride.get)));
      f.when(singles.get, () => {
        f.set(to, sample.get);
        f.loop(k, constant(0), eight(singles.get), 16, () => {
          addTo(k.get, to, 1);
          f.increase(to, 16);
        });
      });
      f.set(to, from.get);
      f.set(start, first.get);
      f.loop(a, constant(0), add(b.get, constant(1)), 1, () => {
        addTo(eight(i32.load(start.get)), to, width / 2);
        f.increase(start, 4);
        f.increase(to, 8 * width);
      });
      f.increase(sample, line.get);
      f.increase(first, mul(windows.get, constant(4)));
    });
  });
  return f;
}
