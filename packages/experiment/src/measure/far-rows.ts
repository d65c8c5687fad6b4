import { columnOf } from '@knotwork/network';
import { median } from '@knotwork/numerics';
import type { Rows, Samples } from '@knotwork/plugin';
import { NearRows } from './near-rows.js';

/** Rows whose targets lie far from what a network says, or the rows nearest to them, and apart from all others: slips, or cases of another kind. */
export interface FarRows {
  readonly rows: number;
  /** Of all rows. */
  readonly share: number;
  /** Smallest of their distances, in usual ones. */
  readonly distance: number;
  /** The usual distance in the user's units, from the network or from neighbours, whichever is less: a network that bent with such rows is far from all. */
  readonly usual: number;
  /** From what they are far: from the network, or from what the rows nearest to them say where the network bent with them. */
  readonly from: 'network' | 'neighbours';
  /** Targets of the farthest of them, in the user's units, at most five. */
  readonly targets: readonly number[];
  /** Inputs of these rows in the user's units, by name: of the first ten inputs at most. */
  readonly at: readonly Readonly<Record<string, number>>[];
}

/** Rows and predictions of them in the user's units, and weights of mean 1. */
export interface Judged { readonly inputs: Samples; readonly targets: Samples; readonly predictions: Samples; readonly weights?: Rows['weights'] }

/** Of fewer rows nobody knows what is usual, and of fewer than `MANY` not well. */
const [LEAST_ROWS, MANY] = [10, 30];
/** Usual distances beyond which a row is far, of many rows and of few. */
const [FAR, FAR_OF_FEW] = [8, 12];
/** How much farther a row is than those that are not far. Where large distances are usual, a row must be beyond what these go on like: the mean of the logarithms by which the largest quarter of the others exceeds its least, so many times. */
const [APART, TAIL] = [2, 6];
/** More rows than this share are no slips; one always may be. */
const MOST = 0.05;
/** A usual distance is at least this share of the spread of the targets: of what is met but for rounding, nothing is far. */
const ROUNDING = 1e-6;
/** Of the spread of the targets: what lies nearer is no slip, such as the ends of a range that is met exactly elsewhere. */
const VISIBLE = 0.01;
/** A network whose usual distance is a larger share of the spread does not know the law: its neighbours must call a row far, too. */
const COARSE = 0.1;
/** How many times as far as its neighbours lie from each other a row must lie beyond them, amid them and at an end. */
const [BEYOND, BEYOND_THE_END] = [3, 10];
/** The same by logarithms of many rows, amid them: three times would excuse what is ten times too large of a law over one decade. */
const BEYOND_BY_LOGARITHMS = 1;
/** Of more rows around it none may say the same as a row where the law is not known: beside a jump, all that are nearest may lie beyond it. */
const AROUND = 12;
/** A neighbour whose target is so many times as near as the prediction says the same as a row; one whose distance is this share of the row's is missed in the same way. */
const [SAME, MISSED] = [1 / 4, 1 / 3];
/** So many other rows of the same inputs say by themselves whether a row is far. */
const REPLICATES = 2;
/** Of a normal distribution, standard deviations in a median of sizes. */
const NORMAL = 1.4826;
const SHOWN = 5;
/** Inputs of a row that are kept, and that a sentence says. */
const [KEPT_INPUTS, SAID_INPUTS] = [10, 3];
/** Rows times columns up to which neighbours are asked, rows up to which all of them are, and rows that ask at most: it takes the product of all three. */
const [MOST_CELLS, MOST_NEIGHBOURS, MOST_ASKED] = [2e6, 1000, 100];

