import type { EdgeChoice, EdgePair } from '@knotwork/plugin';
import type { TermEdges, TermStructure } from '@knotwork/plugin/engine';
import { badEdge, tooManyEdges } from '../errors.js';

/** Pairs of an input and a sum that one layer may have: where each of them is on, numbers of bytes stay numbers that a process can have. */
const MOST_PAIRS = 2 ** 26;

/**
 * Numbers the edges of a term that are on.
 *
 * @param choice left out for all
 * @throws KnotworkError `input` for a pair that the layer does not have, `capability` for too many
 */
export function termEdges(choice: EdgeChoice | undefined, { layer, inputs, sums }: { readonly layer: number; readonly inputs: number; readonly sums: number }): TermEdges {
  if (inputs * sums > MOST_PAIRS) throw tooManyEdges(layer, inputs, sums, MOST_PAIRS);
  const isOn = new Uint8Array(inputs * sums).fill(choice !== undefined && 'only' in choice ? 0 : 1);
  const [pairs, named] = choice === undefined ? [[], 1] : 'only' in choice ? [choice.only, 1] : [choice.except, 0];
  for (const [from, to] of pairs) {
    if (!(Number.isInteger(from) && from >= 0 && from < inputs && Number.isInteger(to) && to >= 0 && to < sums)) throw badEdge(layer, from, to);
    isOn[from * sums + to] = named;
  }
  return edgesThatAreOn(isOn, inputs, sums);
}

/** Numbers the edges of a layer that are on. @param isOn `[inputs][sums]` */
export function edgesThatAreOn(isOn: Uint8Array, inputs: number, sums: number): TermEdges {
  const count = isOn.reduce((n, on) => n + on, 0);
  const [from, to] = [new Uint32Array(count), new Uint32Array(count)];
  const edgeAt = new Int32Array(inputs * sums).fill(-1);
  const inputAt = new Int32Array(inputs).fill(-1);
  const live: number[] = [];
  const starts: number[] = [];
  let edge = 0;
  for (let i = 0; i < inputs; i++) {
    const first = edge;
    for (let o = 0; o < sums; o++) {
      if (isOn[i * sums + o] === 0) continue;
      [from[edge], to[edge]] = [i, o];
      edgeAt[i * sums + o] = edge++;
    }
    if (edge === first) continue;
    inputAt[i] = live.length;
    live.push(i);
    starts.push(first);
  }
  return Object.freeze({ count, from, to, inputs: Uint32Array.from(live), starts: Uint32Array.from([...starts, count]), edgeAt, inputAt });
}

/** Edges in the shorter of the two ways to choose them; undefined for all. @param isOn `[inputs][sums]` */
export function edgeChoice(isOn: Uint8Array, sums: number): EdgeChoice | undefined {
  const pairs = (on: number): EdgePair[] => Array.from(isOn, (v, e): EdgePair | null => (v === on ? [Math.floor(e / sums), e % sums] : null)).filter((pair) => pair !== null);
  const off = pairs(0);
  if (off.length === 0) return undefined;
  const only = pairs(1);
  return only.length <= off.length ? { only } : { except: off };
}

/** 1 for edges that are on: `[inputs][sums]`. */
export function edgeMask({ edgeAt }: TermEdges): Uint8Array { return Uint8Array.from(edgeAt, (edge) => (edge < 0 ? 0 : 1)); }

/** Numbers of the edges that leave an input: `first` to `end`, exclusive; none where all are off. */
export function edgesOf({ edges: { inputAt, starts } }: TermStructure, input: number): { readonly first: number; readonly end: number } {
  const live = inputAt[input]!;
  return live < 0 ? { first: 0, end: 0 } : { first: starts[live]!, end: starts[live + 1]! };
}
