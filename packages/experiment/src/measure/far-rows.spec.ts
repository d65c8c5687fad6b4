import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { farNotes, farRows } from './far-rows.js';
import { CLEAN_TABLES, NETWORKS } from './fixtures/clean-tables.js';

const ROWS = 200;
const noise = (seed = 1): number[] => { const stream = randomStream(seed, 'far'); return Array.from({ length: ROWS }, () => stream.normal()); };
const samples = (...columns: readonly (readonly number[])[]): Samples => ({ count: columns[0]!.length, width: columns.length, values: Float64Array.from(columns[0]!.flatMap((_, n) => columns.map((column) => column[n]!))) });
const line = Array.from({ length: ROWS }, (_, n) => n / 10);
/** Of one input and one output. */
const found = (x: readonly number[], targets: readonly number[], predictions: readonly number[]) => farRows(['y'], ['x'], [{ inputs: samples(x), targets: samples(targets), predictions: samples(predictions) }])['y'];
/** A line with noise and some targets in the place of others, beside the line. */
const far = (slips: Readonly<Record<number, number>>, size = 0.1, [from, to]: readonly [number, number] = [0, ROWS]) => {
  const targets = line.map((y, n) => slips[n] ?? y + size * noise()[n]!).slice(from, to);
  return found(line.slice(from, to), targets, line.slice(from, to));
};

test('slips are found in whatever part they are, the farthest first', () => {
  const targets = line.map((y, n) => ({ 20: 40, 150: -9 })[n] ?? y + 0.1 * noise()[n]!);
  const part = (from: number, to: number) => ({ inputs: samples(line.slice(from, to)), targets: samples(targets.slice(from, to)), predictions: samples(line.slice(from, to)) });
  const { y } = farRows(['y'], ['x'], [part(0, 120), part(120, ROWS)]);
  expect(y).toEqual({ rows: 2, share: 0.01, distance: expect.any(Number), usual: expect.any(Number), from: 'network', targets: [40, -9], at: [{ x: 2 }, { x: 15 }] });
  expect(y!.usual).toBeCloseTo(0.1, 2);
  // 24 away where a tenth is usual, or, of predictions of 15, a share of it.
  expect(y!.distance).toBeGreaterThan(120);
  expect(y!.distance).toBeLessThan(260);
  expect(farNotes({ y: y! })).toEqual([expect.stringMatching(/^2 rows \(1 %\) lie far from what the network says, at least 1\d\d times the usual distance: "y" is 40 \(x 2\), -9 \(x 15\)\. Mend or leave out what is a slip, since it bends everything$/)]);
});

test('noise is none, nor are many rows, very few rows, rows beside others, rounding, and a network that diverged', () => {
  for (let seed = 1; seed <= 20; seed++) expect(found(line, line.map((y, n) => y + noise(seed)[n]!), line)).toBeUndefined();
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, k) => [7 + 17 * k, 99]));
  expect([far(many(10))?.rows, far(many(11))]).toEqual([10, undefined]);
  expect([30, 10, 9].map((rows) => far({ 103: 99 }, 0.1, [100, 100 + rows])?.rows)).toEqual([1, 1, undefined]);
  // 1 and 0.7 away where a tenth is usual: the second is beside the first.
  expect([far({ 30: 5 })?.rows, far({ 30: 4.1, 70: 7.7 })]).toEqual([1, undefined]);
  // Usual distances are a thousandth where all others are met: a row must be a hundredth of the spread away.
  expect([far({ 100: 10 + 1e-9 }, 0), far({ 100: 10.05 }, 0), far({ 100: 10.1 }, 0)?.rows]).toEqual([undefined, undefined, 1]);
  expect(far({ 100: NaN })).toBeUndefined();
});

test('a row that hardly weighs may be as far as its weight allows, and one of much weight is judged as any', () => {
  const targets = line.map((y, n) => ({ 20: 5, 150: 18 })[n] ?? y + 0.1 * noise()[n]!);
  const of = (weight: number) => farRows(['y'], ['x'], [{ inputs: samples(line), targets: samples(targets), predictions: samples(line), weights: Float64Array.from(line, (_, n) => (n === 20 || n === 150 ? weight : 1)) }])['y'];
  // Both are 3 away where a tenth is usual: of a hundredth of the weight, noise is ten times as large.
  expect([of(0.01), of(1)?.rows, of(100)?.distance]).toEqual([undefined, 2, of(1)!.distance]);
});

