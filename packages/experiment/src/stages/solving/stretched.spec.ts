import { expect, test } from '@jest/globals';
import { constant, evaluate, exprOfSteps, formula, input, stepsOf } from '@knotwork/algebra';
import { AS_GIVEN, type Network, type Samples } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import { stretchedNetwork, stretchedObjective, stretchedPoints } from './stretched.js';

const samples = (...rows: readonly (readonly [number, number])[]): Samples => ({ count: rows.length, width: 2, values: Float64Array.from(rows.flat()) });
// A quarter of the time from 2 to 6: until 3.
const reach = { column: 1, interval: [2, 6], share: 0.25 } as const;
const [u, ut, uxtt, t] = ['u', 'ut', 'uxtt', 't'].map((name) => input(name));
const objective: Objective = {
  blocks: [{
    name: 'equation', points: 'inside', form: 'residuals', weight: 3, formula: formula(['u', 'ut', 'uxtt', 't'], { r: ut!.add(uxtt!.mul(100)).add(t!.mul(u!)) }),
    reads: { u: { of: 'output', index: 0 }, ut: { of: 'derivative', output: 0, inputs: [1] }, uxtt: { of: 'derivative', output: 0, inputs: [0, 1, 1] }, t: { of: 'input', index: 1 } },
  }],
};
const spec = { inputs: [{ name: 'x', map: AS_GIVEN }, { name: 't', map: AS_GIVEN }], outputs: [{ name: 'u', map: AS_GIVEN }] };

test('equations read time and derivatives in it as they are where the network has its own', () => {
  const [block] = stretchedObjective(objective, spec, reach).blocks;
  expect(block).toMatchObject({ name: 'equation', points: 'inside', weight: 3, reads: objective.blocks[0]!.reads });
  // Its end is t = 3; a slope of 1 in its time is one of 4 in t.
  expect(evaluate(block!.formula, { u: 10, ut: 1, uxtt: 1, t: 6 })).toEqual({ r: 4 + 1600 + 30 });
  expect(evaluate(block!.formula, { u: 10, ut: 0, uxtt: 0, t: 2 })).toEqual({ r: 20 });
  expect(stretchedObjective(objective, spec, null)).toBe(objective);
});

test('what outputs hold by construction stays what it is in t', () => {
  const of = (e: typeof u): ReturnType<typeof stepsOf> => stepsOf(e!, ['x', 't']);
  const network = { spec: { ...spec, outputs: [{ name: 'u', map: AS_GIVEN, conditions: { base: of(input('x').add(t!)), factor: of(t!.sub(constant(2))) } }, { name: 'v', map: AS_GIVEN }] }, parameters: new Float64Array(3) } as unknown as Network;
  const { spec: { outputs: [output, other] }, ...rest } = stretchedNetwork(network, reach);
  const at = (steps: Parameters<typeof exprOfSteps>[0], point: { x: number; t: number }): unknown => evaluate(formula(['x', 't'], { e: exprOfSteps(steps, [input('x'), input('t')]) }), point)['e'];
  expect(at(output!.conditions!.base, { x: 10, t: 6 })).toBe(13);
  expect(at(output!.conditions!.factor, { x: 10, t: 6 })).toBe(1);
  expect(at(output!.conditions!.factor, { x: 10, t: 2 })).toBe(0);
  expect(other).toBe(network.spec.outputs[1]);
  expect(rest).toEqual({ parameters: new Float64Array(3) });
  expect(stretchedNetwork(network, null)).toBe(network);
});

test('points that can be drawn stay where they are, others lie at their time, and weigh nothing beyond what has been reached', () => {
  const points = { inside: { inputs: samples([0, 2], [0, 6]) }, given: { inputs: samples([0, 2], [1, 2.5], [1, 3], [0, 6]) }, begin: { inputs: samples([0, 2]) } };
  const draw = { inside: () => samples() };
  const stretched = stretchedPoints({ points, draw }, reach);
  expect(stretched['inside']).toBe(points.inside);
  expect(stretched['given']).toEqual({ inputs: samples([0, 2], [1, 4], [1, 6], [0, 6]), weights: Float64Array.of(4 / 3, 4 / 3, 4 / 3, 0) });
  expect(stretched['begin']).toEqual(points.begin);
  expect(stretchedPoints({ points, draw }, null)).toBe(points);
});
