import { median } from '@knotwork/numerics';
import { digits, table } from '../../lib/table.js';
import { type Covered, shareOf, total } from './covered.js';
import type { SetCoverage } from './set-coverage.js';

/** Shares over all rows of all sets, and those of the set with the least; then medians of what the fits came to. */
export function coverageReport(simulations: readonly (readonly [name: string, sets: readonly SetCoverage[]])[]): string[] {
  const header = ['', 'sets', '95 % band', 'worst set', '90 % interval', 'worst set', '95 % edge band', 'worst set', 'error / noise', 'found / true noise', 'degrees of freedom'];
  return table(header, simulations.map(([name, sets]) => [
    name, String(sets.length),
    ...shares(sets.map(({ band }) => band)), ...shares(sets.map(({ observations }) => observations)), ...shares(sets.flatMap(({ edges }) => edges ?? [])),
    ...[sets.map(({ error }) => error), sets.map(({ noise }) => noise), sets.map(({ edf }) => edf)].map((values) => (values.length === 0 ? '-' : digits(median(values)))),
  ]));
}

function shares(counts: readonly Covered[]): string[] {
  if (counts.length === 0) return ['-', '-'];
  return [shareOf(total(counts)), Math.min(...counts.map(shareOf))].map((share) => share.toFixed(3));
}
