import { describe, expect, test } from '@jest/globals';
import { type Catalog, isKnotworkError, KnotworkError, type OutputConditions, type VariableMap } from '@knotwork/plugin';
import { catalog } from '../fixtures/hats.js';
import { makeNetwork as make } from '../fixtures/make-network.js';
import { resolve } from '../structure/resolve.js';
import { checksummed } from './checksum.js';
import { crc32 } from './crc32.js';
import { loadNetwork } from './load-network.js';
import { neededPackages } from './needed-packages.js';
import type { NetworkFile, SavedNetwork } from './network-file.js';
import { readSafetensors, type Tensor, writeSafetensors } from './safetensors.js';
import { saveNetwork } from './save-network.js';

/** A file of which anything may have been rewritten. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = Record<string, any>;

/** The files with a change of what network.json says, and the checksum that belongs to it. */
function rewritten({ json, safetensors }: SavedNetwork, change: (file: Loose) => void): SavedNetwork {
  const file = JSON.parse(json) as NetworkFile;
  change(file);
  return { json: checksummed(file, safetensors), safetensors };
}

test('a saved network loads bit for bit, and its bytes depend on the network alone', () => {
  const { structure, network } = make([2, 3, 1]);
  network.parameters[0] = -0;
  const saved = saveNetwork(structure, network);
  expect(saveNetwork(structure, network)).toEqual(saved);
  const loaded = loadNetwork(saved, catalog);
  expect([...loaded.network.parameters]).toEqual([...network.parameters]);
  expect(loaded.network.spec).toEqual(network.spec);
  expect(resolve(loaded.network.spec, catalog).length).toBe(structure.length);
});

test('what a network says of itself is kept, and so are tensors of others', () => {
  const { structure, network } = make([2, 3, 2], { basis: { kind: 'scattered' }, edge: { kind: 'full' } });
  const plugins = neededPackages(network.spec, catalog, { fixtures: 'abc' });
  expect(plugins).toEqual([{ package: 'fixtures', version: '0.0.0', hash: 'abc', names: ['basis scattered', 'edge full', 'function square', 'layer sum'] }]);
  const about = {
    task: 'classification' as const, classes: ['yes', 'no'], plugins,
    extra: { 'extra.seen': { dtype: 'U8', shape: [3], bytes: Uint8Array.of(1, 2, 3) }, 'extra.none': { dtype: 'F32', shape: [0, 7], bytes: new Uint8Array(0) } },
  };
  const again = loadNetwork(saveNetwork(structure, network, about), catalog);
  expect(again.about).toEqual(about);
  expect(again.network).toEqual(network);
  expect(again.notes).toEqual([]);
  expect(() => saveNetwork(structure, network, { extra: { mine: about.extra['extra.seen'] } })).toThrow('An extra tensor must be called extra.NAME; got "mine".');
});

test('a plugin that is missing is told with its package, another version in a note', () => {
  const { structure, network } = make([1, 1]);
  const saved = saveNetwork(structure, network, { plugins: neededPackages(network.spec, catalog) });
  const without: Catalog = { ...catalog, get: (kind, name) => catalog.get(kind, name === 'hat' ? 'no-hat' : name), list: (kind) => catalog.list(kind).filter(({ definition }) => definition.name !== 'hat') };
  const asked: Catalog = { ...without, get: (kind, name) => { if (name !== 'hat') return catalog.get(kind, name); throw new KnotworkError('input', 'Unknown basis "hat".', { plugin: 'basis hat' }); } };
  expect(() => loadNetwork(saved, asked)).toThrow('The network needs the basis hat of the package fixtures 0.0.0, which is not installed. Install it and name it under "plugins".');
  const newer: Catalog = { ...catalog, list: (kind) => catalog.list(kind).map((entry) => ({ ...entry, version: '1.2.0' })) };
  expect(loadNetwork(saved, newer).notes).toEqual(['The network was saved with fixtures 0.0.0; its basis hat, edge full, function square, layer sum now come from fixtures 1.2.0.']);
});

