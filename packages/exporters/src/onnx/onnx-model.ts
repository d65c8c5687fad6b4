import type { Expr, Formula } from '@knotwork/algebra';
import type { ExportedLayer, ExportedModel, ExportedNetwork, ExportedTerm, ExportTrial, PlacedFormula } from '@knotwork/plugin';
import { introduction } from '../text/introduction.js';
import { lowerFormula } from './lower-formula.js';
import { OnnxGraph } from './onnx-graph.js';
import type { PlacedTable } from './onnx-operations.js';

/** A model as ONNX: an input `x`, outputs `y` and, where there are any, `derivatives`; of a classification, `probabilities` and `class`. */
export function onnxModel(model: ExportedModel, real: 'float' | 'double'): Uint8Array {
  const { name, task, inputs, outputs, members, derivatives } = model;
  const graph = new OnnxGraph(real);
  graph.input('x', inputs.length);
  const y = meanOf(members, graph);
  graph.output('y', y, real, ['rows', outputs.length]);
  if (derivatives !== undefined) graph.output('derivatives', meanOf(derivatives.members, graph), real, ['rows', derivatives.columns.length]);
  if (task === 'classification') {
    graph.output('probabilities', graph.node('Softmax', [y], { axis: 1 }), real, ['rows', outputs.length]);
    graph.output('class', graph.node('ArgMax', [y], { axis: 1, keepdims: 0 }), 'int64', ['rows']);
  }
  return graph.encoded(name, introduction(model).join('\n'));
}

function meanOf(members: readonly ExportedNetwork[], graph: OnnxGraph): string {
  const all = members.map((member) => network(member, graph));
  const sum = all.reduce((a, b) => graph.node('Add', [a, b]));
  return all.length === 1 ? sum : graph.node('Div', [sum, graph.scalar(all.length)]);
}

function network({ maps, layers, scale, center }: ExportedNetwork, graph: OnnxGraph): string {
  const mapped = maps.map((map) => placed(map, 'x', graph).values[0]!);
  const order = maps.flatMap(({ from }) => [...from]);
  const input = columns(joined(mapped, graph), order.map((_, k) => order.indexOf(k)), order.length, graph);
  const last = layers.reduce((x, of) => layer(of, x, graph), input);
  return graph.node('Add', [graph.node('Mul', [last, graph.constant(scale, [scale.length])]), graph.constant(center, [center.length])]);
}

function layer({ bias, terms, nodes, sums, inputs }: ExportedLayer, x: string, graph: OnnxGraph): string {
  const constants = bias.slice();
  const parts = terms.flatMap((one) => term(one, x, constants, inputs, graph));
  // Where no edge is on, rows are counted all the same.
  if (parts.length === 0) parts.push(graph.node('MatMul', [x, graph.constant(new Float64Array(inputs * sums), [inputs, sums])]));
  const all = graph.node('Add', [parts.reduce((a, b) => graph.node('Add', [a, b])), graph.constant(constants, [sums])]);
  if (nodes.every(({ formula }) => formula === null)) return all;
  return joined(nodes.map(({ firstSum, count, arity, formula }) => {
    const own = (j: number): string => columns(all, Array.from({ length: count }, (_, n) => firstSum + n * arity + j), sums, graph);
    if (formula === null) return own(0);
    const [y] = lowerFormula(formula, { inputs: Object.fromEntries(formula.inputs.map((input, j) => [input, own(j)])) }, graph);
    return graph.node('Expand', [y!, graph.node('Shape', [own(0)])]);
  }), graph);
}

/**
 * What a term adds to all sums: its features, side by side for all places, times a matrix of coefficients.
 *
 * @param constants `[sums]`: what is the same in every row is added here
 */
function term(one: ExportedTerm, x: string, constants: Float64Array, inputs: number, graph: OnnxGraph): string[] {
  const { window, start, base, size, from: { length: places }, formula: { roots }, coefficients, baseWeights } = one;
  const changing = movingParts(one.formula);
  const sums = constants.length;
  const { values } = placed(one, x, graph, inputs);
  const parts: string[] = [];
  const { columnOf, count } = columnsOf(one, sums);
  const add = (features: string, width: number, weight: (edge: number, k: number) => number): void => {
    const matrix = new Float64Array(places * width * count);
    eachEdge(one, (place, edge, sum) => { for (let k = 0; k < width; k++) matrix[(place * width + k) * count + columnOf[sum]!] = weight(edge, k); });
    const product = graph.node('MatMul', [graph.node('Reshape', [features, graph.whole(0, places * width)]), graph.constant(matrix, [places * width, count])]);
    // A column of zeros for all other sums.
    parts.push(count === sums ? product : columns(graph.node('Pad', [product, graph.whole(0, 0, 0, 1), graph.scalar(0)]), [...columnOf], count + 1, graph));
  };
  const third = graph.whole(2);
  const deep = (name: string): string => graph.node('Unsqueeze', [name, third]);
  if (start === null) {
    const moving = Array.from({ length: window }, (_, j) => j).filter((j) => changing.has(roots[j]!));
    for (let j = 0; j < window; j++) if (!moving.includes(j)) addConstant(one, j, (edge) => coefficients[edge * size + j]!, constants);
    if (moving.length > 0) add(joined(moving.map((j) => deep(values[j]!)), graph, 2), moving.length, (edge, k) => coefficients[edge * size + moving[k]!]!);
  } else {
    const numbers = graph.constant(Array.from({ length: size }, (_, k) => k), [size]);
    const spread = Array.from({ length: window }, (_, j) => {
      const at = j === 0 ? values[start]! : graph.node('Add', [values[start]!, graph.scalar(j)]);
      const shaped = graph.node('Expand', [values[j]!, graph.node('Shape', [values[start]!])]);
      return graph.node('Where', [graph.node('Equal', [deep(at), numbers]), deep(shaped), graph.scalar(0)]);
    });
    add(spread.reduce((a, b) => graph.node('Add', [a, b])), size, (edge, k) => coefficients[edge * size + k]!);
  }
  if (base !== null) {
    if (changing.has(roots[base]!)) add(values[base]!, 1, (edge) => baseWeights![edge]!);
    else addConstant(one, base, (edge) => baseWeights![edge]!, constants);
  }
  return parts;
}

