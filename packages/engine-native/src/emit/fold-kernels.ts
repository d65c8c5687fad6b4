import type { Memory } from '../memory/arena.js';
import { type ColumnShape, paddedWindow } from './column-kernels.js';
import { type Code, FunctionBuilder, i32, type Lanes, lanes, type Variable } from '../code/emitter.js';
import { addAcross } from './add-across.js';
import type { Kernels } from '../code/web-assembly.js';

const { add, mul, constant } = i32;
const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

/**
 * Between what trains and what the contractions read. An edge w_b b(x) + w_s sum c_k B_k(x) has the effective coefficients w_b and
 * w_s c_k; their gradients G give
 *
 *     dw_b = G_b        dc_k = w_s G_k        dw_s = sum_k c_k G_k
 *
 * Terms without a basis weight need none of this in rows: there the contractions read and write the trained numbers themselves.
 * Rows beyond `rows` are padding and stay as they are.
 */
export function foldKernels(v: Lanes): FunctionBuilder[] {
  return [foldRows(v), unfoldRows(v), foldColumns(v)];
}

/** The kernels over a memory. */
export function foldSet(arena: Memory, v: Lanes): Kernels { return arena.kernels(`fold ${v.precision}`, () => foldKernels(v)); }

type Five = readonly [Variable, Variable, Variable, Variable, Variable];

/** foldRows(from, weights, to, entries, rows, base, width): `[entry][rows][width bytes]`; the first `base` rows have no weight */
function foldRows(v: Lanes): FunctionBuilder {
  const f = new FunctionBuilder('foldRows', 7);
  const [from, weights, to, entries, rows, base, width] = f.parameters as readonly [...Five, Variable, Variable];
  const [entry, row, at] = f.locals('i32', 3) as [Variable, Variable, Variable];
  f.loop(entry, constant(0), entries.get, 1, () => {
    f.loop(row, constant(0), rows.get, 1, () => {
      f.set(at, constant(0));
      f.choose(i32.less(row.get, base.get),
        () => f.repeat(at, width.get, 16, () => f.emit(v.store(add(to.get, at.get), v.load(add(from.get, at.get))))),
        () => f.repeat(at, width.get, 16, () => f.emit(v.store(add(to.get, at.get), v.mul(v.load(add(weights.get, at.get)), v.load(add(from.get, at.get)))))));
      f.increase(from, width.get);
      f.increase(to, width.get);
    });
    f.increase(weights, width.get);
  });
  return f;
}

/** unfoldRows(G, from, weights, gradient, weightGradient, entries, rows, base, width): and sets G to zero for the next time */
function unfoldRows(v: Lanes): FunctionBuilder {
  const f = new FunctionBuilder('unfoldRows', 9);
  const [effective, from, weights, gradient, weightGradient, entries, rows, base, width] = f.parameters as readonly [...Five, Variable, Variable, Variable, Variable];
  const [entry, row, at, offset, size] = f.locals('i32', 5) as unknown as Five;
  const [w, sum, g] = f.locals('v128', 3) as [Variable, Variable, Variable];
  f.set(size, mul(rows.get, width.get));
  f.loop(entry, constant(0), entries.get, 1, () => {
    f.loop(at, constant(0), width.get, 16, () => {
      f.set(w, v.load(add(weights.get, at.get)));
      f.set(sum, v.constant(0));
      f.set(offset, at.get);
      f.loop(row, constant(0), rows.get, 1, () => {
        f.set(g, v.load(add(effective.get, offset.get)));
        f.emit(v.store(add(effective.get, offset.get), v.constant(0)));
        f.choose(i32.less(row.get, base.get), () => f.emit(v.store(add(gradient.get, offset.get), g.get)), () => {
          f.set(sum, v.multiplyAdd(g.get, v.load(add(from.get, offset.get)), sum.get));
          f.emit(v.store(add(gradient.get, offset.get), v.mul(w.get, g.get)));
        });
        f.increase(offset, width.get);
      });
      f.emit(v.store(add(weightGradient.get, at.get), sum.get));
    });
    for (const p of [effective, from, gradient]) f.increase(p, size.get);
    for (const p of [weights, weightGradient]) f.increase(p, width.get);
  });
  return f;
}

