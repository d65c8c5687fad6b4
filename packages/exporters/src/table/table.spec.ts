import { expect, test } from '@jest/globals';
import { type Expr, trace } from '@knotwork/algebra';
import type { ExportedLayer, ExportedModel, ExportedNetwork, Samples } from '@knotwork/plugin';
import { runTrial } from '@knotwork/trials';
import { smallModel } from '../fixtures/small-model.js';
import { table } from './table.js';
import type { TableFile } from './table-format.js';

type Sizes = Parameters<typeof table.export>[1];

const column = (...values: number[]): Samples => ({ count: values.length, width: 1, values: Float64Array.from(values) });
const textOf = async (model: ExportedModel, sizes: Sizes): Promise<string> => Object.values(await table.export(model, sizes))[0] as string;
const fileOf = async (model: ExportedModel, sizes: Sizes): Promise<TableFile> => JSON.parse(await textOf(model, sizes)) as TableFile;
/** What the tables of a model say of rows. */
const valuesOf = async (model: ExportedModel, sizes: Sizes, rows: Samples): Promise<number[][]> => runTrial(await table.export(model, sizes), await table.trial(model, sizes), rows);
const SIZES: Sizes = { bits: 8, precision: 16 };

/** A layer in which every edge has the function of its numbers, `[inputs][outputs]`. */
function layerOf(functions: readonly (readonly ((x: Expr) => Expr)[])[], node: ((s: Expr) => Expr) | null = null): ExportedLayer {
  const outputs = functions[0]!.length;
  const terms = functions.flatMap((own, from) => own.map((f, to) => ({
    basis: 'by-hand', formula: trace(['x'], (x) => ({ f0: f(x!) })), from: Uint32Array.of(from), numbers: new Float64Array(0), tables: [], window: 1, start: null, base: null, size: 1,
    ends: Uint32Array.of(1), to: Uint32Array.of(to), coefficients: Float64Array.of(1), baseWeights: null,
  })));
  const formula = node === null ? null : trace(['s0'], (s) => ({ y: node(s!) }));
  return { inputs: functions.length, sums: outputs, outputs, bias: Float64Array.from({ length: outputs }, (_, k) => 0.25 + k), terms, nodes: [{ first: 0, firstSum: 0, count: outputs, arity: 1, formula }] };
}

/** Layers from one input in [-1, 1] to outputs as they are. */
function modelOf(layers: readonly ExportedLayer[], more: Partial<ExportedModel> = {}): ExportedModel {
  const network: ExportedNetwork = {
    maps: [{ formula: trace(['x'], (x) => ({ y: x! })), from: Uint32Array.of(0), numbers: new Float64Array(0), tables: [] }],
    layers, scale: new Float64Array(layers.at(-1)!.outputs).fill(1), center: new Float64Array(layers.at(-1)!.outputs),
  };
  return {
    name: 'hand', origin: [], task: 'regression', classes: [], inputs: [{ name: 'x', domain: [-1, 1] }], outputs: Array.from({ length: layers.at(-1)!.outputs }, (_, k) => ({ name: `y${k}` })),
    members: [network], rows: column(-1, -0.5, 0, 0.5, 1), ...more,
  };
}

const DENSE = column(...Array.from({ length: 1001 }, (_, k) => -1 + k / 500));
const rms = (differences: readonly number[]): number => Math.sqrt(differences.reduce((sum, d) => sum + d * d, 0) / differences.length);

test('a file says what stands where: ranges, tables in a line each, numbers of nodes', async () => {
  // y = 10 (2 sin(x / 2) + 3): over 0 to 2 the sine goes from 0 to 0.841, its middle is half of that.
  expect(await textOf({ ...smallModel((x) => x.sin()), rows: column(0, 1.5) }, { bits: 2, precision: 4 })).toBe(`{
  "format": "knotwork-tables",
  "version": 1,
  "name": "small",
  "origin": ["Made by hand."],
  "task": "regression",
  "classes": [],
  "inputs": [{"name":"depth","unit":"m"}],
  "outputs": [{"name":"load"}],
  "networks": [
    { "layers": [
      {
        "addressBits": 2,
        "entryBits": 4,
        "sumBits": 4,
        "inputs": [
          {"min":0,"max":2}
        ],
        "nodes": [
          {"bias":0,"shift":null,"scale":${10 * Math.sin(1) / 7},"offset":${10 * (3 + Math.sin(1))}}
        ],
        "tables": [
          { "from": 0, "to": 0, "entries": [-7,-2,3,7] }
        ]
      }
    ] }
  ]
}
`);
});

