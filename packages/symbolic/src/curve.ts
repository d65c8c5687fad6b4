import { badWeight, lengthsDiffer, noPoints, notFinite } from './errors.js';

/** Points of a curve, in any order. */
export interface CurvePoints {
  /** `[points]`, in any unit. */
  readonly x: ArrayLike<number>;
  /** `[points]`, in any unit. */
  readonly y: ArrayLike<number>;
  /** `[points]`, how much each counts, not negative; all alike where left out. */
  readonly weights?: ArrayLike<number>;
}

/** How many points a fit looks at: of more, as many quantiles of x. */
export const MOST_POINTS = 128;
const QUANTILES = 100;

/** Nodes on which curves are compared with tables of functions: evenly on [-1, 1], both ends included. */
export const NODES = Float64Array.from({ length: 65 }, (_, k) => -1 + k / 32);

/** A curve without units: x becomes z in [-1, 1], y has mean 0 and spread 1. */
export interface Curve {
  readonly count: number;
  /** Ascending. */
  readonly z: Float64Array;
  readonly y: Float64Array;
  /** They add up to 1. */
  readonly weights: Float64Array;
  /** How many different places there are. */
  readonly places: number;
  /** x = center + half z. `half` is 0 where all places are one. */
  readonly center: number;
  readonly half: number;
  /** In units of y: y = mean + spread times the y above. `spread` is 0 where the curve is constant but for rounding. */
  readonly mean: number;
  readonly spread: number;
  /** At {@link NODES}: the share of the weight that is near, 1 in all; the curve by linear interpolation, less its mean there, times that; its variance. */
  readonly nodeWeights: Float64Array;
  readonly weightedNodes: Float64Array;
  readonly nodeVariance: number;
}

/** Below this share of its largest value a curve's spread, and of its farthest place its width, is rounding. */
const ROUNDING = 1e-12;

/**
 * Points without units.
 *
 * @throws KnotworkError `input` for lengths that differ, numbers that are not finite, negative weights, and where there is no point
 */
export function curveOf({ x, y, weights }: CurvePoints): Curve {
  const points = chosen(sorted(x, y, weights));
  const count = points.length;
  const total = points.reduce((sum, p) => sum + p.w, 0);
  const w = Float64Array.from(points, (p) => p.w / total);

  const [first, last] = [points[0]!.x, points[count - 1]!.x];
  const center = first / 2 + last / 2;
  const width = last / 2 - first / 2;
  const half = width > ROUNDING * Math.max(Math.abs(first), Math.abs(last)) ? width : 0;
  // The ends exactly: what a function may not be asked beyond.
  const z = Float64Array.from(points, (p) => (half === 0 ? 0 : p.x === first ? -1 : p.x === last ? 1 : Math.min(1, Math.max(-1, (p.x - center) / half))));

  let [low, high] = [Infinity, -Infinity];
  for (const p of points) {
    low = Math.min(low, p.y);
    high = Math.max(high, p.y);
  }
  const middle = low / 2 + high / 2;
  const reach = high / 2 - low / 2 || 1;
  const inReach = Float64Array.from(points, (p) => (p.y - middle) / reach);
  const offset = inReach.reduce((sum, v, i) => sum + w[i]! * v, 0);
  const variance = inReach.reduce((sum, v, i) => sum + w[i]! * (v - offset) ** 2, 0);
  const spread = reach * Math.sqrt(variance);
  const isConstant = !(spread > ROUNDING * Math.max(Math.abs(low), Math.abs(high)));
  const scale = isConstant ? Infinity : Math.sqrt(variance);
  const values = inReach.map((v) => (v - offset) / scale);

  return {
    count, z, y: values, weights: w, places: 1 + z.reduce((n, v, i) => n + (i > 0 && v > z[i - 1]! ? 1 : 0), 0),
    center, half, mean: middle + reach * offset, spread: isConstant ? 0 : spread, ...atNodes(z, values, w),
  };
}

interface Point { readonly x: number; readonly y: number; readonly w: number }

function sorted(x: ArrayLike<number>, y: ArrayLike<number>, weights: ArrayLike<number> | undefined): Point[] {
  if (x.length !== y.length || (weights !== undefined && weights.length !== x.length)) throw lengthsDiffer(x.length, y.length, weights?.length);
  const points: Point[] = [];
  for (let i = 0; i < x.length; i++) {
    const w = weights === undefined ? 1 : weights[i]!;
    if (!(w >= 0 && w < Infinity)) throw badWeight(i, w);
    if (!Number.isFinite(x[i]!)) throw notFinite('places', i, x[i]!);
    if (!Number.isFinite(y[i]!)) throw notFinite('values', i, y[i]!);
    if (w > 0) points.push({ x: x[i]!, y: y[i]!, w });
  }
  if (points.length === 0) throw noPoints();
  return points.sort((p, q) => p.x - q.x);
}

/** All points, or as many quantiles of them: real points, since means of neighbours would bend the curve. */
function chosen(points: Point[]): Point[] {
  if (points.length <= MOST_POINTS) return points;
  const total = points.reduce((sum, p) => sum + p.w, 0);
  const picked: Point[] = [];
  let passed = 0;
  let next = 0;
  points.forEach((p, i) => {
    passed += p.w;
    const isEnd = i === points.length - 1;
    if (i !== 0 && !isEnd && passed < (total * (next + 0.5)) / QUANTILES) return;
    const from = next;
    while (next < QUANTILES && passed >= (total * (next + 0.5)) / QUANTILES) next++;
    picked.push({ ...p, w: Math.max(next - from, i === 0 || isEnd ? 0.5 : 0) });
  });
  return picked.filter((p) => p.w > 0);
}

function atNodes(z: Float64Array, y: Float64Array, w: Float64Array): Pick<Curve, 'nodeWeights' | 'weightedNodes' | 'nodeVariance'> {
  const nodeValues = new Float64Array(NODES.length);
  const nodeWeights = new Float64Array(NODES.length);
  let i = 0;
  NODES.forEach((at, k) => {
    while (i < z.length - 1 && z[i + 1]! < at) i++;
    const next = Math.min(i + 1, z.length - 1);
    const gap = z[next]! - z[i]!;
    const t = gap > 0 ? Math.min(1, Math.max(0, (at - z[i]!) / gap)) : 0;
    nodeValues[k] = y[i]! + t * (y[next]! - y[i]!);
  });
  z.forEach((at, n) => {
    const place = Math.min((at + 1) * 32, NODES.length - 1);
    const k = Math.min(Math.floor(place), NODES.length - 2);
    nodeWeights[k]! += w[n]! * (k + 1 - place);
    nodeWeights[k + 1]! += w[n]! * (place - k);
  });
  const mean = nodeValues.reduce((sum, v, k) => sum + nodeWeights[k]! * v, 0);
  const weightedNodes = nodeValues.map((v, k) => nodeWeights[k]! * (v - mean));
  return { nodeWeights, weightedNodes, nodeVariance: weightedNodes.reduce((sum, v, k) => sum + v * (nodeValues[k]! - mean), 0) };
}