test('every output has its own', () => {
  const bad = line.map((y, n) => (n === 7 ? 55 : y + 0.1 * noise()[n]!));
  const fine = line.map((y, n) => y + 0.1 * noise(2)[n]!);
  expect(farRows(['a', 'b'], [], [{ inputs: samples(line), targets: samples(fine, bad), predictions: samples(line, line) }])).toEqual({ b: { rows: 1, share: 0.005, distance: expect.any(Number), usual: expect.any(Number), from: 'network', targets: [55], at: [{}] } });
});

describe('of few rows', () => {
  const x = Array.from({ length: 24 }, (_, n) => (n + 1) / 2);
  const y = x.map((at, n) => 2 + 0.73 * at + 0.05 * noise()[n]!);
  const slipped = y.map((at, n) => (n === 10 ? 10 * at : at));
  const mean = slipped.map(() => slipped.reduce((sum, at) => sum + at, 0) / x.length);

  test('one is named by the constant that bent with it, and by its neighbours where the network follows it', () => {
    expect(found(x, slipped, mean)).toMatchObject({ rows: 1, targets: [slipped[10]] });
    const bent = found(x, slipped, slipped.map((at, n) => at - 0.01 * noise()[n]!));
    expect(bent).toMatchObject({ rows: 1, from: 'neighbours', targets: [slipped[10]] });
    expect(farNotes({ y: bent! })).toEqual([expect.stringMatching(/^1 row lies far from what the rows nearest to it say, \d+ times the usual distance: "y" is /)]);
  });

  test('one among measurements of the same inputs is named by these, also on a steep law and at its end, and not where they differ as much', () => {
    const doses = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20].flatMap((dose) => [dose, dose, dose]);
    const law = doses.map((dose) => (120 * dose) / (2.5 + dose));
    const measured = (slips: Readonly<Record<number, number>>, size = 0.03): number[] => law.map((at, n) => (slips[n] ?? 1) * at * (1 + size * noise()[n]!));
    const of = (targets: readonly number[]) => found(doses, targets, targets.map(() => targets.reduce((sum, at) => sum + at, 0) / targets.length));
    for (const row of [1, 7, 10, 22]) expect(of(measured({ [row]: 10 }))).toMatchObject({ rows: 1, targets: [measured({ [row]: 10 })[row]] });
    // A second one of the three says that it is no slip.
    expect([of(measured({})), of(measured({ 10: 10, 11: 9 })), of(measured({}, 0.5))]).toEqual([undefined, undefined, undefined]);
  });

  test('a row at the end is none, which may be all that is seen of what is there', () => {
    expect(found(x, y.map((at, n) => (n === 23 ? 10 * at : at)), y)).toBeUndefined();
  });

  test('what rises over decades is none, whatever the network says', () => {
    const steep = x.map((at, n) => Math.exp(1.5 * at) * (1 + 0.02 * noise()[n]!));
    expect([found(x, steep, x.map(() => 1e6)), found(x, steep, x.map((at) => 1e6 * at)), found(x, steep, steep)]).toEqual([undefined, undefined, undefined]);
  });
});

test('distances that grow with what is predicted are judged by it', () => {
  const law = Array.from({ length: 50 }, (_, n) => 1.15 ** n);
  // A product of three columns: no row is amid its neighbours by its target.
  const column = (seed: number) => { const stream = randomStream(seed, 'column'); return law.map(() => stream.next()); };
  const judged = (slip: number) => {
    const targets = law.map((y, n) => y * (1 + (n === 44 ? slip : 0.03 * noise()[n]!)));
    return farRows(['y'], ['x'], [{ inputs: samples(column(1), column(2), column(3)), targets: samples(targets), predictions: samples(law) }])['y']?.rows;
  };
  expect([judged(0.07), judged(-0.12), judged(0.9)]).toEqual([undefined, undefined, 1]);
});

