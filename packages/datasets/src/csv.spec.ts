import { expect, test } from '@jest/globals';
import { type Data, isKnotworkError, type KnotworkError } from '@knotwork/plugin';
import { csv } from './csv.js';
import { accessTo } from './fixtures/access.js';

const load = (text: string, options: Record<string, unknown> = {}, seed = 1): Promise<Data> =>
  csv.load(csv.options.parse({ path: 'cars.csv', target: 'speed', ...options }), accessTo({ 'cars.csv': text }, seed));

const refusal = async (text: string, options: Record<string, unknown> = {}): Promise<KnotworkError> => {
  const error = await load(text, options).then(() => undefined, (reason: unknown) => reason);
  if (!isKnotworkError(error)) throw new Error(`Expected a refusal, got ${String(error)}`);
  expect(error.code).toBe('input');
  return error;
};

/** Rows whose three columns are k, 10 k and 100 k. */
const table = (rows: number, header = 'weight,speed,power', delimiter = ','): string =>
  [header, ...Array.from({ length: rows }, (_, k) => [k, 10 * k, 100 * k].join(delimiter))].join('\n');

const parts = ({ train, validation, test: judged }: Data) => [train, validation, judged];

test('every row lands in exactly one part, inputs and targets together', async () => {
  const data = await load(table(50));
  expect(parts(data).map((rows) => rows.inputs.count)).toEqual([30, 10, 10]);
  const seen = parts(data).flatMap(({ inputs, targets }) => [...targets.values].map((speed, k) => {
    expect([inputs.values[2 * k], inputs.values[2 * k + 1]]).toEqual([speed / 10, speed * 10]);
    return speed / 10;
  }));
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, k) => k));
  expect(seen).not.toEqual([...seen].sort((a, b) => a - b));
  expect(data).toMatchObject({ task: 'regression', standardizeInputs: true, inputs: [{ name: 'weight' }, { name: 'power' }], outputs: [{ name: 'speed' }] });
});

test('the split depends on the seed, and the test rows not on the share for validation', async () => {
  const [a, b, c] = [await load(table(50)), await load(table(50), {}, 2), await load(table(50), { split: { validation: 0.4 } })];
  expect(b.test.targets.values).not.toEqual(a.test.targets.values);
  expect(c.test).toEqual(a.test);
  expect(c.validation.inputs.count).toBe(20);
});

test('columns are chosen and ordered by name, and several can be targets', async () => {
  const data = await load(table(10), { inputs: ['power'], target: ['weight', 'speed'], standardize: false });
  expect((await load(table(10), { standardize: 'robust' })).standardizeInputs).toBe('robust');
  expect(data).toMatchObject({ standardizeInputs: false, inputs: [{ name: 'power' }], outputs: [{ name: 'weight' }, { name: 'speed' }] });
  const { inputs, targets } = data.test;
  expect([targets.values[0], targets.values[1]]).toEqual([inputs.values[0]! / 100, inputs.values[0]! / 10]);
});

test('other delimiters, quotes, blanks, byte order marks, line ends of Windows and numbers in any decimal form are understood', async () => {
  const text = '\uFEFF"weight" ;speed; note\r\n\r\n1.5e1; -.5 ;"a; b"\r\n+2.;"7";\r\n3;1E-3;c\r\n';
  const data = await load(text, { inputs: ['weight'], delimiter: ';', split: { validation: 0.3, test: 0.3 } });
  const seen = parts(data).flatMap(({ inputs, targets }) => [inputs.values[0]!, targets.values[0]!]);
  expect(seen.sort((a, b) => a - b)).toEqual([-0.5, 1e-3, 2, 3, 7, 15]);
});

