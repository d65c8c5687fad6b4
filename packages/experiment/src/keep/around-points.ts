import type { Samples } from '@knotwork/plugin';

/** Points whose neighbors say how dense all of them are. */
const LOOKED_AT = 200;
/**
 * Whether places lie where points are: of a domain that is no box, or of its boundary, which are known by their points alone.
 *
 * @param extents width of each coordinate, by which distances count, @param share of the distance between neighbors within which a place is taken to be where points are
 * Cost: for each place linear in points
 */
export function aroundPoints({ count, width, values }: Samples, extents: readonly number[], share: number): (place: readonly number[]) => boolean {
  const scaled = Float64Array.from(values, (value, k) => value / extents[k % width]!);
  /** Square of the distance to the nearest point, but for one. */
  const nearest = (place: readonly number[], but = -1): number => {
    let least = Infinity;
    for (let row = 0; row < count; row++) {
      if (row === but) continue;
      let square = 0;
      for (let i = 0; i < width; i++) square += (scaled[row * width + i]! - place[i]!) ** 2;
      if (square < least) least = square;
    }
    return least;
  };
  const looked = Array.from({ length: Math.min(count, LOOKED_AT) }, (_, k) => Math.floor(k * count / Math.min(count, LOOKED_AT)));
  const spacings = looked.map((row) => nearest([...scaled.subarray(row * width, (row + 1) * width)], row)).sort((a, b) => a - b);
  // Of nearly all points: at boundaries they are often denser.
  const reach = share ** 2 * (spacings[Math.floor(0.9 * (spacings.length - 1))] ?? Infinity);
  return (place) => nearest(place.map((at, i) => at / extents[i]!)) <= reach;
}
