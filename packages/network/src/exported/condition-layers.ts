import { type Expr, formula, input, substitute } from '@knotwork/algebra';
import type { ExportedLayer, NetworkSpec } from '@knotwork/plugin';
import type { NodeGroup } from '@knotwork/plugin/engine';
import { conditionedRead } from '../conditions/conditioned-read.js';
import { channelExpressions, channelName, type Channels } from '../derivatives/channels.js';
import { sumInput } from '../structure/layer-nodes.js';
import { passing } from './plain-layers.js';
import { whereValue } from './where-value.js';

/** An output of the layer that makes outputs hold their conditions: an expression, and where its inputs come from. */
interface HeldOutput { readonly value: Expr; readonly from: Readonly<Record<string, Place>> }

/** A place among what the last layer gives, or among the inputs of the first. */
interface Place { readonly of: 'output' | 'input'; readonly at: number }

/**
 * Layers for exporters, with one behind them that makes outputs hold their conditions: a node for each, a formula of what the last layer gives and of the inputs of the first, in network units, which all
 * layers pass on. So whoever evaluates or writes layers needs to know nothing of conditions.
 */
export function layersWithConditions(layers: readonly ExportedLayer[], { inputs, outputs }: NetworkSpec): ExportedLayer[] {
  return withHeld(layers, inputs.length, outputs.map((_, index) => {
    const made = conditionedRead({ of: 'output', index }, outputs);
    if (made === null) return passed(index);
    return { value: made.value, from: Object.fromEntries(Object.entries(made.reads).map(([name, read]) => [name, read.of === 'input' ? { of: 'input', at: read.index } : { of: 'output', at: index }])) };
  }));
}

/**
 * The same of derivatives: all of it, inputs included, is channels, and the chain rule for what outputs are is that for any node.
 *
 * @param layers whose first one has all channels of inputs at its first places, and whose last one gives all channels of outputs
 * @param derivatives asked of every output
 */
export function channelLayersWithConditions(layers: readonly ExportedLayer[], { inputs, outputs }: NetworkSpec, channels: Channels, derivatives: readonly (readonly number[])[]): ExportedLayer[] {
  return withHeld(layers, channels.list.length * inputs.length, outputs.flatMap((_, index) => {
    const numbers = derivatives.map((of) => channels.numberOf(of));
    const made = conditionedRead({ of: 'output', index }, outputs);
    if (made === null) return numbers.map((c) => ({ value: whereValue(input('v'), input('d')), from: { v: { of: 'output', at: index }, d: { of: 'output', at: c * outputs.length + index } } }));
    const reads = Object.entries(made.reads);
    const all = channelExpressions(made.value, reads.map(([name]) => name), channels);
    const from = Object.fromEntries(channels.list.flatMap((__, c) => reads.map(([name, read]): [string, Place] => [channelName(name, c), read.of === 'input' ? { of: 'input', at: c * inputs.length + read.index } : { of: 'output', at: c * outputs.length + index }])));
    return numbers.map((c) => ({ value: whereValue(all[0]!, all[c]!), from }));
  }));
}

const passed = (at: number): HeldOutput => ({ value: input('v'), from: { v: { of: 'output', at } } });

/** @param count inputs of the first layer that are passed on */
function withHeld(layers: readonly ExportedLayer[], count: number, held: readonly HeldOutput[]): ExportedLayer[] {
  return [...layers.map((layer, l) => carrying(layer, count, l === 0 ? 0 : layer.inputs)), heldLayer(layers.at(-1)!.outputs, count, held)];
}

/** A layer that passes on the inputs of the first one behind its own outputs. @param at place of the first of them among its inputs */
function carrying({ inputs, sums, outputs, bias, terms, nodes }: ExportedLayer, count: number, at: number): ExportedLayer {
  const own = Array.from({ length: count }, (_, i) => i);
  return Object.freeze({
    inputs: Math.max(inputs, at + count), sums: sums + count, outputs: outputs + count, bias: Float64Array.from([...bias, ...own.map(() => 0)]),
    terms: [...terms, passing(own.map((i) => at + i), own.map((i) => [sums + i]))],
    nodes: [...nodes, { first: outputs, firstSum: sums, count, arity: 1, formula: null }],
  });
}

/** @param given outputs of the layer before it, and @param count inputs that it passes on behind them */
function heldLayer(given: number, count: number, held: readonly HeldOutput[]): ExportedLayer {
  const sumsOf = new Map<number, number[]>();
  const nodes: NodeGroup[] = [];
  let sums = 0;
  for (const [first, { value, from }] of held.entries()) {
    const all = Object.keys(from);
    const used = new Set(formula(all, { value }).nodes.flatMap(({ op, name }) => (op === 'input' ? [name] : [])));
    // A node has a sum at least.
    const names = used.size === 0 ? all.slice(0, 1) : all.filter((name) => used.has(name));
    for (const [k, name] of names.entries()) {
      const { of, at } = from[name]!;
      const place = of === 'input' ? given + at : at;
      sumsOf.set(place, [...sumsOf.get(place) ?? [], sums + k]);
    }
    const own = names.map((_, k) => sumInput(k));
    nodes.push({ first, firstSum: sums, count: 1, arity: names.length, formula: formula(own, { y: substitute([value], Object.fromEntries(names.map((name, k) => [name, input(own[k]!)])))[0]! }) });
    sums += names.length;
  }
  const places = [...sumsOf.keys()].sort((a, b) => a - b);
  return Object.freeze({ inputs: given + count, sums, outputs: held.length, bias: new Float64Array(sums), terms: [passing(places, places.map((at) => sumsOf.get(at)!))], nodes });
}
