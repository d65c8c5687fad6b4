import { expect, test } from '@jest/globals';
import { formula, input } from '@knotwork/algebra';
import { randomCase } from '@knotwork/conformance';
import { fold, formValue, freezePenalties, gridOf, roughnessForm, type StatisticPenalty } from '@knotwork/network';
import { penaltyValue } from '@knotwork/engine-core';

const c = randomCase(9);

/** Roughness looks at no rows. */
const unasked = (): never => { throw new Error('rows were asked for'); };
const noRows = { moments: unasked, activations: unasked };

/** Roughness of every edge, computed here and there alike only by definition. */
function roughnessOfEdges(parameters: Float64Array, m: number): number[][] {
  const { effective } = fold(c.structure, parameters);
  return c.structure.layers.map((layer) => {
    const term = layer.terms[0]!;
    return Array.from(term.edges.from, (input, e) => formValue(roughnessForm(term, gridOf(term, parameters, input), m), effective[layer.index]![0]!, e * term.size));
  });
}

const statistic = (change: Partial<StatisticPenalty>): StatisticPenalty => ({
  kind: 'statistic', name: 'test', statistic: 'roughness', scope: 'layer', derivative: 1,
  sums: formula(['s'], { total: input('s') }), penalty: formula(['total'], { p: input('total').add(1).log() }), ...change,
});

test('a penalty has its own value where it is frozen, in every scope', async () => {
  const { parameters } = c.network;
  const rough = roughnessOfEdges(parameters, 1);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const log = (v: number): number => Math.log(1 + v);
  const nodes = c.structure.layers.map((l) => Array.from({ length: l.outputs }, (_, o) => sum(rough[l.index]!.filter((_v, e) => l.terms[0]!.edges.to[e] === o))));
  const expected = {
    edge: sum(rough.flat().map(log)), node: sum(nodes.flat().map(log)), layer: sum(rough.map((l) => log(sum(l)))), network: log(sum(rough.flat())),
  };
  for (const scope of ['edge', 'node', 'layer', 'network'] as const) {
    const frozen = await freezePenalties(c.structure, [statistic({ scope })], parameters, noRows);
    expect(penaltyValue(frozen, fold(c.structure, parameters))).toBeCloseTo(expected[scope], 9);
  }
});

test('a concave penalty stays below its tangent, which is quadratic', async () => {
  const frozen = await freezePenalties(c.structure, [statistic({})], c.network.parameters, noRows);
  for (const factor of [0, 0.3, 0.9, 1.1, 3]) {
    const parameters = c.network.parameters.slice();
    for (const { terms } of c.structure.layers) for (const { segments: { coefficients: { offset, length } } } of terms) for (let k = 0; k < length; k++) parameters[offset + k]! *= factor;
    const there = roughnessOfEdges(parameters, 1).reduce((total, l) => total + Math.log(1 + l.reduce((a, b) => a + b, 0)), 0);
    expect(penaltyValue(frozen, fold(c.structure, parameters))).toBeGreaterThan(there);
  }
});

test('a linear one is exact everywhere, and nothing is nothing', async () => {
  const linear = statistic({ scope: 'edge', penalty: formula(['total'], { p: input('total').mul(0.25) }) });
  const frozen = await freezePenalties(c.structure, [linear], c.network.parameters, noRows);
  const zero = c.network.parameters.map((v, at) => (c.structure.segments.some((s) => s.role === 'coefficients' && at >= s.offset && at < s.offset + s.length) ? 0 : v));
  expect(penaltyValue(frozen, fold(c.structure, zero))).toBeCloseTo(0, 12);
  expect(penaltyValue(undefined, fold(c.structure, zero))).toBe(0);
});
