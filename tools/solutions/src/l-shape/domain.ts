/** A point of the plane. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The corners of [-1, 1]^2 without [0, 1] x [-1, 0], counterclockwise from the one that points inwards. */
export const CORNERS: readonly Point[] = [[0, 0], [1, 0], [1, 1], [-1, 1], [-1, -1], [0, -1]].map(([x, y]) => ({ x: x!, y: y! }));

/** Whether a point lies inside, not on the boundary. */
export function isInside({ x, y }: Point): boolean {
  return Math.abs(x) < 1 && Math.abs(y) < 1 && (x < 0 || y > 0);
}

/** Whether a point lies inside or on the boundary. */
export function isInClosure({ x, y }: Point): boolean {
  return Math.abs(x) <= 1 && Math.abs(y) <= 1 && (x <= 0 || y >= 0);
}

/**
 * Points of the boundary at equal distances, counterclockwise from (0, 0), all corners among them.
 *
 * @param perUnit points on a length of 1; the boundary has length 8
 */
export function boundaryPoints(perUnit: number): Point[] {
  return CORNERS.flatMap((from, k) => {
    const to = CORNERS[(k + 1) % CORNERS.length]!;
    const count = perUnit * (Math.abs(to.x - from.x) + Math.abs(to.y - from.y));
    return Array.from({ length: count }, (_, j) => ({ x: from.x + ((to.x - from.x) * j) / count, y: from.y + ((to.y - from.y) * j) / count }));
  });
}
