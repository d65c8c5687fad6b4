import { describe, expect, test } from '@jest/globals';
import { planFor, type TablePlan } from './table-plan.js';
import type { Cell } from '@knotwork/datasets';
import type { TableFile } from './table-file.js';

const ROWS = 40;
const column = (cellOf: (row: number) => Cell): Cell[] => Array.from({ length: ROWS }, (_, row) => cellOf(row));
const measured = column((row) => Math.sin(row) + row / 7);
const predicted = column((row) => Math.cos(3 * row));
const tableOf = (columns: Readonly<Record<string, readonly Cell[]>>): TableFile => ({
  file: 'a.csv', header: Object.keys(columns), columns: Object.values(columns), dataset: { kind: 'csv', options: {} },
});
const ALL = new Set(['missing', 'categories']);
const plan = (columns: Readonly<Record<string, readonly Cell[]>>, offers: ReadonlySet<string> = new Set(), target = 'y'): TablePlan =>
  planFor(tableOf({ y: predicted, ...columns }), target, offers);
/** Why a column is left out beside one that is not; null where it is an input. */
const reason = (cells: readonly Cell[], offers: ReadonlySet<string> = new Set(), name = 'a'): string | null =>
  plan({ measured, [name]: cells }, offers).columns.find(({ survey }) => survey.name === name)!.leftOut;

