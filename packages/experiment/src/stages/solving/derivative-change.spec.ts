import { expect, test } from '@jest/globals';
import { formula, input } from '@knotwork/algebra';
import { createNetwork, extendGrid } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Equations } from '@knotwork/plugin';
import type { Objective } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { createEngine } from '../../compose/create-engine.js';
import { installed } from '../../compose/installed.js';
import { derivativesAt } from '../../measure/derivatives-at.js';
import { derivativeChange } from './derivative-change.js';

const { catalog } = installed(await standardPackages());
const engine = await createEngine({ engine: { kind: 'native' } }, catalog);
const [residual, boundary] = ['u_xx', 'u'].map((name) => formula([name], { r: input(name) }));
const block = (name: string, points: string, of: typeof residual, reads: Objective['blocks'][number]['reads']) => ({ name, points, form: 'residuals' as const, formula: of!, reads, weight: 1 });
const points = (...values: number[]) => ({ inputs: { count: values.length, width: 1, values: Float64Array.from(values) } });
const inside = block('equation', 'inside', residual, { u_xx: { of: 'derivative', output: 0, inputs: [0, 0] } });
const edge = block('condition', 'edge', boundary, { u: { of: 'output', index: 0 } });
const equations = (...blocks: Objective['blocks']): Equations => ({ objective: { blocks }, points: { inside: points(-0.9, -0.31, 0.2, 0.77), edge: points(-1, 1) }, draw: {} });

const layer = { layer: { kind: 'kan' }, edge: { kind: 'plain' }, basis: { kind: 'b-spline', degree: 3, intervals: 4 }, inputMap: 'interval' as const, outside: 'linear' as const };
const before = createNetwork({ widths: [1, 1], layers: [layer], initializers: [{ kind: 'small' }], inputs: [{ name: 'x', map: AS_GIVEN }], outputs: [{ name: 'u', map: AS_GIVEN }], domains: [[-1, 1]] }, randomStream(1, 'change'), catalog);

test('an extension that keeps curves moves derivatives by rounding, and one that does not by more', async () => {
  const exact = await derivativeChange(engine, equations(inside, edge), before, extendGrid(before.structure, before.network, [8], catalog));
  expect([exact! >= 0, exact! < 1e-12]).toEqual([true, true]);
  expect(await derivativeChange(engine, equations(inside, edge), before, extendGrid(before.structure, before.network, [5], catalog))).toBeGreaterThan(1e-4);
});

test('it is the largest one over the spread of the derivative, at the points of its own block', async () => {
  const { offset, length } = before.structure.layers[0]!.terms[0]!.segments.coefficients;
  const parameters = before.network.parameters.map((v, k) => (k >= offset && k < offset + length ? 1.5 * v : v));
  const { values } = await derivativesAt(engine, before, points(-0.9, -0.31, 0.2, 0.77).inputs, [{ of: 'derivative', output: 0, inputs: [0, 0] }]);
  // The derivative is half as large again.
  const expected = (0.5 * Math.max(...values.map(Math.abs))) / (Math.max(...values) - Math.min(...values));
  expect(await derivativeChange(engine, equations(inside, edge), before, { ...before, network: { ...before.network, parameters } })).toBeCloseTo(expected, 12);
});

test('equations without derivatives have none', async () => {
  expect(await derivativeChange(engine, equations(edge), before, before)).toBeNull();
  expect(await derivativeChange(engine, equations(inside), before, before)).toBe(0);
});
