import { describe, expect, test } from '@jest/globals';
import { type Data, isKnotworkError, type KnotworkError } from '@knotwork/plugin';
import { csv } from './csv.js';
import { accessTo } from './fixtures/access.js';
import { npzFiles, parquetFiles } from './fixtures/files-of-others.js';
import { encodedRows, type InputEncoding, memoryTable, memoryText } from './index.js';
import { table } from './table.js';

const load = (content: string | Uint8Array, options: Record<string, unknown> = {}, path = 'cars.csv', seed = 1): Promise<Data> =>
  table.load(table.options.parse({ path, target: 'y', ...options }), accessTo({ [path]: content }, seed));

const refusal = async (content: string | Uint8Array, options: Record<string, unknown> = {}, path = 'cars.csv'): Promise<KnotworkError> => {
  const error = await load(content, options, path).then(() => undefined, (reason: unknown) => reason);
  if (!isKnotworkError(error)) throw new Error(`Expected a refusal, got ${String(error)}`);
  expect(error.code).toBe('input');
  return error;
};

/** Rows of all parts as inputs by name, with the target. */
function rowsOf(data: Data, parts: readonly ('train' | 'validation' | 'test')[] = ['train', 'validation', 'test']): Record<string, number>[] {
  return parts.flatMap((part) => Array.from({ length: data[part].inputs.count }, (_, n) => Object.fromEntries([
    ...data.inputs.map(({ name }, i) => [name, data[part].inputs.values[n * data.inputs.length + i]!]), ['y', data[part].targets.values[n * data.outputs.length]!],
  ] as [string, number][])));
}
const inOrder = (rows: Record<string, number>[]): Record<string, number>[] => [...rows].sort((a, b) => a['y']! - b['y']!);

/** Forty rows whose target is their number; other columns are made of it. */
const text = (columns: Readonly<Record<string, (k: number) => unknown>>, rows = 40): string =>
  [[...Object.keys(columns), 'y'].join(','), ...Array.from({ length: rows }, (_, k) => [...Object.values(columns).map((of) => of(k)), k].join(','))].join('\n');

test('csv is another name of table: the same rows, bit for bit', async () => {
  const content = text({ a: (k) => k * k, b: (k) => Math.sin(k) });
  const options = { path: 'cars.csv', target: 'y' };
  expect(await csv.load(csv.options.parse(options), accessTo({ 'cars.csv': content }))).toEqual(await load(content));
  expect(csv.options.parse(options)).toEqual(table.options.parse(options));
});

test('rows are the same in whatever format they come', async () => {
  const columns = { a: Array.from({ length: 40 }, (_, k) => k / 7), y: Array.from({ length: 40 }, (_, k) => k) };
  const [ofJson, ofCsv] = [await load(memoryText(columns), {}, 'cars.json'), await load(text({ a: (k) => k / 7 }))];
  expect(ofJson).toEqual(ofCsv);
  const { inputs, train, validation, test: judged } = await load(npzFiles.stored, { split: { validation: 0.3, test: 0.3 } }, 'a.npz');
  expect(inputs.map(({ name }) => name)).toEqual(['X1', 'X2']);
  expect([train, validation, judged].map(({ targets }) => targets.values[0]).sort()).toEqual([1, 2, 3]);
});

test('columns of numbers alone give the rows that the same numbers give beside a text', async () => {
  const numbers = { a: (k: number) => k / 7, b: (k: number) => Math.sin(k), w: (k: number) => k % 3, n: (k: number) => k % 4 };
  const options = { inputs: ['a', 'b', 'n'], weight: 'w', categories: ['n'], split: { groups: 'n' }, missing: 'mean' };
  expect(await load(text(numbers), options)).toEqual(await load(text({ ...numbers, note: () => 'x' }), options));
  const classified = { inputs: ['a', 'b'], target: 'n', task: 'classification', standardize: 'rank', split: { fold: 2, of: 4 } };
  expect(await load(text(numbers), classified)).toEqual(await load(text({ ...numbers, note: () => 'x' }), classified));
});

test('of several targets the first row that is wrong is told, whichever column it is in', async () => {
  const content = text({ a: (k) => k, b: (k) => (k === 7 ? 'x' : k), c: (k) => (k === 5 ? 'z' : k) });
  expect((await refusal(content, { inputs: ['a'], target: ['b', 'c'] })).message).toContain('got "z" in line 7 of cars.csv, column "c"');
  expect((await refusal(content, { inputs: ['a'], target: ['c', 'b'] })).message).toContain('got "z" in line 7 of cars.csv, column "c"');
});

