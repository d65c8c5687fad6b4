import { median } from '@knotwork/numerics';
import { digits, table } from '../../lib/table.js';

/** What one repeat of one side took. */
export interface Reading {
  /** Seconds of reading alone, from the path to standardized rows. */
  readonly seconds: number;
  /** Most memory that the process had, in bytes. */
  readonly peak: number;
  /** Seconds of the whole command `knotwork validate`. */
  readonly whole: number;
}

/** Medians of every side, and times in those of the first. @param readings of every side, repeat by repeat @param bytes of its file */
export function readingReport(sides: readonly { readonly name: string; readonly bytes: number; readonly readings: readonly Reading[] }[]): string[] {
  const of = (readings: readonly Reading[], pick: (reading: Reading) => number): number => median(readings.map(pick));
  const first = of(sides[0]!.readings, ({ seconds }) => seconds);
  return table(['file', 'MB', 'reading s', 'over the first', 'peak MB', 'validate s'], sides.map(({ name, bytes, readings }) => {
    const seconds = of(readings, (reading) => reading.seconds);
    return [name, (bytes / 1e6).toFixed(0), seconds.toFixed(2), digits(seconds / first), (of(readings, ({ peak }) => peak) / 1e6).toFixed(0), of(readings, ({ whole }) => whole).toFixed(2)];
  }));
}
