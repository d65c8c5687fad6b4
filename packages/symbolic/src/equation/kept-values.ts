import type { Sum } from './normal-form.js';
import { namedColumns, valuesOf, variablesOf } from './snapping.js';

/** Shares of the way from one row to the next: no round ones, where poles are. */
const BETWEEN = [0.12, 0.38, 0.71];
/** Of more rows, neighbours are near enough to each other. */
const MOST_ROWS = 1000;

/** Says whether a form has a value wherever another one has: at rows, be they fitted to or not, and between them. */
export class KeptValues {
  private readonly places: Readonly<Record<string, Float64Array>>;
  private readonly count: number;
  private readonly known = new WeakMap<Sum, Float64Array>();

  /** @param form of all variables that there will be, @param columns of all rows that are known */
  constructor(form: Sum, columns: readonly Float64Array[]) {
    const used = variablesOf(form);
    this.places = used.size === 0 ? {} : namedColumns(withBetween(columns, used), used);
    this.count = Object.values(this.places)[0]?.length ?? 0;
  }

  /** Whether one form loses no value that another one has. */
  areIn(form: Sum, other: Sum): boolean {
    const had = this.valuesOf(other);
    return this.valuesOf(form).every((v, n) => Number.isFinite(v) || !Number.isFinite(had[n]));
  }

  private valuesOf(form: Sum): Float64Array {
    const values = this.known.get(form) ?? valuesOf(form, this.places, this.count);
    this.known.set(form, values);
    return values;
  }
}

/** Rows, and places between neighbours: of a form of one variable, those that lie next to each other. */
function withBetween(columns: readonly Float64Array[], used: ReadonlySet<number>): Float64Array[] {
  const rows = columns[0]?.length ?? 0;
  if (rows > MOST_ROWS) return [...columns];
  const [only] = used;
  const order = Array.from({ length: rows }, (_, n) => n);
  if (used.size === 1) order.sort((n, m) => columns[only!]![n]! - columns[only!]![m]!);
  return columns.map((column) => Float64Array.from([...column, ...order.slice(1).flatMap((n, k) => BETWEEN.map((share) => column[order[k]!]! + share * (column[n]! - column[order[k]!]!)))]));
}
