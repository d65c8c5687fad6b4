import { blockProgram, type Formula } from '@knotwork/algebra';
import type { Samples } from '@knotwork/plugin';

const BLOCK = 256;

/** All outputs of a formula at all points, in the order of its inputs. @param refuse makes the error for a value that is not finite */
export function formulaValues(f: Formula, { count: rows, width, values }: Samples, refuse: (row: number, output: number, value: number) => Error): Samples {
  const program = blockProgram(f, BLOCK);
  const outputs = f.outputs.length;
  const targets = new Float64Array(rows * outputs);
  for (let from = 0; from < rows; from += BLOCK) {
    const size = Math.min(BLOCK, rows - from);
    program.inputs.forEach((x, i) => { for (let k = 0; k < size; k++) x[k] = values[(from + k) * width + i]!; });
    program.run(size);
    program.outputs.forEach((y, j) => {
      for (let k = 0; k < size; k++) {
        if (!Number.isFinite(y[k])) throw refuse(from + k, j, y[k]!);
        targets[(from + k) * outputs + j] = y[k]!;
      }
    });
  }
  return { count: rows, width: outputs, values: targets };
}
