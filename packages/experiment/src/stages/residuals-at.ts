import { blockProgram } from '@knotwork/algebra';
import type { Samples } from '@knotwork/plugin';
import type { Engine, Objective, Read, Scalars } from '@knotwork/plugin/engine';
import type { Model } from './stage.js';

/**
 * How far equations are from holding at points: the root of the weighted sum of the squared residuals of all blocks over a set.
 *
 * @param inputs in network units, @returns `[count]`
 */
export async function residualsAt(engine: Engine, { structure, network, scalars }: Model & { readonly scalars: Scalars }, objective: Objective, set: string, inputs: Samples): Promise<Float64Array> {
  const own = objective.blocks.filter(({ points }) => points === set);
  const program = await engine.compile(structure, { ...objective, blocks: own }, { trainable: ['coefficients', 'bias'], parameters: 'trainable' });
  try {
    const data = await program.bind({ [set]: { inputs } });
    const state = await program.start(network, { scalars });
    const sums = new Float64Array(inputs.count);
    for (const { formula, reads, weight } of own) {
      const ofNetwork = formula.inputs.flatMap((name) => (reads[name]?.of === 'output' || reads[name]?.of === 'derivative' ? [name] : []));
      const read = await state.outputs(data, ofNetwork.map((name) => reads[name] as Extract<Read, { of: 'output' | 'derivative' }>));
      const columns = formula.inputs.map((name) => columnOf(reads[name]!, ofNetwork.indexOf(name), { read, inputs, scalars }));
      const residual = blockProgram(formula, inputs.count);
      residual.inputs.forEach((x, k) => { x.set(columns[k]!); });
      residual.run(inputs.count);
      for (const r of residual.outputs) for (let row = 0; row < inputs.count; row++) sums[row]! += weight * r[row]! ** 2;
    }
    return sums.map(Math.sqrt);
  } finally {
    await program.dispose();
  }
}

function columnOf(read: Read, k: number, of: { readonly read: Samples; readonly inputs: Samples; readonly scalars: Scalars }): Float64Array {
  if (read.of === 'scalar') return new Float64Array(of.inputs.count).fill(of.scalars[read.name]!);
  const [{ width, values }, column] = read.of === 'input' ? [of.inputs, read.index] : [of.read, k];
  return Float64Array.from({ length: of.inputs.count }, (_, row) => values[row * width + column]!);
}
