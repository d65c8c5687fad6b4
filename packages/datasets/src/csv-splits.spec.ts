import { describe, expect, test } from '@jest/globals';
import { type Data, isKnotworkError, type KnotworkError } from '@knotwork/plugin';
import { csv } from './csv.js';
import { accessTo } from './fixtures/access.js';

/** Row k: an input k, a site of three rows, a year of ten rows in a scrambled order, a target 10 k. */
const line = (k: number): string => `${k},s${Math.floor(k / 3)},${2000 + Math.floor((k * 7) % 60 / 10)},${10 * k}`;
const table = ['x,site,year,y', ...Array.from({ length: 60 }, (_, k) => line(k))].join('\n');
const FILES = { 'log.csv': table, 'later.csv': 'y,year,x,site\n1000,2009,100,t1\n1010,2009,101,s1\n' };

interface Setting { readonly seed?: number; readonly holdsOut?: boolean; readonly files?: Readonly<Record<string, string>> }
const load = (split: Record<string, unknown>, options: Record<string, unknown> = {}, { seed = 1, holdsOut = true, files = FILES }: Setting = {}): Promise<Data> =>
  csv.load(csv.options.parse({ path: 'log.csv', target: 'y', inputs: ['x'], split, ...options }), accessTo(files, seed, holdsOut));
const refusal = async (...args: Parameters<typeof load>): Promise<KnotworkError> => {
  const error = await load(...args).then(() => undefined, (reason: unknown) => reason);
  if (!isKnotworkError(error)) throw new Error(`Expected a refusal, got ${String(error)}`);
  return error;
};

/** The numbers of the rows in each part. */
const rowsOf = ({ train, validation, test: judged }: Data): number[][] => [train, validation, judged].map(({ targets }) => [...targets.values].map((y) => y / 10));
const sorted = (rows: number[]): number[] => [...rows].sort((a, b) => a - b);
const all = Array.from({ length: 60 }, (_, k) => k);
const yearOf = (k: number): number => Number(line(k).split(',')[2]);

describe('shares', () => {
  test('of 0 leave a part empty, and all other rows are learned from', async () => {
    const data = await load({ validation: 0, test: 0 });
    expect(rowsOf(data).map(({ length }) => length)).toEqual([60, 0, 0]);
    expect(data.test).toEqual({ inputs: { count: 0, width: 1, values: new Float64Array() }, targets: { count: 0, width: 1, values: new Float64Array() } });
    expect(rowsOf(await load({ validation: 0 })).map(({ length }) => length)).toEqual([48, 0, 12]);
  });

  test('auto is a fifth for validation where something chooses by it and nothing elsewhere; a number counts either way', async () => {
    const sizes = async (...args: Parameters<typeof load>): Promise<number[]> => rowsOf(await load(...args)).map(({ length }) => length);
    expect(await sizes({})).toEqual([36, 12, 12]);
    expect(await sizes({}, {}, { holdsOut: false })).toEqual([48, 0, 12]);
    expect(await sizes({ validation: 0.1 }, {}, { holdsOut: false })).toEqual([42, 6, 12]);
    expect(rowsOf(await load({}, {}, { holdsOut: false }))[2]).toEqual(rowsOf(await load({}))[2]);
  });

  test('that leave nothing to learn from, or no row for a part that was asked for, are refused', async () => {
    const three = { 'log.csv': 'x,y\n1,2\n3,4\n5,6' };
    expect((await refusal({ validation: 0.1 }, {}, { files: three })).message).toBe(
      'split must leave at least one row for training, and for each part whose share is not 0; 3 rows of log.csv give 2 for training, 0 for validation and 1 for the test. Change split or add rows.');
    expect((await refusal({}, { task: 'classification' }, { files: three })).message).toBe(
      'split must leave at least one row for training, and for each part whose share is not 0; 3 rows of log.csv give 3 for training, 0 for validation and 0 for the test. Change split or add rows. Each of the 3 classes of column "y" is split by itself; if its values are quantities, set task=regression.');
    expect(rowsOf(await load({ validation: 0 }, {}, { files: { 'log.csv': 'x,y\n1,2\n3,4\n5,6' } })).map(({ length }) => length)).toEqual([2, 0, 1]);
  });
});

