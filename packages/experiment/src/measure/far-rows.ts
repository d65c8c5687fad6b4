import { columnOf } from '@knotwork/network';
import { median } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';

/** Rows whose targets lie far from what a network says, and apart from all others: slips, or cases of another kind. */
export interface FarRows {
  readonly rows: number;
  /** Of all rows. */
  readonly share: number;
  /** Smallest of their distances from the network, in usual ones. */
  readonly distance: number;
  /** Targets of the farthest of them, in the user's units, at most five. */
  readonly targets: readonly number[];
}

/** Rows and predictions of them in the user's units. */
interface Judged { readonly targets: Samples; readonly predictions: Samples }

/** Of fewer rows nobody knows what is usual. */
const LEAST_ROWS = 30;
/** Usual distances beyond which a row is far, and how much farther it is than those that are not. */
const [FAR, APART] = [8, 2];
/** More rows than this share are no slips. */
const MOST = 0.05;
/** A usual distance is at least this share of the spread of the targets: of what is met but for rounding, nothing is far. */
const ROUNDING = 1e-6;
/** Of the spread of the targets: what lies nearer is no slip, such as the ends of a range that is met exactly elsewhere. */
const VISIBLE = 0.01;
/** Of a normal distribution, standard deviations in a median of sizes. */
const NORMAL = 1.4826;
const SHOWN = 5;

/** Outputs that have such rows, of regression. @param names of the outputs, @param parts of the rows */
export function farRows(names: readonly string[], parts: readonly Judged[]): Readonly<Record<string, FarRows>> {
  return Object.fromEntries(names.flatMap((name, output) => {
    const column = (of: (part: Judged) => Samples): Float64Array => Float64Array.from(parts.flatMap((part) => Array.from(columnOf(of(part), output))));
    const far = farOf(column(({ targets }) => targets), column(({ predictions }) => predictions));
    return far === null ? [] : [[name, far] as const];
  }));
}

function farOf(targets: Float64Array, predictions: Float64Array): FarRows | null {
  const count = targets.length;
  const distances = targets.map((y, n) => Math.abs(y - predictions[n]!));
  // A network that diverged says nothing.
  if (count < LEAST_ROWS || !distances.every(Number.isFinite)) return null;
  const middle = median(targets);
  const spread = median(targets.map((y) => Math.abs(y - middle)));
  const usual = NORMAL * Math.max(median(distances), ROUNDING * spread);
  if (!(usual > 0)) return null;
  const least = Math.max(FAR * usual, VISIBLE * NORMAL * spread);
  const far = Array.from(targets.keys()).filter((n) => distances[n]! > least).sort((a, b) => distances[b]! - distances[a]!);
  const rows = far.length;
  if (rows === 0 || rows > MOST * count) return null;
  const nearest = distances[far[rows - 1]!]!;
  if (distances.some((distance) => distance <= least && distance * APART >= nearest)) return null;
  return { rows, share: rows / count, distance: nearest / usual, targets: far.slice(0, SHOWN).map((n) => targets[n]!) };
}

/** A sentence for every output with rows that are far. */
export function farNotes(far: Readonly<Record<string, FarRows>> | null): string[] {
  return Object.entries(far ?? {}).map(([name, { rows, share, distance, targets }]) => {
    const shown = `${targets.map((y) => String(Number(y.toPrecision(5)))).join(', ')}${rows > targets.length ? ', ...' : ''}`;
    return `${rows === 1 ? '1 row lies' : `${rows} rows (${Number((100 * share).toPrecision(2))} %) lie`} far from what the network says, ${rows === 1 ? '' : 'at least '}${Math.round(distance)} times the usual distance: "${name}" is ${shown} there. `
      + 'Mend or leave out what is a slip, since it bends everything; loss: huber lets such rows count less';
  });
}
