import { dot } from './dot.js';

/** A = sum of value[k] left[k] right[k]', values descending. */
export interface SingularVectors {
  /** `[min(rows, columns)]` */
  readonly values: Float64Array;
  /** `[values][rows]`, of length 1 where the value is not 0. */
  readonly left: Float64Array;
  /** `[values][columns]`, likewise. */
  readonly right: Float64Array;
}

/** Columns are turned until no two are further from a right angle than rounding. Ten rounds are many. */
const MOST_ROUNDS = 60;
const RIGHT = 4 * Number.EPSILON;

/**
 * Singular values and vectors by one-sided Jacobi rotations: columns are turned in pairs until all stand at right angles; their lengths are then the values.
 *
 * @param a row-major `[rows][columns]`, finite, the largest number around 1
 *
 * Cost: about 6 rows columns^2 multiply-adds a round (of the smaller of both, squared), and some eight rounds.
 *
 * @source G. H. Golub and C. F. Van Loan, Matrix Computations, 2013, section 8.6.3.
 */
export function singularVectors(a: Float64Array, rows: number, columns: number): SingularVectors {
  const isWide = rows < columns;
  const [long, short] = isWide ? [columns, rows] : [rows, columns];
  // One after the other: columns, or of a wide matrix rows.
  const turned = isWide ? a.slice() : Float64Array.from({ length: rows * columns }, (_, k) => a[(k % rows) * columns + Math.floor(k / rows)]!);
  const turns = new Float64Array(short * short);
  for (let k = 0; k < short; k++) turns[k * short + k] = 1;
  const vector = (of: Float64Array, k: number): Float64Array => of.subarray(k * (of === turned ? long : short), (k + 1) * (of === turned ? long : short));
  const rotated = (): boolean => {
    let any = false;
    // What is this short is rounding of longer ones, and has no direction.
    const nothing = (Number.EPSILON * Math.max(...Array.from({ length: short }, (_, k) => Math.sqrt(dot(vector(turned, k), vector(turned, k)))))) ** 2;
    for (let p = 0; p < short; p++) {
      for (let q = p + 1; q < short; q++) {
        const [x, y] = [vector(turned, p), vector(turned, q)];
        const [xx, yy, xy] = [dot(x, x), dot(y, y), dot(x, y)];
        if (Math.min(xx, yy) <= nothing || Math.abs(xy) <= RIGHT * Math.sqrt(xx * yy)) continue;
        any = true;
        const slope = (yy - xx) / (2 * xy);
        const tangent = (slope < 0 ? -1 : 1) / (Math.abs(slope) + Math.hypot(slope, 1));
        const cosine = 1 / Math.hypot(tangent, 1);
        rotate(x, y, cosine, cosine * tangent);
        rotate(vector(turns, p), vector(turns, q), cosine, cosine * tangent);
      }
    }
    return any;
  };
  for (let round = 0; round < MOST_ROUNDS && rotated(); round++);
  const lengths = Array.from({ length: short }, (_, k) => Math.sqrt(dot(vector(turned, k), vector(turned, k))));
  const order = lengths.map((_, k) => k).sort((p, q) => lengths[q]! - lengths[p]!);
  const ofLong = new Float64Array(short * long);
  const ofShort = new Float64Array(short * short);
  order.forEach((from, k) => {
    if (lengths[from]! > 0) ofLong.set(vector(turned, from).map((v) => v / lengths[from]!), k * long);
    ofShort.set(vector(turns, from), k * short);
  });
  return { values: Float64Array.from(order, (k) => lengths[k]!), left: isWide ? ofShort : ofLong, right: isWide ? ofLong : ofShort };
}

/** x, y become c x - s y, s x + c y. */
function rotate(x: Float64Array, y: Float64Array, c: number, s: number): void {
  for (let i = 0; i < x.length; i++) {
    const [u, v] = [x[i]!, y[i]!];
    x[i] = c * u - s * v;
    y[i] = s * u + c * v;
  }
}