test('one more bit of an address halves the error, layer after layer', async () => {
  const model = modelOf([layerOf([[(x) => x.mul(3).sin(), (x) => x.square()]]), layerOf([[(x) => x.exp()], [(x) => x.mul(2).cos()]])]);
  const exact = (x: number): number => Math.exp(Math.sin(3 * x) + 0.25) + Math.cos(2 * (x ** 2 + 1.25)) + 0.25;
  const errorAt = async (bits: number): Promise<number> => rms((await valuesOf({ ...model, rows: DENSE }, { bits, precision: 20 }, DENSE)).map(([y], n) => y! - exact(DENSE.values[n]!)));
  const errors: number[] = [];
  for (const bits of [5, 6, 7, 8, 9, 10]) errors.push(await errorAt(bits));
  errors.slice(1).forEach((error, k) => { expect(errors[k]! / error).toBeGreaterThan(1.6); expect(errors[k]! / error).toBeLessThan(2.5); });
  expect(errors[0]! / errors.at(-1)!).toBeGreaterThan(27);
  expect(errors.at(-1)).toBeLessThan(2.5e-3);
}, 30_000);

test('entries of few bits cost digits, too', async () => {
  const model = modelOf([layerOf([[(x) => x]])]);
  const errorAt = async (precision: number): Promise<number> => rms((await valuesOf(model, { bits: 12, precision }, DENSE)).map(([y], n) => y! - DENSE.values[n]! - 0.25));
  // Rounding to multiples of 1 / (2^(precision - 1) - 1): a step over the root of twelve.
  for (const precision of [4, 6, 8]) expect(await errorAt(precision) * (2 ** (precision - 1) - 1)).toBeCloseTo(1 / Math.sqrt(12), 1);
  expect(await errorAt(16)).toBeLessThan(3e-4);
});

test('ends of a range, and whole numbers that have an address each, are met', async () => {
  const model = modelOf([layerOf([[(x) => x.mul(0.5)]])], { inputs: [{ name: 'age', domain: [0, 255] }], rows: column(3) });
  const ages = column(0, 1, 17, 128, 254, 255);
  const values = await valuesOf(model, { bits: 8, precision: 24 }, ages);
  values.forEach(([y], n) => { expect(y).toBeCloseTo(0.25 + ages.values[n]! / 2, 4); });
});

test('beyond a range the nearest end is taken, and the nearest address else', async () => {
  const model = modelOf([layerOf([[(x) => x]])]);
  const sizes = { bits: 2, precision: 20 };
  // Addresses are -1, -1/3, 1/3 and 1.
  const values = await valuesOf(model, sizes, column(-50, -0.67, -0.66, -0.01, 0.01, 0.66, 0.67, 50));
  values.map(([y]) => y! - 0.25).forEach((y, k) => { expect(y).toBeCloseTo([-1, -1, -1 / 3, -1 / 3, 1 / 3, 1 / 3, 1, 1][k]!, 5); });
});

test('rows that lie beyond the domain widen the range; without a domain they are the range', async () => {
  const range = async (domain: [number, number] | null, rows: Samples): Promise<unknown> => (await fileOf(modelOf([layerOf([[(x) => x]])], { inputs: [{ name: 'x', domain }], rows }), SIZES)).networks[0]!.layers[0]!.inputs;
  expect(await range([-1, 1], column(0, 3))).toEqual([{ min: -1, max: 3 }]);
  expect(await range(null, column(-0.25, 3, NaN))).toEqual([{ min: -0.25, max: 3 }]);
  expect(await range(null, column(4, 4))).toEqual([{ min: 0, max: 8 }]);
});