/** Outputs that have such rows, of regression. @param names of the outputs, @param inputNames in their order, @param parts of the rows */
export function farRows(names: readonly string[], inputNames: readonly string[], parts: readonly Judged[]): Readonly<Record<string, FarRows>> {
  const count = parts.reduce((sum, { targets }) => sum + targets.count, 0);
  const width = parts[0]?.inputs.width ?? 0;
  // A row of little weight bends little, and may be as far as that allows: it is no slip that somebody told to pass over. Of one of much weight nothing more is said than of others.
  const shares = Float64Array.from(parts.flatMap(({ targets, weights }) => Array.from({ length: targets.count }, (_, n) => Math.sqrt(Math.min(weights?.[n] ?? 1, 1)))));
  const near = count * width > MOST_CELLS || width === 0 ? null : new Neighbours(parts.map(({ inputs }) => inputs), count, width);
  return Object.fromEntries(names.flatMap((name, output) => {
    const column = (of: (part: Judged) => Samples): Float64Array => Float64Array.from(parts.flatMap((part) => Array.from(columnOf(of(part), output))));
    const targets = column((part) => part.targets);
    const found = (['network', 'neighbours'] as const).map((from) => farOf(targets, from === 'network' ? column(({ predictions }) => predictions) : near?.say(targets) ?? null, from, near, shares));
    const [network, neighbours] = found as [Found | null, Found | null];
    const far = network !== null && network.rows >= (neighbours?.rows ?? 0) ? network : neighbours;
    if (far === null) return [];
    const usual = Math.min(...found.flatMap((one) => (one === null ? [] : [one.usual])));
    return [[name, withInputs({ ...far, usual }, inputNames, parts)] as const];
  }));
}

/** What is found of rows, by their numbers over all parts. */
interface Found extends Omit<FarRows, 'targets' | 'at'> { readonly farthest: readonly number[]; readonly targets: readonly number[] }

function withInputs({ farthest, ...far }: Found, names: readonly string[], parts: readonly Judged[]): FarRows {
  const inputs = parts.flatMap((part) => Array.from({ length: part.inputs.count }, (_, n) => ({ values: part.inputs.values, from: n * part.inputs.width })));
  return { ...far, at: farthest.map((n) => Object.fromEntries(names.slice(0, KEPT_INPUTS).map((name, i) => [name, inputs[n]!.values[inputs[n]!.from + i]!]))) };
}

function farOf(targets: Float64Array, predictions: Float64Array | null, from: FarRows['from'], near: Neighbours | null, shares: Float64Array): Found | null {
  const count = targets.length;
  // A network that diverged says nothing.
  if (count < LEAST_ROWS || predictions === null) return null;
  const left = targets.map((y, n) => y - predictions[n]!);
  const distances = left.map(Math.abs);
  if (!distances.every(Number.isFinite)) return null;
  const middle = median(targets);
  const spread = NORMAL * median(targets.map((y) => Math.abs(y - middle)));
  const usual = Math.max(NORMAL * median(distances), ROUNDING * spread);
  if (!(usual > 0)) return null;
  // Where distances grow with what is predicted, large ones are usual there.
  const share = NORMAL * median(distances.map((distance, n) => (predictions[n] === 0 ? 0 : distance / Math.abs(predictions[n]!))));
  const times = distances.map((distance, n) => (shares[n]! * distance) / Math.max(usual, share * Math.abs(predictions[n]!)));
  const least = count < MANY ? FAR_OF_FEW : FAR;
  const beyond = Array.from(times.keys()).filter((n) => times[n]! > least && distances[n]! > VISIBLE * spread).sort((a, b) => times[b]! - times[a]!);
  if (beyond.length === 0 || beyond.length > Math.max(1, MOST * count)) return null;
  const isCoarse = from === 'neighbours' || count < MANY || usual > COARSE * spread;
  const far = near === null ? beyond : beyond.filter((n, k) => k >= MOST_ASKED || near.saySo(n, { targets, left, isCoarse }));
  const rows = far.length;
  if (rows === 0) return null;
  const nearest = times[far[rows - 1]!]!;
  const named = new Set(far);
  if (!isApart(nearest, times.filter((_, n) => !named.has(n)))) return null;
  return { rows, share: rows / count, distance: nearest, usual, from, farthest: far.slice(0, SHOWN), targets: far.slice(0, SHOWN).map((n) => targets[n]!) };
}

/** Whether a distance lies beyond all others, and beyond what their largest ones go on like. */
function isApart(distance: number, others: Float64Array): boolean {
  const sorted = others.map((times) => Math.max(times, 1)).sort();
  const upper = sorted.subarray(Math.floor(0.75 * sorted.length));
  const tail = upper.reduce((sum, times) => sum + Math.log(times / upper[0]!), 0) / upper.length;
  return distance > Math.max(APART, Math.exp(TAIL * tail)) * upper[upper.length - 1]!;
}

/** What the rows say that are near a row in all inputs. */
class Neighbours {
  private sorted: NearRows | undefined;
  private readonly known = new Map<number, readonly number[]>();

  constructor(private readonly parts: readonly Samples[], private readonly count: number, private readonly width: number) {}

