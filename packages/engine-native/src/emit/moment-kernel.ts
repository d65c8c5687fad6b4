import { BLOCK } from '../memory/block.js';
import { type Code, f64, FunctionBuilder, i32, type Lanes, type Variable } from '../code/emitter.js';

const { add, mul, constant } = i32;

/**
 * Sums of features and of products of features that are live together, in double precision whatever the features are in:
 *
 *     moments(values, starts, means, seconds, products, list, count, samples, planes, size, window, base)
 *
 * values `[group][planes][BLOCK]` (the base function first where `base` is 1, then the window), starts `[group][BLOCK]` or 0 for a global
 * term; means `[group][size + 2]` (features, base function, its square), seconds `[group][size][window]` (feature k times feature
 * k + d), products `[group][size]` (base function times feature).
 */
export function momentKernel(v: Lanes): FunctionBuilder {
  const f = new FunctionBuilder('moments', 12);
  const [values, starts, means, seconds, products, list, count, samples, planes, size, window, base] = f.parameters as readonly Variable[] as
    readonly [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const [at, group, n, row, start, a, b, left, right] = f.locals('i32', 9) as [Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable, Variable];
  const [x, y] = f.locals('f64', 2) as [Variable, Variable];
  const plane = BLOCK * v.size;
  const read = (address: Code): Code => (v.precision === 'float32' ? f64.loadSingle(address) : f64.load(address));
  const eight = (k: Code): Code => mul(k, constant(8));
  const increase = (address: Variable, by: Code): void => f.emit(f64.store(address.get, f64.add(f64.load(address.get), by)));
  f.loop(at, list.get, add(list.get, mul(count.get, constant(4))), 4, () => {
    f.set(group, i32.load(at.get));
    f.loop(n, constant(0), samples.get, 1, () => {
      f.set(row, add(add(values.get, mul(group.get, planes.get)), mul(n.get, constant(v.size))));
      f.set(start, constant(0));
      f.when(starts.get, () => f.set(start, i32.load(add(starts.get, mul(add(mul(group.get, constant(BLOCK)), n.get), constant(4))))));
      f.set(y, f64.constant(0));
      f.when(base.get, () => {
        f.set(y, read(row.get));
        f.increase(row, plane);
        f.set(a, add(means.get, eight(add(mul(group.get, add(size.get, constant(2))), size.get))));
        increase(a, y.get);
        f.increase(a, 8);
        increase(a, f64.mul(y.get, y.get));
      });
      f.loop(left, constant(0), window.get, 1, () => {
        f.set(x, read(add(row.get, mul(left.get, constant(plane)))));
        f.set(b, add(start.get, left.get));
        f.set(a, add(means.get, eight(add(mul(group.get, add(size.get, constant(2))), b.get))));
        increase(a, x.get);
        f.set(a, add(products.get, eight(add(mul(group.get, size.get), b.get))));
        increase(a, f64.mul(x.get, y.get));
        f.set(a, add(seconds.get, eight(mul(add(mul(group.get, size.get), b.get), window.get))));
        f.loop(right, left.get, window.get, 1, () => {
          increase(a, f64.mul(x.get, read(add(row.get, mul(right.get, constant(plane))))));
          f.increase(a, 8);
        });
      });
    });
  });
  return f;
}