test('activations are given the range that rows reach, and a little room; their address is a shift of a sum that fits its bits', async () => {
  const model = modelOf([layerOf([[(x) => x.mul(3)]]), layerOf([[(x) => x]])]);
  const { layers: [first, second] } = (await fileOf(model, SIZES)).networks[0]!;
  const [{ bias, shift, scale, offset }] = first!.nodes as [TableFile['networks'][number]['layers'][number]['nodes'][number]];
  // From -2.75 to 3.25, and a thirty-second of 6 more at both ends.
  expect(second!.inputs).toEqual([{ min: -2.9375, max: 3.4375 }]);
  const entries = [...first!.tables[0]!.entries];
  const sums = entries.map((entry) => bias + entry);
  const addresses = sums.map((sum) => sum >> shift!);
  expect(Math.min(...addresses)).toBe(Math.round(0.1875 / 6.375 * 255));
  expect(Math.max(...addresses)).toBe(Math.round((1 - 0.1875 / 6.375) * 255));
  // What the sum stands for, exactly, and by its address.
  sums.forEach((sum, a) => {
    const activation = 0.25 + 3 * (-1 + 2 * a / 255);
    expect(scale * sum + offset).toBeCloseTo(activation, 3);
    expect(Math.abs(-2.9375 + addresses[a]! * 6.375 / 255 - activation)).toBeLessThanOrEqual(0.5 * 6.375 / 255 + 1e-3);
  });
  // As few bits as hold all sums, and entries that use theirs.
  expect(Math.max(...sums)).toBeLessThan(2 ** (first!.sumBits - 1));
  expect(Math.max(...sums)).toBeGreaterThanOrEqual(2 ** (first!.sumBits - 2));
  expect(Math.max(...entries)).toBeGreaterThan(2 ** 14);
  expect(Math.max(...entries)).toBeLessThan(2 ** 15);
});

test('inputs that are no multiple of their address have thresholds', async () => {
  const model = modelOf([layerOf([[(x) => x]])], { inputs: [{ name: 'x', domain: [1, 1000] }], rows: column(1) });
  const [network] = model.members;
  const logarithmic = { ...model, members: [{ ...network!, maps: [{ formula: trace(['x'], (x) => ({ y: x!.log() })), from: Uint32Array.of(0), numbers: new Float64Array(0), tables: [] }] }] };
  const [range] = (await fileOf(logarithmic, { bits: 2, precision: 16 })).networks[0]!.layers[0]!.inputs;
  // Addresses stand for 1, 10, 100 and 1000; between them are square roots of tens.
  expect(range).toEqual({ min: 1, max: 1000, thresholds: [10 ** 0.5, 10 ** 1.5, 10 ** 2.5].map((t) => expect.closeTo(t, 6)) });
  const values = await valuesOf(logarithmic, { bits: 2, precision: 16 }, column(0.5, 3, 3.5, 31, 32, 316, 317, 5000));
  values.forEach(([y], k) => { expect(y).toBeCloseTo(0.25 + Math.log(10) * [0, 0, 1, 1, 2, 2, 3, 3][k]!, 3); });
});

test('nodes that are functions of one sum are in the tables behind them, also behind the last layer', async () => {
  const inside = modelOf([layerOf([[(x) => x.mul(2)]], (s) => s.tanh()), layerOf([[(x) => x.square()]])], { rows: DENSE });
  const last = modelOf([layerOf([[(x) => x.mul(2)]], (s) => s.tanh())], { rows: DENSE });
  const values = await valuesOf(inside, { bits: 12, precision: 20 }, DENSE);
  values.forEach(([y], n) => { expect(y).toBeCloseTo(Math.tanh(2 * DENSE.values[n]! + 0.25) ** 2 + 0.25, 2); });
  expect((await fileOf(last, SIZES)).networks[0]!.layers).toHaveLength(2);
  (await valuesOf(last, { bits: 12, precision: 20 }, DENSE)).forEach(([y], n) => { expect(y).toBeCloseTo(Math.tanh(2 * DENSE.values[n]! + 0.25), 2); });
});