describe('folds', () => {
  test('have every row in the test once, of several shuffles once each, and validation rows from the rest', async () => {
    for (const repeat of [1, 2]) {
      const folds = await Promise.all([1, 2, 3, 4, 5].map(async (fold) => rowsOf(await load({ fold, of: 5, repeat }))));
      expect(sorted(folds.flatMap(([, , judged]) => judged!))).toEqual(all);
      // A fifth of 48.
      for (const parts of folds) expect([parts.map(({ length }) => length), sorted(parts.flat())]).toEqual([[38, 10, 12], all]);
    }
    const [first, again, other] = [await load({ fold: 1 }), await load({ fold: 1, of: 5, repeat: 1 }), await load({ fold: 1, repeat: 2 })];
    expect(rowsOf(again)).toEqual(rowsOf(first));
    expect(rowsOf(other)[2]).not.toEqual(rowsOf(first)[2]);
    expect(rowsOf(await load({ fold: 1 }, {}, { seed: 2 }))[2]).not.toEqual(rowsOf(first)[2]);
  });

  test('take the place of a share of test rows, and leave nothing for validation where its share is 0', async () => {
    expect(rowsOf(await load({ fold: 3, of: 3, validation: 0, test: 0 })).map(({ length }) => length)).toEqual([40, 0, 20]);
  });

  test('have classes in the same proportions', async () => {
    const kinds = ['x,kind', ...Array.from({ length: 40 }, (_, k) => `${k},${k < 28 ? 'a' : 'b'}`)].join('\n');
    for (const fold of [1, 2, 3, 4]) {
      const { test: judged, validation } = await load({ fold, of: 4, validation: 0.5 }, { target: 'kind', task: 'classification' }, { files: { 'log.csv': kinds } });
      for (const [rows, counts] of [[judged, [7, 3]], [validation, [11, 5]]] as const) expect([0, 1].map((c) => rows.targets.values.filter((v, k) => k % 2 === c && v === 1).length)).toEqual(counts);
    }
  });

  test('of groups keep these together', async () => {
    const folds = await Promise.all([1, 2, 3].map(async (fold) => rowsOf(await load({ fold, of: 3, groups: 'site' }))));
    expect(sorted(folds.flatMap(([, , judged]) => judged!))).toEqual(all);
    for (const parts of folds) {
      expectWhole(parts);
      // Twenty sites: seven, seven and six; of the other thirteen or fourteen a fifth is three.
      expect(parts[2]!.length === 21 ? parts[1] : parts[2]).toHaveLength(parts[2]!.length === 21 ? 9 : 18);
    }
  });
});

/** No site in two parts. */
function expectWhole(parts: number[][]): void {
  const sites = parts.map((rows) => new Set(rows.map((k) => Math.floor(k / 3))));
  expect(sites.reduce((n, { size }) => n + size, 0)).toBe(20);
  expect(sorted(parts.flat())).toEqual(all);
}

describe('what cross-validation must keep together', () => {
  test('is the group of every training row, the same number for the same group', async () => {
    const data = await load({ groups: 'site', validation: 0 });
    const [rows] = rowsOf(data);
    const division = data.division as Uint32Array;
    expect([...division.keys()].every((a) => [...division.keys()].every((b) => (division[a] === division[b]) === (Math.floor(rows![a]! / 3) === Math.floor(rows![b]! / 3))))).toBe(true);
  });

  test('is all of it where rows follow each other in time, and nothing where they are drawn', async () => {
    expect([(await load({ time: 'year' })).division, (await load({ fold: 1 })).division]).toEqual(['time', undefined]);
  });
});

describe('groups', () => {
  test('are in one part each, in numbers that the shares ask for, and the seed draws which', async () => {
    const parts = rowsOf(await load({ groups: 'site' }));
    expectWhole(parts);
    expect(parts.map(({ length }) => length)).toEqual([36, 12, 12]);
    expect(sorted(rowsOf(await load({ groups: 'site' }, {}, { seed: 2 }))[2]!)).not.toEqual(sorted(parts[2]!));
    expect(rowsOf(await load({ groups: 'site', validation: 0.4 }))[2]).toEqual(parts[2]);
  });

  test('are refused where the test names some rows of one and leaves others', async () => {
    expect((await refusal({ groups: 'site', test: { column: 'x', values: [4] } })).message).toBe(
      'The rows of a group must be in one part; "s1" of column "site" has rows that split.test names and others. Name all or none of them, or leave split.groups out.');
    expect((await refusal({ groups: 'site', test: { path: 'later.csv' } })).message).toContain('"s1" of column "site" has rows');
    const parts = rowsOf(await load({ groups: 'site', test: { column: 'site', values: ['s1', 's7'] } }));
    expectWhole(parts);
    expect(sorted(parts[2]!)).toEqual([3, 4, 5, 21, 22, 23]);
  });

  test('are not divided where there are too few of them', async () => {
    const two = ['x,site,y', ...all.map((k) => `${k},${k % 2},${10 * k}`)].join('\n');
    expect((await refusal({ groups: 'site' }, {}, { files: { 'log.csv': two } })).message).toContain('60 rows of log.csv give 0 for training, 30 for validation and 30 for the test');
    expect(rowsOf(await load({ groups: 'site', validation: 0 }, {}, { files: { 'log.csv': two } })).map(({ length }) => length)).toEqual([30, 0, 30]);
  });
});

