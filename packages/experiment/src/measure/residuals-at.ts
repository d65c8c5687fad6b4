import { blockProgram } from '@knotwork/algebra';
import type { Samples } from '@knotwork/plugin';
import type { Engine, Objective, ObjectiveBlock, Read, Scalars } from '@knotwork/plugin/engine';
import type { Model } from '../stages/stage.js';

/**
 * How far equations are from holding at points: the root of the weighted sum of the squared residuals of all blocks over a set.
 *
 * @param inputs in network units, @returns `[count]`
 */
export async function residualsAt(engine: Engine, model: Model & { readonly scalars: Scalars }, objective: Objective, set: string, inputs: Samples): Promise<Float64Array> {
  const own = objective.blocks.filter(({ points }) => points === set);
  const sums = new Float64Array(inputs.count);
  for (const [k, outputs] of (await valuesAt(engine, model, { ...objective, blocks: own }, inputs)).entries()) {
    for (const r of outputs) for (let row = 0; row < inputs.count; row++) sums[row]! += own[k]!.weight * r[row]! ** 2;
  }
  return sums.map(Math.sqrt);
}

/**
 * What formulas of blocks say at points.
 *
 * @param objective whose blocks are over one set, @param inputs in network units, @param targets where formulas read them
 * @returns outputs of every block: `[blocks][outputs][count]`
 */
export async function valuesAt(engine: Engine, { structure, network, scalars }: Model & { readonly scalars: Scalars }, objective: Objective, inputs: Samples, targets?: Samples): Promise<Float64Array[][]> {
  const program = await engine.compile(structure, objective, { trainable: ['coefficients', 'bias'], parameters: 'trainable' });
  try {
    const data = await program.bind({ [objective.blocks[0]!.points]: { inputs, ...(targets === undefined ? {} : { targets }) } });
    const state = await program.start(network, { scalars });
    const values: Float64Array[][] = [];
    for (const { formula, reads } of objective.blocks) {
      const ofNetwork = formula.inputs.flatMap((name) => (reads[name]?.of === 'output' || reads[name]?.of === 'derivative' ? [name] : []));
      const read = await state.outputs(data, ofNetwork.map((name) => reads[name] as Extract<Read, { of: 'output' | 'derivative' }>));
      const columns = formula.inputs.map((name) => columnOf(reads[name]!, ofNetwork.indexOf(name), { read, inputs, targets, scalars }));
      values.push(filled(formula, columns, inputs.count));
    }
    return values;
  } finally {
    await program.dispose();
  }
}

function filled(formula: ObjectiveBlock['formula'], columns: readonly Float64Array[], count: number): Float64Array[] {
  const block = blockProgram(formula, count);
  block.inputs.forEach((x, k) => { x.set(columns[k]!); });
  block.run(count);
  return block.outputs.map((of) => of.slice());
}

function columnOf(read: Read, k: number, of: { readonly read: Samples; readonly inputs: Samples; readonly targets: Samples | undefined; readonly scalars: Scalars }): Float64Array {
  if (read.of === 'scalar') return new Float64Array(of.inputs.count).fill(of.scalars[read.name]!);
  const [{ width, values }, column] = read.of === 'input' ? [of.inputs, read.index] : read.of === 'target' ? [of.targets!, read.index] : [of.read, k];
  return Float64Array.from({ length: of.inputs.count }, (_, row) => values[row * width + column]!);
}
