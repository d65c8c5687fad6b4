import { fixed } from '../svg/fixed.js';

/** A point in pixels. */
export type Point = readonly [x: number, y: number];

/** Pixels by which a line may miss a point that it leaves out. */
export const TOLERANCE = 0.1;

/** Runs of points that follow each other, between those that are null. */
export function runs(points: readonly (Point | null)[]): Point[][] {
  const all: Point[][] = [[]];
  for (const point of points) {
    if (point !== null) all.at(-1)!.push(point);
    else if (all.at(-1)!.length > 0) all.push([]);
  }
  return all.filter((run) => run.length > 0);
}

/**
 * A line without the points that it passes within the tolerance anyway.
 *
 * @source Ramer 1972, Douglas and Peucker 1973
 */
export function simplified(points: readonly Point[], tolerance = TOLERANCE): Point[] {
  if (points.length < 3) return [...points];
  const kept = new Set([0, points.length - 1]);
  const open: [number, number][] = [[0, points.length - 1]];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [from, to] = part;
    let [worst, most] = [from, tolerance];
    for (let i = from + 1; i < to; i++) {
      const away = distance(points[i]!, points[from]!, points[to]!);
      if (away > most) [worst, most] = [i, away];
    }
    if (worst === from) continue;
    kept.add(worst);
    open.push([from, worst], [worst, to]);
  }
  return points.filter((_, i) => kept.has(i));
}

function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/**
 * Path data of lines through points: the first as it is, others by how far they are from the one before. A single point is a line of no length, which a round cap makes
 * a dot.
 */
export function pathData(lines: readonly (readonly Point[])[], decimals = 2): string {
  const unit = 10 ** decimals;
  return lines.map((line) => {
    // Whole numbers of the last decimal, so that differences do not add up to anything else.
    const [first, ...rest] = line.map(([x, y]) => [Math.round(x * unit), Math.round(y * unit)] as const);
    let [x, y] = first!;
    const start = `M${pair(x / unit, y / unit)}`;
    if (rest.length === 0) return `${start}h0`;
    const steps = rest.map(([u, v]) => {
      const step = pair((u - x) / unit, (v - y) / unit);
      [x, y] = [u, v];
      return step;
    });
    return `${start}l${steps.reduce((all, step) => (step.startsWith('-') ? all + step : `${all} ${step}`))}`;
  }).join('');
}

/** Two numbers in as few characters as path data need. */
function pair(a: number, b: number): string {
  const [first, second] = [a, b].map((value) => fixed(value).replace(/^(-?)0\./, '$1.'));
  return second!.startsWith('-') ? `${first}${second}` : `${first} ${second}`;
}

/** Path data of the area between two lines over the same places; null where either has a gap. */
export function areaData(lower: readonly (Point | null)[], upper: readonly (Point | null)[], decimals = 2): string {
  const both = lower.map((point, i) => (point === null || upper[i] === null ? null : i));
  return runs(both.map((i) => (i === null ? null : [i, 0] as const))).map((run) => {
    const along = (points: readonly (Point | null)[]): Point[] => simplified(run.map(([i]) => points[i]!));
    return `${pathData([[...along(upper), ...along(lower).reverse()]], decimals)}Z`;
  }).join('');
}
