import type { PlacedFormula, Samples } from '@knotwork/plugin';
import { placedAt } from './layer-functions.js';
import { evenly, type Range, rangeOf, type Signal } from './signal.js';

/** Inputs are a multiple of their address where that is off by no more than this share of a step. */
const EVEN = 1e-6;

/** Halvings of a range in double precision. */
const HALVINGS = 64;

/** Inputs of the first layer: over the domain and rows that go beyond. Addresses are even steps of what the network reads. */
export function inputSignals(maps: readonly PlacedFormula[], rows: Samples, domains: readonly (Range | null)[], bits: number): readonly Signal[] {
  return domains.map((domain, input) => {
    const user = Float64Array.from({ length: rows.count }, (_, n) => rows.values[n * rows.width + input]!);
    const ends = rangeOf([...user, ...(domain ?? [])]);
    const map = mapOf(maps, input);
    const [low, high] = map(Float64Array.from(ends)) as unknown as Range;
    const points = evenly([low, high], 2 ** bits);
    return { points, rows: map(user), range: { min: ends[0], max: ends[1], ...(isEven(map(evenly(ends, points.length)), points) ? {} : { thresholds: thresholdsOf(map, points, ends) }) } };
  });
}

type NumberMap = (x: Float64Array) => Float64Array;

/** From the units of the data to those of the network. */
function mapOf(maps: readonly PlacedFormula[], input: number): NumberMap {
  const map = maps.find(({ from }) => from.includes(input))!;
  const place = map.from.indexOf(input);
  // Asked for as many again and again where thresholds are searched for.
  const ready = new Map<number, ReturnType<typeof placedAt>>();
  return (x) => {
    const at = ready.get(x.length) ?? placedAt(map, x.length);
    ready.set(x.length, at);
    return at(place, x)[0]!.slice();
  };
}

function isEven(values: Float64Array, points: Float64Array): boolean {
  const step = points[1]! - points[0]!;
  return values.every((v, k) => Math.abs(v - points[k]!) <= EVEN * step);
}

/** Where the nearest point becomes the next one, in the units of the data: what is searched for by halving the range, since maps ascend. */
function thresholdsOf(map: NumberMap, points: Float64Array, [low, high]: Range): number[] {
  const count = points.length - 1;
  const [below, above] = [new Float64Array(count).fill(low), new Float64Array(count).fill(high)];
  const middles = new Float64Array(count);
  for (let step = 0; step < HALVINGS; step++) {
    for (let k = 0; k < count; k++) middles[k] = below[k]! + (above[k]! - below[k]!) / 2;
    const mapped = map(middles);
    for (let k = 0; k < count; k++) (mapped[k]! < (points[k]! + points[k + 1]!) / 2 ? below : above)[k] = middles[k]!;
  }
  return [...above];
}
