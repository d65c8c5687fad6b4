import type { Area } from './plot.js';

/** A place on paper. */
interface Place { readonly x: number; readonly y: number }
interface Box extends Place { readonly halfWidth: number; readonly halfHeight: number }

/** Where the number of a point stands, by its middle, and the line that leads to it where it is not beside its point. */
export interface PlacedNumber extends Place { readonly line: { readonly from: Place; readonly to: Place } | null }

/** Half the height of a number, and what is left free around it. */
const [HALF, GAP] = [5, 2];
/** How far from their points numbers with a line stand, and in how many directions they are tried. */
const [DISTANCES, DIRECTIONS] = [[22, 30, 40, 52, 68], 16] as const;
/** How many times as far as its own point any other must be from a number without a line. */
const NEARER = 1.2;
/** How far from other points a number with a line stands where there is room. */
const APART = 20;

/**
 * Puts numbers beside their points: each at the first of a few places that meets no point, whisker or other number and is nearest to its own point, so that nobody takes it for that of another. Where there is none, it stands farther off, at the end
 * of a line; where all is full, where it covers the least.
 *
 * @param points with half the width of their numbers, @param whiskers through points, @param radius of a point
 */
export function placedNumbers(
  points: readonly (Place & { readonly halfWidth: number })[], whiskers: readonly { readonly x: number; readonly top: number; readonly bottom: number }[], area: Area, radius: number,
): readonly PlacedNumber[] {
  const taken: Box[] = [
    ...points.map(({ x, y }) => ({ x, y, halfWidth: radius, halfHeight: radius })), ...whiskers.map(({ x, top, bottom }) => ({ x, y: (top + bottom) / 2, halfWidth: 0.7, halfHeight: Math.abs(bottom - top) / 2 })),
  ];
  const isInside = ({ x, y, halfWidth }: Box): boolean => x - halfWidth > area.left && x + halfWidth < area.right + 20 && y > area.top - 6 && y < area.bottom - 7;
  return points.map((point) => {
    const box = ([dx, dy]: readonly [number, number]): Box => ({ x: point.x + dx, y: point.y + dy, halfWidth: point.halfWidth, halfHeight: HALF });
    const beside = besideOf(radius + GAP + 1 + point.halfWidth).map(box).filter(isInside);
    const far = FAR.map(box).filter(isInside);
    const isFree = (at: Box): boolean => covered(at, taken) === 0;
    const near = beside.find((at) => isFree(at) && isNearest(at, point, points, radius));
    const led = far.filter((at) => isFree(at) && points.every((other) => other === point || distanceToLine(other, point, at) > radius + 1));
    const some = [...beside, ...far, box([radius + GAP + point.halfWidth, -9])];
    // One that has a line is no better beside another point.
    const at = near ?? led.find((one) => points.every((other) => other === point || distance(one, other) > APART)) ?? led[0] ?? some.reduce((a, b) => (covered(b, taken) < covered(a, taken) ? b : a));
    taken.push({ ...at, halfWidth: at.halfWidth + GAP / 2 });
    return { x: at.x, y: at.y, line: near === undefined ? lineTo(at, point, radius) : null };
  });
}

/** Places beside a point, the best first. */
const besideOf = (dx: number): readonly (readonly [number, number])[] => [[dx, -9], [dx, 9], [-dx, -9], [-dx, 9], [dx + 2, 0], [-dx - 2, 0], [0, -15], [0, 15], [dx, -14], [dx, 14], [-dx, -14], [-dx, 14]];
/** Places around it, the nearest first, from the right upwards. */
const FAR = DISTANCES.flatMap((distance) => Array.from({ length: DIRECTIONS }, (_, k) => {
  const angle = 2 * Math.PI * (k + 0.5) / DIRECTIONS;
  return [distance * Math.cos(angle), -distance * Math.sin(angle)] as const;
}));

/** How much of what is taken already a number would cover, in square pixels. */
function covered(box: Box, taken: readonly Box[]): number {
  const along = (a: number, b: number, halves: number): number => Math.max(0, halves + GAP - Math.abs(a - b));
  return taken.reduce((sum, other) => sum + along(box.x, other.x, box.halfWidth + other.halfWidth) * along(box.y, other.y, box.halfHeight + other.halfHeight), 0);
}

/** Whether no other point is as near to a number; of points that cover each other, it is on the side of its own. */
function isNearest(at: Place, point: Place, points: readonly Place[], radius: number): boolean {
  const own = distance(at, point);
  return points.every((other) => other === point || distance(at, other) >= (distance(other, point) < radius ? 1 : NEARER) * own);
}

const distance = (a: Place, b: Place): number => Math.hypot(a.x - b.x, a.y - b.y);

/** From a place to the nearest one of the line between two others. */
function distanceToLine(place: Place, from: Place, to: Place): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = Math.min(1, Math.max(0, ((place.x - from.x) * dx + (place.y - from.y) * dy) / (dx * dx + dy * dy)));
  return distance(place, { x: from.x + share * dx, y: from.y + share * dy });
}

/** From the edge of a point to a number. */
function lineTo(at: Box, point: Place, radius: number): PlacedNumber['line'] {
  const length = distance(at, point);
  const [dx, dy] = [(at.x - point.x) / length, (at.y - point.y) / length];
  return { from: { x: point.x + radius * dx, y: point.y + radius * dy }, to: { x: at.x - (HALF + 1) * dx, y: at.y - (HALF + 1) * dy } };
}
