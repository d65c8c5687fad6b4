import { addAcross } from './add-across.js';
import { type Code, f64, FunctionBuilder, i32, lanes, type Variable } from '../code/emitter.js';

const { add, mul, constant } = i32;
const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

/** Rows that are eliminated together: against two earlier rows they give eight independent sums from six loads. */
export const ROWS = 4;
const COLUMNS = 2;

/**
 * The functions of a damped step, always in double precision, for symmetric positive definite matrices in rows of `stride` bytes whose
 * count n is a multiple of four (what is missing is filled up with ones on the diagonal):
 *
 *     cholesky(a, from, to, stride, status)     rows `from` to `to` (exclusive, both multiples of four) of A = L L', in place, where those before are
 *                                               done; the integer at `status` becomes 0 where a pivot is not positive, else 1
 *     solve(l, n, stride, b)                    L L' x = b, in place
 *
 *     L_ij = (A_ij - sum_k<j L_ik L_jk) / L_jj,    L_ii = sqrt(A_ii - sum_k<i L_ik^2)
 */
export function choleskyKernels(): FunctionBuilder[] { return [cholesky(), solve()]; }

/** Columns of a right side that are solved together: their sums stay in registers. */
export const MOST_COLUMNS = 12;

/**
 * columns(l, stride, y, width, from, n): L Y = B in place for the rows `from` to n of `columns` columns, two to a vector; rows of Y are `width` bytes
 * apart, and what stands above row `from` is zero and is not there. With rows of the identity as B these are columns of L^-1.
 */
export function columnsKernel(columns: number): FunctionBuilder {
  const v = lanes('float64');
  const f = new FunctionBuilder('columns', 6);
  const [l, stride, y, width, from, n] = f.parameters as readonly [Variable, Variable, Variable, Variable, Variable, Variable];
  const [i, k, row, end, above, here] = f.locals('i32', 6) as [Variable, Variable, Variable, Variable, Variable, Variable];
  const sums = f.locals('v128', columns / 2);
  const factor = f.local('v128');
  const eight = (e: Code): Code => mul(e, constant(8));
  // Rows count from `from` on; a row of L begins with the column `from`.
  f.set(row, add(add(l.get, mul(from.get, stride.get)), eight(from.get)));
  f.set(here, y.get);
  f.loop(i, from.get, n.get, 1, () => {
    sums.forEach((s) => f.set(s, v.constant(0)));
    f.set(above, y.get);
    f.set(end, eight(i32.sub(i.get, from.get)));
    f.set(k, constant(0));
    f.when(end.get, () => f.repeat(k, end.get, 8, () => {
      f.set(factor, v.loadSplat(add(row.get, k.get)));
      sums.forEach((s, c) => f.set(s, v.multiplyAdd(factor.get, v.load(above.get, 16 * c), s.get)));
      f.set(above, add(above.get, width.get));
    }));
    f.set(factor, v.loadSplat(add(row.get, end.get)));
    sums.forEach((s, c) => f.emit(v.store(here.get, v.div(v.sub(v.load(here.get, 16 * c), s.get), factor.get), 16 * c)));
    f.set(here, add(here.get, width.get));
    f.set(row, add(row.get, stride.get));
  });
  return f;
}

type Two = [Variable, Variable];

