import type { Precision } from '@knotwork/plugin';
import type { StepParts } from './kernel-times.js';
import { digits, table } from './table.js';

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
 * One line per measurement. Parts are percent of a step that ran with the kernels' clocks on; `rest` is what no kernel accounts for. The
 * columns of parts are left out where the engine has no such clocks.
 */
export function shapesReport(measurements: readonly ShapeMeasurement[], peaks: Peaks): string[] {
  const kernels = [...new Set(measurements.flatMap(({ result }) => ('parts' in result && result.parts !== null ? Object.keys(result.parts.kernels) : [])))];
  const parts = kernels.length === 0 ? [] : [...kernels, 'rest'].map((name) => `${name} %`);
  const rows = measurements.map(({ shape, basis, precision, result }) => {
    const who = [shape, basis, precision];
    if ('refusal' in result) return [...who, ...Array<string>(4 + parts.length + 2).fill('-')];
    const { coefficients, parameters, step, forward, operations } = result;
    const speed = operations / step / 1e6;
    return [
      ...who, String(coefficients), String(parameters), digits(step), digits(forward), ...(kernels.length === 0 ? [] : shares(result.parts, kernels)),
      digits(speed), (100 * speed / Math.max(...peaks[precision]!)).toFixed(1),
    ];
  });
  const lines = table(['shape', 'basis', 'dtype', 'coefficients', 'parameters', 'step ms', 'forward ms', ...parts, 'GFLOP/s', '% of peak'], rows);
  const refusals = new Set(measurements.flatMap(({ precision, basis, result }) => ('refusal' in result ? [`- ${basis}, ${precision}: ${result.refusal}`] : [])));
  return [
    ...lines, '',
    ...Object.entries(peaks).map(([precision, [before, after]]) => `peak of one thread, ${precision}: ${digits(before)} GFLOP/s before, ${digits(after)} after`),
    ...refusals,
  ];
}

function shares(parts: StepParts | null, kernels: readonly string[]): string[] {
  if (parts === null) return Array<string>(kernels.length + 1).fill('-');
  const share = (ms: number): string => (100 * ms / parts.step).toFixed(1);
  const known = Object.values(parts.kernels).reduce((a, b) => a + b, 0);
  return [...kernels.map((name) => (name in parts.kernels ? share(parts.kernels[name]!) : '-')), share(parts.step - known)];
}
