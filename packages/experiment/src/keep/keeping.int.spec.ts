import { expect, test } from '@jest/globals';
import { readNpz } from '@knotwork/arrays';
import { randomStream } from '@knotwork/numerics';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { keptRows, MOST_ROWS } from './kept-rows.js';
import { MOST_EDGES, POINTS } from './edge-curves.js';
import { Composer } from '../compose/composer.js';
import { memoryFiles } from '../host/files.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();

async function arraysOf(text: string, files: Readonly<Record<string, string>> = {}) {
  const place = new MemoryPlace();
  const composer = new Composer(standard, [given(tokens.files, memoryFiles(files))]);
  const composition = await composer.compose({ text: `knotwork: 1\nname: kept\n${text}`, fileName: 'kept.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, place)]);
  const { result } = await composition.run();
  return { arrays: readNpz(place.folder.read('evaluation.npz')!), picture: new TextDecoder().decode(place.folder.read('network.svg')!), data: composition.data, result };
}

test('rows that are kept are all, or evenly spread over them', () => {
  expect([...keptRows(3)]).toEqual([0, 1, 2]);
  expect([...keptRows(0)]).toEqual([]);
  const many = keptRows(5001);
  expect([many.length, many[0], many.at(-1)]).toEqual([MOST_ROWS, 0, 4998]);
  expect(new Set(many.subarray(1).map((row, k) => row - many[k]!))).toEqual(new Set([2, 3]));
});

test('a run keeps rows in the units of the user, what it says of them, and how many there were', async () => {
  const { arrays, data } = await arraysOf(`dataset: { kind: expression, expression: 1000 * x1, noise: 0.1, samples: { train: 2500, validation: 20, test: 0 } }
network: { widths: [1, 1] }
stages: [{ kind: fit, steps: 3, starts: { count: 1, steps: 1 } }]
`);
  const rows = keptRows(2500);
  expect([...arrays['train.inputs']!.values]).toEqual(Array.from(rows, (row) => data.train.inputs.values[row]));
  expect([...arrays['train.targets']!.values]).toEqual(Array.from(rows, (row) => data.train.targets.values[row]));
  expect([arrays['train.count']!.values[0], arrays['validation.count']!.values[0], 'test.inputs' in arrays]).toEqual([2500, 20, false]);
  const errors = arrays['train.predictions']!.values.map((p, k) => p - arrays['train.targets']!.values[k]!);
  // In the user's units: the noise, a tenth of the spread of 1000 x on [-1, 1], which is 577.
  expect(Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length)).toBeCloseTo(57.7, -1);
  expect([...arrays['inputs.domain']!.values].map((v) => Math.round(v * 1e9) / 1e9)).toEqual([-1, 1]);
});

test('a run keeps an edge only where it is on, and of very many those that matter most', async () => {
  const { arrays } = await arraysOf(`dataset: { kind: expression, expression: x1 + 0 * x2, samples: { train: 30, validation: 5, test: 5 } }
network: { widths: [2, 800, 2, 1], basis: { kind: b-spline, degree: 1, intervals: 1 } }
stages: [{ kind: fit, optimizer: adam, steps: 1, starts: { count: 1, steps: 1 } }]
`);
  expect(arrays['edges.layer']!.shape).toEqual([MOST_EDGES]);
  expect(arrays['edges.y']!.shape).toEqual([MOST_EDGES, POINTS]);
  const scores = arrays['edges.score']!.values;
  // Edges into the only output have all of it between them; a first layer of 1600 edges, each a little.
  expect(Math.max(...scores)).toBeGreaterThan(0.1);
  expect(new Set(arrays['edges.layer']!.values)).toEqual(new Set([0, 1, 2]));
  const { arrays: pruned, result } = await arraysOf(`dataset: { kind: expression, expression: exp(x1), samples: { train: 60, validation: 5, test: 5 } }
network: { widths: [1, 2, 1] }
stages: [{ kind: fit, steps: 8, starts: { count: 1, steps: 2 }, regularizers: [{ kind: sparsity, strength: 0.01 }] }, { kind: prune }]
`);
  const { free } = (result['network'] as { edges: { free: number } }).edges;
  expect(pruned['edges.layer']!.shape).toEqual([free]);
}, 60_000);

test('edges that are read are counted apart, and labelled in the picture', async () => {
  const { picture, result } = await arraysOf(`dataset: { kind: expression, expression: exp(x1) + x2, samples: { train: 60, validation: 5, test: 5 } }
network: { widths: [2, 1, 1], layers: { 0: { edge: plain, outside: free, layer: { kind: mixed, bases: [{ kind: function, f: sine }, { kind: polynomial, degree: 2 }] } } } }
stages: [{ kind: fit, steps: 2, starts: { count: 1, steps: 1 } }]
`);
  expect((result['network'] as { edges: object }).edges).toEqual({ free: 1, symbolic: 2, pruned: 0 });
  expect(picture).toMatch(/>sin\(x\)<.*>x \+ x\^2</s);
});

test('constants of an equation have standard errors where the network was fitted to the targets by squares, and none where it was not', async () => {
  const formulaOf = async (loss: string) => {
    const { result } = await arraysOf(`dataset: { kind: expression, expression: 3 * x1 + 1, noise: 0.1, samples: { train: 60, validation: 20, test: 5 } }
network: { widths: [1, 1], basis: { kind: polynomial, degree: 1 }, edge: plain, outside: free }
stages: [{ kind: fit, steps: 9, loss: ${loss}, smoothing: 0, starts: { count: 1, steps: 1 } }]
`);
    return (result['formula'] as { outputs: { constants: { error: number | null; isExact: boolean }[]; error: { train: number | null } }[] }).outputs[0]!;
  };
  const [squares, huber] = [await formulaOf('mean-squared-error'), await formulaOf('huber')];
  // Noise of a tenth of the spread, 3 / sqrt(3).
  expect(squares.error.train).toBeCloseTo(0.17, 1);
  expect(squares.constants.every(({ error, isExact }) => isExact || error! > 1e-3)).toBe(true);
  expect([huber.error, huber.constants.map(({ error }) => error)]).toEqual([{ train: null, validation: null, test: null }, huber.constants.map(() => null)]);
  expect(huber.constants.length).toBeGreaterThan(0);
});

test('the equation that a run keeps has a value at rows that test it', async () => {
  // The shift is 0 within its error: only the row that is held back needs it.
  const stream = randomStream(7, 'held back');
  const rows = (xs: readonly number[]): string => `x,y\n${xs.map((x) => `${x},${Math.log(x + 0.05) + 0.1 * stream.normal()}\n`).join('')}`;
  const { result } = await arraysOf(`dataset: { kind: csv, path: rows.csv, target: y, split: { validation: 0, test: { path: later.csv } } }
network: { widths: [1, 1] }
stages: [{ kind: fit, steps: 20, starts: { count: 1 } }, { kind: symbolify }]
`, { 'rows.csv': rows(Array.from({ length: 40 }, (_, n) => 1 + n / 5)), 'later.csv': rows([0]) });
  expect((result['formula'] as { outputs: { text: string }[] }).outputs[0]!.text).toMatch(/^log\(x \+ 0\.0\d+\)$/);
});

test('a run keeps which numbers stand for missing cells, of the parts that have any', async () => {
  const rows = Array.from({ length: 2500 }, (_, n) => `${n % 7 === 2 ? '' : n},${n},${n % 2}`);
  const { arrays, data } = await arraysOf(`dataset: { kind: table, path: rows.csv, target: y, missing: mean, split: { validation: 0, test: { path: later.csv } } }
network: { widths: [3, 1] }
stages: [{ kind: fit, steps: 1, starts: { count: 1, steps: 1 } }]
`, { 'rows.csv': `x,z,y\n${rows.join('\n')}\n`, 'later.csv': 'x,z,y\n1,2,3\n' });
  const { shape, values } = arrays['train.filled']!;
  expect([shape, 'test.filled' in arrays]).toEqual([[MOST_ROWS, 3], false]);
  const places = new Set(data.train.filled);
  expect([...values]).toEqual(Array.from(keptRows(2500)).flatMap((row) => [Number(places.has(3 * row)), 0, 0]));
  expect(values.reduce((sum, is) => sum + is, 0)).toBeGreaterThan(200);
});