test('scores of classes have one unit, so that whole numbers tell the class', async () => {
  const model = modelOf([layerOf([[(x) => x.mul(-5), (x) => x.mul(0.1)]])], { task: 'classification', classes: ['a', 'b'] });
  const { nodes: [a, b], tables: [first, second] } = (await fileOf(model, SIZES)).networks[0]!.layers[0]!;
  expect([a!.scale, a!.offset, b!.offset]).toEqual([b!.scale, 0, 0]);
  expect(Math.max(...first!.entries)).toBe(2 ** 15 - 1);
  expect(Math.max(...second!.entries)).toBe(Math.round((2 ** 15 - 1) / 50));
  // -5 x + 0.25 and 0.1 x + 1.25 are the same at x = -0.196.
  expect((await valuesOf(model, SIZES, column(-0.3, -0.1))).map((line) => line.at(-1))).toEqual([0, 1]);
});

/** The same with as many inputs, each in its domain. */
function ofInputs(model: ExportedModel, domains: readonly (readonly [number, number])[], rows: Samples): ExportedModel {
  const from = Uint32Array.from(domains, (_, k) => k);
  return { ...model, inputs: domains.map((domain, k) => ({ name: `x${k}`, domain })), rows, members: model.members.map((network) => ({ ...network, maps: [{ ...network.maps[0]!, from }] })) };
}

test('an edge that is constant needs no table, and one with gaps goes on with its last value', async () => {
  const layer = layerOf([[(x) => x.mul(0).add(7)], [(x) => x.log().neg()], [(x) => x.neg().add(1).log()]]);
  const two = (...values: number[]): Samples => ({ count: 1, width: 3, values: Float64Array.from(values) });
  const model = ofInputs(modelOf([layer]), [[-1, 1], [-1, 2.5], [-1, 2.5]], two(0.5, 0.5, 0.5));
  const { tables } = (await fileOf(model, { bits: 3, precision: 16 })).networks[0]!.layers[0]!;
  expect(tables.map(({ from }) => from)).toEqual([1, 2]);
  // Addresses stand for -1, -0.5, ..., 2.5: of 0 the logarithm is infinite. The one that falls is largest where it begins.
  const [rising, falling] = tables.map(({ entries }) => [...entries]) as [number[], number[]];
  expect(rising.slice(0, 4)).toEqual(rising.slice(0, 4).map(() => Math.max(...rising)));
  expect(rising[4]).toBeLessThan(rising[3]!);
  // The other ends at 1, and goes on as at 0.5.
  expect(falling.slice(3)).toEqual(falling.slice(3).map(() => Math.min(...falling)));
  expect(falling[2]).toBeGreaterThan(falling[3]!);
  const [[y]] = await valuesOf(model, { bits: 3, precision: 16 }, two(0.1, 1, -1)) as [[number]];
  expect(y).toBeCloseTo(7.25 + Math.log(2), 3);
  await expect(table.export(modelOf([layerOf([[(x) => x.sub(5).log()]])]), SIZES)).rejects.toThrow('The edge of layer 1 from input 1 to sum 1 has no finite values where rows are.');
});

test('nodes whose edges cancel have units of their own, and shifts to the left where entries have few bits', async () => {
  const layer = layerOf([[(x) => x, (x) => x.mul(30)], [(x) => x, (x) => x.mul(-30)]]);
  const pairs = { count: 201, width: 2, values: Float64Array.from({ length: 402 }, (_, k) => -1 + Math.floor(k / 2) / 100 + (k % 2 === 0 ? 0 : 0.01 * (Math.floor(k / 2) % 3))) };
  const model = ofInputs(modelOf([layer, layerOf([[(x) => x], [(x) => x]])]), [[-1, 1.02], [-1, 1.02]], pairs);
  const shifts = async (precision: number): Promise<unknown> => (await fileOf(model, { bits: 8, precision })).networks[0]!.layers[0]!.nodes.map(({ shift }) => shift);
  const [wide, narrow] = await shifts(20) as [number, number];
  expect(wide - narrow).toBeGreaterThan(6);
  expect(narrow).toBeGreaterThan(0);
  expect((await shifts(8) as number[])[1]).toBeLessThan(0);
  const values = await valuesOf(model, { bits: 14, precision: 24 }, pairs);
  values.forEach(([y], n) => { const [x, z] = [pairs.values[2 * n]!, pairs.values[2 * n + 1]!]; expect(Math.abs(y! - (0.25 + 0.25 + x + z + 1.25 + 30 * (x - z)))).toBeLessThan(0.006); });
  // A sum that is the same in all rows but for rounding.
  const same = { ...pairs, values: pairs.values.map((v, k, all) => (k % 2 === 0 ? v : all[k - 1]!)) };
  const constant = (await fileOf({ ...model, rows: same }, { bits: 8, precision: 20 })).networks[0]!.layers;
  expect(constant[0]!.nodes[1]!.shift).toBeGreaterThanOrEqual(-8);
  expect(constant[0]!.sumBits).toBeLessThan(24);
  expect((constant[1]!.inputs[1]!.min + constant[1]!.inputs[1]!.max) / 2).toBeCloseTo(1.25, 9);
});