/** foldColumns(from, weights, to, edges, base, entry): `[edge][entry bytes]`, one weight per edge */
function foldColumns(v: Lanes): FunctionBuilder {
  const f = new FunctionBuilder('foldColumns', 6);
  const [from, weights, to, edges, base, entry] = f.parameters as readonly [...Five, Variable];
  const [edge, at] = f.locals('i32', 2) as [Variable, Variable];
  const w = f.local('v128');
  f.loop(edge, constant(0), edges.get, 1, () => {
    f.set(w, v.loadSplat(weights.get));
    f.loop(at, constant(0), entry.get, 16, () => f.emit(v.store(add(to.get, at.get), v.mul(w.get, v.load(add(from.get, at.get))))));
    f.set(at, constant(0));
    f.when(i32.less(at.get, base.get), () => f.repeat(at, base.get, 1, () => {
      const offset = mul(at.get, constant(v.size));
      f.emit(v.storeLane(add(to.get, offset), v.loadSplat(add(from.get, offset)), 0));
    }));
    f.increase(from, entry.get);
    f.increase(to, entry.get);
    f.increase(weights, v.size);
  });
  return f;
}

/**
 * gatherColumns(sums, coefficients, weights, gradient, weightGradient, edges, fixed, base, cells, entry, sumsEntry): adds up what
 * `toCoefficients` left for every cell, applies the weights, where there are some, and sets the sums to zero for the next time. Without
 * weights, `coefficients`, `weights` and `weightGradient` are not read.
 *
 * Coefficient k gets w from cell k - w for every w: a window of running sums moves one place with each cell.
 */
export function gatherColumns({ hasWeight, ...shape }: Pick<ColumnShape, 'precision' | 'window'> & { readonly hasWeight: boolean }): FunctionBuilder {
  const v = lanes(shape.precision);
  const f = new FunctionBuilder('gatherColumns', 11);
  const [sums, coefficients, weights, gradient, weightGradient, edges, fixed, base, cells, entry, sumsEntry] = f.parameters as readonly [...Five, ...Five, Variable];
  const [edge, row, at, from, to] = f.locals('i32', 5) as unknown as Five;
  const [w, dot, x] = f.locals('v128', 3) as [Variable, Variable, Variable];
  const vectors = paddedWindow(shape) / v.count;
  const width = 16 * vectors;
  const running = f.locals('v128', vectors);
  const next = range(v.count).map((k) => k + 1);
  /** Stores the first of the running sums as the gradient of the coefficient at `to`, and moves on. */
  const finish = (sum: Code): void => {
    if (hasWeight) f.set(dot, v.multiplyAdd(sum, v.loadSplat(from.get), dot.get));
    f.emit(v.storeLane(to.get, hasWeight ? v.mul(w.get, sum) : sum, 0));
    if (hasWeight) f.increase(from, v.size);
    f.increase(to, v.size);
  };
  const move = (): void => running.forEach((r, k) => f.set(r, v.shuffle(r.get, k + 1 < vectors ? running[k + 1]!.get : v.constant(0), next)));
  f.loop(edge, constant(0), edges.get, 1, () => {
    if (hasWeight) {
      f.set(w, v.loadSplat(weights.get));
      f.set(dot, v.constant(0));
      f.set(from, coefficients.get);
    }
    f.set(to, gradient.get);
    f.set(at, sums.get);
    f.set(row, constant(0));
    f.when(fixed.get, () => f.repeat(row, fixed.get, 1, () => {
      f.set(x, v.load(at.get));
      f.emit(v.store(at.get, v.constant(0)));
      f.increase(at, 16);
      addAcross(f, v, x);
      // The base function has no weight.
      f.choose(i32.less(row.get, base.get), () => {
        f.emit(v.storeLane(to.get, x.get, 0));
        if (hasWeight) f.increase(from, v.size);
        f.increase(to, v.size);
      }, () => finish(x.get));
    }));
    if (shape.window > 0) {
      running.forEach((r) => f.set(r, v.constant(0)));
      f.loop(row, constant(0), cells.get, 1, () => {
        running.forEach((r, k) => {
          f.set(r, v.add(r.get, v.load(at.get, 16 * k)));
          f.emit(v.store(at.get, v.constant(0), 16 * k));
        });
        finish(running[0]!.get);
        move();
        f.increase(at, width);
      });
      range(shape.window - 1).forEach(() => { finish(running[0]!.get); move(); });
    }
    if (hasWeight) {
      f.emit(v.storeLane(weightGradient.get, dot.get, 0));
      f.increase(weights, v.size);
      f.increase(weightGradient, v.size);
      f.increase(coefficients, entry.get);
    }
    f.increase(gradient, entry.get);
    f.increase(sums, sumsEntry.get);
  });
  return f;
}
