import { type Expr, formula, input, substitute, trace } from '@knotwork/algebra';
import type { ExportedLayer, ExportedNetwork, Network } from '@knotwork/plugin';
import type { LayerStructure, Structure } from '@knotwork/plugin/engine';
import { channelExpressions, channelName, type Channels, channelsFor } from '../derivatives/channels.js';
import { hasConditions } from '../conditions/conditioned-read.js';
import { sumInput } from '../structure/layer-nodes.js';
import { channelLayersWithConditions } from './condition-layers.js';
import { whereValue } from './where-value.js';
import { exportedMapDerivative } from './exported-maps.js';
import { exportedTerm } from './exported-term.js';
import { functionTerm, passing, SAME, sumLayer } from './plain-layers.js';

/**
 * A network whose outputs are derivatives of another one in its inputs, in the user's units: derivatives go forward through it beside values, as channels. All of it is layers of terms and nodes,
 * so that whoever evaluates or writes networks needs to know nothing of derivatives. Outputs of layers are numbered channel by channel.
 *
 * 1. Inputs in network units and their derivatives in the user's.
 * 2. For each layer, what its edges are: sums for f(x), f'(x), ... of every edge and for the channels of its x, and nodes that make the channels of f(x) of them by the chain rule.
 * 3. The layer itself: it adds channels of edges up, and its nodes make channels of theirs.
 * 4. The derivatives that were asked for, of outputs that hold their conditions; NaN where the output is.
 *
 * @param derivatives inputs of each, all of maps that are smooth
 * @returns its outputs: all derivatives of the first output, then those of the next one
 */
export function derivativeNetwork({ spec, parameters }: Network, { layers }: Structure, derivatives: readonly (readonly number[])[]): ExportedNetwork {
  const channels = channelsFor(derivatives);
  const inputs = Uint32Array.from(spec.inputs, (_, i) => i);
  const { length: outputs } = spec.outputs;
  const own = layers.flatMap((layer) => layersOf(layer, parameters, channels));
  const scale = spec.outputs.flatMap(({ map }) => derivatives.map(() => map.scale));
  return Object.freeze({
    maps: [{ ...SAME, from: inputs }],
    layers: [
      mapsLayer(spec, channels),
      ...(hasConditions(spec.outputs) ? channelLayersWithConditions(own, spec, channels, derivatives)
        : [...own, askedLayer(outputs, channels, derivatives)]),
    ],
    scale: Float64Array.from(scale), center: new Float64Array(scale.length),
  });
}

/** The derivatives that were asked for, each a node of its output and of itself. */
function askedLayer(outputs: number, { list, numberOf }: Channels, derivatives: readonly (readonly number[])[]): ExportedLayer {
  const count = outputs * derivatives.length;
  const numbers = derivatives.map((_, d) => d);
  const sumsOf = (output: number, place: number): number[] => numbers.map((d) => 2 * (output * derivatives.length + d) + place);
  const all = Array.from({ length: outputs }, (_, output) => output);
  return Object.freeze({
    inputs: list.length * outputs, sums: 2 * count, outputs: count, bias: new Float64Array(2 * count),
    terms: [passing(
      [...all, ...all.flatMap((output) => derivatives.map((of) => numberOf(of) * outputs + output))],
      [...all.map((output) => sumsOf(output, 0)), ...all.flatMap((output) => sumsOf(output, 1).map((sum) => [sum]))],
    )],
    nodes: [{ first: 0, firstSum: 0, count, arity: 2, formula: trace([sumInput(0), sumInput(1)], (value, slope) => ({ y: whereValue(value!, slope!) })) }],
  });
}

/** From the user's values to all channels of inputs in network units. Those in another input are 0, and do not begin. */
function mapsLayer({ inputs }: Network['spec'], { list }: Channels): ExportedLayer {
  const { length: width } = inputs;
  const maps = inputs.map(({ map }) => map);
  const terms = list.flatMap((channel, c) => {
    const own = inputs.map((_, i) => i).filter((i) => channel.every((other) => other === i));
    return exportedMapDerivative(maps, own, channel.length).map((placed) => functionTerm(placed, [...placed.from].map((i) => [c * width + i])));
  });
  return sumLayer({ inputs: width, outputs: list.length * width, terms });
}

