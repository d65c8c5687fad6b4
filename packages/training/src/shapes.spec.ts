import { expect, test } from '@jest/globals';
import { plainCatalog, referencePlugins } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { createNetwork } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Network, type PluginUse, type Rows } from '@knotwork/plugin';
import type { SegmentRole, Structure } from '@knotwork/plugin/engine';
import { fit } from './fit.js';
import { DATA, supervised } from './objective.js';

const catalog = plainCatalog(referencePlugins);
const engine = await native.create({ precision: 'float64' });
const variable = { name: 'v', map: AS_GIVEN };

/** Rows of a function on [-1, 1]. */
function rows(count: number, seed: number, f: (x: number) => number): Rows {
  const stream = randomStream(seed, 'rows');
  const values = Float64Array.from({ length: count }, () => stream.uniform(-1, 1));
  return { inputs: { count, width: 1, values }, targets: { count, width: 1, values: values.map(f) } };
}

/** One edge of a basis, fitted to a function. */
async function trained(basis: PluginUse, trainable: readonly SegmentRole[], f: (x: number) => number): Promise<{ loss: number; network: Network; structure: Structure }> {
  const { network, structure } = createNetwork({
    widths: [1, 1], initializers: [{ kind: 'reference-random' }], inputs: [variable], outputs: [variable], domains: [[-1, 1]],
    layers: [{ layer: { kind: 'reference-layer' }, edge: { kind: 'reference-plain' }, basis, inputMap: 'interval', outside: 'linear' }],
  }, randomStream(5, 'init'), catalog);
  const result = await fit({
    engine, structure, objective: supervised(catalog.get('loss', 'reference-squares'), {}, 1), penalties: [], trainable,
    optimizer: { definition: catalog.get('optimizer', 'reference-gauss-newton'), options: {} }, grid: { definition: catalog.get('grid', 'reference-moving'), options: { every: 3 } },
    train: { [DATA]: rows(150, 1, f) }, validation: { [DATA]: rows(50, 2, f) }, maxUnknowns: 2000,
  }, () => network, { steps: 60, starts: null, phase: 'start', patience: Infinity, observe: () => undefined, isOver: () => false, signal: undefined });
  return { ...result, structure };
}

const shapeOf = ({ network, structure }: { network: Network; structure: Structure }, name: string): number =>
  network.parameters[structure.layers[0]!.terms[0]!.segments.shape[name]!.offset]!;

// On the domain [-1, 1] the position in it is x itself.

test('normal equations find the frequency of a wave', async () => {
  const wave = (x: number): number => Math.sin(4 * x);
  const fixed = await trained({ kind: 'reference-waves', modes: 1 }, ['coefficients', 'bias'], wave);
  const free = await trained({ kind: 'reference-waves', modes: 1 }, ['coefficients', 'shape', 'bias'], wave);
  expect(shapeOf(fixed, 'frequency')).toBe(1.3);
  expect(fixed.loss).toBeGreaterThan(1e-2);
  expect(free.loss).toBeLessThan(1e-12);
  expect(shapeOf(free, 'frequency')).toBeCloseTo(4, 6);
  expect(shapeOf(free, 'phase')).toBe(0.2);
});

test('normal equations find the scale and shift of a wavelet', async () => {
  const wavelet = (x: number): number => { const t = (x + 0.1) / 0.5; return (1 - t * t) * Math.exp(-t * t / 2); };
  const fixed = await trained({ kind: 'reference-wavelet' }, ['coefficients', 'bias'], wavelet);
  const free = await trained({ kind: 'reference-wavelet' }, ['coefficients', 'shape', 'bias'], wavelet);
  expect(fixed.loss).toBeGreaterThan(1e-3);
  expect(free.loss).toBeLessThan(1e-12);
  expect([shapeOf(free, 'scale'), shapeOf(free, 'shift')].map((v) => v.toFixed(6))).toEqual(['0.500000', '-0.100000']);
});