/** Columns of the matrix of a term: one for each sum, or one for each that its edges lead to where these are few. */
function columnsOf({ to }: ExportedTerm, sums: number): { readonly columnOf: Uint32Array; readonly count: number } {
  const own = [...new Set(to)].sort((a, b) => a - b);
  if (2 * own.length > sums) return { columnOf: Uint32Array.from({ length: sums }, (_, sum) => sum), count: sums };
  const columnOf = new Uint32Array(sums).fill(own.length);
  own.forEach((sum, k) => { columnOf[sum] = k; });
  return { columnOf, count: own.length };
}

/** What of a formula changes from row to row. */
function movingParts({ nodes }: Formula): ReadonlySet<Expr> {
  const moving = new Set<Expr>();
  for (const e of nodes) if ((e.op === 'input' && e.name === 'x') || e.args.some((arg) => moving.has(arg))) moving.add(e);
  return moving;
}

/** Adds what an output that is the same in every row comes to. Changes `constants`. */
function addConstant(one: ExportedTerm, output: number, weight: (edge: number) => number, constants: Float64Array): void {
  const { op, value, name } = one.formula.roots[output]!;
  const width = one.formula.inputs.length - 1;
  const at = one.formula.inputs.indexOf(name) - 1;
  eachEdge(one, (place, edge, sum) => { constants[sum]! += weight(edge) * (op === 'constant' ? value : one.numbers[place * width + at]!); });
}

function eachEdge({ ends, to }: ExportedTerm, visit: (place: number, edge: number, sum: number) => void): void {
  let edge = 0;
  ends.forEach((end, place) => { for (; edge < end; edge++) visit(place, edge, to[edge]!); });
}

/** Outputs of a formula at all its places: `[rows][places]` each, or what broadcasts to it. */
function placed({ formula, from, numbers, tables }: PlacedFormula, x: string, graph: OnnxGraph, inputs = Infinity): { readonly values: string[] } {
  const places = from.length;
  const [first, ...names] = formula.inputs;
  const column = (k: number): string => {
    const own = Array.from({ length: places }, (_, place) => numbers[place * names.length + k]!);
    return own.every((v) => Object.is(v, own[0])) ? graph.scalar(own[0]!) : graph.constant(own, [places]);
  };
  return {
    values: lowerFormula(formula, {
      inputs: { [first!]: columns(x, [...from], inputs, graph), ...Object.fromEntries(names.map((name, k) => [name, column(k)])) },
      tables: Object.fromEntries(formula.tables.map((name, k): [string, PlacedTable] => [name, { places, length: tables[k]!.length / places, values: tables[k]! }])),
    }, graph),
  };
}

/** Some columns of an array. @param of how many it has */
function columns(name: string, wanted: readonly number[], of: number, graph: OnnxGraph): string {
  return wanted.length === of && wanted.every((column, k) => column === k) ? name : graph.node('Gather', [name, graph.whole(...wanted)], { axis: 1 });
}

function joined(names: readonly string[], graph: OnnxGraph, axis = 1): string { return names.length === 1 ? names[0]! : graph.node('Concat', names, { axis }); }

/** A program around the file that reads rows and writes outputs. */
export function onnxTrial({ name, task }: ExportedModel, numbers: 'float' | 'double'): ExportTrial {
  const main = `import sys
import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession("${name}.onnx", providers=["CPUExecutionProvider"])
x = np.loadtxt(sys.stdin, ndmin=2).astype(np.float${numbers === 'float' ? 32 : 64})
results = session.run(None, {"x": x})
np.savetxt(sys.stdout, np.hstack(${task === 'classification' ? '[results[0], results[1], results[2][:, None]]' : 'results'}), fmt="%.17g")
`;
  return {
    files: { [`${name}_main.py`]: main }, probe: ['python', '-c', 'import numpy, onnxruntime'], needs: 'Python with numpy and onnxruntime', commands: [['python', `${name}_main.py`]],
  };
}
