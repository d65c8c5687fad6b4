import { randomStream, type RandomStream, standardDeviation } from '@knotwork/numerics';
import { parseExpression } from '@knotwork/expressions';
import { type Columns, columnProgram } from './columns.js';
import type { Problem, ProblemInput } from './problems.js';

/** Rows of a problem. */
export interface DrawnRows {
  readonly count: number;
  readonly columns: Columns;
  /** The truth, with noise where some was asked for. */
  readonly target: Float64Array;
}

/** Names of the two inputs that the truth does not read. */
export const IRRELEVANT = ['z1', 'z2'] as const;

/** Rows are drawn until so many times their number had no value of the truth. */
const PATIENCE = 200;

/**
 * Draws rows on which the truth is a finite number; others are drawn again.
 *
 * The same stream gives the same rows whatever the noise. Two irrelevant inputs `z1` and `z2` come along, drawn as the first
 * and the last input are.
 *
 * @param widened draws from ranges half as wide again: of logarithms where values are drawn so, and sizes stay positive
 * @throws RangeError where the truth is finite too rarely
 */
export function drawRows(problem: Problem, stream: RandomStream, count: number, widened = false): DrawnRows {
  const { expr } = parseExpression(problem.formula);
  const inputs = [...problem.inputs, { ...problem.inputs[0]!, name: IRRELEVANT[0] }, { ...problem.inputs.at(-1)!, name: IRRELEVANT[1] }].map((input) => (widened ? widen(input) : input));
  const streams = inputs.map(({ name }) => stream.fork(name));
  const names = problem.inputs.map(({ name }) => name);
  const truth = columnProgram([expr], names, []);
  const columns = Object.fromEntries(inputs.map(({ name }) => [name, new Float64Array(count)]));
  const target = new Float64Array(count);
  let filled = 0;
  for (let round = 0; filled < count; round++) {
    if (round > PATIENCE) throw new RangeError(`The truth of ${problem.id} is finite on too few rows of its ranges.`);
    const drawn = Object.fromEntries(inputs.map((input, k) => [input.name, Float64Array.from({ length: count }, () => draw(input, streams[k]!))]));
    const [values] = truth(drawn, count, []);
    for (let i = 0; i < count && filled < count; i++) {
      if (!Number.isFinite(values![i])) continue;
      for (const { name } of inputs) columns[name]![filled] = drawn[name]![i]!;
      target[filled++] = values![i]!;
    }
  }
  return { count, columns, target };
}

/** The rows that methods learn from: noise is a share of the standard deviation of the truth over these rows. @param isInProportion whether it is that share of each target instead */
export function trainingRows(problem: Problem, seed: number, noise: number, count: number, isInProportion?: boolean): DrawnRows {
  const stream = randomStream(seed, `equations/${problem.id}`);
  return withNoise(drawRows(problem, stream, count), stream, noise, isInProportion);
}

/** Rows with noise added to their targets, as {@link trainingRows} has it. @param stream of the rows */
export function withNoise(rows: DrawnRows, stream: RandomStream, noise: number, isInProportion?: boolean): DrawnRows {
  if (noise === 0) return rows;
  const normal = stream.fork('noise of the target');
  const scale = noise * standardDeviation(rows.target);
  return { ...rows, target: rows.target.map((value) => value + (isInProportion === true ? noise * value : scale) * normal.normal()) };
}

function draw({ sample, min, max, signs }: ProblemInput, stream: RandomStream): number {
  const size = sample === 'integer' ? min + stream.integer(max - min + 1) : sample === 'uniform' ? stream.uniform(min, max) : Math.exp(stream.uniform(Math.log(min), Math.log(max)));
  return signs === 'both' && stream.next() < 0.5 ? -size : size;
}

/** A range half as wide again, a quarter of its width more at either end. */
function widen(input: ProblemInput): ProblemInput {
  const { sample, min, max, signs } = input;
  if (sample === 'log-uniform') {
    const more = (max / min) ** 0.25;
    return { ...input, min: min / more, max: max * more };
  }
  const more = (max - min) / 4;
  const [low, high] = sample === 'integer' ? [Math.max(1, Math.floor(min - more)), Math.ceil(max + more)] : [min - more, max + more];
  return { ...input, min: signs === 'both' ? Math.max(0, low) : low, max: high };
}