test('text and missing values in a column that is used name file, line, column and what was found', async () => {
  const error = await refusal('weight,speed\n1,2\n\n3,4\nfast,6\n');
  expect(error.message).toBe('Every value that is used must be a number; got "fast" in line 5 of cars.csv, column "weight". Correct or remove the row, leave the column out with inputs=[...], or set categories=one-hot if its values are categories.');
  expect(error.place).toMatchObject({ option: 'inputs', line: 5 });
  expect((await refusal('weight,speed\n1,2\n3,\n')).message).toContain('got nothing (a missing value) in line 3 of cars.csv, column "speed"');
  expect((await refusal('weight,speed\n1,fast\n')).message).toBe('Every value that is used must be a number; got "fast" in line 2 of cars.csv, column "speed". Correct or remove the row, or set task=classification if its values are classes.');
  expect((await refusal('weight,speed\n,2\n')).message).toContain('Correct or remove the row, leave the column out with inputs=[...], or set missing=drop or missing=mean.');
  expect((await refusal('weight,speed\n1,NA\n')).message).toContain('got "NA" in line 2 of cars.csv, column "speed". Correct or remove the row, or set missing=drop.');
  for (const text of ['NA', 'NaN', 'Infinity', '1e999', '0x10', '1 000']) expect((await refusal(`weight,speed\n${text},2\n`)).message).toContain(`got "${text}" in line 2`);
  expect((await refusal('weight;speed\n1,5;2\n', { delimiter: ';' })).message).toContain(`Write decimals with a point, or set 'decimal=","', and another delimiter if that is a comma.`);
});

test('text in a column that is not used is left alone', async () => {
  await expect(load('name,weight,speed\na,1,2\nb,3,4\n,5,6\n', { inputs: ['weight'], split: { validation: 0.3, test: 0.3 } })).resolves.toBeDefined();
});

test('lines are counted across quoted texts that span several', async () => {
  const error = await refusal('note,weight,speed\r\n"a\r\nb",1,2\r\nc,x,4\r\n', { inputs: ['weight'] });
  expect(error.place.line).toBe(4);
});

test('an unknown column lists the columns and the nearest', async () => {
  const error = await refusal(table(10), { inputs: ['wieght'] });
  expect(error.message).toBe('inputs must name columns of cars.csv; got "wieght". Columns: weight, speed, power. Did you mean "weight"?');
  expect((await refusal(table(10), { target: ['speed', 'colour'] })).place.option).toBe('target');
  expect((await refusal(table(10, 'weight;speed;power', ';'))).message).toContain(`Columns: weight;speed;power. If that is several columns, set 'delimiter=";"'.`);
  expect((await refusal(table(10, 'weight:speed:power', ':'))).message).toContain('If that is several columns, set delimiter.');
});

test('ragged rows, broken quotes and empty files are refused', async () => {
  const ragged = await refusal('weight,speed\n1,2\n3,4,5\n');
  expect(ragged.message).toContain('must have 2 fields, as many as the first line names; line 3 has 3.');
  expect(ragged.place.line).toBe(3);
  expect((await refusal('weight,speed\n1,2\n3\n')).message).toContain('line 3 has 1. Correct the line, or put a text that contains the delimiter in quotes.');
  for (const text of ['', '\n\n', 'weight,speed\n']) expect((await refusal(text)).message).toContain('it is empty');
});

test('of a stray quote the row in which it stands is named, not where the file ends, and a delimiter only where one can be set', async () => {
  const told = async (...lines: readonly string[]): Promise<readonly unknown[]> => {
    const { message, place: { line } } = await refusal(['weight,speed', '1,2', ...lines].join('\r\n'));
    return [/^cars\.csv must be a table of delimited values; (.*)\. Correct the line or set delimiter\.$/.exec(message)![1], line];
  };
  expect(await told('', '1,"2', '3,4', '5,6')).toEqual(['a quote in the row that begins in line 4 is not closed', 4]);
  expect(await told('1,2"0', '3,4')).toEqual(['line 3 has a quote inside a field that does not begin with one', 3]);
  expect(await told('1,"2"0', '3,4')).toEqual(['line 3 has more behind a closing quote', 3]);
  expect(await told('1,"2', '3,4', '"5",6')).toEqual(['a quote in the row that begins in line 3 is not closed, or line 5 has more behind a closing one', 3]);
  const worded = async (text: string): Promise<string> => (await refusal(text)).place.worded!(() => '');
  expect(await worded('weight,speed\n1,"2\n')).toMatch(/not closed\. Correct the line\.$/);
  expect(await worded('weight;speed\n1;2\n3;4,5\n')).not.toMatch(/Set|set/);
  expect(await worded(`${Array.from({ length: 100_001 }, (_, k) => `c${k}`).join(',')}\n1\n`)).toMatch(/Keep those that are needed\.$/);
});

