import { constant, derivative, type Expr, input } from '@knotwork/algebra';
import type { Read } from '@knotwork/plugin/engine';
import { ascending } from './ascending.js';

/** A derivative in the network's inputs: their numbers, ascending, one more than once for higher orders; none for the value itself. */
export type Channel = readonly number[];

/** factor * f^(order)(x) times channels of x, by their numbers. */
export interface ChainTerm { readonly factor: number; readonly order: number; readonly of: readonly number[] }

/**
 * The derivatives that go through a network beside its values: those that an objective reads, and all that these are made of. Everything a layer does but
 * its functions is linear, so it does to each channel what it does to values.
 */
export interface Channels {
  /** The first is the value; none comes before one that it is made of. */
  readonly list: readonly Channel[];
  /** Highest order; 0 where nothing but values is read. */
  readonly order: number;
  /** Every channel of f(x), f a function of one variable, as a sum: `chain[channel]`. */
  readonly chain: readonly (readonly ChainTerm[])[];
  /** The derivative of every channel of f(x) in every channel of x: `slopes[channel][of]`, empty where it is 0. */
  readonly slopes: readonly (readonly (readonly ChainTerm[])[])[];
  /** Number of a channel by what is read; its inputs in any order. */
  numberOf(inputs: readonly number[]): number;
}

/** Channels of the derivatives that are among some reads. */
export function channelsOf(reads: readonly Read[]): Channels { return channelsFor(reads.flatMap((read) => (read.of === 'derivative' ? [read.inputs] : []))); }

/** Channels of some derivatives. Cost: subsets and partitions of each; meant for orders up to 4. */
export function channelsFor(derivatives: readonly (readonly number[])[]): Channels {
  const found = new Map<string, Channel>([['', []]]);
  for (const inputs of derivatives) for (const part of partsOf(ascending(inputs))) found.set(part.join(), part);
  const list = [...found.values()].sort((a, b) => a.length - b.length || compare(a, b));
  const numbers = new Map(list.map((channel, k) => [channel.join(), k]));
  const numberOf = (inputs: readonly number[]): number => numbers.get(ascending(inputs).join()) ?? -1;
  const chain = list.map((channel) => collected(partitions(channel).map((blocks) => ({ factor: 1, order: blocks.length, of: ascending(blocks.map(numberOf)) }))));
  const slopes = chain.map((terms) => list.map((_, of) => collected(terms.flatMap((term): ChainTerm[] => {
    if (of === 0) return [{ ...term, order: term.order + 1 }];
    const times = term.of.filter((k) => k === of).length;
    return times === 0 ? [] : [{ factor: term.factor * times, order: term.order, of: without(term.of, of) }];
  }))));
  return { list, order: list.at(-1)!.length, chain, slopes, numberOf };
}

/** Name of a channel of a variable, for formulas. */
export function channelName(name: string, channel: number): string { return channel === 0 ? name : `${name}@${channel}`; }

/** Every channel of an expression of several variables, of which all channels are inputs, named by `channelName`. */
export function channelExpressions(e: Expr, names: readonly string[], { list, numberOf }: Channels): readonly Expr[] {
  const found: Expr[] = [];
  for (const channel of list) {
    if (channel.length === 0) { found.push(e); continue; }
    const [rest, last] = [channel.slice(0, -1), channel.at(-1)!];
    // The total derivative of the channel without its last input.
    const before = found[numberOf(rest)]!;
    let sum: Expr = constant(0);
    for (const name of names) {
      for (const part of partsOf(rest)) sum = sum.add(derivative(before, channelName(name, numberOf(part))).mul(input(channelName(name, numberOf([...part, last])))));
    }
    found.push(sum);
  }
  return found;
}

function compare(a: Channel, b: Channel): number {
  const k = a.findIndex((input, n) => input !== b[n]);
  return k < 0 ? 0 : a[k]! - b[k]!;
}

/** All that remains of a channel when some of its inputs are left out, each once. */
function partsOf(channel: Channel): readonly Channel[] {
  const all = Array.from({ length: 2 ** channel.length }, (_, bits) => channel.filter((__, k) => (bits >> k) % 2 === 1));
  return [...new Map(all.map((part) => [part.join(), part])).values()];
}

/** All ways to put the inputs of a channel, told apart by their places, into blocks. */
function partitions(channel: Channel): readonly (readonly Channel[])[] {
  if (channel.length === 0) return [[]];
  const [first, ...rest] = channel as readonly [number, ...number[]];
  return partitions(rest).flatMap((blocks) => [[[first], ...blocks], ...blocks.map((_, k) => blocks.map((block, j) => (j === k ? [first, ...block] : block)))]);
}

/** Equal terms added up. */
function collected(terms: readonly ChainTerm[]): readonly ChainTerm[] {
  const sums = new Map<string, ChainTerm>();
  for (const term of terms) {
    const key = `${term.order}:${term.of.join()}`;
    sums.set(key, { ...term, factor: term.factor + (sums.get(key)?.factor ?? 0) });
  }
  return [...sums.values()];
}

function without(numbers: readonly number[], one: number): readonly number[] {
  const k = numbers.indexOf(one);
  return numbers.filter((_, j) => j !== k);
}