describe('time', () => {
  test('splits into the earliest for training, later for validation, the latest for the test, and no moment is in two parts', async () => {
    const [train, validation, judged] = rowsOf(await load({ time: 'year' }));
    expect([train, validation, judged].map((rows) => [...new Set(rows!.map(yearOf))])).toEqual([[2000, 2001, 2002, 2003], [2004], [2005]]);
    expect(sorted([...train!, ...validation!, ...judged!])).toEqual(all);
  });

  test('draws nothing', async () => {
    expect(rowsOf(await load({ time: 'x' }, {}, { seed: 2 }))).toEqual([all.slice(0, 36), all.slice(36, 48), all.slice(48)]);
    expect(rowsOf(await load({ time: 'x', validation: 0 }))).toEqual([all.slice(0, 48), [], all.slice(48)]);
  });

  test('notes a share that is not met because rows of one moment stay together', async () => {
    expect((await load({ time: 'year' })).notes).toEqual(['split.test is 10 rows, where its share would be 12: rows of one "year" stay together', 'split.validation is 10 rows, where its share would be 12: rows of one "year" stay together']);
    expect((await load({ time: 'year', validation: 0, test: { column: 'x', values: [0] } })).notes).toBeUndefined();
    // Within a tenth.
    const twos = ['x,year,y', ...all.map((k) => `${k},${Math.floor(k / 2)},0`)].join('\n');
    expect((await load({ time: 'year', test: 0.25, validation: 0 }, {}, { files: { 'log.csv': twos } })).notes).toBeUndefined();
    // Of three rows, where pairs stay together, two are as near as can be.
    const nearly = await load({ time: 'year', test: 0.05, validation: 0 }, {}, { files: { 'log.csv': twos } });
    expect([nearly.test.targets.count, nearly.notes]).toEqual([2, undefined]);
    expect((await load({ time: 'x' })).notes).toBeUndefined();
  });

  test('is refused where there are fewer moments than parts', async () => {
    const told = async (split: object, moment: (k: number) => string | number): Promise<string> =>
      (await refusal({ time: 'when', ...split }, {}, { files: { 'log.csv': ['x,when,y', ...all.map((k) => `${k},${moment(k)},0`)].join('\n') } })).message;
    expect(await told({}, () => '2024-05-31')).toBe(
      'split.time must name a column of at least 3 moments, one for each part, because rows of one moment stay together; in column "when" of log.csv the 60 rows have all the same. Choose another column, or leave split.time out.');
    expect(await told({ validation: 0 }, () => 7)).toContain('at least 2 moments');
    expect(await told({}, (k) => k % 2)).toContain('the 60 rows have 2.');
    expect(await told({ test: { column: 'x', values: [0, 1] } }, (k) => Math.min(k, 2))).toContain('the 58 rows that split.test does not name have all the same.');
  });

  test('splits what is left where the test is named otherwise', async () => {
    const [train, validation, judged] = rowsOf(await load({ time: 'x', validation: 0.5, test: { column: 'year', values: [2000] } }));
    expect(judged!.map(yearOf)).toEqual(new Array(10).fill(2000));
    expect([train!.length, validation!.length, Math.max(...train!) < Math.min(...validation!)]).toEqual([25, 25, true]);
    expect(rowsOf(await load({ time: 'x', test: { path: 'later.csv' } }))).toEqual([all.slice(0, 48), all.slice(48), [100, 101]]);
  });
});

