import type { Point } from './polyline.js';

/** Values over a grid: `values[i * y.length + j]` belongs to `x[i]` and `y[j]`. */
export interface GridValues {
  /** Ascending. */
  readonly x: ArrayLike<number>;
  /** Ascending. */
  readonly y: ArrayLike<number>;
  /** What is not finite is a hole. */
  readonly values: ArrayLike<number>;
}

/** A corner of a cell: its indices, -1 and one past the last for the rim around the grid. */
type Corner = readonly [i: number, j: number];

/**
 * The parts of a grid in which values are not below a level, as closed lines; between neighbors values change linearly, and holes begin at once. Outer lines and those of
 * holes go around in opposite ways.
 *
 * @param level -Infinity for all that is finite
 * @returns in the units of x and y
 * @source W. E. Lorensen and H. E. Cline, Marching cubes, 1987, in the plane; saddles are told by the mean of their corners
 */
export function regionsAbove({ x, y, values }: GridValues, level: number): Point[][] {
  const [columns, rows] = [x.length, y.length];
  const valueAt = ([i, j]: Corner): number => (i < 0 || j < 0 || i >= columns || j >= rows ? NaN : values[i * rows + j]!);
  const isAbove = (corner: Corner): boolean => { const value = valueAt(corner); return Number.isFinite(value) && value >= level; };
  const pointOf = ([i, j]: Corner): Point => [x[Math.max(0, Math.min(columns - 1, i))]!, y[Math.max(0, Math.min(rows - 1, j))]!];
  // Both cells of a side give it the same number: that of its lower corner.
  const numberOf = (a: Corner, b: Corner): number => 2 * ((Math.min(a[0], b[0]) + 1) * (rows + 2) + Math.min(a[1], b[1]) + 1) + (a[0] === b[0] ? 1 : 0);
  const crossing = (a: Corner, b: Corner): Point => {
    const [high, low] = isAbove(a) ? [a, b] : [b, a];
    const [from, to] = [pointOf(high), pointOf(low)];
    const [top, bottom] = [valueAt(high), valueAt(low)];
    // Halves, because differences of numbers of any size may not be numbers.
    const t = Number.isFinite(bottom) ? (top / 2 - level / 2) / (top / 2 - bottom / 2) : 0;
    return [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
  };
  /** From a crossed side to the next one of the line, and where it is crossed. */
  const next = new Map<number, number>();
  const places = new Map<number, Point>();
  for (let i = -1; i < columns; i++) {
    for (let j = -1; j < rows; j++) {
      const corners: readonly Corner[] = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
      const above = corners.map(isAbove);
      if (above.every((is) => is === above[0])) continue;
      const sides = corners.map((corner, k) => numberOf(corner, corners[(k + 1) % 4]!));
      const changes = (from: boolean): number[] => [0, 1, 2, 3].filter((k) => above[k] === from && above[(k + 1) % 4] !== from);
      const [falls, rises] = [changes(true), changes(false)];
      const isHigh = falls.length === 1 || corners.reduce((sum, corner) => sum + valueAt(corner), 0) / 4 >= level;
      for (const fall of falls) {
        // A line begins where values fall below on the way around, and ends where they rise again: at the next such side, or at the one before where the middle is low.
        const rise = falls.length === 1 ? rises[0]! : (fall + (isHigh ? 1 : 3)) % 4;
        next.set(sides[fall]!, sides[rise]!);
        places.set(sides[fall]!, crossing(corners[fall]!, corners[(fall + 1) % 4]!));
      }
    }
  }
  const lines: Point[][] = [];
  for (const begin of places.keys()) {
    if (!next.has(begin)) continue;
    const line: Point[] = [];
    let side = begin;
    for (let to = next.get(side); to !== undefined; to = next.get(side)) {
      line.push(places.get(side)!);
      next.delete(side);
      side = to;
    }
    lines.push(line);
  }
  return lines;
}
