import { expect, test } from '@jest/globals';
import { type Expr, formula, GRID_KNOTS, toText } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import { BLOCK } from '../memory/block.js';
import { lanes } from './emitter.js';
import { featureKernel, featureParameters } from '../emit/feature-kernel.js';
import { GuardedMemory } from '../fixtures/guarded-memory.js';
import { INPUTS, randomFormula } from '../fixtures/random-formula.js';
import { roundingBounds } from '../fixtures/rounding-bound.js';

/** The full count is 100,000, over any seed: KNOTWORK_FUZZ=100000 KNOTWORK_FUZZ_SEED=3 NODE_OPTIONS=--experimental-vm-modules npx jest graph-body */
const FORMULAS = Number(process.env['KNOTWORK_FUZZ'] ?? 5000);
const SEED = Number(process.env['KNOTWORK_FUZZ_SEED'] ?? 3);
const BATCH = 50;
const special = [0, 1, -1, 0.5, NaN, Infinity, -Infinity, 1e300, -1e300, 1e-300, 100, -100, 1e17];

test(`in double precision ${FORMULAS} random formulas give what the interpreter gives, up to 16 roundings of intermediate results`, () => {
  const random = randomStream(SEED, 'formulas');
  const v = lanes('float64');
  let counted = 0;
  for (let batch = 0; batch < FORMULAS / BATCH; batch++) {
    const intervals = [1, 2, 3, 5, 8, 50][random.integer(6)]!;
    const knots = Float64Array.from({ length: intervals + 1 }, (_, j) => (j === 0 || j === intervals ? j : j + random.uniform(-0.45, 0.45)));
    const uniform = [-1 - random.next(), 1 + random.next(), random.normal()];
    const formulas: Expr[] = Array.from({ length: BATCH }, () => (
      // Shared, and so folded, as the interpreter's.
      formula(INPUTS, { y: randomFormula(random, 1 + random.integer(6), intervals) }, [GRID_KNOTS]).roots[0]!
    ));
    const x = Float64Array.from({ length: BLOCK }, (_, i) => (i < special.length ? special[i]! : random.normal() * 3));

    const memory = new GuardedMemory(8);
    const specs = formulas.map((e) => ({ planes: [e], start: null, lastStart: 0, parameters: INPUTS.slice(1), intervals }));
    const kernels = memory.compile(specs.map((spec, k) => featureKernel(`formula${k}`, v, spec)));
    const [row, out, list] = [memory.numbers('float64', BLOCK), memory.numbers('float64', BLOCK), memory.integers(1)];
    const block = memory.numbers('float64', 1000);
    row.set(x);
    const values = [x, ...uniform.map((u) => new Float64Array(BLOCK).fill(u))];
    formulas.forEach((e, k) => {
      const layout = featureParameters(specs[k]!);
      layout.write(block, 0, { parameters: uniform, knots });
      kernels[`formula${k}`]!(row.byteOffset, block.byteOffset, layout.length * 8, out.byteOffset, 0, list.byteOffset, 1, BLOCK * 8);
      const { values: expected, tolerance } = roundingBounds([e], INPUTS, values, knots)[0]!;
      for (let i = 0; i < BLOCK; i++) {
        if (tolerance[i]! < 0) continue;
        counted++;
        const right = Number.isFinite(expected[i]!) ? Math.abs(out[i]! - expected[i]!) <= tolerance[i]! : Object.is(out[i], expected[i]);
        if (!right) throw new Error(`formula ${batch * BATCH + k}, ${toText(e)}, at x = ${x[i]}: ${out[i]} instead of ${expected[i]}, tolerance ${tolerance[i]}`);
      }
    });
    if (!memory.isUntouched()) throw new Error(`batch ${batch} wrote outside its arrays`);
  }
  expect(counted).toBeGreaterThan(0.5 * FORMULAS * BLOCK);
}, 3_600_000);