test('where another delimiter makes columns of all rows, it is said in a form that a shell leaves as it is', async () => {
  for (const [sign, shown] of [[';', ';'], ['\t', '\\t'], ['|', '|']] as const) {
    const text = ['weight', 'speed', 'note'].join(sign) + `\n1,5${sign}2,5${sign}a\n\n2,5${sign}3,5${sign}b\n`;
    expect((await refusal(text)).message).toBe(`Every row of cars.csv must have 1 field, as many as the first line names; line 2 has 3. Set 'delimiter="${shown}"', which every row has as often.`);
  }
  const commas = 'weight,speed\n1;5,2\n3,4;4;5\n';
  expect((await refusal(commas, { delimiter: ';' })).message).toContain(`line 2 has 2. Set 'delimiter=","',`);
  // One that rows have less often, or that separates decimals, is not the one.
  expect((await refusal('weight;speed\n1,5;2\n3,5;4;5\n')).message).toContain('line 2 has 2. Correct the line');
  expect((await refusal(commas, { delimiter: ';', decimal: ',' })).message).toContain('line 2 has 2. Correct the line');
});

test('a date is no category: it is to be made a number, in whatever order it is written', async () => {
  for (const date of ['2024-05-31', '2024-05-31T12:00:00Z', '31.05.2024', '5/31/24', '2024/05/31 12:00']) {
    expect((await refusal(`weight,speed\n${date},2\n`)).message).toBe(`Every value that is used must be a number; got "${date}" in line 2 of cars.csv, column "weight". Make numbers of dates, such as the day of the year or days since the first, or leave the column out with inputs=[...].`);
  }
  for (const text of ['2024-13-41x', '1.2.3.4', 'v1/2']) expect((await refusal(`weight,speed\n${text},2\n`)).message).toContain('set categories=one-hot');
  // Of a target nothing can be left out.
  expect((await refusal('weight,speed\n1,2024-05-31\n')).message).not.toContain('Make numbers');
});

test('a header that is missing, has one name twice or none for an input is refused', async () => {
  expect((await refusal('1,2\n3,4\n')).message).toBe('The first line of cars.csv must name the columns; got numbers, beginning with 1. Put a line of names above it.');
  expect((await refusal('speed,weight,weight\n1,2,3\n')).message).toContain('"weight" is there twice');
  expect((await refusal(',weight,speed\n0,2,3\n')).message).toContain('column 1 of cars.csv has none');
  expect((await refusal('speed\n0\n1\n2\n')).message).toContain('at least one input');
});

test('a column is an input or a target, once', async () => {
  expect((await refusal(table(9), { inputs: ['weight', 'speed'] })).message).toContain('"speed" stands there twice');
  expect((await refusal(table(9), { inputs: ['weight', 'weight'] })).place.option).toBe('inputs');
  expect((await refusal(table(9), { target: ['speed', 'speed'] })).place.option).toBe('target');
});

test('each part needs a row', async () => {
  expect((await refusal(table(2))).message).toContain('2 rows of cars.csv give 2 for training, 0 for validation and 0 for the test');
  expect((await load(table(3))).train.inputs.count).toBe(1);
});

/** Rows of three classes: 30 of a, 15 of b, 5 of c. */
const kinds = (names = ['a', 'b', 'c']): string => ['x,kind', ...Array.from({ length: 50 }, (_, k) => `${k},${names[k < 30 ? 0 : k < 45 ? 1 : 2]}`)].join('\n');
const classified = { target: 'kind', task: 'classification' };

