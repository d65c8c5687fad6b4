import { blockProgram, constant, derivative, formula } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import { type Equation, isOfUnknown } from './equation.js';
import { LARGEST } from './numbers.js';

/** What an equation was seen to be at points, whatever the unknowns are there. */
export interface Trial {
  /** The first row at which the residual was no number that can be computed with, and what it was; null for none. */
  readonly notFinite: { readonly row: number; readonly value: number } | null;
  /** Whether unknowns have a part in the residual. */
  readonly hasUnknown: boolean;
}

/** Points that are computed together. */
const BLOCK = 256;
/** Values of unknowns that are tried: where one after the other is outside of what a function such as a logarithm is for, all are. */
const TRIALS = 24;

/** Change of a residual, beside its size, that is no rounding. */
const CHANGE = 1e-3;

/** Tries an equation at points with several values of its unknowns. @param parameters where numbers begin that are to be found */
export function tryEquation({ residual, reads }: Equation, points: Samples, parameters: Readonly<Record<string, number>>): Trial {
  const names = Object.keys(reads);
  // Where unknowns cancel, values differ by rounding and slopes are 0; of steps, slopes are 0 and values differ.
  const slope = names.filter((name) => isOfUnknown(reads[name]!)).reduce((sum, name) => sum.add(derivative(residual, name).abs()), constant(0));
  const program = blockProgram(formula(names, { r: residual, slope }), BLOCK);
  const stream = randomStream(0, 'trial');
  const all = Uint32Array.from({ length: points.count }, (_, row) => row);
  const before = new Float64Array(points.count).fill(NaN);
  let hasUnknown = false;
  let odd: Uint32Array = all;
  for (let trial = 0; trial < TRIALS && (odd.length > 0 || !hasUnknown); trial++) {
    // Of either sign, and from small to large.
    const values = names.map((name) => (isOfUnknown(reads[name]!) ? (stream.uniform(0, 1) < 0.5 ? -1 : 1) * 10 ** stream.uniform(-1, trial % 4) : 0));
    const rows: Uint32Array = hasUnknown ? odd : all;
    for (let from = 0; from < rows.length; from += BLOCK) {
      const some = rows.subarray(from, from + BLOCK);
      for (const [j, name] of names.entries()) {
        const read = reads[name]!;
        const x = program.inputs[j]!;
        if (read.of === 'input') for (let k = 0; k < some.length; k++) x[k] = points.values[some[k]! * points.width + read.index]!;
        else x.fill(read.of === 'scalar' ? parameters[read.name]! : values[j]!, 0, some.length);
      }
      program.run(some.length);
      const [residuals, slopes] = program.outputs;
      for (let k = 0; k < some.length; k++) {
        const [r, last] = [residuals![k]!, before[some[k]!]!];
        hasUnknown ||= slopes![k]! > 0 || Math.abs(r - last) > CHANGE * Math.abs(last);
        before[some[k]!] = r;
      }
    }
    odd = odd.filter((row) => !(Math.abs(before[row]!) <= LARGEST));
  }
  return { notFinite: odd.length === 0 ? null : { row: odd[0]!, value: before[odd[0]!]! }, hasUnknown };
}
