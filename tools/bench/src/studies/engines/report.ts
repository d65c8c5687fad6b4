import { quantiles } from '@knotwork/numerics';
import { digits, table } from '../../lib/table.js';

/** One side of one round. */
export interface EngineMeasurement {
  readonly shape: string;
  /** Whether steps see the same rows or a batch. */
  readonly rows: string;
  readonly side: string;
  /** Back end of TensorFlow.js that it runs on; null for none. */
  readonly backend: string | null;
  /** Median milliseconds of a step, and how many steps count. */
  readonly median: number;
  readonly n: number;
}

const medianOf = (values: readonly number[]): number => quantiles(Float64Array.from(values), Float64Array.of(0.5))[0]!;

/** A line for every side of every shape: the median of its rounds' medians, and medians of ratios within a round to the program by hand and to native single precision. */
export function enginesReport(measurements: readonly EngineMeasurement[]): string[] {
  const roundsOf = (shape: string, rows: string, side: string): EngineMeasurement[] => measurements.filter((m) => m.shape === shape && m.rows === rows && m.side === side);
  const sides = [...new Map(measurements.map(({ shape, rows, side, backend }) => [`${shape}\n${rows}\n${side}`, { shape, rows, side, backend }])).values()];
  const ratio = (own: readonly EngineMeasurement[], other: readonly EngineMeasurement[]): string => (other.length === 0 ? '-' : digits(medianOf(own.map(({ median }, k) => median / other[k]!.median))));
  const lines = sides.map(({ shape, rows, side, backend }) => {
    const own = roundsOf(shape, rows, side);
    const steps = own.reduce((sum, { n }) => sum + n, 0);
    return [shape, rows, side, digits(medianOf(own.map(({ median }) => median))), ratio(own, roundsOf(shape, rows, `by hand ${backend}`)), ratio(own, roundsOf(shape, rows, `by tape ${backend}`)), ratio(own, roundsOf(shape, rows, 'native float32')), String(own.length), String(steps)];
  });
  return table(['shape', 'rows', 'side', 'step ms', '/ by hand', '/ by tape', '/ native float32', 'rounds', 'steps'], lines);
}
