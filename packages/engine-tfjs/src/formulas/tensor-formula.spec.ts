import { afterAll, describe, expect, test } from '@jest/globals';
import { constant, evaluate, type Expr, formula, input, where } from '@knotwork/algebra';
import { Device } from '../device.js';
import { openBackend } from '../backends.js';
import { TensorFormula } from './tensor-formula.js';
import { asTensor, type Quantity } from './tensor-operations.js';

const ODD = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, -2.75, 3e4, 1e-6];
const [a, b, c] = [input('a'), input('b'), input('c')];

/** Every operation that a formula may have, by what it is called. */
const operations: Readonly<Record<string, Expr>> = {
  add: a.add(b), sub: a.sub(b), mul: a.mul(b), div: a.div(b), reciprocal: constant(1).div(a), neg: a.neg(), minimum: a.minimum(b), maximum: a.maximum(b), abs: a.abs(), floor: a.floor(),
  less: a.less(b), where: where(a.less(b), c, a), 'where of numbers': where(a.less(b), 2, -1), 'where of infinities': where(a.less(b), Infinity, -Infinity), sqrt: a.sqrt(), exp: a.exp(), log: a.log(),
  sin: a.sin(), cos: a.cos(), tanh: a.tanh(), sigmoid: a.sigmoid(), asin: a.asin(), atan: a.atan(), erf: a.erf(),
};

for (const backend of ['wasm', 'cpu'] as const) {
  describe(`on ${backend}`, () => {
    let device: Device;
    const open = async (): Promise<Device> => (device ??= new Device((await openBackend(backend)).tf, backend));
    afterAll(() => { device.dispose(); });

    /** Values of a formula at all pairs of odd numbers. */
    async function values(e: Expr, spread: boolean): Promise<{ readonly actual: number[]; readonly expected: number[] }> {
      const { tf } = await open();
      const all = ODD.flatMap((x) => ODD.map((y) => [Math.fround(x), Math.fround(y)] as const));
      const one = Math.fround(0.625);
      const f = formula(['a', 'b', 'c'], { y: e });
      const actual = device.run(() => {
        const shape: [number, number] = [ODD.length, ODD.length];
        // Spread: b is one row for all rows of a, as ends of grids are.
        const row = tf.tensor2d(ODD, [1, ODD.length]);
        const inputs: Record<string, Quantity> = { a: tf.tensor2d(all.map(([x]) => x), shape), b: spread ? row : tf.tensor2d(all.map(([, y]) => y), shape), c: one };
        const [y] = new TensorFormula(device, f).run(inputs, [0]);
        return Array.from(tf.broadcastTo(asTensor(device, y!), shape).dataSync());
      });
      return { actual, expected: all.map(([x, y]) => evaluate(f, { a: x, b: y, c: one })['y']!) };
    }

    test.each(Object.entries(operations))('%s is what the interpreter says, for numbers of every kind', async (_, e) => {
      for (const spread of [false, true]) {
        const { actual, expected } = await values(e, spread);
        actual.forEach((v, k) => {
          const y = expected[k]!;
          // What single precision cannot hold is infinite there.
          if (!Number.isFinite(y) || Math.abs(y) > 3e38) expect([v]).toEqual([Math.fround(y)]);
          else expect(Math.abs(v - y)).toBeLessThanOrEqual(4e-6 * Math.max(1, Math.abs(y)));
        });
      }
    });

    test('what is computed of numbers alone stays a number, in double precision', async () => {
      await open();
      const before = device.tf.memory().numTensors;
      const [y] = new TensorFormula(device, formula(['a', 'b'], { y: a.sin().add(b.exp()).minimum(7) })).run({ a: 0.3, b: 0.1 }, [0]);
      expect(y).toBe(Math.sin(0.3) + Math.exp(0.1));
      expect(device.tf.memory().numTensors).toBe(before);
    });

    test('what an output comes to does not depend on which others are asked for', async () => {
      const { tf } = await open();
      const half = constant(1).div(b);
      const shared = new TensorFormula(device, formula(['a', 'b'], { y: a.mul(half), other: half.sin() }));
      const [alone, beside] = device.run(() => {
        const inputs = { a: tf.tensor1d(ODD.map((v) => v / 3)), b: tf.fill([ODD.length], 0.7) };
        return [[0], [0, 1]].map((wanted) => Array.from((shared.run(inputs, wanted)[0] as ReturnType<typeof tf.tensor>).dataSync()));
      });
      expect(beside).toEqual(alone);
    });
  });
}
