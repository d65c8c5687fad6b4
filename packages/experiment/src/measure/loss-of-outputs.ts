import { blockProgram } from '@knotwork/algebra';
import type { Rows, Samples } from '@knotwork/plugin';
import type { Objective, ObjectiveBlock, Read } from '@knotwork/plugin/engine';
import { reportedLoss } from '@knotwork/training';

const BLOCK = 256;

/**
 * The loss of outputs that no single network has, as it is reported, over rows as they are weighed; an engine would want a network.
 *
 * @param objective whose formulas read outputs, inputs and targets
 * @param outputs `[rows][outputs]`, in network units, @param rows in network units
 * @throws RangeError for a formula that reads more than that
 */
export function lossOfOutputs(objective: Objective, outputs: Samples, rows: Rows): number {
  const data = objective.blocks.reduce((sum, block) => sum + block.weight * meanOf(block, outputs, rows), 0);
  return reportedLoss(objective, data);
}

/** The loss of every row by itself, as it is reported, without its weight: their mean, weighed, is {@link lossOfOutputs}. Arguments and errors are the same. */
export function lossesOfRows(objective: Objective, outputs: Samples, rows: Rows): Float64Array {
  const losses = new Float64Array(outputs.count);
  for (const block of objective.blocks) {
    const share = block.weight / block.formula.roots.length;
    eachValue(block, outputs, rows, (row, value) => { losses[row]! += share * value; });
  }
  return losses.map((loss) => reportedLoss(objective, loss));
}

/** The mean of a block over all rows: of half the squares of its residuals, or of its loss. */
function meanOf(block: ObjectiveBlock, outputs: Samples, rows: Rows): number {
  let sum = 0;
  eachValue(block, outputs, rows, (row, value) => { sum += (rows.weights?.[row] ?? 1) * value; });
  return sum / (outputs.count * block.formula.roots.length);
}

/** Visits what every root of a block's formula adds to the loss of a row. */
function eachValue({ form, formula, reads }: ObjectiveBlock, outputs: Samples, rows: Rows, visit: (row: number, value: number) => void): void {
  const program = blockProgram(formula, BLOCK);
  const columns = formula.inputs.map((name) => columnRead(reads[name]!, outputs, rows));
  for (let from = 0; from < outputs.count; from += BLOCK) {
    const count = Math.min(BLOCK, outputs.count - from);
    columns.forEach(({ samples, index }, i) => {
      for (let n = 0; n < count; n++) program.inputs[i]![n] = samples.values[(from + n) * samples.width + index]!;
    });
    program.run(count);
    for (const values of program.outputs) for (let n = 0; n < count; n++) visit(from + n, form === 'residuals' ? values[n]! ** 2 / 2 : values[n]!);
  }
}

function columnRead(read: Read, outputs: Samples, { inputs, targets }: Rows): { readonly samples: Samples; readonly index: number } {
  switch (read.of) {
    case 'output': return { samples: outputs, index: read.index };
    case 'input': return { samples: inputs, index: read.index };
    case 'target': return { samples: targets, index: read.index };
    default: throw new RangeError(`A loss of outputs alone cannot be asked of a formula that reads a ${read.of}.`);
  }
}