test('a plugin of other content is told in a note, whatever it is called; one that only lies elsewhere is told as before', () => {
  const { structure, network } = make([1, 1]);
  const [then, now] = ['a', 'b'].map((digit) => digit.repeat(64)) as [string, string];
  const saved = saveNetwork(structure, network, { plugins: neededPackages(network.spec, catalog, { fixtures: then }) });
  const here = (entry: { readonly fingerprint?: string; readonly package?: string; readonly version?: string }): Catalog => ({ ...catalog, list: (kind) => catalog.list(kind).map((one) => ({ ...one, ...entry })) });
  const notes = (entry: Parameters<typeof here>[0]): readonly string[] => loadNetwork(saved, here(entry)).notes;
  expect(notes({ fingerprint: then })).toEqual([]);
  expect(notes({ fingerprint: then, package: './moved.mjs' })).toEqual(['The network was saved with fixtures 0.0.0; its basis hat, edge full, function square, layer sum now come from ./moved.mjs 0.0.0.']);
  expect(notes({ fingerprint: now })).toEqual([
    'Plugin "fixtures" is not what the network was trained with (SHA-256 aaaaaaaaaaaa... then, bbbbbbbbbbbb... now): its basis hat, edge full, function square, layer sum may compute other numbers. Restore it, or train again.',
  ]);
  expect(notes({ fingerprint: now, package: './moved.mjs' })).toEqual([expect.stringMatching(/^Plugin "\.\/moved\.mjs", which takes the place of "fixtures", is not what the network was trained with \(SHA-256 aaaaaaaaaaaa\.\.\. then, bbb/)]);
  expect(notes({ fingerprint: now, version: '1.2.0' })).toEqual([expect.stringMatching(/^The network was saved with fixtures 0\.0\.0; /)]);
  // Installed, a package is told by its version; nobody knows then whether its files are the same.
  expect(notes({ fingerprint: 'fixtures@0.0.0' })).toEqual([]);
});

test('the header of the safetensors file is what the format says', () => {
  const { structure, network } = make([1, 1]);
  const { safetensors } = saveNetwork(structure, network);
  const length = Number(new DataView(safetensors.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(safetensors.subarray(8, 8 + length))) as Record<string, unknown>;
  expect(length % 8).toBe(0);
  expect(header['layers.0.terms.0.coefficients']).toEqual({ dtype: 'F64', shape: [1, 5], data_offsets: [0, 40] });
  expect(safetensors.length).toBe(8 + length + 8 * structure.length);
});

test('the checksum is the CRC-32 of both files with zeros in its place', () => {
  // The check value of the catalogues: that of the ASCII digits 1 to 9.
  expect(crc32(new TextEncoder().encode('12345'), new TextEncoder().encode('6789'))).toBe(0xcbf43926);
  const { structure, network } = make([1, 1]);
  const { json, safetensors } = saveNetwork(structure, network);
  const { checksum } = JSON.parse(json) as { checksum: string };
  expect(crc32(new TextEncoder().encode(json.replace(checksum, '00000000')), safetensors).toString(16).padStart(8, '0')).toBe(checksum);
  const file = JSON.parse(json) as Record<string, unknown>;
  delete file['checksum'];
  expect(loadNetwork({ json: JSON.stringify(file), safetensors }, catalog).network).toEqual(network);
});

test('maps of inputs come back bit for bit, and those that older readers do not know are required', () => {
  const { structure, network } = make([3, 1]);
  const maps: VariableMap[] = [{ kind: 'rank', knots: [-0.1, 1 / 3, 7], values: [-1, 0.1, 2] }, { kind: 'affine', center: 0.1, scale: 3 }, { kind: 'robust', center: 0.3, scale: 1e-3 }];
  const inputs = structure.spec.inputs.map((variable, i) => ({ ...variable, map: maps[i]! }));
  const spec = { ...structure.spec, inputs };
  const saved = saveNetwork({ ...structure, spec }, { ...network, spec });
  expect(JSON.parse(saved.json)).toMatchObject({ requires: ['map rank', 'map robust'], inputs });
  expect(loadNetwork(saved, catalog).network).toEqual({ ...network, spec });
  expect(JSON.parse(saveNetwork(structure, network).json)).toMatchObject({ requires: [] });
});

describe('is refused in words:', () => {
  const { structure, network } = make([2, 3, 1], { knots: 'own' });
  const saved = saveNetwork(structure, network);
  const refused = (change: (file: Loose) => void, from = saved) => () => loadNetwork(rewritten(from, change), catalog);
  const withNumbers = (change: (parameters: Float64Array) => void) => () => {
    const parameters = network.parameters.slice();
    change(parameters);
    loadNetwork(saveNetwork(structure, { ...network, parameters }), catalog);
  };
  const [term] = structure.layers[0]!.terms;

  test('files that are damaged or of different networks', () => {
    const other = saveNetwork(make([2, 1]).structure, make([2, 1]).network);
    const changed = 'network.json and network.safetensors are not as they were saved';
    expect(() => loadNetwork({ ...saved, json: saved.json.slice(0, 40) }, catalog)).toThrow('network.json is not a saved network: it is no JSON');
    expect(() => loadNetwork({ ...saved, safetensors: saved.safetensors.subarray(0, 30) }, catalog)).toThrow(changed);
    expect(() => loadNetwork({ ...saved, safetensors: other.safetensors }, catalog)).toThrow(changed);
    expect(() => loadNetwork({ ...saved, json: saved.json.replace('"v0"', '"v9"') }, catalog)).toThrow(changed);
    expect(refused(() => undefined, { ...saved, safetensors: other.safetensors })).toThrow('it has 19 numbers, network.json asks for 102');
  });

  test('another format, and what this version cannot do', () => {
    expect(refused((f) => { f['knotwork'] = 1; })).toThrow('its format is 1, and this version reads format 2');
    expect(refused((f) => { f['knotwork'] = 3; })).toThrow('network.json was saved by a later version: its format is 3, and this version reads up to 2. Install the version that saved it, or a later one.');
    expect(refused((f) => { f['requires'] = ['log-maps']; })).toThrow('network.json was saved by a later version: it requires "log-maps", which this version cannot do.');
    expect(refused((f) => { f['colour'] = 'red'; })).toThrow('Unrecognized key: "colour"');
    expect(refused((f) => { f['inputs'][0].map.kind = 'log'; })).toThrow('network.json is not a saved network');
    expect(refused((f) => { f['outputs'][0].map.kind = 'robust'; })).toThrow('network.json is not a saved network');
    for (const [knots, values, why] of [[[0, 1, 1], [0, 1, 2], 'numbers must ascend'], [[0, 1, 2], [0, 2, 1], 'numbers must ascend'], [[0, 1], [0, 1, 2], 'there must be a value for every knot'], [[0], [0], 'Too small']] as const) {
      expect(refused((f) => { f['inputs'][0].map = { kind: 'rank', knots, values }; })).toThrow(why);
    }
    expect(refused((f) => { f['members'] = [{}]; })).toThrow('network.json is not a saved network');
  });

  test('numbers of nodes that do not fit, however large', () => {
    expect(refused((f) => { f['layers'][1].inputs = 4; })).toThrow('layer 1 has 4 inputs, and there are 3 before it');
    expect(refused((f) => { f['layers'][0].outputs = 1e9; })).toThrow('Too big');
    expect(refused((f) => { f['layers'][0].outputs = 1e6; f['layers'][1].inputs = 1e6; })).toThrow('layer 0 alone has more than the');
    expect(refused((f) => { f['outputs'].push(f['outputs'][0]); })).toThrow('the last layer has 1 outputs, and 2 are described');
    expect(refused((f) => { f['layers'][0].terms[0].basis.intervals = 1e8; })).toThrow('numbers, network.json asks for');
    expect(refused((f) => { f['layers'][0].terms[0].edges = { except: [[0, 0], [0, 0]] }; })).toThrow('pairs must ascend');
    expect(refused((f) => { f['layers'][0].terms[0].edges = { except: [[7, 0]] }; })).toThrow('names the edge from 7 to 0');
    expect(refused((f) => { f['classes'] = ['a']; })).toThrow('a regression has no classes');
  });

  test('tensors that are not those of the network', () => {
    const { bytes, header } = opened(saved.safetensors);
    const tensors = (change: (header: Loose) => void) => () => {
      const copy = structuredClone(header);
      change(copy);
      loadNetwork(rewritten({ ...saved, safetensors: closed(copy, bytes) }, () => undefined), catalog);
    };
    const withTensor = (of: string, tensor: Tensor) => () => loadNetwork(rewritten({ ...saved, safetensors: writeSafetensors(new Map([...readSafetensors(saved.safetensors), [of, tensor]]), {}) }, () => undefined), catalog);
    const single: Tensor = { dtype: 'F32', shape: [1], bytes: new Uint8Array(4) };
    const name = 'layers.0.terms.0.domain';
    expect(tensors(() => undefined)).not.toThrow();
    expect(tensors((h) => { h['other'] = h[name]; delete h[name]; })).toThrow('it has a tensor "other", which the network does not have');
    expect(tensors((h) => { h['extra.other'] = h[name]; delete h[name]; })).toThrow('network.json asks for');
    expect(tensors((h) => { h[name].dtype = 'I64'; })).toThrow('tensor "layers.0.terms.0.domain" is I64, and F64 is read');
    expect(withTensor('layers.1.bias', single)).toThrow('tensor "layers.1.bias" is F32, and F64 is read');
    expect(withTensor('extra.bias', single)).not.toThrow();
    expect(withTensor('more', { dtype: 'F64', shape: [1], bytes: new Uint8Array(8) })).toThrow('it has a tensor "more", which the network does not have');
    expect(tensors((h) => { h[name].dtype = 'F65'; })).toThrow('of no type that there is');
    expect(tensors((h) => { h[name].shape = [4]; })).toThrow('has the shape [4], and network.json asks for [2, 2]');
    expect(tensors((h) => { h[name].shape = [2, 3]; })).toThrow('bytes are not those of its shape');
    expect(tensors((h) => { h[name].data_offsets = [0, 32]; })).toThrow('it has two tensors in one place');
    expect(tensors((h) => { delete h['layers.1.bias']; })).toThrow('bytes of numbers, and its header speaks of');
    expect(tensors((h) => { delete h['layers.0.terms.0.coefficients']; })).toThrow('it has a gap between tensors');
    expect(tensors((h) => { h[name] = null; })).toThrow('of no type');
    expect(() => loadNetwork(rewritten({ ...saved, safetensors: new Uint8Array(5) }, () => undefined), catalog)).toThrow('it is cut off');
    expect(() => loadNetwork(rewritten({ ...saved, safetensors: saved.safetensors.map((v, k) => (k === 7 ? 1 : v)) }, () => undefined), catalog)).toThrow('a wrong length of its header');
  });

  test('numbers that training never leaves behind', () => {
    expect(withNumbers((p) => { p[3] = NaN; })).toThrow('tensor "layers.0.terms.0.coefficients" has a number that is not finite');
    expect(withNumbers((p) => { p[structure.length - 1] = Infinity; })).toThrow('not finite');
    expect(withNumbers((p) => { p[term!.segments.domain.offset + 2] = 5; })).toThrow('"layers.0.terms.0.domain" has the domain [5, 1]');
    expect(withNumbers((p) => { p[term!.segments.knots!.offset + 2] = 0.5; })).toThrow('knots that do not ascend from 0 to 4');
    expect(withNumbers((p) => { p[term!.segments.knots!.offset + 5] = 1e-3; })).toThrow('knots that do not ascend from 0 to 4');
  });
});

test('a file that is cut off anywhere is refused in words', () => {
  const { structure, network } = make([1, 1]);
  const saved = saveNetwork(structure, network, { extra: { 'extra.note': { dtype: 'U8', shape: [2], bytes: Uint8Array.of(7, 8) } } });
  const refused = (files: SavedNetwork): boolean => { try { loadNetwork(files, catalog); return false; } catch (error) { return isKnotworkError(error); } };
  for (let n = 0; n < saved.json.length; n++) expect([n, refused({ ...saved, json: saved.json.slice(0, n) })]).toEqual([n, true]);
  for (let n = 0; n < saved.safetensors.length; n++) expect([n, refused({ ...saved, safetensors: saved.safetensors.subarray(0, n) })]).toEqual([n, true]);
});

function opened(file: Uint8Array): { header: Loose; bytes: Uint8Array } {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  return { header: JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as Loose, bytes: file.subarray(8 + length) };
}

function closed(header: Loose, bytes: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + bytes.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(bytes, 8 + text.length);
  return file;
}

describe('conditions of outputs', () => {
  const conditions: OutputConditions = { base: [['input', 1], ['sin', 0]], factor: [['constant', 0.1], ['input', 0], ['mul', 0, 1]] };
  const { structure: plain, network } = make([2, 3, 2]);
  const spec = { ...network.spec, outputs: network.spec.outputs.map((variable, k) => (k === 1 ? { ...variable, conditions } : variable)) };
  const saved = saveNetwork(resolve(spec, catalog), { ...network, spec });

  test('are saved and loaded, and required of readers; files of others stay what they are', () => {
    expect(JSON.parse(saved.json)).toMatchObject({ requires: ['conditions'], outputs: spec.outputs });
    expect(loadNetwork(saved, catalog).structure.spec).toEqual(spec);
    expect(saveNetwork(plain, network).json).not.toContain('conditions');
  });

  test.each([
    ['an operation that there is not', [['input', 0], ['cell', 0]], 'the conditions of "v1" are no formula: step 1, "cell", is no operation that steps may have'],
    ['an input that there is not', [['input', 2]], 'the conditions of "v1" are no formula: step 0, "input", must be one of 2 inputs; got 2'],
    ['a later step', [['sin', 1], ['input', 0]], 'step 0, "sin", must take steps before it'], ['no steps', [], 'outputs'], ['what is no step', [1], 'outputs'],
  ])('%s is refused', (_, steps, message) => {
    expect(() => loadNetwork(rewritten(saved, (file) => { file['outputs'][1].conditions.factor = steps; }), catalog)).toThrow(message);
    expect(() => loadNetwork(rewritten(saved, (file) => { file['outputs'][1].conditions.base = steps; }), catalog)).toThrow(message);
  });
});
