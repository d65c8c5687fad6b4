import type { Precision } from '@knotwork/plugin/engine';
import { type Code, f64, FunctionBuilder, i32, type Variable } from '../code/emitter.js';

const { add, mul, constant } = i32;

/** Windows up to this wide are written out. */
export const WRITTEN_OUT = 8;

/**
 * Puts columns into the rows of a Jacobian, which are in double precision whatever that of the numbers. `to` is the address of the column in the first
 * row, `row` the bytes of a row; there is at least one sample.
 *
 *     putPlane(plane, to, row, samples)                                     rows[n] = plane[n]
 *     putProduct(plane, other, to, row, samples)                            rows[n] = plane[n] other[n]
 *     addProduct(plane, other, to, row, samples)                            rows[n] += plane[n] other[n]
 *     putStarts(plane, first, to, row, samples)                             rows[n] = first + plane[n], 32-bit integers all
 */
export function columnKernels(precision: Precision): FunctionBuilder[] {
  const size = sizeOf(precision);
  const load = loadOf(precision);

  const plane = new FunctionBuilder('putPlane', 4);
  {
    const [from, to, row, samples] = plane.parameters as readonly [Variable, Variable, Variable, Variable];
    const n = plane.local('i32');
    plane.loop(n, constant(0), mul(samples.get, constant(size)), size, () => {
      plane.emit(f64.store(to.get, load(add(from.get, n.get))));
      plane.increase(to, row.get);
    });
  }
  const products = (['put', 'add'] as const).map((how) => {
    const product = new FunctionBuilder(`${how}Product`, 5);
    const [from, other, to, row, samples] = product.parameters as readonly [Variable, Variable, Variable, Variable, Variable];
    const n = product.local('i32');
    product.loop(n, constant(0), mul(samples.get, constant(size)), size, () => {
      product.emit(stored(how, to.get, f64.mul(load(add(from.get, n.get)), load(add(other.get, n.get)))));
      product.increase(to, row.get);
    });
    return product;
  });
  const starts = new FunctionBuilder('putStarts', 5);
  {
    const [from, first, to, row, samples] = starts.parameters as readonly [Variable, Variable, Variable, Variable, Variable];
    const n = starts.local('i32');
    starts.loop(n, constant(0), mul(samples.get, constant(4)), 4, () => {
      starts.emit(i32.store(to.get, add(first.get, i32.load(add(from.get, n.get)))));
      starts.increase(to, row.get);
    });
  }
  return [plane, ...products, starts];
}

/**
 * Puts the live coefficients of an edge into rows, and their sum, or adds them. `features` is `[window][sample]`, `stride` the bytes from one of the window to the next.
 *
 *     putWindow(features, stride, delta, weight, to, row, samples)          rows[n][j] = (weight delta[n]) features[j][n]
 *     putSum(features, stride, starts, coefficients, delta, to, row, samples)
 *                                                                           rows[n] = delta[n] sum over j of features[j][n] coefficients[starts[n] + j]
 *     addWindow, addSum                                                     the same, added to what stands there
 *
 * `weight` is the address of one number, `coefficients` that of an edge's, in double precision; where `starts` is 0 the window begins with the first of them.
 *
 * @param window live coefficients of a sample
 */
export function windowKernels(precision: Precision, window: number): FunctionBuilder[] {
  const size = sizeOf(precision);
  const load = loadOf(precision);

  const windowed = (how: 'put' | 'add'): FunctionBuilder => {
    const put = new FunctionBuilder(`${how}Window`, 7);
    const [features, stride, delta, weight, to, row, samples] = put.parameters as readonly [Variable, Variable, Variable, Variable, Variable, Variable, Variable];
    const [n, at] = put.locals('i32', 2) as [Variable, Variable];
    const [factor, d] = put.locals('f64', 2) as [Variable, Variable];
    put.set(factor, load(weight.get));
    put.loop(n, constant(0), mul(samples.get, constant(size)), size, () => {
      put.set(d, f64.mul(factor.get, load(add(delta.get, n.get))));
      put.set(at, add(features.get, n.get));
      each(put, window, to.get, (place, offset) => {
        put.emit(stored(how, place, f64.mul(d.get, load(at.get)), offset));
        put.increase(at, stride.get);
      });
      put.increase(to, row.get);
    });
    return put;
  };
  const summed = (how: 'put' | 'add'): FunctionBuilder => {
    const sum = new FunctionBuilder(`${how}Sum`, 8);
    const [features, stride, starts, coefficients, delta, to, row, samples] = sum.parameters as readonly [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
    const [n, at, own] = sum.locals('i32', 3) as [Variable, Variable, Variable];
    const total = sum.local('f64');
    sum.loop(n, constant(0), mul(samples.get, constant(size)), size, () => {
      sum.set(own, coefficients.get);
      sum.when(starts.get, () => {
        sum.increase(own, mul(i32.load(starts.get), constant(8)));
        sum.increase(starts, 4);
      });
      sum.set(at, add(features.get, n.get));
      sum.set(total, f64.constant(0));
      each(sum, window, own.get, (place, offset) => {
        sum.set(total, f64.add(total.get, f64.mul(load(at.get), f64.load(place, offset))));
        sum.increase(at, stride.get);
      });
      sum.emit(stored(how, to.get, f64.mul(load(add(delta.get, n.get)), total.get)));
      sum.increase(to, row.get);
    });
    return sum;
  };
  return (['put', 'add'] as const).flatMap((how) => [windowed(how), summed(how)]);
}

/** Stores a number, or adds it to what stands there. */
function stored(how: 'put' | 'add', to: Code, value: Code, offset = 0): Code {
  return f64.store(to, how === 'put' ? value : f64.add(f64.load(to, offset), value), offset);
}

/** Writes what is done with each of so many numbers in double precision side by side. @param visit is given the address of one, and an offset */
function each(f: FunctionBuilder, count: number, from: Code, visit: (place: Code, offset: number) => void): void {
  if (count <= WRITTEN_OUT) {
    for (let k = 0; k < count; k++) visit(from, 8 * k);
    return;
  }
  const [place, end] = f.locals('i32', 2) as [Variable, Variable];
  f.set(place, from);
  f.set(end, add(from, constant(8 * count)));
  f.repeat(place, end.get, 8, () => { visit(place.get, 0); });
}

const sizeOf = (precision: Precision): number => (precision === 'float32' ? 4 : 8);
const loadOf = (precision: Precision): typeof f64.load => (precision === 'float32' ? f64.loadSingle : f64.load);
