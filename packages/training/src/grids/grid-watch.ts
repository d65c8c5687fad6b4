import type { GridMoment } from '@knotwork/plugin';

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

/** Remembers what grid strategies are told: when grids last moved, and how the objective fell since. */
export class GridWatch {
  private last = -Infinity;
  /** Objective after so many steps, since the last move. */
  private values: { readonly step: number; readonly value: number }[] = [];

  constructor(private readonly steps: number) {}

  /** The moment before step `step + ahead`, when nothing is known yet of the steps between. */
  moment(step: number, ahead: number, hasConverged: boolean): GridMoment {
    return { step: step + ahead, steps: this.steps, hasConverged, sinceMove: step + ahead - this.last, fall: (count) => this.fall(step, count) };
  }

  /** @param step steps taken so far */
  saw(step: number, value: number): void { this.values.push({ step, value }); }

  /** Grids stand elsewhere than before: moved, or put back. */
  changed(step: number): void {
    this.last = step;
    this.values = [];
  }

  private fall(step: number, count: number): number {
    const now = this.values.at(-1);
    const before = this.values.findLast((v) => v.step <= step - count);
    return now === undefined || before === undefined ? Infinity : (before.value - now.value) / Math.max(before.value, Number.MIN_VALUE);
  }
}