describe('named test rows', () => {
  test('are those with the values, and validation is a share of the rest', async () => {
    const [train, validation, judged] = rowsOf(await load({ test: { column: 'year', values: [2003, '2001'] } }));
    expect(rowsOf(await load({ test: { column: 'year', values: ['2003.0', '2.001e3'] } }))).toEqual([train, validation, judged]);
    expect(sorted(judged!)).toEqual(all.filter((k) => [2001, 2003].includes(yearOf(k))));
    expect([train!.length, validation!.length]).toEqual([32, 8]);
  });

  test('that are not there are refused with what there is', async () => {
    expect((await refusal({ test: { column: 'site', values: ['s1', 'S2'] } })).message).toBe(
      'split.test.values must be values of column "site" of log.csv; no row has "S2". There are: s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, .... Did you mean "s2"?');
    expect((await refusal({ test: { column: 'years', values: [1] } })).message).toContain('split.test.column must name columns of log.csv; got "years".');
  });

  test('a column that is misspelt is told by its name, also where that makes it an input that is no number', async () => {
    for (const [split, option] of [[{ time: 'sit' }, 'split.time'], [{ groups: 'sit' }, 'split.groups'], [{ test: { column: 'sit', values: [1] } }, 'split.test.column']] as const) {
      const error = await load(split, { inputs: undefined }).then(() => null, (reason: Error) => reason);
      expect(error?.message).toContain(`${option} must name columns of log.csv; got "sit".`);
      expect(error?.message).toContain('Did you mean "site"?');
    }
  });

  test('of a file that is learned are refused, whatever it is called', async () => {
    const rows = (from: number): string => ['x,site,year,y', ...all.slice(from).map(line)].join('\n');
    const files = { ...FILES, './log.csv': table, 'copy.csv': `${table}\n`, 'other.csv': table.replace('600', '601').replace(',590', ',591'), 'some.csv': rows(1), 'longer.csv': `${table}\n${line(60)}` };
    for (const path of ['log.csv', './log.csv', 'copy.csv']) {
      const { message, place } = await refusal({ test: { path } }, {}, { files });
      expect([message, place.option]).toEqual([`split.test.path must be a file of other rows than path, whose rows are learned; ${path} has the same as log.csv. Name another, or set split.test=0.2.`, 'split.test.path']);
    }
    // Some of the rows that are learned, drawn, are no others.
    expect((await refusal({ test: { path: 'copy.csv' } }, { rows: 30 }, { files })).message).toContain('copy.csv has the same as log.csv');
    for (const path of ['other.csv', 'some.csv', 'longer.csv']) expect((await load({ test: { path } }, {}, { files })).test.inputs.count).toBeGreaterThan(58);
  });

  test('that are rows of the table in part are told of, but for few of them, and where each is an observation', async () => {
    const own = (from: number, to: number): string => ['y,x,site,year', ...all.slice(from, to).map((k) => { const [x, site, year, y] = line(k).split(','); return [y, x, site, year].join(','); })].join('\n');
    const news = (count: number): string => Array.from({ length: count }, (_, k) => `\n${2000 + 7 * k},${k},s1,2001`).join('');
    const notesOf = async (text: string, options: Record<string, unknown> = {}): Promise<readonly string[]> => (await load({ test: { path: 'test.csv' } }, options, { files: { ...FILES, 'test.csv': text } })).notes ?? [];
    expect(await notesOf(own(10, 20) + news(5))).toEqual(['10 of 15 rows of test.csv are rows of log.csv, too, which are learned: errors over test rows may be smaller than those of new rows. Leave them out of one of the files, or set copies=keep where each is an observation']);
    expect(await notesOf(own(10, 20) + news(5), { copies: 'drop' })).toHaveLength(1);
    expect(await notesOf(own(10, 20) + news(5), { copies: 'keep' })).toEqual([]);
    expect(await notesOf(own(10, 11) + news(20))).toEqual([]);
    expect(await notesOf(own(10, 12) + news(38))).toHaveLength(1);
    // Where targets have few values, rows may be alike that were measured one by one.
    const few = { ...FILES, 'log.csv': ['x,site,year,y', ...all.map((k) => `${k},s1,2001,${k % 3}`)].join('\n'), 'test.csv': ['x,site,year,y', ...all.slice(0, 40).map((k) => `${k},s1,2001,${k % 3}`)].join('\n') };
    expect((await load({ test: { path: 'test.csv' } }, {}, { files: few })).notes ?? []).toEqual([]);
  });

  test('are all rows of another file, whose columns may stand in another order and which is part of what is declared', async () => {
    const data = await load({ test: { path: 'later.csv' }, validation: 0.5 });
    expect(rowsOf(data).map(({ length }) => length)).toEqual([30, 30, 2]);
    expect([...data.test.inputs.values]).toEqual([100, 101]);
    const options = csv.options.parse({ path: 'log.csv', target: 'y', split: { test: { path: 'later.csv' } } });
    expect(csv.files?.(options)).toEqual(['log.csv', 'later.csv']);
  });

  test('of a file with other columns, or with a class that nothing is learned of, are refused', async () => {
    expect((await refusal({ test: { path: 'later.csv' } }, {}, { files: { ...FILES, 'later.csv': 'z,y\n1,2\n' } })).message).toContain('inputs must name columns of later.csv; got "x"');
    expect((await refusal({ test: { path: 'later.csv' } }, {}, { files: { ...FILES, 'later.csv': 'x,y\n1,2\nb,3\n' } })).message).toContain('got "b" in line 3 of later.csv, column "x"');
    const classified = { target: 'kind', task: 'classification' };
    const kinds = ['x,kind', ...all.map((k) => `${k},${k % 2}`)].join('\n');
    expect((await refusal({ test: { path: 'more.csv' } }, classified, { files: { 'log.csv': kinds, 'more.csv': 'x,kind\n1,0\n1,2\n' } })).message).toBe(
      'Every class must have rows to learn it from; line 3 of more.csv has "2" in column "kind", and the classes of the other rows are 0, 1. Remove the row, or add such rows to the file that is learned.');
    const { test: judged } = await load({ test: { path: 'more.csv' } }, classified, { files: { 'log.csv': kinds, 'more.csv': 'x,kind\n1,1.0\n2,0\n3,1\n' } });
    expect([...judged.targets.values]).toEqual([0, 1, 1, 0, 0, 1]);
  });
});