describe('The plan for a table', () => {
  test('numbers are inputs and are predicted; two values, words and few texts are classes', () => {
    const { task, target, columns } = plan({ measured });
    expect([task, target.remark, columns.map(({ leftOut, remark }) => [leftOut, remark])]).toEqual(['regression', '-0.9997 to 1', [[null, '-0.2447 to 6.5353']]]);
    for (const y of [column((row) => row % 2), column((row) => ['yes', 'no'][row % 2]!), column((row) => 'abc'[row % 3]!), column((row) => (row % 2 === 0 ? 1 : 'b'))]) {
      expect(plan({ measured, y }).task).toBe('classification');
    }
    expect(plan({ measured, y: column((row) => row % 3) }).task).toBe('regression');
  });

  test('a table of fewer than three rows with a target is refused in words of the table', () => {
    const cut = (cells: readonly Cell[], rows: number): Cell[] => cells.slice(0, rows);
    const few = (y: readonly Cell[], rows: number): TablePlan => plan({ measured: cut(measured, rows), y }, ALL);
    expect(() => few(cut(predicted, 2), 2)).toThrow('a.csv must have at least 3 rows with a value of "y", some to learn from and some to try it on; it has 2. Add rows.');
    expect(() => few([1, null, 2, null], 4)).toThrow('it has 2. Add rows.');
    expect(few(cut(predicted, 3), 3).rows).toBe(3);
  });

  test('a number that is too large to compute with is told by its line, or its row where there are no lines', () => {
    const large = measured.map((cell, row) => (row === 4 ? 1e200 : cell));
    const lines = measured.map((_, row) => row + 2);
    const said = (where: string, name: string): string => `Numbers must lie within 1e+150 of zero, because their squares are added up; got 1e+200 as "${name}" in ${where} of a.csv. Divide the column by a power of ten, or remove the row.`;
    expect(() => planFor({ ...tableOf({ y: predicted, large }), lines }, 'y', ALL)).toThrow(said('line 6', 'large'));
    expect(() => planFor({ ...tableOf({ y: large, measured }), lines }, 'y', ALL)).toThrow(said('line 6', 'y'));
    expect(() => plan({ large })).toThrow(said('row 5', 'large'));
  });

  test('a target that is written without its unit is known by what stands before', () => {
    const among = (...names: readonly string[]) => () => planFor(tableOf(Object.fromEntries(names.map((name) => [name, predicted]))), 'v', ALL);
    expect(among('S (mM)', 'v (µmol/min)', 'velocity')).toThrow('Columns: S (mM), v (µmol/min), velocity. Did you mean "v (µmol/min)"?');
    expect(among('S', 'V_mol')).toThrow('Did you mean "V_mol"?');
    expect(among('volume', 'S')).not.toThrow('Did you mean "volume"?');
    // Of two nobody knows which.
    expect(among('v (m/s)', 'v [km/h]')).toThrow(/\[km\/h\]\.$/);
  });

  test('a number that seems to stand for missing values is told of the target and of inputs, and not of what is left out, or of classes', () => {
    const coded = (cells: readonly Cell[]): Cell[] => cells.map((cell, row) => (row % 10 === 4 ? -999 : cell));
    const { codes } = plan({ y: coded(predicted), measured: coded(measured), same: coded(predicted), fine: measured }, ALL);
    expect(codes).toEqual([
      expect.stringMatching(/^"y" is -999 in 4 of 40 rows and -0.9997 to 1 in all others: if it stands for a missing value, leave these cells of the table empty$/),
      expect.stringMatching(/^"measured" is -999 in 4 of 40 rows and /),
    ]);
    expect(plan({ measured, y: coded(column((row) => 'abcdefg'[row % 7]!)) }, ALL).codes).toEqual([]);
    expect(plan({ measured: coded(measured).map((cell, row) => (row === 1 ? 'x' : cell)), fine: measured }, ALL).codes).toEqual([]);
  });

  test('columns that say nothing, or the answer, are left out with the reason', () => {
    expect(reason(column(() => 7))).toBe('the same in every row: 7');
    expect(reason(column(() => null))).toBe('empty in every row');
    expect(reason(predicted)).toBe('the same as the target in every row');
    expect(reason(measured, new Set(), '')).toBe('a column without a name');
    expect(reason(column((row) => (row < 25 ? null : row)))).toBe('nothing in 25 of 40 rows');
    expect(reason(column((row) => (row === 3 ? 'x' : row)))).toBe('all but 1 of 40 cells are numbers: "x" in row 4 of a.csv; make it a number, or empty, and it is an input');
    expect(reason(column((row) => (row % 20 === 3 ? 'x' : row)))).toBe('all but 2 of 40 cells are numbers: the first is "x" in row 4 of a.csv; make them numbers, or empty, and it is an input');
    expect(reason(column((row) => (row % 5 === 3 ? 'x' : row)))).toBe('numbers and texts, such as "x" in row 4 of a.csv');
    expect(reason(column((row) => `N ${row}`))).toBe('text, 40 different values, such as "N 0", "N 1", "N 2"');
    expect(reason(column((row) => `${row / 4}%`))).toBe('numbers with signs or units, such as "0%", "0.25%", "0.5%"; write the numbers alone, and it is an input');
    for (const written of ['$1,2#.50', '# kg', '# m/s²', '-# °C', '# €']) expect(reason(column((row) => written.replace('#', String(10 + row))))).toMatch(/^numbers with signs or units/);
  });

  test('whole numbers and texts that name rows are left out by their name; measurements that all differ are not', () => {
    for (const name of ['id', 'ID', 'Index', 'car_id', 'Unnamed: 0', 'row number']) expect([name, reason(column((row) => row), new Set(), name)]).toEqual([name, 'it names the rows, one value for each']);
    for (const name of ['year', 'x', 'width', 'idea']) expect([name, reason(column((row) => row), new Set(), name)]).toEqual([name, null]);
    expect(reason(measured, new Set(), 'id')).toBeNull();
    expect(reason(column((row) => row % 5), new Set(), 'id')).toBeNull();
  });

  test('empty cells and words are declared where the data set has a policy, and left out where it has none', () => {
    const gaps = column((row) => (row % 8 === 0 ? ['NA', null, '?', 'nan', NaN][row / 8 % 5]! : row));
    const kinds = column((row) => 'abc'[row % 3]!);
    expect(reason(gaps)).toBe('nothing in 5 of 40 rows; fill them in or remove the rows');
    expect(reason(kinds)).toBe('text, 3 values: "a", "b", "c"; inputs are numbers');
    const { columns, policies } = plan({ measured, gaps, kinds }, ALL);
    expect([policies, columns.map(({ leftOut, remark }) => [leftOut, remark])]).toEqual([
      { missing: 'mean', categories: 'one-hot' },
      [[null, '-0.2447 to 6.5353'], [null, '1 to 39; nothing in 5 of 40 rows'], [null, 'text, 3 values']],
    ]);
    expect(plan({ measured }, ALL).policies).toEqual({});
    const levels = new Set([...ALL, 'levels']);
    expect([plan({ measured, kinds }, levels), plan({ measured, gaps }, levels), plan({ measured }, levels), plan({ measured, gaps, y: gaps }, levels)].map((of) => of.policies)).toEqual([
      { categories: 'one-hot', levels: 'all' }, { missing: 'mean', levels: 'all' }, {}, { missing: 'drop' },
    ]);
    // Rows without an answer teach nothing.
    expect(plan({ measured, gaps, y: gaps }, ALL).policies).toEqual({ missing: 'drop' });
  });

  test('copies of rows are dropped where the data set can, but not where targets have few values', () => {
    const again = (of: readonly Cell[]): Cell[] => of.map((_, row) => of[row % 30]!);
    const offers = new Set([...ALL, 'copies']);
    expect(plan({ measured: again(measured), y: again(predicted) }, offers).policies).toEqual({ copies: 'drop' });
    expect(plan({ measured: again(measured), y: again(predicted) }, ALL).policies).toEqual({});
    expect(plan({ measured, y: again(predicted) }, offers).policies).toEqual({});
    expect(plan({ measured: again(measured), y: again(column((row) => row % 5)) }, offers).policies).toEqual({});
    // What is left out tells no rows apart.
    expect(plan({ measured: again(measured), id: column((row) => row), y: again(predicted) }, offers).policies).toEqual({ copies: 'drop' });
  });

  test('texts that come again, and names of who or what is looked at, suggest groups; dates and numbers of that name suggest an order in time', () => {
    const split = (columns: Readonly<Record<string, readonly Cell[]>>): TablePlan['split'] => plan({ measured, ...columns }, ALL).split;
    const day = (row: number): string => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
    expect(split({ ort: column((row) => `N ${row % 25}`) })).toEqual({ groups: 'ort' });
    expect(split({ ort: column((row) => `N ${row % 25}`), patient_id: column((row) => row % 30) })).toEqual({ groups: 'patient_id' });
    for (const name of ['patient', 'Subject', 'user name', 'carId', 'id']) expect([name, split({ [name]: column((row) => row % 7) })]).toEqual([name, { groups: name }]);
    expect(split({ day: column(day) })).toEqual({ time: 'day' });
    expect(split({ day: column((row) => day(row % 30)), user: column((row) => 'abc'[row % 3]!) })).toEqual({ groups: 'user', time: 'day' });
    expect(split({ day: column((row) => day(row % 25)), later: column((row) => day(row % 24)) })).toEqual({ time: 'day' });
    expect(split({ timestamp: column((row) => 1e9 + row) })).toEqual({ time: 'timestamp' });
    const german = column((row) => day(row).split('-').reverse().join('.'));
    expect(split({ german })).toEqual({ datesToRewrite: { name: 'german', some: german[0] } });
    expect(split({ german, day: column(day) })).toEqual({ time: 'day' });
    expect(split({ day: [...column(day).slice(0, -1), '1/2/2024'] })).toEqual({ datesToRewrite: { name: 'day', some: '1/2/2024' } });
    const none: Readonly<Record<string, readonly Cell[]>> = {
      id: column((row) => row), remark: column((row) => `N ${Math.min(row, 38)}`), kind: column((row) => 'abc'[row % 3]!), width: column((row) => row % 25), subject: column((row) => row % 7 + 0.5),
      'a patient': column((row) => (row === 3 ? null : row % 7)), user: column(() => 'a'), date: column((row) => row % 2), '': column((row) => row % 7),
    };
    for (const [name, cells] of Object.entries(none)) expect([name, split({ [name]: cells })]).toEqual([name, {}]);
  });

  test('dates that are left out are told what to make of them, in whatever order they are written', () => {
    const written = [(row: number) => `2024-${row % 12 + 1}-${row % 28 + 1}`.replace(/-(?=\d(-|$))/g, '-0'), (row: number) => `${row % 28 + 1}.${row % 12 + 1}.2024`, (row: number) => `${row % 12 + 1}/${row % 28 + 1}/24 12:00`];
    for (const cellOf of written) expect(reason(column(cellOf))).toMatch(/^dates, \d+ different, such as .*; to have them as inputs, make numbers of them, such as the day of the year$/);
    expect(reason(column((row) => `10.0.${row}.1`))).toMatch(/^text, /);
  });

  test('words that become numbers are told so', () => {
    const remark = (cellOf: (row: number) => Cell): string => plan({ measured, a: column(cellOf) }, ALL).columns[1]!.remark;
    expect(remark((row) => ['Yes', 'no'][row % 2]!)).toBe('text: yes becomes 1, no 0');
    expect(remark((row) => ['TRUE', 'FALSE', 'NA'][row % 3]!)).toBe('text: true becomes 1, false 0; nothing in 13 of 40 rows');
    expect(remark((row) => ['yes', 'maybe'][row % 2]!)).toBe('text, 2 values');
  });

  test('a target that cannot be predicted, and a table without inputs, are refused with what to do', () => {
    expect(() => plan({ measured }, ALL, 'mesured')).toThrow('--target must name a column of a.csv; got "mesured". Columns: y, measured. Did you mean "measured"?');
    expect(() => plan({ measured, y: column((row) => (row === 3 ? null : row)) })).toThrow('--target must name a column that has a value in every row; "y" of a.csv has none in 1 of 40 rows.');
    expect(() => plan({ measured, y: column(() => 'x') })).toThrow('--target must name a column that varies; "y" of a.csv is "x" in every row.');
    expect(() => plan({ measured, y: column(() => null) }, ALL)).toThrow('has none in 40 of 40 rows');
    expect(() => plan({ measured, y: column((row) => `N ${row}`) })).toThrow('--target must hold numbers, or few classes; "y" of a.csv has 40 different values in 40 rows, texts among them: the first is "N 0" in row 1. Choose another column, or correct its numbers.');
    // A row of units below the names.
    const withUnits = { ...tableOf({ y: predicted.map((cell, row) => (row === 0 ? 'm' : cell)), measured }), lines: measured.map((_, row) => row + 2) };
    expect(() => planFor(withUnits, 'y', ALL)).toThrow('texts among them: the first is "m" in line 2. Choose');
    const limits = { ...withUnits, columns: [predicted.map((cell, row) => (row > 4 && row < 9 ? '<LOD' : cell)), measured] };
    expect(() => planFor(limits, 'y', ALL)).toThrow('texts among them: the first is "<LOD" in line 7. Choose');
    expect(() => plan({ fixed: column(() => 1) })).toThrow('No column of a.csv besides the target can be an input: "fixed" (the same in every row: 1). Add one that holds numbers.');
  });
});
