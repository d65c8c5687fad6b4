import type { Precision } from '@knotwork/plugin/engine';
import { digits, table } from '../../lib/table.js';
import type { StepParts } from './kernel-times.js';

/** What was measured of one shape, basis and precision. */
export interface ShapeMeasurement {
  readonly shape: string;
  readonly basis: string;
  readonly precision: Precision;
  readonly result: {
    /** Coefficients per edge. */
    readonly coefficients: number;
    readonly parameters: number;
    /** Medians in milliseconds. */
    readonly step: number;
    readonly forward: number;
    /** Floating-point operations of a step. */
    readonly operations: number;
    /** Null where the engine does not time its kernels. */
    readonly parts: StepParts | null;
  } | {
    /** Why the engine or the basis cannot. */
    readonly refusal: string;
  };
}

/** Multiply-add peak of one thread by precision, before and after the measurements, in 10^9 operations per second. */
export type Peaks = Readonly<Partial<Record<Precision, readonly [before: number, after: number]>>>;

/**
 * One line per measurement; below, where the engine times its kernels, one line per kernel with its percent of a step that ran with the
 * clocks on, and `rest`, what no kernel accounts for.
 */
export function shapesReport(measurements: readonly ShapeMeasurement[], peaks: Peaks): string[] {
  const rows = measurements.map(({ shape, basis, precision, result }) => {
    const who = [shape, basis, precision];
    if ('refusal' in result) return [...who, ...Array<string>(6).fill('-')];
    const { coefficients, parameters, step, forward, operations } = result;
    const speed = operations / step / 1e6;
    return [...who, String(coefficients), String(parameters), digits(step), digits(forward), digits(speed), (100 * speed / Math.max(...peaks[precision]!)).toFixed(1)];
  });
  const refusals = new Set(measurements.flatMap(({ precision, basis, result }) => ('refusal' in result ? [`- ${basis}, ${precision}: ${result.refusal}`] : [])));
  return [
    ...table(['shape', 'basis', 'dtype', 'coefficients', 'parameters', 'step ms', 'forward ms', 'GFLOP/s', '% of peak'], rows), '',
    ...Object.entries(peaks).map(([precision, [before, after]]) => `peak of one thread, ${precision}: ${digits(before)} GFLOP/s before, ${digits(after)} after`),
    ...refusals, ...partsReport(measurements),
  ];
}

function partsReport(measurements: readonly ShapeMeasurement[]): string[] {
  const timed = measurements.flatMap(({ shape, basis, precision, result }) => ('parts' in result && result.parts !== null ? [{ shape, basis, precision, parts: result.parts }] : []));
  if (timed.length === 0) return [];
  const share = (ms: number, { step }: StepParts): number => (100 * ms) / step;
  const largest = (name: string): number => Math.max(...timed.map(({ parts }) => share(parts.kernels[name] ?? 0, parts)));
  const kernels = [...new Set(timed.flatMap(({ parts }) => Object.keys(parts.kernels)))].sort((a, b) => largest(b) - largest(a));
  const rest = ({ kernels: known, step }: StepParts): number => step - Object.values(known).reduce((a, b) => a + b, 0);
  const several = new Set(timed.map(({ basis }) => basis)).size > 1;
  return [
    '', 'percent of a step',
    ...table(['kernel', ...timed.map(({ shape, basis, precision }) => [shape, ...(several ? [basis] : []), precision.replace('float', 'f')].join('/'))], [
      ...kernels.map((name) => [name, ...timed.map(({ parts }) => (name in parts.kernels ? share(parts.kernels[name]!, parts).toFixed(1) : '-'))]),
      ['rest', ...timed.map(({ parts }) => share(rest(parts), parts).toFixed(1))],
    ]),
  ];
}