test('the values of a target are classes, one output each, and a row has 1 for its own', async () => {
  const data = await load(kinds(), classified);
  expect(data).toMatchObject({ task: 'classification', inputs: [{ name: 'x' }], outputs: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] });
  const seen = parts(data).flatMap(({ inputs, targets }) => [...inputs.values].map((x, k) => {
    expect([...targets.values.subarray(3 * k, 3 * k + 3)]).toEqual(x < 30 ? [1, 0, 0] : x < 45 ? [0, 1, 0] : [0, 0, 1]);
    return x;
  }));
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, k) => k));
});

test('every class is split by itself, in a random order that the seed decides', async () => {
  const countsOf = ({ targets: { values, width } }: Data['train']): number[] => [0, 1, 2].map((c) => values.filter((v, k) => k % width === c && v === 1).length);
  const [a, b, c] = [await load(kinds(), classified), await load(kinds(), classified, 2), await load(kinds(), { ...classified, split: { validation: 0.4 } })];
  for (const data of [a, b]) expect(parts(data).map(countsOf)).toEqual([[18, 9, 3], [6, 3, 1], [6, 3, 1]]);
  expect(b.test).not.toEqual(a.test);
  expect(c.test).toEqual(a.test);
  expect(countsOf(c.validation)).toEqual([12, 6, 2]);
  // Training rows are not sorted by class.
  const order = [...a.train.inputs.values];
  expect(order).not.toEqual([...order].sort((p, q) => p - q));
});

test('classes that are numbers are ordered as such, and 1 and 1.0 are one', async () => {
  expect((await load(kinds(['10', '9', '-1']), classified)).outputs.map(({ name }) => name)).toEqual(['-1', '9', '10']);
  expect((await load(kinds(['1', '1.0', '2']), classified)).outputs.map(({ name }) => name)).toEqual(['1', '2']);
  expect((await load(kinds(['10', '9', 'x']), classified)).outputs.map(({ name }) => name)).toEqual(['10', '9', 'x']);
});

test('classes that cannot be learned are refused', async () => {
  expect((await refusal(kinds(['a', 'a', 'a']), classified)).message).toContain('at least two classes; in column "kind" of cars.csv every row is "a"');
  expect((await refusal('x,kind\n1,a\n2,\n', classified)).message).toBe('Every row must have a class; line 3 of cars.csv has nothing in column "kind". Correct or remove the row, or set missing=drop.');
  expect((await refusal(table(9), { target: ['weight', 'speed'], task: 'classification' })).message).toContain('must be one column where the task is classification');
  const rare = await refusal(`${kinds()}\n50,d`, { ...classified, split: { validation: 0.2, test: 0.5 } });
  expect(rare.message).toContain('the class "d" of cars.csv has 1 row, and none is left');
  expect(rare.place.option).toBe('split');
  // With smaller shares the only row of a class is for training.
  expect((await load(`${kinds()}\n50,d`, classified)).outputs).toHaveLength(4);
});

test('options have the defaults of the experiment file', () => {
  const required = { path: 'cars.csv', target: 'speed' };
  expect(csv.options.parse(required)).toEqual({ ...required, task: 'regression', split: { validation: 'auto', test: 0.2 }, standardize: true, decimal: '.', missing: 'refuse', categories: 'refuse' });
  expect(csv.files?.(csv.options.parse(required))).toEqual(['cars.csv']);
  for (const bad of [{}, { path: 'a' }, { ...required, split: { test: 1 } }, { ...required, split: { validation: 0.5, test: 0.5 } }, { ...required, delimiter: '' }, { ...required, header: true }, { ...required, task: 'ranking' }, { ...required, standardize: 'ranks' }]) {
    expect([bad, csv.options.safeParse(bad).success]).toEqual([bad, false]);
  }
});