test('columns that only say where rows belong are inputs where they are named, and not else', async () => {
  const inputs = async (split: Record<string, unknown>, named?: string[]): Promise<string[]> => (await load(split, { inputs: named })).inputs.map(({ name }) => name);
  const numbered = { files: { 'log.csv': ['x,site,year,y', ...all.map((k) => `${k},${k % 6},${k % 5},${10 * k}`)].join('\n') } };
  for (const split of [{ groups: 'site' }, { time: 'site' }, { test: { column: 'site', values: [1] } }]) {
    expect((await load(split, { inputs: undefined }, numbered)).inputs.map(({ name }) => name)).toEqual(['x', 'year']);
  }
  expect(await inputs({ time: 'year' }, ['x', 'year'])).toEqual(['x', 'year']);
});

test('a large test goes with a validation share of auto where nothing chooses by it; where something does, what to type is said and taken', async () => {
  const sizes = async (...args: Parameters<typeof load>): Promise<number[]> => rowsOf(await load(...args)).map(({ length }) => length);
  expect(await sizes({ test: 0.8 }, {}, { holdsOut: false })).toEqual([12, 0, 48]);
  const error = await refusal({ test: 0.8 });
  expect(error.message).toBe('split must leave rows for training; split.validation is auto, which is 0.2 because a stage chooses by validation rows, and with 0.8 for the test nothing is left. Set split.validation=0.1, or a smaller split.test.');
  expect(error.place.option).toBe('split');
  expect(await sizes({ test: 0.8, validation: 0.1 })).toEqual([6, 6, 48]);
  for (const other of [{ time: 'year' }, { groups: 'site' }]) expect((await refusal({ test: 0.9, ...other })).message).toContain('Set split.validation=0.05, or');
  // A fold takes the place of a share.
  expect(await sizes({ test: 0.8, fold: 1, of: 2 })).toEqual([24, 6, 30]);
});

test('what does not go together is refused in words', () => {
  const said = (split: Record<string, unknown>): string[] => csv.options.safeParse({ path: 'log.csv', target: 'y', split }).error?.issues.map(({ message }) => message) ?? [];
  expect(said({ validation: 0.5, test: 0.5 })).toEqual(['validation and test must leave rows for training: their sum must be below 1']);
  expect(said({ test: 0.8, validation: 0.2 })).toHaveLength(1);
  // What auto is worth depends on the stages.
  expect(said({ test: 0.8 })).toEqual([]);
  expect(said({ of: 5 })).toEqual(['"of" and "repeat" say something about folds: write which one is the test, such as fold: 1, or leave them out']);
  expect(said({ fold: 6 })).toEqual(['"fold" must be at most the number of folds, "of", which is 5 when left out']);
  expect(said({ fold: 6, of: 10, validation: 0.9 })).toEqual([]);
  expect(said({ fold: 1, test: { path: 'later.csv' } })).toEqual(['test rows are those of a "fold", or those that "test" names: leave one of the two out']);
  expect(said({ time: 'x', fold: 1 })).toEqual(['rows are split by "time", or at random by "groups" and "fold": leave one of the two out']);
  expect(said({ time: 'x', groups: 'site' })).toHaveLength(1);
  for (const bad of [{ validation: 1 }, { test: -0.1 }, { fold: 0 }, { of: 1, fold: 1 }, { test: { column: 'x', values: [] } }, { test: { path: 'a', column: 'b' } }, { validation: 'none' }]) expect([bad, said(bad).length > 0]).toEqual([bad, true]);
});
