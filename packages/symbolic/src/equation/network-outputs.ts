import { blockProgram, formula } from '@knotwork/algebra';
import { columnOf, conditionedOutputs, fromUser, toUser } from '@knotwork/network';
import type { Samples } from '@knotwork/plugin';
import { type EdgePart, nodeOfOutput, type SymbolicNetwork } from './symbolic-network.js';

/** What a symbolic network makes of rows, edge by edge and in the user's units: one array for each output. */
export function networkOutputs({ inputs, outputs, layers }: SymbolicNetwork, { count, width, values }: Samples): Float64Array[] {
  const columns = inputs.map(({ map }, i) => Float64Array.from({ length: count }, (_, n) => fromUser(map, values[n * width + i]!)));
  let nodes = columns;
  for (const layer of layers) {
    const sums = layer.bias.map((b) => new Float64Array(count).fill(b));
    for (const { from, to, parts } of layer.edges) for (const part of parts) valuesOfPart(part, nodes[from]!).forEach((v, n) => { sums[to]![n]! += v; });
    nodes = Array.from({ length: layer.outputs }, (_, output) => {
      const node = nodeOfOutput(layer, output);
      if (node.formula === null) return sums[node.sums[0]!]!;
      const program = blockProgram(node.formula, count);
      node.sums.forEach((sum, k) => program.inputs[k]!.set(sums[sum]!));
      program.run(count);
      return program.outputs[0]!.slice();
    });
  }
  const together = (of: readonly Float64Array[]): Samples => ({ count, width: of.length, values: Float64Array.from({ length: count * of.length }, (_, k) => of[k % of.length]![Math.floor(k / of.length)]!) });
  const held = conditionedOutputs(outputs.map((_, index) => ({ of: 'output', index })), outputs);
  const made = held.from(together(held.own.map((read) => nodes[read.of === 'output' ? read.index : read.output]!)), together(columns));
  return outputs.map(({ map }, j) => columnOf(made, j).map((v) => toUser(map, v)));
}

function valuesOfPart(part: EdgePart, x: Float64Array): Float64Array {
  if ('power' in part) return x.map((v) => part.c * v ** part.power);
  const program = blockProgram(formula(['x'], { y: part.f.expr }), x.length);
  program.inputs[0]!.set(x.map((v) => part.a * v + part.b));
  program.run(x.length);
  return program.outputs[0]!.map((v) => part.c * v);
}
