import { randomStream, type RandomStream, rootMeanSquare, standardDeviation } from '@knotwork/numerics';
import { parseExpression } from '@knotwork/expressions';
import { evaluateColumns } from '../../equations/columns.js';
import { type DrawnRows, drawRows, withNoise } from '../../equations/drawn-rows.js';
import type { Problem } from '../../equations/problems.js';
import type { CsvRows } from '../../lib/table-experiment.js';
import type { Design, Disturbance, FewRowCase, FewRowInput } from './cases.js';

/** A table of a case, and what is known of it. */
export interface FewRowTable extends CsvRows {
  /** Root mean square of the noise that was added; 0 without. */
  readonly noise: number;
  /** Rows that are not as they were measured, from 0: that of the slip, or those with -999. */
  readonly wrong: readonly number[];
}

/** A slip moves its target by so much of the spread at least: less is noise. */
const SEEN = 0.2;

/** What is looked for, for those who draw other rows and judge; of noise alone a constant. */
export const problemOf = (name: string, { formula, inputs }: FewRowCase): Problem => ({ id: `few rows: ${name}`, set: 'few rows', half: 'tuning', formula: formula ?? '0', inputs });

/** The table of a case and a seed: the same at all times. The target is "y", the last column. */
export function fewRowTable(name: string, one: FewRowCase, seed: number): FewRowTable {
  const stream = randomStream(seed, `few-row-equations/${name}`);
  const truth = rowsOf(problemOf(name, one), one, stream);
  const noisy = one.formula === null ? { ...truth, target: truth.target.map(((normal) => () => one.noise * normal.normal())(stream.fork('target'))) } : withNoise(truth, stream, one.noise, one.isInProportion);
  const names = one.inputs.map((input) => input.name);
  const cells = Array.from(noisy.target, (y, n) => [...names.map((column) => noisy.columns[column]![n]!), y]);
  const { rows, wrong } = disturbed(cells, [...names, 'y'], one.disturbance, stream.fork('disturbance'));
  return { header: [...names, 'y'], rows: rows.map((row) => row.map(String)), noise: rootMeanSquare(noisy.target.map((y, n) => y - truth.target[n]!)), wrong };
}

/** Rows without noise: drawn, or those of a design. */
function rowsOf(problem: Problem, { inputs, rows }: FewRowCase, stream: RandomStream): DrawnRows {
  if (typeof rows === 'number') return drawRows(problem, stream, rows);
  const points = pointsOf(rows, inputs);
  const drawn = drawRows(problem, stream, points.length).columns;
  const columns = Object.fromEntries(inputs.map(({ name }, k) => [name, Float64Array.from(points, (point, n) => point[k] ?? drawn[name]![n]!)]));
  return { count: points.length, columns, target: evaluateColumns([parseExpression(problem.formula).expr], columns, points.length)[0]! };
}

/** Points of a design; null where a column is drawn. */
export function pointsOf({ kind, times }: Design, inputs: readonly FewRowInput[]): (number | null)[][] {
  if (kind === 'factorial') return combinations(inputs.map(({ levels }) => levels ?? [null])).flatMap((point) => Array.from({ length: times }, () => point));
  const at = (codes: (k: number) => number): number[] => inputs.map(({ min, max }, k) => (min + max) / 2 + codes(k) * (max - min) / 2);
  const centre = Array.from({ length: times }, () => at(() => 0));
  const ends = [-1, 1];
  if (kind === 'box-behnken') return [...inputs.flatMap((_, a) => inputs.slice(0, a).flatMap((__, b) => combinations([ends, ends]).map(([s, t]) => at((k) => (k === a ? s! : k === b ? t! : 0))))), ...centre];
  // Rotatable: the corners lie as far from the centre as the points on its axes, which are at the ends of the ranges.
  const corner = 2 ** (-inputs.length / 4);
  return [...combinations(inputs.map(() => ends)).map((codes) => at((k) => corner * codes[k]!)), ...inputs.flatMap((_, a) => ends.map((end) => at((k) => (k === a ? end : 0)))), ...centre];
}

const combinations = <T>(of: readonly (readonly T[])[]): T[][] => of.reduce<T[][]>((points, values) => points.flatMap((point) => values.map((value) => [...point, value])), [[]]);

function disturbed(cells: readonly (readonly number[])[], header: readonly string[], disturbance: Disturbance | undefined, stream: RandomStream): { rows: readonly (readonly number[])[]; wrong: readonly number[] } {
  if (disturbance === undefined) return { rows: cells, wrong: [] };
  if (disturbance.kind === 'copies') return { rows: cells.flatMap((row) => Array.from({ length: disturbance.times }, () => row)), wrong: [] };
  if (disturbance.kind === 'sentinel') {
    const [at, wrong] = [header.indexOf(disturbance.column), [...stream.permutation(cells.length).subarray(0, disturbance.cells)]];
    return { rows: cells.map((row, n) => (wrong.includes(n) ? row.with(at, -999) : row)), wrong };
  }
  const slips = cells.map((row) => (disturbance.by === 'times ten' ? 10 * row.at(-1)! : digitsSwapped(row.at(-1)!)));
  const least = SEEN * standardDeviation(cells.map((row) => row.at(-1)!));
  const seen = slips.flatMap((y, n) => (Math.abs(y - cells[n]!.at(-1)!) > least ? [n] : []));
  if (seen.length === 0) throw new RangeError('No slip of this kind shows in any row.');
  const slip = seen[stream.integer(seen.length)]!;
  return { rows: cells.map((row, n) => (n === slip ? row.with(-1, slips[n]!) : row)), wrong: [slip] };
}

/** A number with the first two neighbouring digits that differ in each other's place. */
export const digitsSwapped = (value: number): number => Number(String(value).replace(/([1-9])(\.?)(?!\1)(\d)/, '$3$2$1'));
