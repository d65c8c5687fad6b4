import { canReach, type Power, shareInterval } from '@knotwork/statistics';
import { grouped } from '../../lib/grouped.js';
import { table } from '../../lib/table.js';
import type { Coverage } from './coverage.js';
import type { FalseAlarms } from './false-alarms.js';

/** A row of the table of power. */
export interface PowerRow extends Power {
  readonly ratio: number;
  readonly deviation: number;
  readonly shape: string;
  readonly pairs: number;
  readonly comparisons: number;
}

const percent = (share: number): string => (100 * share).toFixed(1);
const range = (count: number, of: number): string => {
  const { lower, upper } = shareInterval(count, of);
  return `${percent(lower)} to ${percent(upper)}`;
};

export function coverageTable(found: readonly Coverage[]): string[] {
  const rows = [...grouped(found, ({ interval, shape }) => JSON.stringify([interval, shape]))].flatMap(([key, ofBoth]) => ofBoth.map(({ pairs, studies, held }) => [
    ...(JSON.parse(key) as string[]), String(pairs), String(studies), percent(held / studies), range(held, studies),
  ]));
  return table(['interval of 95 %', 'log ratios', 'pairs', 'studies', 'held the truth, %', '95 % of that'], rows);
}

export function alarmTable(found: readonly FalseAlarms[]): string[] {
  return table(['losses', 'pairs', 'studies', 'alarms, %', '95 % of that', 'smallest p after Holm'],
    found.map(({ losses, pairs, studies, alarms }) => [losses, String(pairs), String(studies), percent(alarms / studies), range(alarms, studies), canReach(pairs, 5).smallestAdjustedP.toPrecision(2)]));
}

export function powerTable(found: readonly PowerRow[]): string[] {
  return table(['ratio', 'deviation', 'log ratios', 'pairs', 'comparisons', 'studies', 'power, %', '95 % of that'], found.map(({ ratio, deviation, shape, pairs, comparisons, studies, power, interval }) => [
    String(ratio), String(deviation), shape, String(pairs), String(comparisons), String(studies), percent(power), `${percent(interval.lower)} to ${percent(interval.upper)}`,
  ]));
}