function cholesky(): FunctionBuilder {
  const v = lanes('float64');
  const f = new FunctionBuilder('cholesky', 5);
  const [a, from, to, stride, status] = f.parameters as readonly [Variable, Variable, Variable, Variable, Variable];
  const [i, j, k, end, row, above, fixed] = f.locals('i32', 7) as [Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const rows = f.locals('i32', ROWS);
  const others = f.locals('i32', COLUMNS);
  const sums = range(ROWS).map(() => f.locals('v128', COLUMNS));
  const x = f.locals('v128', ROWS);
  const y = f.locals('v128', COLUMNS);
  const [pivot, value] = f.locals('f64', 2) as Two;
  const eight = (e: Code): Code => mul(e, constant(8));
  const at = (p: Variable, column: Code): Code => add(p.get, eight(column));

  f.emit(i32.store(status.get, constant(1)));
  f.set(row, add(a.get, mul(from.get, stride.get)));
  f.loop(i, from.get, to.get, ROWS, () => {
    rows.forEach((p, r) => f.set(p, r === 0 ? row.get : add(rows[r - 1]!.get, stride.get)));
    // Columns before the four rows' own, two by two.
    f.set(above, a.get);
    f.set(j, constant(0));
    f.when(i32.less(j.get, i.get), () => f.repeat(j, i.get, COLUMNS, () => {
      others.forEach((p, c) => f.set(p, c === 0 ? above.get : add(others[c - 1]!.get, stride.get)));
      sums.flat().forEach((s) => f.set(s, v.constant(0)));
      f.set(k, constant(0));
      f.set(end, eight(j.get));
      f.when(end.get, () => f.repeat(k, end.get, 16, () => {
        x.forEach((e, r) => f.set(e, v.load(add(rows[r]!.get, k.get))));
        y.forEach((e, c) => f.set(e, v.load(add(others[c]!.get, k.get))));
        sums.forEach((s, r) => s.forEach((sum, c) => f.set(sum, v.multiplyAdd(x[r]!.get, y[c]!.get, sum.get))));
      }));
      sums.forEach(([s0, s1], r) => {
        addAcross(f, v, s0!);
        addAcross(f, v, s1!);
        const here = at(rows[r]!, j.get);
        f.set(value, f64.div(f64.sub(f64.load(here), v.first(s0!.get)), f64.load(at(others[0]!, j.get))));
        f.emit(f64.store(here, value.get));
        const rest = f64.sub(f64.sub(f64.load(here, 8), v.first(s1!.get)), f64.mul(value.get, f64.load(at(others[1]!, j.get))));
        f.emit(f64.store(here, f64.div(rest, f64.load(at(others[1]!, j.get), 8)), 8));
      });
      f.set(above, add(others[1]!.get, stride.get));
    }));
    // The rows among themselves.
    range(ROWS).forEach((r) => {
      range(r + 1).forEach((c) => {
        f.set(pivot, f64.load(at(rows[r]!, i.get), 8 * c));
        f.set(fixed, constant(0));
        f.set(end, eight(add(i.get, constant(c))));
        // Whole vectors as far as they go, then at most one number.
        f.set(sums[0]![0]!, v.constant(0));
        f.when(i32.less(constant(8), end.get), () => f.repeat(fixed, i32.and(end.get, constant(~15)), 16, () => {
          f.set(sums[0]![0]!, v.multiplyAdd(v.load(add(rows[r]!.get, fixed.get)), v.load(add(rows[c]!.get, fixed.get)), sums[0]![0]!.get));
        }));
        addAcross(f, v, sums[0]![0]!);
        f.set(pivot, f64.sub(pivot.get, v.first(sums[0]![0]!.get)));
        f.when(i32.less(fixed.get, end.get), () => f.set(pivot, f64.sub(pivot.get, f64.mul(f64.load(add(rows[r]!.get, fixed.get)), f64.load(add(rows[c]!.get, fixed.get))))));
        if (c < r) f.set(pivot, f64.div(pivot.get, f64.load(at(rows[c]!, i.get), 8 * c)));
        else {
          f.choose(f64.less(f64.constant(0), pivot.get), () => f.when(f64.equal(pivot.get, f64.constant(Infinity)), () => f.emit(i32.store(status.get, constant(0)))),
            () => f.emit(i32.store(status.get, constant(0))));
          f.set(pivot, f64.sqrt(pivot.get));
        }
        f.emit(f64.store(at(rows[r]!, i.get), pivot.get, 8 * c));
      });
    });
    f.set(row, add(rows[ROWS - 1]!.get, stride.get));
  });
  return f;
}

/** Four rows at once: sums of different rows do not wait for each other, and numbers of b are read and written once for all four. Every number is made in the order in which rows one by one make it. */
function solve(): FunctionBuilder {
  const v = lanes('float64');
  const f = new FunctionBuilder('solve', 4);
  const [l, n, stride, b] = f.parameters as readonly [Variable, Variable, Variable, Variable];
  const [i, k, row, end, own, done] = f.locals('i32', 6) as [Variable, Variable, Variable, Variable, Variable, Variable];
  const rows = f.locals('i32', ROWS);
  const sums = f.locals('v128', ROWS);
  const x = f.locals('f64', ROWS);
  const some = f.local('v128');
  const begin = (): void => {
    rows.forEach((p, r) => f.set(p, r === 0 ? row.get : add(rows[r - 1]!.get, stride.get)));
    f.set(end, mul(i.get, constant(8)));
    f.set(own, add(b.get, end.get));
  };
  // Number c of row r, where the four rows meet the diagonal, and x_to less its product with x_by.
  const near = (r: number): Code => add(rows[r]!.get, end.get);
  const take = (to: number, by: number, r: number, c: number): void => f.set(x[to]!, f64.sub(x[to]!.get, f64.mul(f64.load(near(r), 8 * c), x[by]!.get)));
  const finish = (r: number): void => {
    f.set(x[r]!, f64.div(x[r]!.get, f64.load(near(r), 8 * r)));
    f.emit(f64.store(own.get, x[r]!.get, 8 * r));
  };
  // L y = b: every row takes what was solved so far, in twos, and what is left of an odd count.
  f.set(row, l.get);
  f.loop(i, constant(0), n.get, ROWS, () => {
    begin();
    sums.forEach((sum) => f.set(sum, v.constant(0)));
    f.set(k, constant(0));
    f.when(end.get, () => f.repeat(k, end.get, 16, () => {
      f.set(some, v.load(add(b.get, k.get)));
      sums.forEach((sum, r) => f.set(sum, v.multiplyAdd(v.load(add(rows[r]!.get, k.get)), some.get, sum.get)));
    }));
    sums.forEach((sum, r) => {
      for (let c = 0; c + 2 <= r; c += 2) f.set(sum, v.multiplyAdd(v.load(near(r), 8 * c), v.load(own.get, 8 * c), sum.get));
      addAcross(f, v, sum);
      f.set(x[r]!, f64.sub(f64.load(own.get, 8 * r), v.first(sum.get)));
      if (r % 2 === 1) take(r, r - 1, r, r - 1);
      finish(r);
    });
    f.set(row, add(rows[ROWS - 1]!.get, stride.get));
  });
  // L' x = y: column by column is row by row from below.
  f.set(i, n.get);
  f.loop(done, constant(0), n.get, ROWS, () => {
    f.set(i, i32.sub(i.get, constant(ROWS)));
    f.set(row, i32.sub(row.get, mul(stride.get, constant(ROWS))));
    begin();
    x.forEach((e, r) => f.set(e, f64.load(own.get, 8 * r)));
    for (let r = ROWS - 1; r >= 0; r--) {
      finish(r);
      f.set(sums[r]!, v.loadSplat(own.get, 8 * r));
      for (let c = 0; c < r; c++) take(c, r, r, c);
    }
    f.set(k, constant(0));
    f.when(end.get, () => f.repeat(k, end.get, 16, () => {
      f.set(some, v.load(add(b.get, k.get)));
      sums.toReversed().forEach((sum, r) => f.set(some, v.sub(some.get, v.mul(sum.get, v.load(add(rows[ROWS - 1 - r]!.get, k.get))))));
      f.emit(v.store(add(b.get, k.get), some.get));
    }));
  });
  return f;
}