/** A layer with channels: its edges, and itself. */
function layersOf(layer: LayerStructure, parameters: Float64Array, channels: Channels): ExportedLayer[] {
  const edges = layer.terms.flatMap(({ edges: { from, to } }) => Array.from(to, (sum, e) => ({ from: from[e]!, to: sum })));
  // Where no edge is on, outputs are constants.
  return [...(edges.length === 0 ? [] : [edgeLayer(layer, parameters, channels, edges)]), nodeLayer(layer, parameters, channels, edges)];
}

/** An edge of a layer, whatever its term. */
interface Edge { readonly from: number; readonly to: number }

/** Channels of every edge. Its sums, one after the other: f(x), f'(x), ..., then the channels of x without the first. */
function edgeLayer({ inputs, terms }: LayerStructure, parameters: Float64Array, { list, order, chain }: Channels, edges: readonly Edge[]): ExportedLayer {
  const { length: count } = edges;
  const arity = order + list.length;
  const names = Array.from({ length: arity }, (_, k) => sumInput(k));
  const functions = Array.from({ length: order + 1 }, (_, m) => {
    let first = 0;
    return terms.flatMap((term) => {
      const before = first;
      first += term.edges.count;
      const exported = exportedTerm(term, parameters, m);
      return exported === null ? [] : [{ ...exported, to: exported.to.map((_, e) => (before + e) * arity + m) }];
    });
  }).flat();
  const live = [...new Set(edges.map(({ from }) => from))].sort((a, b) => a - b);
  const passed = list.slice(1).map((_, c) => passing(live.map((i) => (c + 1) * inputs + i), live.map((i) => edges.flatMap(({ from }, e) => (from === i ? [e * arity + order + 1 + c] : [])))));
  return Object.freeze({
    inputs: list.length * inputs, sums: count * arity, outputs: list.length * count, bias: new Float64Array(count * arity), terms: [...functions, ...passed],
    nodes: list.map((_, c) => ({
      first: c * count, firstSum: 0, count, arity,
      formula: formula(names, { y: chain[c]!.map(({ factor, order: m, of }) => of.reduce<Expr>((product, k) => product.mul(input(sumInput(order + k))), input(sumInput(m))).mul(factor)).reduce((a, b) => a.add(b)) }),
    })),
  });
}

/** A layer that adds up channels of edges. Sums of a node, channel by channel, stand together where its nodes are formulas; all sums of a channel where nodes are sums. */
function nodeLayer({ inputs: before, sums, outputs, nodes, bias, isSum }: LayerStructure, parameters: Float64Array, channels: Channels, edges: readonly Edge[]): ExportedLayer {
  const { list } = channels;
  const placeOf = (sum: number, c: number): number => {
    if (isSum) return c * sums + sum;
    const { firstSum, arity } = nodes.findLast((group) => group.firstSum <= sum)!;
    const [node, j] = [Math.floor((sum - firstSum) / arity), (sum - firstSum) % arity];
    return firstSum * list.length + (node * list.length + c) * arity + j;
  };
  const own = new Float64Array(list.length * sums);
  for (let sum = 0; sum < sums; sum++) own[placeOf(sum, 0)] = parameters[bias.offset + sum]!;
  const terms = edges.length === 0 ? [] : [passing(list.flatMap((_, c) => edges.map((__, e) => c * edges.length + e)), list.flatMap((_, c) => edges.map(({ to }) => [placeOf(to, c)])))];
  const inputs = list.length * (edges.length === 0 ? before : edges.length);
  if (isSum) return sumLayer({ inputs, outputs: list.length * outputs, terms, bias: own });
  const groups = nodes.map((group) => ({ group, of: channelFormulas(group, channels) }));
  return Object.freeze({
    inputs, sums: own.length, outputs: list.length * outputs, bias: own, terms,
    nodes: list.flatMap((_, c) => groups.map(({ group: { first, firstSum, count, arity }, of }) => ({ first: c * outputs + first, firstSum: firstSum * list.length, count, arity: arity * list.length, formula: of[c]! }))),
  });
}

/** The channels of a node as formulas of the channels of its sums, those of a channel side by side. */
function channelFormulas({ arity, formula: f }: LayerStructure['nodes'][number], channels: Channels) {
  const { list } = channels;
  const names = Array.from({ length: arity }, (_, j) => sumInput(j));
  const all = list.flatMap((_, c) => names.map((__, j) => sumInput(c * arity + j)));
  const y = f === null ? input(sumInput(0)) : f.roots[0]!;
  const renamed = Object.fromEntries(list.flatMap((_, c) => names.map((name, j) => [channelName(name, c), input(sumInput(c * arity + j))])));
  return substitute(channelExpressions(y, names, channels), renamed).map((e) => formula(all, { y: e }));
}
