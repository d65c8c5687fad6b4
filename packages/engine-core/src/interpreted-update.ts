import { type BlockProgram, blockProgram } from '@knotwork/algebra';
import type { Vec } from '@knotwork/plugin';
import type { UpdateFormula } from '@knotwork/plugin/engine';

/** Numbers an update formula runs over at once. */
const BLOCK = 256;

/** An update formula, elementwise over numbers of a vector. */
export class InterpretedUpdate {
  private readonly program: BlockProgram;

  /** @param source of `updateFor`: without weight decay, or with it for all */
  constructor(private readonly source: UpdateFormula) { this.program = blockProgram(source.formula, BLOCK); }

  /**
   * Changes `numbers` and `slots`.
   *
   * @param places of the numbers that are updated
   * @param gradient per place, from `first` on, as slots are
   * @param step from 1, @param steps of the whole stage
   */
  run(numbers: Vec, places: Uint32Array, slots: Readonly<Record<string, Vec>>, gradient: Vec, first: number, step: number, steps: number): void {
    const { source: { formula: { inputs, outputs } }, program } = this;
    for (let from = 0; from < places.length; from += BLOCK) {
      const n = Math.min(BLOCK, places.length - from);
      inputs.forEach((name, at) => {
        const into = program.inputs[at]!;
        if (name === 'parameter') for (let i = 0; i < n; i++) into[i] = numbers[places[from + i]!]!;
        else if (name === 'gradient') into.set(gradient.subarray(first + from, first + from + n));
        else if (name === 'step') into.fill(step);
        else if (name === 'steps') into.fill(steps);
        else into.set(slots[name]!.subarray(first + from, first + from + n));
      });
      program.run(n);
      outputs.forEach((name, at) => {
        const result = program.outputs[at]!;
        if (name === 'parameter') for (let i = 0; i < n; i++) numbers[places[from + i]!] = result[i]!;
        else slots[name]!.set(result.subarray(0, n), first + from);
      });
    }
  }
}
