import { dot } from '@knotwork/numerics';
import { type Curve, NODES } from './curve.js';
import type { Evaluator } from './evaluator.js';
import type { SearchSpace, Start } from './search-space.js';

/** Numbers to begin a polish at, and the share of the curve's variance that they leave. */
export interface Promising {
  readonly start: Start;
  readonly at: readonly number[];
  readonly left: number;
}

const N = NODES.length;

/**
 * A function at all starts of its search, tabulated once: a curve is then compared with a row in some hundred multiplications, and no function is
 * evaluated. Where f(x + t) is made of f and f', both are tabulated and b is looked up.
 */
export class StartTable {
  private readonly starts: readonly Start[];
  private readonly rows: Float64Array;
  private readonly slopes: Float64Array | null;
  private readonly shifts: readonly { readonly t: number; readonly angle: number }[];
  private readonly left: Float64Array;
  private readonly angles: Float64Array;

  constructor(f: Evaluator, space: SearchSpace) {
    const place = new Float64Array(6);
    const starts: Start[] = [];
    const [rows, steepness] = [new Float64Array(space.starts.length * N), space.shifts === null ? null : new Float64Array(space.starts.length * N)];
    for (const start of space.starts) {
      start.coordinates.place(start.at, place);
      const [a, b] = [place[0]!, place[1]!];
      const from = starts.length * N;
      if (steepness === null) {
        if (writeCentred(f.at(NODES, N, a, b), rows, from)) starts.push(start);
        continue;
      }
      const [values, slopes] = f.withSlopes(NODES, N, a, b);
      if (writeCentred(values, rows, from) && writeCentred(slopes, steepness, from)) starts.push(start);
    }
    this.starts = starts;
    this.rows = rows.subarray(0, starts.length * N);
    this.slopes = steepness?.subarray(0, starts.length * N) ?? null;
    this.shifts = space.shifts === null ? [] : shiftAngles(f, space.shifts);
    this.left = new Float64Array(this.starts.length);
    this.angles = new Float64Array(this.starts.length);
  }

  /** The best starts for a curve, best first, no two of them neighbours. @param most how many */
  best(curve: Curve, most: number): Promising[] {
    const { left, starts } = this;
    if (this.slopes === null) this.compareValues(curve);
    else this.compareSpans(curve, this.slopes);
    const found: Promising[] = [];
    while (found.length < most) {
      let best = -1;
      for (let k = 0; k < starts.length; k++) {
        if (best >= 0 && !(left[k]! < left[best]!)) continue;
        if (left[k]! < Infinity && !found.some(({ start }) => areNear(start, starts[k]!))) best = k;
      }
      if (best < 0) break;
      const start = starts[best]!;
      found.push({ start, at: this.slopes === null ? start.at : this.shifted(start, this.angles[best]!), left: left[best]! });
    }
    return found;
  }

  /** Numbers of each start, where f is finite at all nodes. */
  places(): readonly (readonly [a: number, b: number])[] {
    const place = new Float64Array(6);
    return this.starts.map(({ coordinates, at }) => { coordinates.place(at, place); return [place[0]!, place[1]!] as const; });
  }

  /** The shift t with which f(x + t) is nearest to A f(x) + B f'(x) and a constant; 0 where shifts are no such sum. */
  shiftOf(A: number, B: number): number { return this.shifts.length === 0 ? 0 : this.shiftAt(Math.atan2(B, A)); }

  /** The values of f at the nodes, less their mean: a row for each start. */
  samples(): readonly Float64Array[] { return this.starts.map((_, k) => this.rows.subarray(k * N, (k + 1) * N)); }

  private shifted({ at }: Start, angle: number): readonly number[] { return [...at.slice(0, -1), this.shiftAt(angle)]; }

  private shiftAt(angle: number): number {
    const away = (other: number): number => { const d = Math.abs(angle - other) % Math.PI; return Math.min(d, Math.PI - d); };
    return this.shifts.reduce((best, next) => (away(next.angle) < away(best.angle) ? next : best)).t;
  }

  private compareValues({ nodeWeights: w, weightedNodes: weighted, nodeVariance: variance }: Curve): void {
    for (let k = 0; k < this.starts.length; k++) {
      let mean = 0;
      let square = 0;
      let product = 0;
      for (let n = 0, at = k * N; n < N; n++, at++) {
        const f = this.rows[at]!;
        const wf = w[n]! * f;
        mean += wf;
        square += wf * f;
        product += weighted[n]! * f;
      }
      const own = square - mean * mean;
      this.left[k] = own > 1e-12 * square ? variance - (product * product) / own : Infinity;
    }
  }

  /** Least squares in f and f' at once: what is left when b is what it should be. */
  private compareSpans({ nodeWeights: w, weightedNodes: weighted, nodeVariance: variance }: Curve, slopes: Float64Array): void {
    for (let k = 0; k < this.starts.length; k++) {
      let mf = 0, mg = 0, ff = 0, fg = 0, gg = 0, fy = 0, gy = 0;
      for (let n = 0, at = k * N; n < N; n++, at++) {
        const f = this.rows[at]!;
        const g = slopes[at]!;
        const wf = w[n]! * f;
        const wg = w[n]! * g;
        mf += wf; mg += wg; ff += wf * f; fg += wf * g; gg += wg * g;
        fy += weighted[n]! * f; gy += weighted[n]! * g;
      }
      ff -= mf * mf; fg -= mf * mg; gg -= mg * mg;
      // A little ridge, since f and f' of slow functions are nearly one line.
      ff *= 1 + 1e-10; gg *= 1 + 1e-10;
      const det = ff * gg - fg * fg;
      const [A, B] = [(gg * fy - fg * gy) / det, (ff * gy - fg * fy) / det];
      const left = variance - A * fy - B * gy;
      this.left[k] = Number.isFinite(left) ? left : Infinity;
      this.angles[k] = Math.atan2(B, A);
    }
  }
}

function areNear(a: Start, b: Start): boolean {
  return a.coordinates === b.coordinates && Math.abs(a.cell[0] - b.cell[0]) <= 1 && Math.abs(a.cell[1] - b.cell[1]) <= 1;
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return values.map((v) => v - mean);
}

/** Writes values at the nodes less their mean. @returns whether all are finite */
function writeCentred(values: Float64Array, to: Float64Array, at: number): boolean {
  let mean = 0;
  for (let n = 0; n < N; n++) mean += values[n]!;
  mean /= N;
  let isFinite = true;
  for (let n = 0; n < N; n++) {
    isFinite &&= Number.isFinite(values[n]!);
    to[at + n] = values[n]! - mean;
  }
  return isFinite;
}

/** For each shift t the direction (A, B) of f(x + t) = A f(x) + B f'(x) + C, as an angle. */
function shiftAngles(f: Evaluator, shifts: readonly number[]): { t: number; angle: number }[] {
  const [values, slopes] = f.withSlopes(NODES, N, 1, 0).map((v) => centred(v.slice(0, N))) as [Float64Array, Float64Array];
  const [ff, fg, gg] = [dot(values, values), dot(values, slopes), dot(slopes, slopes)];
  return shifts.map((t) => {
    const shifted = f.at(NODES, N, 1, t).slice(0, N);
    const [fy, gy] = [dot(values, shifted), dot(slopes, shifted)];
    return { t, angle: Math.atan2(ff * gy - fg * fy, gg * fy - fg * gy) };
  });
}
