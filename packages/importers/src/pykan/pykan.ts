import { cite, defineImporter, type PluginUse } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { baseFunction, KNOWN_BASES } from '../base-function.js';
import { cannotExpress } from '../errors.js';
import type { FunctionEdge } from '../functions/function-term.js';
import { choiceOf, edgesOn, NetworkDraft } from '../network-draft.js';
import { innerDomain } from '../splines/inner-domain.js';
import { splineTerm } from '../splines/spline-term.js';
import { type PykanLayer, pykanModel, type PykanModel } from './pykan-file.js';
import { type NodesOfLayer, pykanNodes } from './pykan-nodes.js';
import { FUNCTIONS, symbolicTerms } from './symbolic-terms.js';

/** Networks of pykan, `KAN` or `MultKAN`, pruned ones and those with symbolic edges included. */
export const pykan = defineImporter({
  name: 'pykan',
  summary: 'Networks of pykan, with nodes that multiply, pruned edges and symbolic ones',
  source: cite({ authors: ['Z. Liu', 'P. Ma', 'Y. Wang', 'W. Matusik', 'M. Tegmark'], year: 2024, title: 'KAN 2.0: Kolmogorov-Arnold Networks Meet Science', id: 'arXiv:2408.10205' }),
  options: z.strictObject({}),
  read(file) {
    const model = pykanModel(file);
    const draft = new NetworkDraft();
    for (const layer of model.layers) addLayer(draft, layer, model);
    const [first, last] = [model.layers[0]!, model.layers.at(-1)!];
    return {
      inputs: model.inputIds.map((id) => `x${id + 1}`), outputs: Array.from({ length: last.adding + last.arities.length }, (_, o) => `y${o + 1}`), layers: draft.layers, numbers: draft.numbers,
      domains: Array.from({ length: first.inputs }, (_, i) => innerDomain(gridOf(first, i), first.degree)), notes: [],
    };
  },
});

function gridOf({ grid: { shape, values } }: PykanLayer, input: number): Float64Array {
  return values.subarray(input * shape[1]!, (input + 1) * shape[1]!);
}

function addLayer(draft: NetworkDraft, layer: PykanLayer, model: PykanModel): void {
  const { index, inputs, mask, scaleBase, scaleSp, coef } = layer;
  const nodes = pykanNodes(layer, model.file);
  // Sums keep their order, so that edges in the order of pykan are in the order of ours.
  const there = new Map(Array.from({ length: layer.sums }, (_, sum) => [nodes.sumOf(sum), sum]));
  const weight = ([input, here]: readonly [number, number], of: Float64Array): number => {
    const at = input * layer.sums + there.get(here)!;
    return nodes.scale(there.get(here)!) * mask[at]! * of[at]!;
  };
  const size = coef.shape[2]!;
  const splines = splineTerm({
    file: model.file, layer: `layer ${index}`, inputs, sums: nodes.sums, degree: layer.degree, isSingle: layer.isSingle, grid: (input) => gridOf(layer, input),
    edges: edgesOn(inputs, nodes.sums, (input, here) => there.has(here) && mask[input * layer.sums + there.get(here)!] !== 0),
    coefficients: ([input, here]) => { const at = input * layer.sums + there.get(here)!; return coef.values.subarray(at * size, (at + 1) * size); },
    base: baseOf(model), baseWeight: (edge) => weight(edge, scaleBase), basisWeight: (edge) => weight(edge, scaleSp),
  });
  const symbolic = model.isSymbolic ? symbolicEdges(layer, nodes, model.file) : new Map<string, FunctionEdge[]>();
  const terms = [splines, ...symbolicTerms(symbolic, inputs, nodes.sums)];
  // A layer whose edges are all symbolic has no splines.
  const isEmpty = splines.numbers['basisWeight']!.length === 0 && terms.length > 1;
  draft.add(nodes.layer, { inputs, outputs: nodes.outputs, bias: nodes.bias }, isEmpty ? terms.slice(1) : terms);
  if (nodes.after !== null) addBiases(draft, nodes.after);
}

function baseOf({ base, file }: PykanModel): PluginUse {
  const known = baseFunction(base);
  if (known === null) throw cannotExpress(file, `its base function is ${base}, and Knotwork has "silu", "identity", "zero", ${KNOWN_BASES}`, 'Train one with a base_fun of these.');
  return known;
}

/** Symbolic edges that are on, by the names of our functions, ascending; what they add whatever x is goes to the biases of their sums. */
function symbolicEdges({ index, inputs, sums, symbolicMask, affine, functions }: PykanLayer, nodes: NodesOfLayer, file: string): Map<string, FunctionEdge[]> {
  const edges = new Map<string, FunctionEdge[]>();
  for (let input = 0; input < inputs; input++) {
    for (let sum = 0; sum < sums; sum++) {
      const at = sum * inputs + input;
      if (symbolicMask[at] === 0) continue;
      const name = functions[sum]![input]!;
      const f = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
      if (f === undefined) {
        throw cannotExpress(file, `the edge of layer ${index} from input ${input} to sum ${sum} is symbolic, "${name}", and known are ${Object.keys(FUNCTIONS).join(', ')}`,
          `Make it a spline again before saving, model.unfix_symbolic(${index}, ${input}, ${sum}), and train on.`);
      }
      const scale = nodes.scale(sum) * symbolicMask[at]!;
      const [a, b, c, d] = affine.subarray(4 * at, 4 * at + 4) as unknown as [number, number, number, number];
      const here = nodes.sumOf(sum);
      nodes.bias[here]! += scale * d;
      if (f !== null) (edges.get(f) ?? edges.set(f, []).get(f)!).push({ edge: [input, here], a, b, c: scale * c });
    }
  }
  return edges;
}

/** Nodes that are shifted after they multiplied: a layer of its own, each node the one before it and a bias. */
function addBiases(draft: NetworkDraft, bias: Float64Array): void {
  const n = bias.length;
  const edges = edgesOn(n, n, (input, sum) => input === sum);
  draft.add({ kind: 'kan' }, { inputs: n, outputs: n, bias }, [{
    spec: { basis: { kind: 'affine' }, edge: { kind: 'plain' }, inputMap: 'raw', outside: 'free', ...choiceOf(edges, n, n) },
    numbers: { coefficients: new Float64Array(n).fill(1), domain: Float64Array.from(edges.flatMap(() => [-1, 1])) },
  }]);
}
