import type { Samples } from '@knotwork/plugin';

/** Points whose neighbors say how dense all of them are. */
const LOOKED_AT = 200;

/**
 * Whether places lie where points are: of a domain that is no box, or of its boundary, which are known by their points alone.
 *
 * @param extents width of each coordinate, by which distances count, @param share of the distance between neighbors within which a place is taken to be where points are
 * Cost: for each place linear in the points that are as near in the first coordinate
 */
export function aroundPoints({ count, width, values }: Samples, extents: readonly number[], share: number): (place: readonly number[]) => boolean {
  const points = Array.from({ length: count }, (_, row) => extents.map((extent, i) => values[row * width + i]! / extent)).sort((a, b) => a[0]! - b[0]!);
  const square = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, at, i) => sum + (at - b[i]!) ** 2, 0);
  const looked = Array.from({ length: Math.min(count, LOOKED_AT) }, (_, k) => Math.floor(k * count / Math.min(count, LOOKED_AT)));
  const spacings = looked.map((own) => points.reduce((least, point, k) => (k === own ? least : Math.min(least, square(point, points[own]!))), Infinity)).sort((a, b) => a - b);
  // Of nearly all points: at boundaries they are often denser.
  const reach = share * Math.sqrt(spacings[Math.floor(0.9 * (spacings.length - 1))] ?? Infinity);
  return (place) => {
    const scaled = place.map((at, i) => at / extents[i]!);
    for (let k = firstFrom(points, scaled[0]! - reach); k < count && points[k]![0]! <= scaled[0]! + reach; k++) if (square(points[k]!, scaled) <= reach ** 2) return true;
    return false;
  };
}

/** The first of points, by their first coordinate, that is not below a value. */
function firstFrom(points: readonly (readonly number[])[], value: number): number {
  let [from, to] = [0, points.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (points[middle]![0]! < value) from = middle + 1; else to = middle;
  }
  return from;
}
