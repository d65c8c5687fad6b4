import { type BlockProgram, blockProgram } from '@knotwork/algebra';
import type { UpdateFormula } from '@knotwork/plugin';
import type { ProgramLayout } from '@knotwork/engine-core';

/** Numbers an update formula runs over at once. */
const BLOCK = 256;

/** An update formula, elementwise over the unknowns. */
export class UpdateKernel {
  private readonly program: BlockProgram;

  constructor(private readonly source: UpdateFormula, private readonly layout: ProgramLayout) {
    this.program = blockProgram(source.formula, BLOCK);
  }

  /** Changes `parameters` and `slots`. @param gradient per unknown, @param step from 1, @param steps of the whole stage */
  run(parameters: Float64Array, slots: Readonly<Record<string, Float64Array>>, gradient: Float64Array, step: number, steps: number): void {
    const { source: { formula: { inputs, outputs } }, layout: { unknowns, parameterOf }, program } = this;
    for (let from = 0; from < unknowns; from += BLOCK) {
      const n = Math.min(BLOCK, unknowns - from);
      inputs.forEach((name, at) => {
        const into = program.inputs[at]!;
        if (name === 'parameter') for (let i = 0; i < n; i++) into[i] = parameters[parameterOf[from + i]!]!;
        else if (name === 'gradient') into.set(gradient.subarray(from, from + n));
        else if (name === 'step') into.fill(step);
        else if (name === 'steps') into.fill(steps);
        else into.set(slots[name]!.subarray(from, from + n));
      });
      program.run(n);
      outputs.forEach((name, at) => {
        const result = program.outputs[at]!;
        if (name === 'parameter') for (let i = 0; i < n; i++) parameters[parameterOf[from + i]!] = result[i]!;
        else slots[name]!.set(result.subarray(0, n), from);
      });
    }
  }
}
