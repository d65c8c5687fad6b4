import { doubleRanks, nearestByRanks } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';

/** Neighbours of a row. */
const COUNT = 4;

/** Which rows are near in all inputs together, by ranks: neither units count nor decades. */
export class NearRows {
  private readonly ranks: readonly Float64Array[];

  /** @param inputs `[count, width]`; costs of each question are their number */
  constructor(inputs: Samples) {
    this.ranks = Array.from({ length: inputs.width }, (_, i) => doubleRanks(Float64Array.from({ length: inputs.count }, (__, n) => inputs.values[n * inputs.width + i]!)));
  }

  /** The nearest rows, four or `count`, and all that are as near as the last of them, itself left out. */
  of(row: number, count = COUNT): readonly number[] { return nearestByRanks(this.ranks, row, count); }

  /** Other rows of the same inputs. */
  replicates(row: number): readonly number[] {
    return Array.from({ length: this.ranks[0]?.length ?? 0 }, (_, m) => m).filter((m) => m !== row && this.ranks.every((column) => column[m] === column[row]));
  }

  /** Whether a row alone is the first or the last of some input. */
  isAtEnd(row: number): boolean {
    return this.ranks.some((column) => {
      const beyond = (sign: number): boolean => column.every((rank, m) => m === row || sign * (rank - column[row]!) < 0);
      return column.length > 1 && (beyond(1) || beyond(-1));
    });
  }

  /** Whether a row's neighbours lie on both sides of it, or beside it, in every input: what is beyond them may go on as steeply as it likes, or begin anew. */
  isAmid(row: number, near: readonly number[]): boolean {
    return this.ranks.every((column) => {
      const sides = near.map((m) => Math.sign(column[m]! - column[row]!));
      return sides.some((side) => side >= 0) && sides.some((side) => side <= 0);
    });
  }
}
