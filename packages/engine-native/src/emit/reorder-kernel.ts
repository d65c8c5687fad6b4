import { f64, FunctionBuilder, i32, lanes, type Variable } from '../code/emitter.js';

const { add, sub, mul, less, constant } = i32;

/** Bytes of a run: three 32-bit integers. */
const RUN = 12;

/**
 * Rows of a symmetric matrix H in another order, always in double precision:
 *
 *     reorder(h, stride, runs, count, from, to, rows, line)
 *
 * Of H (`stride` bytes a row) the lower triangle is read. `runs` are stretches that ascend one by one in both orders: first place in H, first unknown, how
 * many; none overlap. Of the unknowns `from` to `to` (exclusive), those that runs have become rows (`line` bytes each) up to the diagonal. What was read of H
 * is zero afterwards, so that sums can begin there anew; nothing else is written.
 */
export function reorderKernel(): FunctionBuilder {
  const v = lanes('float64');
  const f = new FunctionBuilder('reorder', 8);
  const [h, stride, runs, count, from, to, rows, line] = f.parameters as readonly [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const [own, other, end, unknown, behind, place, start, length, source, target, last] = f.locals('i32', 11) as
    [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const eight = (value: readonly number[]): number[] => mul(value, constant(8));
  const next = (code: readonly number[]): number[] => add(code, constant(1));
  f.set(end, add(runs.get, mul(count.get, constant(RUN))));
  f.loop(own, runs.get, end.get, RUN, () => {
    f.set(unknown, i32.load(own.get, 4));
    f.set(behind, add(unknown.get, i32.load(own.get, 8)));
    f.when(less(unknown.get, from.get), () => f.set(unknown, from.get));
    f.when(less(to.get, behind.get), () => f.set(behind, to.get));
    f.when(less(unknown.get, behind.get), () => f.repeat(unknown, behind.get, 1, () => {
      f.set(place, sub(add(i32.load(own.get), unknown.get), i32.load(own.get, 4)));
      f.loop(other, runs.get, end.get, RUN, () => {
        f.set(start, i32.load(other.get, 4));
        f.when(less(start.get, next(unknown.get)), () => {
          f.set(length, i32.load(other.get, 8));
          f.when(less(next(sub(unknown.get, start.get)), length.get), () => f.set(length, next(sub(unknown.get, start.get))));
          f.set(target, add(add(rows.get, mul(sub(unknown.get, from.get), line.get)), eight(start.get)));
          f.set(last, add(target.get, eight(length.get)));
          // What lies behind the row in H is in its column.
          f.choose(less(i32.load(other.get), next(place.get)),
            () => {
              f.set(source, add(add(h.get, mul(place.get, stride.get)), eight(i32.load(other.get))));
              f.when(i32.and(length.get, constant(1)), () => {
                f.emit(f64.store(target.get, f64.load(source.get)));
                f.emit(f64.store(source.get, f64.constant(0)));
                f.increase(source, 8);
                f.increase(target, 8);
              });
              f.when(less(target.get, last.get), () => f.repeat(target, last.get, 16, () => {
                f.emit(v.store(target.get, v.load(source.get)));
                f.emit(v.store(source.get, v.constant(0)));
                f.increase(source, 16);
              }));
            },
            () => {
              f.set(source, add(add(h.get, mul(i32.load(other.get), stride.get)), eight(place.get)));
              f.repeat(target, last.get, 8, () => {
                f.emit(f64.store(target.get, f64.load(source.get)));
                f.emit(f64.store(source.get, f64.constant(0)));
                f.increase(source, stride.get);
              });
            });
        });
      });
    }));
  });
  return f;
}
