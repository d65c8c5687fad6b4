import { expect, test } from '@jest/globals';
import { toText } from '@knotwork/algebra';
import { AS_GIVEN, catalogOf, defineExporter, type ExportedModel, type Samples, z } from '@knotwork/plugin';
import { edgeFunctions } from '../features/edge-functions.js';
import { gridOf, writeGrid } from '../grid/input-grid.js';
import { makeNetwork as make } from '../fixtures/make-network.js';
import { fromUser } from '../maps/variable-map.js';
import { evaluateModel } from './evaluate-model.js';
import { exportedModel, type ExportSource } from './exported-model.js';
import { exportNetworks } from './export-networks.js';

/** The layer `sum` passes on what it is given. */
type Part = NonNullable<Parameters<typeof make>[1]>;
const REGRESSION = { task: 'regression', classes: [] } as const;
const source = (widths: readonly number[], part: Part = {}, seed = 1): ExportSource => ({ ...make(widths, part, seed), about: REGRESSION });
const only = (...pairs: [number, number][]): Part => ({ edges: { only: pairs } }) as Part;
const rows = (...values: number[][]): Samples => ({ count: values.length, width: values[0]!.length, values: Float64Array.from(values.flat()) });

/** A layer whose nodes are sums, as edge functions tell it. */
function outputs({ structure, network: { parameters } }: ExportSource, row: readonly number[]): number[] {
  const layer = structure.layers[0]!;
  const values = edgeFunctions(layer, parameters, (i) => Float64Array.of(row[i]!), 0);
  return Array.from({ length: layer.sums }, (_, o) => parameters[layer.bias.offset + o]! + row.reduce((sum, __, i) => sum + values[i * layer.sums + o]!, 0));
}

test.each<[string, Part]>([
  ['hats, linear outside', {}], ['periodic', { outside: 'periodic' }], ['constant', { outside: 'constant' }], ['on knots of its own', { knots: 'own' }], ['behind a map', { inputMap: 'tanh' }],
  ['shapes of every edge', { basis: { kind: 'wavelet' } }], ['a global basis with a constant', { basis: { kind: 'pairs' } }], ['few edges', only([0, 1], [1, 0])], ['two terms', { layer: { kind: 'both' } }],
])('an exported model computes the sums of its edges: %s', (_, part) => {
  const one = source([2, 2], part);
  const { parameters } = one.network;
  for (const term of one.structure.layers[0]!.terms.filter(({ knots }) => knots === 'own')) {
    writeGrid(term, parameters, 0, { ...gridOf(term, parameters, 0), knots: Float64Array.of(0, 0.3, 1.9, 3.5, 4) });
  }
  for (const row of [[-1, 1], [0.3, -0.45], [0.999, 0.1], [-3, 2.5]]) {
    const values = evaluateModel(exportedModel([one], { name: 'n' }), rows(row)).values;
    outputs(one, row).forEach((v, k) => { expect(values[k]).toBeCloseTo(v, 11); });
  }
});

test('what x does not change is in the numbers of a place, and edges that are off are nowhere', () => {
  const { members: [network] } = exportedModel([source([2, 2], { ...only([1, 1]), basis: { kind: 'hat', intervals: 4 } })], { name: 'n' });
  const [term] = network!.layers[0]!.terms;
  expect(toText(term!.formula)).toContain('(x, p0, p1, p2)');
  // The ends of the domain, and intervals over its width.
  expect([...term!.numbers]).toEqual([-1, 1, 2]);
  expect([term!.from, term!.ends, term!.to].map((list) => [...list])).toEqual([[1], [1], [1]]);
  expect([term!.coefficients.length, term!.baseWeights!.length]).toEqual([5, 1]);
});

test('weights of bases are in the coefficients', () => {
  const { network, structure, about } = source([1, 1]);
  const { coefficients, basisWeight } = structure.layers[0]!.terms[0]!.segments;
  const [term] = exportedModel([{ network, structure, about }], { name: 'n' }).members[0]!.layers[0]!.terms;
  term!.coefficients.forEach((c, k) => { expect(c).toBe(network.parameters[coefficients.offset + k]! * network.parameters[basisWeight!.offset]!); });
});

test('the first coefficient is one that is there, whatever x is', () => {
  const model = exportedModel([source([1, 1], { outside: 'free' })], { name: 'n' });
  for (const x of [-1e300, 1e300, NaN, Infinity]) expect(evaluateModel(model, rows([x])).values).toHaveLength(1);
  expect(evaluateModel(model, rows([NaN])).values[0]).toBeNaN();
});