test('a row alone at the end of a column may go on steeply, also of many rows: it must lie beyond its neighbours by ten times what these differ', () => {
  const x = Array.from({ length: 40 }, (_, n) => (n + 1) / 4);
  const y = x.map((at, n) => 5 / at ** 2 + 0.001 * noise()[n]!);
  // What sees all but the first rise.
  const blind = x.map((at, n) => (n === 0 ? 30 : 5 / at ** 2));
  expect([found(x, y, blind), found(x, y.map((at, n) => (n === 0 ? 1e12 : at)), blind)?.targets]).toEqual([undefined, [1e12]]);
});

test('rows beside a jump that the network rounds off are none: others there are missed in the same way, or say the same', () => {
  const x = Array.from({ length: 80 }, (_, n) => n / 8);
  const jump = x.map((at, n) => (at < 6 ? 2 + 0.1 * at : 9 - 0.5 * at) + 0.05 * noise()[n]!);
  const round = (width: number) => x.map((at) => { const up = 1 / (1 + Math.exp(-(at - 6) / width)); return (2 + 0.1 * at) * (1 - up) + (9 - 0.5 * at) * up; });
  for (const width of [0.05, 0.1, 0.2, 0.4]) expect(found(x, jump, round(width))).toBeUndefined();
  expect(found(x, jump.map((y, n) => (n === 20 ? 40 : y)), round(0.05))).toMatchObject({ rows: 1, targets: [40] });
});

test('where a network misses neighbours alike, or says otherwise than they and the row do, it is the network', () => {
  const steep = line.map((x) => 100 * x);
  const beside = (off: Readonly<Record<number, number>>) => steep.map((y, n) => y + (off[n] ?? 0) + noise()[n]!);
  expect([found(line, beside({ 100: 1000 }), steep)?.rows, found(line, beside({ 100: 1000, 101: 400 }), steep)]).toEqual([1, undefined]);
  expect(found(line, beside({}), steep.map((y, n) => (n === 100 ? y + 1000 : y)))).toBeUndefined();
});

test('of many rows of a law over one decade, ten times too much is named also beside a network that misses the law', () => {
  const stream = randomStream(1, 'decade');
  const points = Array.from({ length: 50 }, () => [stream.uniform(0.5, 10), stream.uniform(1, 4)] as const);
  points[23] = [2.2, 2.5];
  const targets = points.map(([x, z], n) => (n === 23 ? 10 : 1) * (3 * x * Math.exp(-0.3 * z) + 0.1 * stream.normal()));
  const inputs = samples(points.map(([x]) => x), points.map(([, z]) => z));
  expect(farRows(['y'], [], [{ inputs, targets: samples(targets), predictions: samples(points.map(([x]) => 1.42 * x)) }])['y']?.targets).toEqual([targets[23]]);
});

test('where large distances are usual, the largest is none', () => {
  let rows = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const stream = randomStream(seed, 'heavy');
    rows += found(Array.from({ length: 100 }, () => stream.next()), Array.from({ length: 100 }, () => Math.tan(Math.PI * (stream.next() - 0.5))), Array.from({ length: 100 }, () => 0))?.rows ?? 0;
  }
  expect(rows).toBe(0);
});

test('of clean tables of many kinds and sizes, beside networks that fit and that do not, hardly any row is called far', () => {
  let [tables, accused, judged] = [0, 0, 0];
  for (const [kind, make] of Object.entries(CLEAN_TABLES)) for (const rows of [10, 14, 20, 25, 30, 45, 80, 200]) for (let seed = 1; seed <= 2; seed++) {
    const { inputs, targets, law } = make(rows, randomStream(seed, `${kind} ${rows}`));
    const sets = samples(...inputs);
    tables++;
    for (const network of Object.values(NETWORKS)) {
      judged++;
      accused += Object.keys(farRows(['y'], [], [{ inputs: sets, targets: samples(targets), predictions: samples(network({ inputs, targets, law })) }])).length;
    }
  }
  expect(tables).toBeGreaterThan(300);
  expect(accused / judged).toBeLessThan(0.003);
});
