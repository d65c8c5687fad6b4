import type { FunctionBuilder, Lanes, Variable } from '../code/emitter.js';

/** Every lane becomes the sum of all lanes. */
export function addAcross(f: FunctionBuilder, v: Lanes, x: Variable): void {
  for (let half = v.count / 2; half >= 1; half /= 2) f.set(x, v.add(x.get, v.shuffle(x.get, x.get, Array.from({ length: v.count }, (_, k) => (k + half) % v.count))));
}
