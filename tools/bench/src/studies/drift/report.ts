import { median } from '@knotwork/numerics';
import { digits, table } from '../../lib/table.js';

/** What the second fit of one seed came to, on the same rows from the same network. */
export interface Drift {
  readonly seed: number;
  /** Width of the activations of a hidden node over the new rows, as a multiple of that over the old ones; the median node. */
  readonly growth: number;
  /** Share of the hidden activations over the new rows that lie outside the grids: before the second fit, and after it with grids that stay. */
  readonly outsideBefore: number;
  readonly outsideAfter: number;
  /** Test RMSE with grids that move and with grids that stay. */
  readonly moving: number;
  readonly fixed: number;
}

/** Seeds of one target, network and optimizer. */
export interface DriftGroup { readonly target: string; readonly widths: string; readonly optimizer: string; readonly seeds: readonly Drift[] }

/** Share of the seeds in which moving grids must win. */
const MOST = 0.9;

/** Errors with moving grids against fixed ones, a line per network and optimizer; then the claim. */
export function driftReport(groups: readonly DriftGroup[]): string[] {
  const wins = (g: DriftGroup): number => g.seeds.filter((s) => s.moving < s.fixed).length;
  return [
    ...table(
      ['target', 'widths', 'optimizer', 'range grows', 'outside', 'off, at the end', 'on, median', 'worst', 'off, median', 'worst', 'off/on, median', 'on is better'],
      groups.map((g) => {
        const middle = (of: (s: Drift) => number): string => digits(median(g.seeds.map(of)));
        const percent = (of: (s: Drift) => number): string => `${(100 * median(g.seeds.map(of))).toFixed(0)} %`;
        const worst = (of: (s: Drift) => number): string => digits(Math.max(...g.seeds.map(of)));
        return [
          g.target, g.widths, g.optimizer, middle((s) => s.growth), percent((s) => s.outsideBefore), percent((s) => s.outsideAfter), middle((s) => s.moving), worst((s) => s.moving),
          middle((s) => s.fixed), worst((s) => s.fixed), middle((s) => s.fixed / s.moving), `${wins(g)} of ${g.seeds.length}`,
        ];
      }),
    ),
    '',
    ...groups.map((g) => [
      `${g.target}, ${g.widths}, ${g.optimizer}: ${wins(g) >= MOST * g.seeds.length ? 'at least' : 'LESS THAN'} ${100 * MOST} % of seeds better with moving grids`,
      ...g.seeds.filter((s) => !(s.moving < s.fixed)).map((s) => `seed ${s.seed} ${digits(s.moving)} on, ${digits(s.fixed)} off`),
    ].join('; ')),
  ];
}
