import type { VariableMap } from '@knotwork/plugin';

/** A value of the user's in network units. */
export function fromUser(map: VariableMap, u: number): number {
  switch (map.kind) {
    case 'affine': return (u - map.center) / map.scale;
    case 'robust': return Math.asinh((u - map.center) / map.scale);
    case 'rank': return along(map.knots, map.values, u);
  }
}

/** A value of the network in the user's units. */
export function toUser(map: VariableMap, v: number): number {
  switch (map.kind) {
    case 'affine': return v * map.scale + map.center;
    case 'robust': return Math.sinh(v) * map.scale + map.center;
    case 'rank': return along(map.values, map.knots, v);
  }
}

/** Of numbers that went into other units and back, as a share of the largest. */
const ROUNDING = 1e-12;

/**
 * Places along an axis in the user's units, where a rounding error on the way there and back is not told as a number of its own: 0 is 0.
 *
 * @param places in network units, such as the ends of a domain
 */
export function userPlaces(map: VariableMap, places: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(places, (v) => toUser(map, v));
  const most = ROUNDING * values.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);
  return values.map((v) => (Math.abs(v) <= most ? 0 : v));
}

/** Where the line through points that ascend stands at x; the outer pieces go on. */
function along(x: readonly number[], y: readonly number[], at: number): number {
  // The piece [x_k, x_k+1] that holds it, or the outer one on its side.
  let [k, above] = [0, x.length - 1];
  while (above - k > 1) {
    const middle = (k + above) >> 1;
    if (x[middle]! <= at) k = middle; else above = middle;
  }
  const share = (at - x[k]!) / (x[k + 1]! - x[k]!);
  // From the nearer end, so that knots are met exactly.
  return share < 0.5 ? y[k]! + share * (y[k + 1]! - y[k]!) : y[k + 1]! - (1 - share) * (y[k + 1]! - y[k]!);
}
