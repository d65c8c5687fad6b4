import { median } from '@knotwork/numerics';
import { digits, table } from '../../lib/table.js';
import { type Covered, shareOf, total } from './covered.js';
import type { SetCoverage } from './set-coverage.js';

/** Shares over all rows of all sets, and those of the set with the least; then medians of what the fits came to. */
export function coverageReport(simulations: readonly (readonly [name: string, sets: readonly SetCoverage[]])[]): string[] {
  const intervals = ['95 % band', '90 % interval', '95 % edge band'];
  const header = ['', 'sets', ...intervals.flatMap((of) => [of, 'worst set']), 'error / noise', 'found / true noise', 'degrees of freedom'];
  return table(header, simulations.map(([name, sets]) => [
    name, String(sets.length),
    ...shares(sets.map(({ band }) => band)), ...shares(sets.map(({ observations }) => observations)), ...shares(sets.flatMap(({ edges }) => edges ?? [])),
    ...(['error', 'noise', 'edf'] as const).map((key) => (sets.length === 0 ? '-' : digits(median(sets.map((set) => set[key]))))),
  ]));
}

function shares(counts: readonly Covered[]): string[] {
  if (counts.length === 0) return ['-', '-'];
  return [shareOf(total(counts)), Math.min(...counts.map(shareOf))].map((share) => share.toFixed(3));
}
