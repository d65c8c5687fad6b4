import type { GridMoment, Vec } from '@knotwork/plugin';

/** What an optimization did to the grids. */
export interface GridSummary {
  /** Grids of input nodes that were moved; moves that were undone do not count. Validation may keep a network from before some of them. */
  readonly moves: number;
  /** Largest relative change of an edge function by one of them. */
  readonly change: number;
}

export const noGrids = (): GridSummary => ({ moves: 0, change: 0 });

export function addGrids(a: GridSummary, b: GridSummary): GridSummary {
  return { moves: a.moves + b.moves, change: Math.max(a.change, b.change) };
}

/** What a grid watch remembers, as plain data. */
export interface GridWatchSnapshot {
  readonly last: number;
  /** Steps after which the objective was seen, and its values: as many. */
  readonly steps: Vec;
  readonly values: Vec;
}

/** Remembers what grid strategies are told: when grids last moved, and how the objective fell since. */
export class GridWatch {
  private last = -Infinity;
  /** Objective after so many steps, since the last move. */
  private seen: { readonly step: number; readonly value: number }[] = [];

  /** @param of the optimization, what is the same at every moment, @param from to go on from, null to begin */
  constructor(private readonly of: Pick<GridMoment, 'steps' | 'method' | 'epoch'>, from: GridWatchSnapshot | null) {
    if (from === null) return;
    this.last = from.last;
    this.seen = Array.from(from.steps, (step, k) => ({ step, value: from.values[k]! }));
  }

  /** The moment before step `step + ahead`, when nothing is known yet of the steps between. */
  moment(step: number, ahead: number, hasConverged: boolean): GridMoment {
    return { ...this.of, step: step + ahead, hasConverged, sinceMove: step + ahead - this.last, fall: (count) => this.fall(step, count) };
  }

  /** @param step steps taken so far */
  saw(step: number, value: number): void { this.seen.push({ step, value }); }

  /** Grids stand elsewhere than before: moved, or put back. */
  changed(step: number): void {
    this.last = step;
    this.seen = [];
  }

  snapshot(): GridWatchSnapshot {
    return { last: this.last, steps: Float64Array.from(this.seen, ({ step }) => step), values: Float64Array.from(this.seen, ({ value }) => value) };
  }

  private fall(step: number, count: number): number {
    const now = this.seen.at(-1);
    const before = this.seen.findLast((v) => v.step <= step - count);
    return now === undefined || before === undefined ? Infinity : (before.value - now.value) / Math.max(before.value, Number.MIN_VALUE);
  }
}
