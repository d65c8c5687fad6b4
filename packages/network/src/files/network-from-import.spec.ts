import { describe, expect, test } from '@jest/globals';
import { catalogOf, defineImporter, type Definition, type ForeignFile, type ImportedNetwork, isKnotworkError, KnotworkError, type PluginUse, z } from '@knotwork/plugin';
import { catalog } from '../fixtures/hats.js';
import { foreignTensors } from './foreign-tensors.js';
import { type Naming, networkFromImport } from './network-from-import.js';
import { type Tensor, writeSafetensors } from './safetensors.js';

const term = { basis: { kind: 'hat', intervals: 1 }, edge: { kind: 'bare' }, inputMap: 'interval', outside: 'linear' } as const;
const sound: ImportedNetwork = {
  inputs: ['x1', 'x2'], outputs: ['y1'], domains: [[-1, 1], [0, 2]], notes: ['It is small.'],
  layers: [{ layer: { kind: 'sum' }, inputs: 2, outputs: 1, terms: [term] }],
  numbers: new Map([['layers.0.bias', Float64Array.of(0.5)], ['layers.0.terms.0.coefficients', Float64Array.of(1, 2, 3, 4)], ['layers.0.terms.0.domain', Float64Array.of(-1, 1, 0, 2)]]),
};
const file: ForeignFile = { name: 'it', arrays: new Map(), texts: new Map() };