test('maps of inputs are those that networks have, to rounding', () => {
  const maps = [AS_GIVEN, { kind: 'robust', center: 0.2, scale: 1e-3 }, { kind: 'rank', knots: [-0.5, 0, 3], values: [-1, 0.1, 1] }, { kind: 'rank', knots: [-2, 0, 3], values: [-1, 0, 1] }, { kind: 'affine', center: 5, scale: 3 }] as const;
  const one = source([maps.length, 1]);
  const spec = { ...one.network.spec, inputs: maps.map((map, i) => ({ name: `x${i}`, map })) };
  const { members: [network] } = exportedModel([{ ...one, network: { ...one.network, spec } }], { name: 'n' });
  // Robust by itself, ranks of one length together.
  expect(network!.maps.map(({ from }) => [...from])).toEqual([[0, 4], [1], [2, 3]]);
  const straight = { ...network!, layers: [], scale: new Float64Array(maps.length).fill(1), center: new Float64Array(maps.length) };
  const model = { ...exportedModel([one], { name: 'n' }), members: [straight], outputs: maps.map((_, k) => ({ name: `y${k}` })) };
  for (const u of [-7, -0.5, -0.499, 0, 0.2, 2.9, 3, 40, 1e12]) {
    const values = evaluateModel(model, rows(maps.map(() => u))).values;
    maps.forEach((map, k) => { expect(Math.abs(values[k]! - fromUser(map, u))).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(fromUser(map, u)))); });
  }
});

test('names become such as every language has', () => {
  const nameOf = (name: string): string => exportedModel([source([1, 1])], { name }).name;
  expect(['hello-kan', '9 lives', 'ä/ö', '_x_', ''].map(nameOf)).toEqual(['hello_kan', 'network_9_lives', 'network', 'x', 'network']);
});

test('inputs tell where the networks have learned, in the user\'s units', () => {
  const [one, two] = [source([2, 1], only([0, 0])), source([2, 1], only([0, 0]), 2)];
  const spec = { ...one.network.spec, inputs: one.network.spec.inputs.map((v) => ({ ...v, map: { kind: 'affine', center: 10, scale: 2 } as const })) };
  const { inputs } = exportedModel([{ ...one, network: { ...one.network, spec } }, two], { name: 'n' });
  expect(inputs.map(({ domain }) => domain)).toEqual([[-1, 12], null]);
});

test('networks that do not belong together are refused, and so is none', () => {
  expect(() => exportedModel([source([2, 1]), source([3, 1])], { name: 'n' })).toThrow('Network 2 has other inputs, outputs or classes than the first one.');
  expect(() => exportedModel([], { name: 'n' })).toThrow('An export needs at least one network; got none.');
});

test('derivatives have a column for each output, and are refused where the exporter writes none', async () => {
  const trial = () => ({ files: {}, probe: ['cc'] as const, needs: 'cc', commands: [['cc']] as const });
  const parts = { summary: 'Names', options: z.strictObject({}), extension: '.txt', precision: () => 'double' as const, export: ({ name, derivatives }: ExportedModel) => ({ [`${name}.txt`]: (derivatives?.columns ?? []).map((of) => of.name).join() }), trial };
  const [plain, able] = [defineExporter({ name: 'plain', ...parts }), defineExporter({ name: 'able', derivatives: true, ...parts })];
  const installed = catalogOf([plain, able].map((definition) => ({ definition: definition as never, package: 'p', version: '0' })));
  const naming = { name: 'n', derivatives: [{ name: 'xx', inputs: [0, 0] }, { name: 'x', inputs: [0] }] };
  const one = [source([2, 2], { basis: { kind: 'wavelet' } })];
  expect((await exportNetworks(one, { kind: 'able' }, naming, installed)).files).toEqual({ 'n.txt': 'v0_xx,v0_x,v1_xx,v1_x' });
  await expect(exportNetworks(one, { kind: 'plain' }, naming, installed)).rejects.toThrow('The exporter "plain" writes no derivatives. Leave them out, or choose an exporter that does: able.');
  for (const derivatives of [undefined, []]) expect((await exportNetworks(one, { kind: 'plain' }, { name: 'n', ...(derivatives === undefined ? {} : { derivatives }) }, installed)).model).not.toHaveProperty('derivatives');
});

test('an exporter is found by name and held to its contract', async () => {
  const trial = () => ({ files: {}, probe: ['cc'] as const, needs: 'cc', commands: [['cc']] as const });
  const sound = defineExporter({ name: 'sound', summary: 'A name', options: z.strictObject({ loud: z.boolean().default(false) }), extension: '.txt', precision: () => 'double', export: ({ name }, { loud }) => ({ [`${name}.txt`]: loud ? 'YES' : 'yes' }), trial });
  const odd = defineExporter({ name: 'odd', summary: 'Nothing', options: z.strictObject({}), extension: '.txt', precision: () => 'double', export: () => Promise.resolve({}), trial });
  const installed = catalogOf([sound, odd].map((definition) => ({ definition: definition as never, package: 'p', version: '0' })));
  expect(await exportNetworks([source([1, 1])], { kind: 'sound', loud: true }, { name: 'a b' }, installed)).toMatchObject({ files: { 'a_b.txt': 'YES' }, precision: 'double', model: { name: 'a_b' } });
  await expect(exportNetworks([source([1, 1])], { kind: 'odd' }, { name: 'n' }, installed)).rejects.toThrow('"export" of the exporter "odd" must return at least one file; it returned {}.');
  await expect(exportNetworks([source([1, 1])], { kind: 'sond' }, { name: 'n' }, installed)).rejects.toThrow('Unknown exporter "sond". Installed: odd, sound. Did you mean "sound"?');
});