test('several terms of an edge are one table, and a term may have several places', async () => {
  const [once, other] = [layerOf([[(x) => x, (x) => x.square()]]), layerOf([[(x) => x.mul(3), (x) => x]])];
  const twice = { ...once, terms: [...once.terms, ...other.terms] };
  // x + 3 x, and x^2 + x.
  const values = await valuesOf(modelOf([twice]), { bits: 10, precision: 20 }, column(-1, 0.5, 1));
  expect((await fileOf(modelOf([twice]), SIZES)).networks[0]!.layers[0]!.tables).toHaveLength(2);
  [[-4, 0], [2, 0.75], [4, 2]].forEach(([y, z], n) => { expect(values[n]![0]).toBeCloseTo(0.25 + y!, 2); expect(values[n]![1]).toBeCloseTo(1.25 + z!, 2); });
  const places = { ...once.terms[0]!, formula: trace(['x', 'p0'], (x, p) => ({ f0: x!.mul(p!) })), from: Uint32Array.of(0, 0), numbers: Float64Array.of(5, 7), ends: Uint32Array.of(1, 2), to: Uint32Array.of(0, 1), coefficients: Float64Array.of(1, -1) };
  const [[y, z]] = await valuesOf(modelOf([{ ...once, terms: [places] }]), { bits: 10, precision: 20 }, column(1)) as [[number, number]];
  expect([y, z]).toEqual([expect.closeTo(5.25, 3), expect.closeTo(1.25 - 7, 3)]);
});

test('outputs are in the units of the data', async () => {
  const model = modelOf([layerOf([[(x) => x]])]);
  const scaled = { ...model, members: model.members.map((network) => ({ ...network, scale: Float64Array.of(100), center: Float64Array.of(2000) })) };
  expect((await valuesOf(scaled, SIZES, column(-1, 1))).flat()).toEqual([expect.closeTo(1925, 2), expect.closeTo(2125, 2)]);
});

test('what tables cannot be is refused, before anything is large', async () => {
  const layer = layerOf([[(x) => x, (x) => x]]);
  const product = { ...layer, outputs: 1, nodes: [{ first: 0, firstSum: 0, count: 1, arity: 2, formula: trace(['s0', 's1'], (a, b) => ({ y: a!.mul(b!) })) }] };
  await expect(table.export(modelOf([layer, product]), SIZES)).rejects.toMatchObject({ code: 'capability', message: 'Nodes of layer 2 are formulas of several sums, such as products, and tables have one input. Train with nodes that add, or use another exporter.' });
  const { rows: _, ...without } = modelOf([layer]);
  await expect(table.export(without, SIZES)).rejects.toMatchObject({ code: 'capability', message: expect.stringContaining('the network comes without any') });
  // 300 edges: one term of 300 places.
  const many = Uint32Array.from({ length: 300 }, () => 0);
  const wide = { ...layer, sums: 300, outputs: 300, bias: new Float64Array(300), terms: [{ ...layer.terms[0]!, ends: Uint32Array.of(300), to: many.map((__, k) => k), coefficients: new Float64Array(300).fill(1) }], nodes: [{ first: 0, firstSum: 0, count: 300, arity: 1, formula: null }] };
  await expect(table.export(modelOf([wide]), { bits: 16, precision: 16 })).rejects.toMatchObject({ code: 'capability', message: '300 tables of 2^16 entries are 19660800 entries, and 4194304 are the most. Use bits=13, or prune the network.' });
  expect(table.options.safeParse({ bits: 17 }).success).toBe(false);
});