function imported(network: unknown, { use = {}, naming }: { readonly use?: Omit<PluginUse, 'kind'>; readonly naming?: Naming } = {}) {
  const importer = defineImporter({
    name: 'giver', summary: 'Gives what it is told', options: z.strictObject({ size: z.int().min(1).default(3) }),
    read: (_, { size }) => { if (typeof network === 'function') return (network as (size: number) => ImportedNetwork)(size); return network as ImportedNetwork; },
  });
  const all = catalogOf([...catalog.kinds.flatMap((kind) => catalog.list(kind)), { definition: importer as unknown as Definition, package: 'givers', version: '1.0.0' }]);
  return networkFromImport(file, { kind: 'giver', ...use }, all, naming);
}
const withNumbers = (name: string, values: Float64Array | null): ImportedNetwork => {
  const numbers = new Map(sound.numbers);
  if (values === null) numbers.delete(name); else numbers.set(name, values);
  return { ...sound, numbers };
};
const refusal = (work: () => unknown): string => {
  try { work(); } catch (error) {
    if (isKnotworkError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was thrown';
};

test('what an importer gives is a network, its numbers where they belong', () => {
  const { network, structure, domains, notes } = imported(sound);
  expect(network.spec.inputs).toEqual(['x1', 'x2'].map((name) => ({ name, map: { kind: 'affine', center: 0, scale: 1 } })));
  for (const { name, offset, length } of structure.segments) expect([name, network.parameters.subarray(offset, offset + length)]).toEqual([name, sound.numbers.get(name)]);
  expect([domains, notes]).toEqual([sound.domains, ['It is small.']]);
});

test('names may be those of somebody, and options have their defaults', () => {
  const sizes: number[] = [];
  const { network } = imported((size: number) => { sizes.push(size); return sound; }, { naming: ({ inputs }) => ({ inputs: inputs.map((name) => `my ${name}`), outputs: ['out'] }) });
  expect([sizes, network.spec.inputs.map(({ name }) => name), network.spec.outputs[0]!.name]).toEqual([[3], ['my x1', 'my x2'], 'out']);
  expect(refusal(() => imported(sound, { use: { size: 0 } }))).toContain('input: The options of importer "giver" do not fit');
});

describe('an importer that gives no network is told by its name', () => {
  test.each<[string, unknown, string]>([
    ['nothing', undefined, '"read" of the importer "giver" must return an object; it returned undefined.'],
    ['a part that nothing reads', { ...sound, units: [] }, 'returned "units", which nothing reads'],
    ['numbers that are none', { ...sound, numbers: { 'layers.0.bias': [0] } }, 'must return a Map of Float64Arrays as "numbers"'],
    ['layers that do not meet', { ...sound, inputs: ['x1'] }, 'breaks its contract: its layers do not follow one another from 1 inputs to 1 outputs.'],
    ['a tensor too few', withNumbers('layers.0.bias', null), 'breaks its contract: it gives no "layers.0.bias".'],
    ['a tensor too many', withNumbers('layers.0.terms.0.knots', Float64Array.of(1)), 'breaks its contract: it gives "layers.0.terms.0.knots", which its layers do not have.'],
    ['another length', withNumbers('layers.0.terms.0.coefficients', Float64Array.of(1)), 'breaks its contract: it gives 1 numbers of "layers.0.terms.0.coefficients", whose shape is [2, 2].'],
    ['a number that is none', withNumbers('layers.0.bias', Float64Array.of(NaN)), 'breaks its contract: it gives a number of "layers.0.bias" that is not finite.'],
    ['a domain that is none', withNumbers('layers.0.terms.0.domain', Float64Array.of(1, -1, 0, 2)), 'breaks its contract: "layers.0.terms.0.domain" has the domain [1, -1].'],
    ['no domains', { ...sound, domains: [[-1, 1]] }, 'breaks its contract: it must give a domain [minimum, maximum] for every input.'],
    ['what it throws', () => { throw new TypeError('x is not a function'); }, '"read" of the importer "giver" failed: x is not a function.'],
  ])('%s', (_, network, message) => {
    const said = refusal(() => imported(network));
    expect(said).toMatch(/^plugin: /);
    expect(said).toContain(message);
  });

  test('a network without an edge is refused', () => {
    const none = new Float64Array();
    const without = { ...sound, layers: [{ ...sound.layers[0]!, terms: [{ ...term, edges: { only: [] } }] }], numbers: new Map([['layers.0.bias', Float64Array.of(1)], ['layers.0.terms.0.coefficients', none], ['layers.0.terms.0.domain', none]]) };
    expect(refusal(() => imported(without))).toBe('capability: it cannot be imported: none of its edges is on, so that it gives the same for every row. Save it with an edge that is.');
  });

  test('its own refusals pass', () => {
    expect(refusal(() => imported(() => { throw new KnotworkError('capability', 'It cannot be.'); }))).toBe('capability: It cannot be.');
  });
});

describe('files of safetensors', () => {
  const written = (tensors: Readonly<Record<string, Tensor>>): Uint8Array => writeSafetensors(new Map(Object.entries(tensors)), { about: '{}' });
  const bytes = (values: { readonly buffer: ArrayBufferLike }): Uint8Array => new Uint8Array(values.buffer);

  test('give arrays and texts by their names', () => {
    const { name, arrays, texts } = foreignTensors(written({
      single: { dtype: 'F32', shape: [1, 2], bytes: bytes(Float32Array.of(0.1, 2)) }, double: { dtype: 'F64', shape: [1], bytes: bytes(Float64Array.of(0.1)) },
      whole: { dtype: 'I64', shape: [2], bytes: bytes(BigInt64Array.of(-1n, 7n)) }, flag: { dtype: 'BOOL', shape: [], bytes: Uint8Array.of(1) },
    }), 'it');
    expect([name, texts]).toEqual(['it', new Map([['about', '{}']])]);
    expect(Object.fromEntries(arrays)).toEqual({
      single: { shape: [1, 2], values: Float64Array.of(Math.fround(0.1), 2), isSingle: true }, double: { shape: [1], values: Float64Array.of(0.1), isSingle: false },
      whole: { shape: [2], values: Float64Array.of(-1, 7), isSingle: false }, flag: { shape: [], values: Float64Array.of(1), isSingle: false },
    });
  });

  test('are refused in words where they are damaged, of a type that is not read, or not finite', () => {
    expect(refusal(() => foreignTensors(new Uint8Array(4), 'it'))).toBe('input: it cannot be imported: it is cut off. Save it again with the lines in docs/import.md.');
    expect(refusal(() => foreignTensors(written({ a: { dtype: 'F16', shape: [1], bytes: new Uint8Array(2) } }), 'it'))).toContain('its tensor "a" is F16, and F64, F32, I64, I32, U8, BOOL are read');
    expect(refusal(() => foreignTensors(written({ a: { dtype: 'F32', shape: [1], bytes: bytes(Float32Array.of(Infinity)) } }), 'it'))).toContain('its tensor "a" has a number that is not finite');
    const lying = written({ a: { dtype: 'F32', shape: [1e6, 1e6], bytes: new Uint8Array(4) } });
    expect(refusal(() => foreignTensors(lying, 'it'))).toContain('has a tensor "a" whose 4 bytes are not those of its shape');
  });
});
