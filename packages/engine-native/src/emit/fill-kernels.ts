import type { Precision } from '@knotwork/plugin/engine';
import { f64, FunctionBuilder, i32, lanes, type Variable } from '../code/emitter.js';
import { WRITTEN_OUT } from './jacobian-kernels.js';

const { add, mul, constant } = i32;
const v = lanes('float64');

/** Samples that all entries are done for before the next: their rows stay in the nearest cache meanwhile. Even. */
const AT_ONCE = 16;

/** 32-bit integers of an entry of a list of columns, and of one of windows. */
export const COLUMN = 3;
export const WINDOW = 8;

/**
 * What `columnKernels` and `windowKernels` put, for all columns of a list in one call: of a small network a call takes longer than what it does. `row` is the
 * address of the first row, `bytes` those of a row; there are at least one entry and one sample.
 *
 *     fillColumns(list, count, row, bytes, samples)         entries: a plane, one that it is multiplied by or 0, place in a row in bytes
 */
export function fillColumnsKernel(precision: Precision): FunctionBuilder {
  const size = precision === 'float32' ? 4 : 8;
  const load = precision === 'float32' ? f64.loadSingle : f64.load;
  const f = new FunctionBuilder('fillColumns', 5);
  const [list, count, row, bytes, samples] = f.parameters as readonly [Variable, Variable, Variable, Variable, Variable];
  const [entry, end, plane, other, to, last, done, some] = f.locals('i32', 8) as [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  f.set(end, add(list.get, mul(count.get, constant(4 * COLUMN))));
  const perEntry = (): void => f.loop(entry, list.get, end.get, 4 * COLUMN, () => {
    const offset = mul(done.get, constant(size));
    f.set(plane, add(i32.load(entry.get), offset));
    f.set(last, add(plane.get, mul(some.get, constant(size))));
    f.set(other, i32.load(entry.get, 4));
    f.set(to, add(row.get, i32.load(entry.get, 8)));
    f.when(other.get, () => f.increase(other, offset));
    f.choose(other.get,
      () => f.repeat(plane, last.get, size, () => {
        f.emit(f64.store(to.get, f64.mul(load(plane.get), load(other.get))));
        f.increase(other, size);
        f.increase(to, bytes.get);
      }),
      () => f.repeat(plane, last.get, size, () => {
        f.emit(f64.store(to.get, load(plane.get)));
        f.increase(to, bytes.get);
      }));
  });
  someAtOnce(f, samples, done, some, () => {
    perEntry();
    f.increase(row, mul(some.get, bytes.get));
  });
  return f;
}

/** Goes through samples, some at once: `done` are those before, `some` how many. */
function someAtOnce(f: FunctionBuilder, samples: Variable, done: Variable, some: Variable, body: () => void): void {
  f.loop(done, constant(0), samples.get, AT_ONCE, () => {
    f.set(some, i32.sub(samples.get, done.get));
    f.when(i32.less(constant(AT_ONCE), some.get), () => f.set(some, constant(AT_ONCE)));
    body();
  });
}

/**
 *     fillWindows(list, count, row, bytes, starts, line, samples)
 *
 * Entries: address of the features of an edge, bytes from one of its window to the next, plane of derivatives in its sum, address of its weight, place in a row in bytes;
 * address of its starts, or 0; what is added to them, and the place of what comes of it among the starts of a row, which begin at `starts`, `line` bytes a row.
 *
 * @param window live coefficients of a sample, of all entries
 */
export function fillWindowsKernel(precision: Precision, window: number): FunctionBuilder {
  const size = precision === 'float32' ? 4 : 8;
  const load = precision === 'float32' ? f64.loadSingle : f64.load;
  const f = new FunctionBuilder('fillWindows', 7);
  const [list, count, row, bytes, starts, line, samples] = f.parameters as readonly [Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const [entry, end, feature, delta, to, place, at, own, from, lastStart] = f.locals('i32', 10) as
    [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const [behind, even, done, some] = f.locals('i32', 4) as [Variable, Variable, Variable, Variable];
  const [weight, d] = f.locals('f64', 2) as [Variable, Variable];
  const [both, first, second] = f.locals('v128', 3) as [Variable, Variable, Variable];
  const nextFeature = (): void => f.increase(at, i32.load(entry.get, 4));
  f.set(end, add(list.get, mul(count.get, constant(4 * WINDOW))));
  const perEntry = (): void => f.loop(entry, list.get, end.get, 4 * WINDOW, () => {
    const offset = mul(done.get, constant(size));
    f.set(feature, add(i32.load(entry.get), offset));
    f.set(delta, add(i32.load(entry.get, 8), offset));
    f.set(weight, load(i32.load(entry.get, 12)));
    f.set(to, add(row.get, i32.load(entry.get, 16)));
    f.set(behind, add(delta.get, mul(some.get, constant(size))));
    if (precision === 'float64' && window <= WRITTEN_OUT) {
      // Two samples in a vector: from planes to rows.
      f.set(even, add(delta.get, mul(i32.and(some.get, constant(~1)), constant(size))));
      f.when(i32.less(delta.get, even.get), () => f.repeat(delta, even.get, 2 * size, () => {
        f.set(both, v.mul(v.loadSplat(i32.load(entry.get, 12)), v.load(delta.get)));
        f.set(at, feature.get);
        f.set(place, add(to.get, bytes.get));
        for (let k = 0; k < window; k += 2) {
          f.set(first, v.mul(both.get, v.load(at.get)));
          nextFeature();
          if (k + 1 === window) {
            f.emit(v.storeLane(to.get, first.get, 0, 8 * k));
            f.emit(v.storeLane(place.get, first.get, 1, 8 * k));
            continue;
          }
          f.set(second, v.mul(both.get, v.load(at.get)));
          nextFeature();
          f.emit(v.store(to.get, v.shuffle(first.get, second.get, [0, 2]), 8 * k));
          f.emit(v.store(place.get, v.shuffle(first.get, second.get, [1, 3]), 8 * k));
        }
        f.increase(feature, 2 * size);
        f.set(to, add(place.get, bytes.get));
      }));
    }
    f.when(i32.less(delta.get, behind.get), () => f.repeat(delta, behind.get, size, () => {
      f.set(d, f64.mul(weight.get, load(delta.get)));
      f.set(at, feature.get);
      f.loop(place, to.get, add(to.get, constant(8 * window)), 8, () => {
        f.emit(f64.store(place.get, f64.mul(d.get, load(at.get))));
        nextFeature();
      });
      f.increase(feature, size);
      f.increase(to, bytes.get);
    }));
    f.set(from, i32.load(entry.get, 20));
    f.when(from.get, () => {
      f.increase(from, mul(done.get, constant(4)));
      f.set(lastStart, add(from.get, mul(some.get, constant(4))));
      f.set(own, add(starts.get, i32.load(entry.get, 28)));
      f.repeat(from, lastStart.get, 4, () => {
        f.emit(i32.store(own.get, add(i32.load(entry.get, 24), i32.load(from.get))));
        f.increase(own, line.get);
      });
    });
  });
  someAtOnce(f, samples, done, some, () => {
    perEntry();
    f.increase(row, mul(some.get, bytes.get));
    f.increase(starts, mul(some.get, line.get));
  });
  return f;
}