  /** Made when a row is asked for: of many rows that are all near to the network nothing needs to be sorted. */
  private get near(): NearRows {
    return (this.sorted ??= new NearRows({ count: this.count, width: this.width, values: Float64Array.from(this.parts.flatMap(({ values }) => Array.from(values))) }));
  }

  /** The median of their targets, in place of each, or of all measurements of the same inputs, where there are several; null of many rows. */
  say(targets: Float64Array): Float64Array | null {
    if (this.count > MOST_NEIGHBOURS || targets.some(Number.isNaN)) return null;
    return targets.map((_, n) => {
      const replicates = this.near.replicates(n);
      return median(Float64Array.from(replicates.length >= REPLICATES ? [n, ...replicates] : this.of(n), (m) => targets[m]!));
    });
  }

  /**
   * Whether they, too, call a row far. Where the law is known, none of them may be missed in the same way, as beside a jump, nor two of them say the same. Else it lies far beyond all of them, by its target and, where all have one sign, by its
   * logarithm: what rises over decades goes on so. Of few rows, one at an end is never called far: it may be all that is seen of what is there. Measurements of the same inputs need no law, and nobody else is asked.
   */
  saySo(row: number, { targets, left, isCoarse }: { readonly targets: Float64Array; readonly left: Float64Array; readonly isCoarse: boolean }): boolean {
    const isBeyond = (others: readonly number[], times: number, of = (y: number): number => y): boolean => {
      const values = others.map((m) => of(targets[m]!));
      const [low, high, at] = [Math.min(...values), Math.max(...values), of(targets[row]!)];
      return Math.max(at - high, low - at) > times * (high - low);
    };
    const replicates = this.near.replicates(row);
    if (replicates.length >= REPLICATES) return isBeyond(replicates, BEYOND);
    const near = this.of(row);
    const distance = Math.abs(left[row]!);
    const saysTheSame = (m: number): boolean => Math.abs(targets[m]! - targets[row]!) < SAME * distance;
    if (isCoarse || this.near.isAtEnd(row)) {
      const isAmid = this.near.isAmid(row, near);
      if (!isAmid && this.count < MANY || this.near.of(row, AROUND).some(saysTheSame)) return false;
      const times = isAmid ? BEYOND : BEYOND_THE_END;
      const sign = Math.sign(targets[row]!);
      return isBeyond(near, times) && (near.some((m) => Math.sign(targets[m]!) !== sign) || isBeyond(near, isAmid && this.count >= MANY ? BEYOND_BY_LOGARITHMS : times, (y) => Math.log(Math.abs(y))));
    }
    return !near.some((m) => left[m]! * Math.sign(left[row]!) > MISSED * distance) && near.filter(saysTheSame).length < 2;
  }

  private of(row: number): readonly number[] {
    let near = this.known.get(row);
    if (near === undefined) this.known.set(row, near = this.near.of(row));
    return near;
  }
}

/** A sentence for every output with rows that are far. @param instead what may be typed so that they count less, null where there is nothing */
export function farNotes(far: Readonly<Record<string, FarRows>> | null, instead: string | null = null): string[] {
  return Object.entries(far ?? {}).map(([name, { rows, share, distance, from, targets, at }]) => {
    const shown = `${targets.map((y, k) => `${short(y)}${placeIn(at[k] ?? {})}`).join(', ')}${rows > targets.length ? ', ...' : ''}`;
    const what = from === 'neighbours' ? `what the rows nearest to ${rows === 1 ? 'it' : 'them'} say` : 'what the network says';
    return `${rows === 1 ? '1 row lies' : `${rows} rows (${Number((100 * share).toPrecision(2))} %) lie`} far from ${what}, ${rows === 1 ? '' : 'at least '}${Math.round(distance)} times the usual distance: "${name}" is ${shown}. `
      + `Mend or leave out what is a slip, since it bends everything${instead === null ? '' : `; ${instead} lets such rows count less`}`;
  });
}

const short = (value: number): string => String(Number(value.toPrecision(5)));

/** Where a row is, by its first inputs. */
function placeIn(at: Readonly<Record<string, number>>): string {
  const inputs = Object.entries(at);
  return inputs.length === 0 ? '' : ` (${inputs.slice(0, SAID_INPUTS).map(([name, value]) => `${name} ${short(value)}`).join(', ')}${inputs.length > SAID_INPUTS ? ', ...' : ''})`;
}
