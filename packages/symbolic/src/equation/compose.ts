import { input, substitute } from '@knotwork/algebra';
import { conditionedRead } from '@knotwork/network';
import { free, held, ONE, ZERO } from './constant.js';
import { equationTooLarge, mapWithoutEquation } from './errors.js';
import { type KnownFunction, knownFunction } from './known-function.js';
import { chainOf, nodeForm } from './node-form.js';
import { add, call, constantSum, polynomial, scale, shift, sizeOf, type Sum, sumOf } from './normal-form.js';
import { type EdgePart, nodeOfOutput, type SymbolicLayer, type SymbolicNetwork, type SymbolicVariable } from './symbolic-network.js';
import type { VariableMap } from '@knotwork/plugin';

/** The inverse hyperbolic sine, by which inputs with heavy tails come in. */
const areaSine = knownFunction('asinh', 'asinh', (() => {
  const x = input('x');
  const a = x.abs();
  // Not |x| + sqrt(x^2 + 1) less 1: for small numbers that would cancel.
  return x.sign().mul(a.add(a.square().add(1).sqrt()).log());
})(), { mirror: 'odd', expression: 'asinh(x)' });

/**
 * Every output of a network as one normal form, in the user's variables and units. A node that several edges leave is written out for each of them.
 *
 * @param most parts that all forms may have together
 * @throws KnotworkError `input` for an equation of more parts, for an input whose map is a table, and for a node that does what equations do not say
 */
export function compose({ inputs, outputs, layers }: SymbolicNetwork, most: number): Sum[] {
  const used = usedNodes(layers);
  const variables = (i: number): Sum => inputForm(inputs[i]!, i);
  let nodes: Sum[] = inputs.map((_, i) => (used[0]![i] ? variables(i) : constantSum(held(0))));
  layers.forEach((layer, l) => {
    // A bias that nobody trained is none: as a number to be fitted it would be a shift of every factor.
    const sums: Sum[][] = layer.bias.map((b) => [constantSum(b === 0 ? ZERO : free(b))]);
    let size = 0;
    for (const { from, to, parts } of layer.edges) {
      for (const form of edgeForms(parts, nodes[from]!)) {
        size += sizeOf(form);
        if (size > most) throw equationTooLarge(most);
        sums[to]!.push(form);
      }
    }
    nodes = Array.from({ length: layer.outputs }, (_, output) => {
      if (!used[l + 1]![output]) return constantSum(held(0));
      const node = nodeOfOutput(layer, output);
      const args = node.sums.map((sum) => add(sums[sum]!));
      return node.formula === null ? args[0]! : nodeForm(node.formula.roots[0]!, args, `layer ${l}`);
    });
    if (nodes.reduce((sum, node) => sum + sizeOf(node), 0) > most) throw equationTooLarge(most);
  });
  return outputs.map(({ map }, j) => shift(scale(heldForm(outputs, j, nodes[j]!, variables), map.scale === 1 ? ONE : free(map.scale)), map.center === 0 ? held(0) : free(map.center)));
}

/** What an output is that holds conditions by construction. @param node what the last layer gives, @param variable an input of the first one */
function heldForm(outputs: SymbolicNetwork['outputs'], index: number, node: Sum, variable: (i: number) => Sum): Sum {
  const made = conditionedRead({ of: 'output', index }, outputs);
  if (made === null) return node;
  const names = Object.keys(made.reads);
  const [root] = substitute([made.value], Object.fromEntries(names.map((name, k) => [name, input(`z${k}`)])));
  return nodeForm(root!, names.map((name) => { const read = made.reads[name]!; return read.of === 'input' ? variable(read.index) : node; }), `the conditions of ${outputs[index]!.name}`);
}

/** By layer, from the inputs on: the nodes from which something leads to an output. */
function usedNodes(layers: readonly SymbolicLayer[]): boolean[][] {
  const used = [Array.from({ length: layers.at(-1)!.outputs }, () => true)];
  for (const layer of layers.toReversed()) {
    const sums = new Set(used[0]!.flatMap((is, output) => (is ? nodeOfOutput(layer, output).sums : [])));
    const here = Array.from({ length: layer.inputs }, () => false);
    for (const { from, to } of layer.edges) if (sums.has(to)) here[from] = true;
    used.unshift(here);
  }
  return used;
}

function inputForm({ name, map }: SymbolicVariable<VariableMap>, i: number): Sum {
  if (map.kind === 'rank') throw mapWithoutEquation(name);
  const centred = shift(sumOf({ kind: 'variable', input: i }), map.center === 0 ? held(0) : free(-map.center));
  const standard = scale(centred, map.scale === 1 ? ONE : free(1 / map.scale));
  return map.kind === 'affine' ? standard : call(areaSine, standard);
}

/** f of a sum; of a function that is itself made of several, such as exp(-x^2), those. */
const applied = (f: KnownFunction, of: Sum): Sum => (chainOf(f) === null ? call(f, of) : nodeForm(f.expr, [of], f.name));

/** What the parts of an edge make of its input; powers are one polynomial. */
function edgeForms(parts: readonly EdgePart[], of: Sum): Sum[] {
  const calls = parts.flatMap((part) => ('power' in part ? [] : [scale(applied(part.f, shift(scale(of, free(part.a)), free(part.b))), free(part.c))]));
  const powers = parts.filter((part) => 'power' in part);
  if (powers.length === 0) return calls;
  const coefficients = Array.from({ length: Math.max(...powers.map(({ power }) => power)) }, () => held(0));
  for (const { power, c } of powers) coefficients[power - 1] = free(coefficients[power - 1]!.value + c);
  return [...calls, polynomial(of, coefficients)];
}
