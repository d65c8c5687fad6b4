import { describe, expect, test } from '@jest/globals';
import type { FrozenPenalty, Precision } from '@knotwork/plugin/engine';
import { relativeError } from '@knotwork/numerics';
import { builtRows } from '../../fixtures/built-rows.js';
import { atOnce, kernelBackend } from '../../fixtures/kernel-backend.js';
import { draw, type Drawn, frozenAt, numbersOf, parts, pointsOf, takeStep, taskOf, weighing } from '../../fixtures/tasks.js';
import { adam } from '../../fixtures/update-formulas.js';
import { PassLanes } from '../../threads/pass-lanes.js';
import type { WideRows } from './rows-contraction.js';

const rows = builtRows();
const whereBuilt = rows === null ? describe.skip : describe;

/** Native contractions whose coefficients are weighed by jobs of their own, before a pass and behind it. */
function apart({ make, ...others }: WideRows): WideRows {
  return { ...others, make: (...of) => Object.assign(make(...of), { foldsOnTheWay: false }) };
}

/** Values, gradients and numbers after steps, in turn with what reads folded numbers. */
async function outcome(c: Drawn, wide: WideRows, precision: Precision, lanes: number, penalty?: FrozenPenalty): Promise<readonly Float64Array[]> {
  const task = taskOf(c.structure, { update: adam() });
  const backend = kernelBackend(task, precision, undefined, wide, lanes === 1 ? null : (...of) => new PassLanes(() => lanes, ...of, null));
  const [numbers, data] = [backend.start(numbersOf(c.network.parameters), {}), backend.bind(pointsOf(task, c.rows))];
  const all: Float64Array[] = [];
  const gradient = (of?: FrozenPenalty): void => {
    const { value: { value }, gradient: g } = atOnce(numbers.gradient(data, weighing(of)));
    all.push(Float64Array.of(value), g);
  };
  for (let step = 1; step <= 3; step++) {
    all.push(Float64Array.of(atOnce(numbers.value(data, weighing(penalty))).value));
    gradient(penalty);
    all.push(Float64Array.of((await takeStep(numbers, data, step, 9, penalty)).value), numbers.lastGradient(), numbers.read().parameters);
    gradient();
    all.push(numbers.activations(data, 1).values);
  }
  return all;
}

whereBuilt('weights on the way', () => {
  // A block, some, and lanes of which each has one or none.
  describe.each([[40, 1], [150, 1], [100, 2], [70, 8], [260, 3]])('of %i rows in %i lanes', (count, lanes) => {
    test.each(['float64', 'float32'] as readonly Precision[])('give the bits of weights before and behind, in %s', async (precision) => {
      for (const [seed, layers] of [[parts(), parts(), parts()], [parts({ basis: { kind: 'reference-chebyshev', degree: 8 } }), parts({ edge: { kind: 'reference-plain' } }), parts({ layer: { kind: 'reference-pair', second: { kind: 'reference-hat', intervals: 50 }, off: [[1, 1]] } })]].entries()) {
        const c = draw([3, 20, 17, 2], layers, { rows: count, seed: seed + 1 });
        const frozen = await frozenAt(taskOf(c.structure), c.rows, c.network.parameters, 1e-2);
        for (const penalty of [undefined, frozen]) {
          const [onTheWay, before] = [await outcome(c, rows!, precision, lanes, penalty), await outcome(c, apart(rows!), precision, lanes, penalty)];
          // To compare long arrays by what differs takes minutes.
          expect(onTheWay.map((numbers, k) => numbers.every((number, i) => Object.is(number, before[k]![i])))).toEqual(before.map(() => true));
        }
      }
    });
  });

  test('the penalty of normal equations is that of the numbers at hand', async () => {
    const c = draw([2, 9, 1], [parts(), parts()], { rows: 30 });
    const task = taskOf(c.structure);
    const penalty = await frozenAt(task, c.rows, c.network.parameters, 1e-2);
    const backend = kernelBackend(task, 'float64', undefined, rows);
    const data = backend.bind(pointsOf(task, c.rows));
    const [first, other] = [1, 3].map((factor) => backend.start(numbersOf(c.network.parameters.map((p) => factor * p)), {}));
    first!.value(data, weighing(penalty));
    expect((await other!.normal(data, weighing(penalty))).value.penalty).toBe(atOnce(other!.value(data, weighing(penalty))).penalty);
  });
});

// 256 sums in single precision, 128 in double: rows of 1024 bytes.
(rows === null ? test.skip : test).each([['float32', 256, 1e-4], ['float64', 128, 1e-12]] as const)('rows that are further apart than they are long give what kernels give, in %s', (precision, sums, most) => {
  const c = draw([3, sums, 2], [parts(), parts()], { rows: 70 });
  const task = taskOf(c.structure);
  const [native, kernels] = [rows, null].map((wide) => {
    const backend = kernelBackend(task, precision, undefined, wide);
    return atOnce(backend.start(numbersOf(c.network.parameters), {}).gradient(backend.bind(pointsOf(task, c.rows)), weighing())).gradient;
  });
  expect(relativeError(native!, kernels!)).toBeLessThan(most);
});
