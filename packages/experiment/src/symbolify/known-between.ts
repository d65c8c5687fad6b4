import { columnOf, edgesFrom, isRead } from '@knotwork/network';
import type { Samples } from '@knotwork/plugin';
import type { LayerStructure } from '@knotwork/plugin/engine';
import type { Candidate } from '@knotwork/symbolic';
import type { Model } from '../stages/stage.js';

/** What the argument of a function covers at most over the rows: of a wave that is some 1600 periods. What covers more is a step, or the end of another function's tail. */
const MOST_COVERED = 1e4;
/** Of the size of what enters a node, what it varies by at least: of less, half of the digits cancel. */
const LEAST_VARIED = 1e-7;
/** Of the spread of a function over the rows, the root mean square at most by which it leaves the line from one row to the next amid them. */
const MOST_BETWEEN = 0.5;
/** Of fewer places, what a function does between them is anybody's guess. */
const LEAST_PLACES = 20;

/** Whether the argument of a candidate covers no more than that over the rows. @param x what rows give the edge */
export function isWithin({ numbers }: Candidate, x: Float64Array): boolean {
  const [low, high] = x.reduce(([least, most], v) => [Math.min(least, v), Math.max(most, v)], [Infinity, -Infinity]) as [number, number];
  return numbers === null || Math.abs(numbers.a) * (high - low) <= MOST_COVERED;
}

/**
 * Whether the functions of a network are known between the rows: a wave of many periods from one row to the next, a step, or an exponential that is only kept within numbers by the rows themselves meets every row
 * and says nothing elsewhere.
 *
 * @param activations inputs of every layer over the rows
 */
export function areKnownBetween({ structure: { layers }, network: { parameters } }: Model, activations: readonly Samples[]): boolean {
  return layers.every((layer) => Array.from({ length: layer.inputs }, (_, input) => input).every((input) => {
    const sums = readSums(layer, input);
    if (sums.size === 0) return true;
    const x = columnOf(activations[layer.index]!, input);
    if (!x.every(Number.isFinite)) return false;
    const places = Float64Array.from(new Set(x)).sort();
    const [low, high] = [places[0]!, places.at(-1)!];
    if (high > low && high - low < LEAST_VARIED * Math.max(Math.abs(low), Math.abs(high))) return false;
    if (slopesOf(layer, input, parameters).some((slope) => Math.abs(slope) * (high - low) > MOST_COVERED)) return false;
    return places.length < LEAST_PLACES || isKnown(layer, input, parameters, places, sums);
  }));
}

/** Sums of a layer that a function of an input enters. */
function readSums({ terms }: LayerStructure, input: number): Set<number> {
  return new Set(terms.filter(isRead).flatMap(({ edges: { from, to } }) => Array.from(to).filter((_, e) => from[e] === input)));
}

/** What an input is multiplied by in the arguments of its functions. */
function slopesOf({ terms }: LayerStructure, input: number, parameters: Model['network']['parameters']): number[] {
  return terms.flatMap(({ reads, edges: { from }, segments: { shape } }) => (reads ?? []).flatMap((read) => {
    if ('power' in read || typeof read.a !== 'string') return [];
    const { offset } = shape[read.a]!;
    return Array.from(from).flatMap((f, e) => (f === input ? [parameters[offset + e]!] : []));
  }));
}

/** @param places ascending */
function isKnown(layer: LayerStructure, input: number, parameters: Model['network']['parameters'], places: Float64Array, sums: ReadonlySet<number>): boolean {
  const count = places.length;
  const between = places.subarray(1).map((x, n) => (x + places[n]!) / 2);
  const [at, amid] = [edgesFrom(layer, parameters, input, places, 0), edgesFrom(layer, parameters, input, between, 0)];
  return [...sums].every((sum) => {
    const y = at.slice(sum * count, (sum + 1) * count);
    const left = amid.slice(sum * (count - 1), (sum + 1) * (count - 1)).map((v, n) => v - (y[n]! + y[n + 1]!) / 2);
    const mean = y.reduce((total, v) => total + v, 0) / count;
    const [spread, off] = [y.map((v) => v - mean), left].map((values) => Math.sqrt(values.reduce((total, v) => total + v * v, 0) / values.length)) as [number, number];
    return off <= MOST_BETWEEN * spread;
  });
}