test('rows that are given are arrays of their own, and not those of the file', async () => {
  const { train, validation } = await load(text({ a: (k) => k }));
  const before = [...validation.inputs.values];
  train.inputs.values.fill(NaN);
  expect([...validation.inputs.values]).toEqual(before);
});

test('what goes by the text of a number is told by it, also where all cells of a file are numbers', async () => {
  const options = table.options.parse({ path: 'cars.csv', target: 'y', categories: ['kind'], split: { test: { path: 'later.csv' } } });
  const whole = text({ kind: (k) => ['a', '1.0', '2'][k % 3] });
  const { inputs, test: judged, notes } = await table.load(options, accessTo({ 'cars.csv': whole, 'later.csv': 'kind,y\n1.0,3\n2,4\n2.0,5\n1,6\n' }));
  expect(inputs.map(({ name }) => name)).toEqual(['kind=1.0', 'kind=2', 'kind=a']);
  // To a column of texts 2.0 is not 2.
  expect([...judged.inputs.values]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  expect(notes).toEqual(['2 rows of later.csv have in column "kind" what no training row has, "2.0", "1": all inputs of the column are 0 there']);
  const numbered = await table.load(options, accessTo({ 'cars.csv': text({ kind: (k) => ['1.0', '2'][k % 2] }), 'later.csv': 'kind,y\n1,3\n3.50,4\n' }));
  expect([numbered.inputs.map(({ name }) => name), [...numbered.test.inputs.values]]).toEqual([['kind=1', 'kind=2'], [1, 0, 0, 0]]);
  expect(numbered.notes?.[0]).toContain('what no training row has, "3.50":');
  const classified = table.options.parse({ path: 'cars.csv', target: 'kind', task: 'classification', split: { test: { path: 'later.csv' } } });
  await expect(table.load(classified, accessTo({ 'cars.csv': text({ kind: (k) => k % 2 }), 'later.csv': 'kind,y\n1.0,3\n2.00,4\n' }))).rejects.toThrow('line 3 of later.csv has "2.00" in column "kind", and the classes of the other rows are 0, 1.');
});

test('tables of very many columns, very long rows and very long cells end in one short message', async () => {
  const names = (count: number): string => Array.from({ length: count }, (_, k) => `c${k}`).join(',');
  expect((await refusal(`${names(100_001)}\n${'1,'.repeat(100_000)}1\n`)).message).toBe('cars.csv must have at most 100000 columns; got 100001. Keep those that are needed, or set delimiter if another character separates them.');
  const unknown = (await refusal(`${names(50_000)}\n${'1,'.repeat(49_999)}1\n`)).message;
  expect([unknown.length < 3000, unknown.endsWith(', ... (50000 in all).')]).toEqual([true, true]);
  // A quote that is not closed makes one row of all that follows.
  expect((await refusal(`a,y\n1,"${'7,8\n'.repeat(2 ** 22 + 8)}`)).message)
    .toBe('cars.csv must be a table of delimited values; the row that begins in line 2 has more than 16777216 bytes, or a quote in it is not closed. Correct the line or set delimiter.');
  expect((await refusal(`a,y\n1,${'x'.repeat(1_000_000)}\n`)).message.length).toBeLessThan(500);
}, 60_000);

test('numbers with a decimal comma', async () => {
  const content = text({ a: (k) => `"${k},5"` }).replaceAll('"', '').replace('a,y', 'a;y').replace(/^(\d+,5),/gm, '$1;');
  expect(inOrder(rowsOf(await load(content, { delimiter: ';', decimal: ',' })))[3]).toEqual({ a: 3.5, y: 3 });
  expect((await refusal(content, { delimiter: ';' })).message).toContain(`got "0,5" in line 2 of cars.csv, column "a". Write decimals with a point, or set 'decimal=","', and another delimiter if that is a comma.`);
  expect((await refusal('a;y\n1.5;2\n', { delimiter: ';', decimal: ',' })).message).toContain('got "1.5" in line 2 of cars.csv, column "a". Write decimals with a comma, or leave decimal out.');
});

test('true and false, yes and no are 1 and 0 where a column holds nothing else, as inputs and as the target', async () => {
  const data = await load(text({ a: (k) => (k % 2 ? 'TRUE' : 'false'), b: (k) => (k % 3 ? 'no' : 'Yes') }));
  expect(inOrder(rowsOf(data)).slice(0, 3)).toEqual([{ a: 0, b: 1, y: 0 }, { a: 1, b: 0, y: 1 }, { a: 0, b: 0, y: 2 }]);
  expect(data.encoding).toEqual({ missing: 'refuse', columns: [{ column: 'a', as: 'boolean' }, { column: 'b', as: 'boolean' }] });
  expect([...(await load('x,y\n1,yes\n2,no\n3,yes\n')).train.targets.values].every((v) => v === 0 || v === 1)).toBe(true);
  expect((await refusal(text({ a: (k) => (k % 2 ? 'true' : 'no') }))).message).toContain('got "no" in line 2');
  expect((await refusal(text({ a: (k) => (k % 2 ? 'true' : 1) }))).message).toContain('got "true" in line 3');
});

test('copies of rows are dropped before they are split, where that is said; where they are many and nobody said anything, the run is told', async () => {
  const rows = Array.from({ length: 20 }, (_, n) => `${n % 4},${n * 1.5},${n}`);
  const content = ['a,b,y', ...rows, rows[3], rows[7], rows[3]].join('\n');
  const dropped = await load(content, { copies: 'drop' });
  expect([...dropped.train.targets.values, ...dropped.validation.targets.values, ...dropped.test.targets.values].sort((p, q) => p - q)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  expect(dropped.notes).toEqual(['3 of 23 rows of cars.csv are left out because they are copies of others']);
  const kept = await load(content);
  expect(kept.train.targets.count + kept.validation.targets.count + kept.test.targets.count).toBe(23);
  expect(kept.notes).toEqual(['3 of 23 rows of cars.csv are copies of others: validation and test rows may be among those that are trained on. Set copies=drop to leave copies out, or copies=keep where each is an observation']);
  expect((await load(content, { copies: 'keep' })).notes).toBeUndefined();
  // One copy of 40 rows, targets of few values, and classes.
  expect((await load(['a,b,y', ...Array.from({ length: 40 }, (_, n) => `${n},${-n},${n}`), '0,0,0'].join('\n'))).notes).toBeUndefined();
  expect((await load(['a,b,y', ...Array.from({ length: 40 }, (_, n) => `${n % 8},${n % 2},${n % 3}`)].join('\n'))).notes).toBeUndefined();
  expect((await load(['a,y', ...Array.from({ length: 40 }, (_, n) => `${n % 8},${n % 2}`)].join('\n'), { task: 'classification' })).notes).toBeUndefined();
  // What was measured twice in one place, and came out otherwise, is no copy.
  expect((await load(['a,y', ...Array.from({ length: 30 }, (_, n) => `${n % 15},${n}`)].join('\n'), { copies: 'drop' })).notes).toBeUndefined();
  // A column that is not used tells no rows apart.
  expect((await load(['a,b,y', ...Array.from({ length: 30 }, (_, n) => `${n % 15},${n},${n % 15}`)].join('\n'), { inputs: ['a'], copies: 'drop' })).train.inputs.count).toBeLessThan(15);
});

test('of many rows some are drawn at random, the same ones for a seed; the run is told how many', async () => {
  const content = text({ a: (k) => 2 * k });
  const data = await load(content, { rows: 15 });
  const drawn = inOrder(rowsOf(data)).map(({ y }) => y!);
  expect([data.train.targets.count, data.validation.targets.count, data.test.targets.count, new Set(drawn).size]).toEqual([9, 3, 3, 15]);
  expect(inOrder(rowsOf(data)).every(({ a, y }) => a === 2 * y!)).toBe(true);
  expect(drawn).not.toEqual(Array.from({ length: 15 }, (_, k) => k));
  expect(data.notes).toEqual(['15 of 40 rows of cars.csv are used, drawn at random']);
  expect(await load(content, { rows: 15 })).toEqual(data);
  expect(inOrder(rowsOf(await load(content, { rows: 15 }, 'cars.csv', 2))).map(({ y }) => y!)).not.toEqual(drawn);
  expect(await load(content, { rows: 40 })).toEqual(await load(content));
  // Those of the same time stay in the order of the table.
  const early = (await load(text({ a: (k) => k, t: (k) => Math.floor(k / 10) }), { rows: 30, split: { time: 't' } })).train.targets.values;
  expect([...early]).toEqual([...early].sort((p, q) => p - q));
  expect(early.length).toBeGreaterThan(3);
});

test('rows that miss a value are dropped before they are split, and the run is told how many; cells that are not used do not count', async () => {
  const words = ['', 'NA', 'NaN', 'n/a', 'null', 'None', '?'];
  const content = text({ a: (k) => (k < words.length ? words[k] : k), b: (k) => (k === 20 ? '' : k), unused: () => '' });
  const data = await load(content, { inputs: ['a', 'b'], missing: 'drop' });
  expect(inOrder(rowsOf(data)).map(({ y }) => y)).toEqual(Array.from({ length: 40 }, (_, k) => k).filter((k) => k >= 7 && k !== 20));
  expect(data.notes).toEqual(['8 of 40 rows of cars.csv are left out because a value is missing']);
  expect((await load(`${content}\n7,7,7,\n`, { inputs: ['b'], missing: 'drop' })).notes).toEqual(['2 of 41 rows of cars.csv are left out because a value is missing']);
  expect((await refusal(content, { missing: 'drop' })).message).toBe('missing=drop must leave rows; each of the 40 rows of cars.csv misses a value. Set missing=mean, or leave columns out with inputs=[...].');
  const kinds = await load('x,y\n1,a\n2,b\n3,\n4,a\n5,NA\n6,b\n7,a\n8,b\n9,a\n', { missing: 'drop', task: 'classification' });
  expect([kinds.outputs.map(({ name }) => name), kinds.train.inputs.count + kinds.validation.inputs.count + kinds.test.inputs.count]).toEqual([['a', 'b'], 7]);
});

test('a missing value is the mean of the training rows, whatever stands in others, and an input says where it was', async () => {
  const parts = await load(text({ a: (k) => k }));
  const trained = new Set(rowsOf(parts, ['train']).map(({ y }) => y));
  const content = text({ a: (k) => (k % 5 === 0 ? 'NA' : trained.has(k) ? k : 1e6 * k), b: (k) => (trained.has(k) || k % 2 ? k : ''), c: (k) => k });
  const data = await load(content, { missing: 'mean' });
  const known = [...trained].filter((k) => k! % 5 !== 0);
  const mean = known.reduce((sum: number, k) => sum + k!, 0) / known.length;
  const meanOfB = [...trained].reduce((sum: number, k) => sum + k!, 0) / trained.size;
  expect(data.inputs.map(({ name }) => name)).toEqual(['a', 'a missing', 'b', 'c']);
  for (const row of rowsOf(data)) {
    const k = row['y']!;
    expect(row).toEqual({
      a: k % 5 === 0 ? expect.closeTo(mean, 10) : trained.has(k) ? k : 1e6 * k, 'a missing': Number(k % 5 === 0), b: trained.has(k) || k % 2 ? k : expect.closeTo(meanOfB, 10), c: k, y: k,
    });
  }
  expect((data.encoding as unknown as InputEncoding).columns).toEqual([
    { column: 'a', as: 'number', fill: expect.closeTo(mean, 10), indicator: true }, { column: 'b', as: 'number', fill: expect.closeTo(meanOfB, 10) }, { column: 'c', as: 'number', fill: expect.closeTo(meanOfB, 10) },
  ]);
});

test('places of numbers that stand for missing cells are told, with an indicator or without, and all inputs of a category', async () => {
  const trained = new Set(rowsOf(await load(text({ a: (k) => k })), ['train']).map(({ y }) => y!));
  const isMissing = { a: (k: number) => k % 5 === 0, b: (k: number) => !trained.has(k) && k % 2 === 0, make: (k: number) => k % 7 === 3, ok: (k: number) => k % 9 === 4 };
  const content = text({ a: (k) => (isMissing.a(k) ? '' : k), c: (k) => k, b: (k) => (isMissing.b(k) ? '' : k), make: (k) => (isMissing.make(k) ? 'NA' : ['bmw', 'audi'][k % 2]), ok: (k) => (isMissing.ok(k) ? '?' : ['yes', 'no'][k % 2]) });
  const data = await load(content, { missing: 'mean', categories: 'one-hot' });
  const columns = ['a', null, 'c', 'b', 'make', 'make', null, 'ok', null] as const;
  expect(data.inputs.map(({ name }) => name)).toEqual(['a', 'a missing', 'c', 'b', 'make=audi', 'make=bmw', 'make missing', 'ok', 'ok missing']);
  for (const part of ['train', 'validation', 'test'] as const) {
    const { filled, targets } = data[part];
    expect([...filled!]).toEqual([...targets.values].flatMap((k, n) => columns.flatMap((name, i) => (name !== null && name !== 'c' && isMissing[name](k) ? [9 * n + i] : []))));
  }
  // Of a part without missing cells nothing is told.
  const some = await load(text({ b: (k) => (trained.has(k) ? k : '') }), { missing: 'mean' });
  expect([some.inputs.length, 'filled' in some.train, some.test.filled!.length]).toEqual([1, false, some.test.inputs.count]);
  const whole = await load(text({ a: (k) => k }), { missing: 'mean' });
  for (const part of [whole.train, whole.validation, whole.test]) expect(part).not.toHaveProperty('filled');
});

test('a target or a weight that is missing has no mean, and a column without any value has none either', async () => {
  expect((await refusal('x,y\n1,2\n2,\n3,4\n', { missing: 'mean' })).message).toBe('Every value that is used must be a number; got nothing (a missing value) in line 3 of cars.csv, column "y". Correct or remove the row, or set missing=drop.');
  expect((await refusal('x,w,y\n1,1,2\n2,?,3\n3,1,4\n', { missing: 'mean', weight: 'w' })).place).toMatchObject({ option: 'weight', line: 3 });
  expect((await refusal(text({ a: () => '' }), { missing: 'mean' })).message).toBe('A column that is an input must have a value in some training row; column "a" of cars.csv has none. Leave it out with inputs=[...].');
});

test('categories are an input for each value of the training rows; another value is 0 in all of them, and told', async () => {
  const parts = await load(text({ a: (k) => k }));
  const trained = new Set(rowsOf(parts, ['train']).map(({ y }) => y!));
  const content = text({ make: (k) => (trained.has(k) ? ['bmw', 'audi', 'vw'][k % 3] : k % 2 ? 'audi' : `rare${k % 4}`), a: (k) => k });
  const data = await load(content, { categories: 'one-hot' });
  expect(data.inputs.map(({ name }) => name)).toEqual(['make=audi', 'make=bmw', 'make=vw', 'a']);
  for (const row of rowsOf(data)) {
    const k = row['y']!;
    const make = trained.has(k) ? ['bmw', 'audi', 'vw'][k % 3] : k % 2 ? 'audi' : 'none';
    expect(row).toEqual({ 'make=audi': Number(make === 'audi'), 'make=bmw': Number(make === 'bmw'), 'make=vw': Number(make === 'vw'), a: k, y: k });
  }
  const others = Array.from({ length: 40 }, (_, k) => k).filter((k) => !trained.has(k) && k % 2 === 0);
  expect(data.notes).toEqual([expect.stringMatching(new RegExp(`^${others.length} rows of cars\\.csv have in column "make" what no training row has, "rare[02]"(, "rare[02]")?: all inputs of the column are 0 there$`))]);
});

test('numbers are categories where a list says so, in the order of numbers, and 1 and 1.0 are one', async () => {
  const data = await load(text({ zip: (k) => ['10', '9', '9.0', '-1'][k % 4], a: (k) => k }), { categories: ['zip'] });
  expect(data.inputs.map(({ name }) => name)).toEqual(['zip=-1', 'zip=9', 'zip=10', 'a']);
  expect(inOrder(rowsOf(data)).slice(0, 4).map((row) => row['zip=9'])).toEqual([0, 1, 1, 0]);
  expect((await refusal(text({ a: (k) => k }), { categories: ['b'] })).message).toBe('categories must name columns of cars.csv; got "b". Columns: a. Did you mean "a"? If that is several columns, set delimiter.');
});

test('text is refused with what can be typed about it, and a column of numbers with one text in it is no category', async () => {
  const content = text({ a: (k) => (k === 3 ? 'three' : k) });
  expect((await refusal(content)).message).toContain('got "three" in line 5 of cars.csv, column "a". Correct or remove the row, leave the column out with inputs=[...], or set categories=one-hot if its values are categories.');
  expect((await refusal(content, { categories: 'one-hot' })).message).toContain('got "three" in line 5 of cars.csv, column "a". Correct or remove the row, leave the column out with inputs=[...], or name it in categories=["a"] if its values are categories.');
  expect((await load(content, { categories: ['a'] })).inputs.length).toBeGreaterThan(10);
  expect((await refusal(parquetFiles.snappy, { target: 'f', inputs: ['make'] }, 'cars.parquet')).message).toContain('got "audi" in row 1 of cars.parquet, column "make"');
});

test('categories that are missing: refused, dropped, or told by an input of their own', async () => {
  const content = text({ make: (k) => ['bmw', 'NA', ''][k % 3], a: (k) => k });
  expect((await refusal(content, { categories: 'one-hot' })).message).toContain('got nothing (a missing value) in line 4 of cars.csv, column "make"');
  expect((await load(content, { categories: 'one-hot', missing: 'drop' })).inputs.map(({ name }) => name)).toEqual(['make=bmw', 'a']);
  const data = await load(content, { categories: 'one-hot', missing: 'mean' });
  expect(inOrder(rowsOf(data)).slice(0, 3)).toEqual([{ 'make=bmw': 1, 'make missing': 0, a: 0, y: 0 }, { 'make=bmw': 0, 'make missing': 1, a: 1, y: 1 }, { 'make=bmw': 0, 'make missing': 1, a: 2, y: 2 }]);
  const three = await load(text({ make: (k) => ['bmw', 'vw', '', 'audi'][k % 4] }), { categories: 'one-hot', missing: 'mean' });
  expect(inOrder(rowsOf(three)).slice(0, 4).map(({ y: _, ...row }) => Object.values(row))).toEqual([[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0]]);
  expect(three.inputs.map(({ name }) => name)).toEqual(['make=audi', 'make=bmw', 'make=vw', 'make missing']);
  // Where nothing is said about missing cells, NA is a category, as in a list of countries.
  expect((await load(text({ land: (k) => ['DE', 'NA'][k % 2] }), { categories: 'one-hot' })).inputs.map(({ name }) => name)).toEqual(['land=DE', 'land=NA']);
});

test('inputs that would have one name are refused', async () => {
  expect((await refusal(text({ a: (k) => ['x', 'z'][k % 2], 'a=x': (k) => k }), { categories: 'one-hot' })).message)
    .toBe('Inputs must have different names; two that are made of columns of cars.csv would be called "a=x". Rename a column.');
});

test('a column of weights is no input, and every row keeps its own', async () => {
  const data = await load(text({ a: (k) => k, w: (k) => k % 3 + 0.5 }), { weight: 'w' });
  expect([data.inputs.map(({ name }) => name), data.notes]).toEqual([['a'], undefined]);
  for (const part of [data.train, data.validation, data.test]) expect([...part.weights!]).toEqual([...part.targets.values].map((k) => k % 3 + 0.5));
  expect((await load(text({ a: (k) => k }))).train).not.toHaveProperty('weights');
});

test('rows that weigh 0 are left out before anything is counted, and the run says how many', async () => {
  const content = text({ a: (k) => k, w: (k) => k % 4 });
  const [data, without] = [await load(content, { weight: 'w' }), await load(content.split('\n').filter((_, line) => line === 0 || (line - 1) % 4 > 0).join('\n'), { weight: 'w' })];
  expect(data).toEqual({ ...without, notes: ['10 of 40 rows of cars.csv are left out because they weigh 0'] });
});

test('weights that are none, below 0, all 0, or used twice are refused', async () => {
  expect((await refusal(text({ a: (k) => k, w: (k) => 3 - k }), { weight: 'w' })).message).toBe('Every weight must be at least 0; got -1 in line 6 of cars.csv, column "w". Correct or remove the row, or choose another column with weight.');
  expect((await refusal(text({ a: (k) => k, w: () => 'x' }), { weight: 'w' })).message).toContain('got "x" in line 2 of cars.csv, column "w". Correct or remove the row.');
  expect((await refusal(text({ a: (k) => k, w: () => 0 }), { weight: 'w' })).message).toBe('Some row must weigh more than 0; in column "w" of cars.csv all have 0. Choose another column with weight, or leave it out.');
  expect((await refusal(text({ a: (k) => k }), { weight: 'w' })).message).toContain('weight must name columns of cars.csv; got "w"');
  expect((await refusal(text({ a: (k) => k }), { weight: 'y' })).place.option).toBe('weight');
  expect((await refusal(text({ a: (k) => k, w: () => 1 }), { weight: 'w', inputs: ['a', 'w'] })).message).toBe('inputs, target and weight must name each column once; "w" stands there twice. Remove one.');
});

test('rows that come later are encoded as the training rows were', async () => {
  const content = text({ make: (k) => ['bmw', 'audi'][k % 2], a: (k) => (k % 2 ? '' : 4), ok: (k) => ['yes', 'no'][k % 2] });
  const encoding = JSON.parse(JSON.stringify((await load(content, { categories: 'one-hot', missing: 'mean' })).encoding)) as InputEncoding;
  expect(encoding).toEqual({ missing: 'mean', columns: [
    { column: 'make', as: 'levels', levels: ['audi', 'bmw'] }, { column: 'a', as: 'number', fill: 4, indicator: true }, { column: 'ok', as: 'boolean', fill: expect.any(Number) },
  ] });
  const later = memoryTable({ ok: [true, false, null], a: [1, NaN, 3], make: ['audi', 'vw', 'bmw'], more: ['x', 'y', 'z'] }, 'later');
  const { inputs, notes } = encodedRows(later, encoding);
  expect([...inputs.values]).toEqual([1, 0, 1, 0, 1, 0, 0, 4, 1, 0, 0, 1, 3, 0, encoding.columns[2]!.fill]);
  expect(notes).toEqual(['1 row of later has in column "make" what no training row has, "vw": all inputs of the column are 0 there']);
  expect(() => encodedRows(memoryTable({ a: [1] }, 'later'), encoding)).toThrow('inputs must name columns of later; got "make"');
  expect(() => encodedRows(later, { missing: 'refuse', columns: [{ column: 'a', as: 'number' }] })).toThrow('Column "a" must have a number in every row, as training rows had; got NaN in row 2 of later. Correct or remove the row.');
});

test('of rows that come later all cells that cannot be encoded are told at once: how many, and the first few by row', () => {
  const encoding: InputEncoding = { missing: 'refuse', columns: [{ column: 'ok', as: 'boolean' }, { column: 'a', as: 'number' }] };
  const refused = (rows: Parameters<typeof memoryTable>[0]): string => { try { encodedRows(memoryTable(rows, 'later'), encoding); } catch (error) { return (error as Error).message; } return ''; };
  expect(refused({ ok: [true, true, null], a: [1, 'x', 3] })).toBe('Columns must have in every row what training rows had; 2 cells have not: "x" in row 2 of later, column "a"; '
    + 'nothing (a missing value) in row 3 of later, column "ok". Correct or remove these rows.');
  const many = refused({ ok: Array.from({ length: 9 }, (_, k) => (k < 4 ? true : null)), a: Array.from({ length: 9 }, (_, k) => (k === 5 ? 'x' : k)) });
  expect(many).toMatch(/; 6 cells have not: .* in row 5 of later, column "ok"; .* in row 6 of later, column "ok"; "x" in row 6 of later, column "a"; and 3 more\./);
});

test('a file of test rows may be of another format; it is encoded by what the training rows have, and its own missing rows are dropped', async () => {
  const content = text({ make: (k) => ['bmw', 'audi'][k % 2], a: (k) => (k === 3 ? '' : k), w: () => 2 });
  const later = memoryText({ w: [1, 2, 3], y: [100, 101, 102], make: ['audi', 'vw', 'bmw'], a: [7, 8, null] });
  const load = (options: Record<string, unknown>, files: Readonly<Record<string, string>> = { 'cars.csv': content, 'later.json': later }): Promise<Data> =>
    table.load(table.options.parse({ path: 'cars.csv', target: 'y', weight: 'w', categories: 'one-hot', split: { test: { path: 'later.json' } }, ...options }), accessTo(files));
  const data = await load({ missing: 'drop' });
  expect(data.inputs.map(({ name }) => name)).toEqual(['make=audi', 'make=bmw', 'a']);
  expect([[...data.test.inputs.values], [...data.test.targets.values], [...data.test.weights!]]).toEqual([[1, 0, 7, 0, 0, 8], [100, 101], [1, 2]]);
  expect(data.notes).toEqual([
    '1 of 40 rows of cars.csv are left out because a value is missing', '1 of 3 rows of later.json are left out because a value is missing',
    '1 row of later.json has in column "make" what no training row has, "vw": all inputs of the column are 0 there',
  ]);
  const filled = await load({ missing: 'mean' });
  expect([...filled.test.inputs.values].slice(-4, -1)).toEqual([0, 1, (filled.encoding as unknown as InputEncoding).columns[1]!.fill]);
  expect([...filled.test.filled!]).toEqual([10]);
  expect(table.files!(table.options.parse({ path: 'cars.csv', target: 'y', split: { test: { path: 'later.json' } } }))).toEqual(['cars.csv', 'later.json']);
  const whole = text({ make: (k) => ['bmw', 'audi'][k % 2], a: (k) => k, w: () => 2 });
  await expect(load({}, { 'cars.csv': whole, 'later.json': later })).rejects.toThrow('got nothing (a missing value) in row 3 of later.json, column "a"');
});

test('a column that splits rows is no input, and where it is missing the row is dropped, too', async () => {
  const content = text({ a: (k) => k, site: (k) => (k < 4 ? 'NA' : `s${k % 7}`) });
  const data = await load(content, { missing: 'drop', split: { groups: 'site' } });
  expect([data.inputs.map(({ name }) => name), data.notes]).toEqual([['a'], ['4 of 40 rows of cars.csv are left out because a value is missing']]);
});

test('policies are off unless a file says so', () => {
  const parse = (more: Record<string, unknown>): boolean => table.options.safeParse({ path: 'a.csv', target: 'y', ...more }).success;
  expect(table.options.parse({ path: 'a.csv', target: 'y' })).toMatchObject({ missing: 'refuse', categories: 'refuse', decimal: '.' });
  for (const more of [{ missing: 'median' }, { categories: 'ordinal' }, { categories: [] }, { decimal: ';' }, { format: 'xls' }, { weight: '' }, { weight: 1 }]) expect([more, parse(more)]).toEqual([more, false]);
});

describe('columns as they were to a network that was trained before', () => {
  const known: InputEncoding = { missing: 'mean', columns: [
    { column: 'make', as: 'levels', levels: ['audi', 'bmw'] }, { column: 'speed', as: 'number', fill: 7, indicator: true }, { column: 'new', as: 'boolean', fill: 0.25 },
  ] };
  const loadAs = (content: string, options: Record<string, unknown> = {}): Promise<Data> =>
    table.load(table.options.parse({ path: 'cars.csv', target: 'y', categories: 'one-hot', missing: 'mean', split: { test: 0 }, ...options }), { ...accessTo({ 'cars.csv': content }), encoding: { ...known } });
  const columns = { new: (k: number) => (k % 2 === 0 ? 1 : 0), speed: (k: number) => (k === 3 ? '' : k), make: (k: number) => (k === 5 ? 'vw' : 'bmw') };

  test('have its levels, means and order, whatever the rows would say', async () => {
    const data = await loadAs(text(columns));
    expect(data.inputs.map(({ name }) => name)).toEqual(['make=audi', 'make=bmw', 'speed', 'speed missing', 'new']);
    const rows = inOrder(rowsOf(data));
    expect(rows[3]).toEqual({ 'make=audi': 0, 'make=bmw': 1, 'speed': 7, 'speed missing': 1, 'new': 0, 'y': 3 });
    expect(rows[5]).toEqual({ 'make=audi': 0, 'make=bmw': 0, 'speed': 5, 'speed missing': 0, 'new': 0, 'y': 5 });
    expect(data.notes).toEqual([expect.stringContaining('1 row of cars.csv has in column "make" what no training row has, "vw"')]);
    expect(data.encoding).toEqual({ missing: 'mean', columns: [known.columns[0], known.columns[1], { column: 'new', as: 'number', fill: 0.25 }] });
  });

  test('are refused where they have become something else; others stand behind them', async () => {
    await expect(loadAs(text({ ...columns, make: (k) => k }))).rejects.toThrow('Column "make" of cars.csv must be categories, as it was for the network that is gone on from. Write categories=[make]');
    await expect(loadAs(text({ ...columns, speed: (k) => `s${k % 2}` }))).rejects.toThrow('Column "speed" of cars.csv must hold numbers, as it did for the network that is gone on from.');
    expect((await loadAs(text({ other: (k) => k, ...columns }))).inputs.at(-1)).toEqual({ name: 'other' });
  });
});

test('with levels: all, values and gaps of few rows are inputs whatever the seed and the split, and means are still those of training rows', async () => {
  const content = text({ a: (k) => (k === 3 ? '' : k), make: (k) => (k === 7 ? 'rare' : 'ab'[k % 2]), who: (k) => `p${k % 10}` });
  const namesOf = async (more: Record<string, unknown>): Promise<Set<string>> => {
    const loaded = Array.from({ length: 12 }, (_, seed) => load(content, { inputs: ['a', 'make'], missing: 'mean', categories: 'one-hot', ...more }, 'cars.csv', seed));
    return new Set((await Promise.all(loaded)).map(({ inputs }) => inputs.map(({ name }) => name).join(' ')));
  };
  const all = new Set(['a a missing make=a make=b make=rare']);
  for (const more of [{}, { split: { groups: 'who' } }, { rows: 20 }, { split: { fold: 2, of: 4 } }]) expect([more, await namesOf({ levels: 'all', ...more })]).toEqual([more, all]);
  expect((await namesOf({})).size).toBeGreaterThan(1);
  expect(await namesOf({ levels: 'train' })).toEqual(await namesOf({}));
  const [ours, theirs] = await Promise.all(['all', 'train'].map((levels) => load(content, { inputs: ['a'], missing: 'mean', levels, split: { fold: 1, of: 4 } })));
  const fill = ({ encoding }: Data): unknown => (encoding as unknown as InputEncoding).columns[0]!.fill;
  expect(fill(ours!)).toBe(fill(theirs!));
});
