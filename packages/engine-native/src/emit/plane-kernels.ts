import type { Memory } from '../memory/arena.js';
import { BLOCK } from '../memory/block.js';
import { transpose } from './column-kernels.js';
import { f64, FunctionBuilder, i32, type Lanes, type Variable } from '../code/emitter.js';
import { addAcross } from './add-across.js';
import type { Kernels } from '../code/web-assembly.js';

const { add, mul, constant } = i32;

/**
 * Between rows, which contractions over outputs use (`[sample][vectors]`), and planes, which features are made of (`[node][BLOCK]`).
 * `lanes` is a table of 32-bit integers, the offset in bytes of the plane of every lane of a row: pads read a plane of zeros and
 * write one that nobody reads. Sample counts are multiples of the number of lanes of a vector.
 */
export function planeKernels(v: Lanes): FunctionBuilder[] {
  return [fillRows(v), fillPlanes(v), rowsToPlanes(v), planesToRows(v), addRows(v), addPlanes(v), gather(v)];
}

/** The kernels over a memory. */
export function planeSet(arena: Memory, v: Lanes): Kernels { return arena.kernels(`planes ${v.precision}`, () => planeKernels(v)); }

type Five = readonly [Variable, Variable, Variable, Variable, Variable];

/** fillRows(rows, row, samples, bytes, stride): every sample gets the same row, such as the biases */
function fillRows(v: Lanes): FunctionBuilder {
  const f = new FunctionBuilder('fillRows', 5);
  const [rows, row, samples, bytes, stride] = f.parameters as unknown as Five;
  const [at, end, column] = f.locals('i32', 3) as [Variable, Variable, Variable];
  const x = f.local('v128');
  f.loop(column, constant(0), bytes.get, 16, () => {
    f.set(x, v.load(add(row.get, column.get)));
    f.set(end, add(add(rows.get, column.get), mul(samples.get, stride.get)));
    f.loop(at, add(rows.get, column.get), end.get, stride.get, () => f.emit(v.store(at.get, x.get)));
  });
  return f;
}

/** fillPlanes(planes, values, count, bytes): plane k gets the number k of `values` everywhere */
function fillPlanes(v: Lanes): FunctionBuilder {
  const f = new FunctionBuilder('fillPlanes', 4);
  const [planes, values, count, bytes] = f.parameters as readonly [Variable, Variable, Variable, Variable];
  const [k, at] = f.locals('i32', 2) as [Variable, Variable];
  const x = f.local('v128');
  f.loop(k, constant(0), count.get, 1, () => {
    f.set(x, v.loadSplat(values.get));
    f.loop(at, planes.get, add(planes.get, bytes.get), 16, () => f.emit(v.store(at.get, x.get)));
    f.increase(planes, BLOCK * v.size);
    f.increase(values, v.size);
  });
  return f;
}

/** rowsToPlanes(rows, planes, lanes, samples, bytes, stride) */
function rowsToPlanes(v: Lanes): FunctionBuilder { return turn(v, 'rowsToPlanes'); }

/** planesToRows(rows, planes, lanes, samples, bytes, stride) */
function planesToRows(v: Lanes): FunctionBuilder { return turn(v, 'planesToRows'); }

/** Squares of as many samples as a vector has lanes are transposed. */
function turn(v: Lanes, name: 'rowsToPlanes' | 'planesToRows'): FunctionBuilder {
  const f = new FunctionBuilder(name, 6);
  const [rows, planes, table, samples, bytes, stride] = f.parameters as unknown as readonly [...Five, Variable];
  const [column, n, row] = f.locals('i32', 3) as [Variable, Variable, Variable];
  const plane = f.locals('i32', v.count);
  const place = f.locals('i32', v.count);
  const [from, to] = name === 'rowsToPlanes' ? [place, plane] : [plane, place];
  const [a, b] = [f.locals('v128', v.count), f.locals('v128', v.count)];
  f.loop(column, constant(0), bytes.get, 16, () => {
    plane.forEach((p, k) => f.set(p, add(planes.get, i32.load(table.get, 4 * k))));
    f.set(row, add(rows.get, column.get));
    f.loop(n, constant(0), samples.get, v.count, () => {
      place.forEach((p, k) => f.set(p, k === 0 ? row.get : add(place[k - 1]!.get, stride.get)));
      a.forEach((x, k) => f.set(x, v.load(from[k]!.get)));
      transpose(f, v, a, b);
      b.forEach((x, k) => f.emit(v.store(to[k]!.get, x.get)));
      plane.forEach((p) => f.increase(p, 16));
      f.set(row, add(place.at(-1)!.get, stride.get));
    });
    f.increase(table, 4 * v.count);
  });
  return f;
}

/** addRows(rows, sums, samples, bytes, stride): sums += all rows */
function addRows(v: Lanes): FunctionBuilder {
  const f = new FunctionBuilder('addRows', 5);
  const [rows, sums, samples, bytes, stride] = f.parameters as unknown as Five;
  const [at, end, column] = f.locals('i32', 3) as [Variable, Variable, Variable];
  const x = f.local('v128');
  f.loop(column, constant(0), bytes.get, 16, () => {
    f.set(x, v.load(add(sums.get, column.get)));
    f.set(end, add(add(rows.get, column.get), mul(samples.get, stride.get)));
    f.loop(at, add(rows.get, column.get), end.get, stride.get, () => f.set(x, v.add(x.get, v.load(at.get))));
    f.emit(v.store(add(sums.get, column.get), x.get));
  });
  return f;
}

/** addPlanes(planes, sums, count, bytes): number k of `sums` += everything in plane k */
function addPlanes(v: Lanes): FunctionBuilder {
  const f = new FunctionBuilder('addPlanes', 4);
  const [planes, sums, count, bytes] = f.parameters as readonly [Variable, Variable, Variable, Variable];
  const [k, at] = f.locals('i32', 2) as [Variable, Variable];
  const x = f.local('v128');
  f.loop(k, constant(0), count.get, 1, () => {
    f.set(x, v.constant(0));
    f.loop(at, planes.get, add(planes.get, bytes.get), 16, () => f.set(x, v.add(x.get, v.load(at.get))));
    addAcross(f, v, x);
    f.emit(v.storeLane(sums.get, v.add(x.get, v.loadSplat(sums.get)), 0));
    f.increase(planes, BLOCK * v.size);
    f.increase(sums, v.size);
  });
  return f;
}

/** gather(numbers, places, to, count): doubles side by side, from numbers at places, 32-bit integers */
function gather(v: Lanes): FunctionBuilder {
  const f = new FunctionBuilder('gather', 4);
  const [numbers, places, to, count] = f.parameters as readonly [Variable, Variable, Variable, Variable];
  const end = f.local('i32');
  f.set(end, add(places.get, mul(count.get, constant(4))));
  f.when(count.get, () => f.repeat(places, end.get, 4, () => {
    const at = add(numbers.get, mul(i32.load(places.get), constant(v.size)));
    f.emit(f64.store(to.get, v.precision === 'float32' ? f64.loadSingle(at) : f64.load(at)));
    f.increase(to, 8);
  }));
  return f;
}
