import type { Segment, Structure } from '@knotwork/plugin';
import type { AllNumbers } from './backend.js';
import type { ProgramLayout } from './layout.js';

/** Unknowns that are not what they were: of another value, or on another grid. An optimizer's memory of them is void. */
export function changedUnknowns(structure: Structure, layout: ProgramLayout, before: AllNumbers, after: AllNumbers): number[] {
  const moved = movedInputs(structure, before.parameters, after.parameters);
  const changed: number[] = [];
  layout.parameterOf.forEach((at, k) => { if (before.parameters[at] !== after.parameters[at] || moved[at] === 1) changed.push(k); });
  before.scalars.forEach((value, k) => { if (value !== after.scalars[k]) changed.push(layout.parameterOf.length + k); });
  return changed;
}

/**
 * 1 for the coefficients, and for the shape parameters that edges or an input have for themselves, of inputs whose grid differs:
 * the same number there means another function.
 */
function movedInputs(structure: Structure, before: Float64Array, after: Float64Array): Uint8Array {
  const moved = new Uint8Array(before.length);
  for (const { inputs, terms } of structure.layers) {
    for (const { shape, segments } of terms) {
      const owned = [segments.coefficients, ...Object.entries(segments.shape).filter(([name]) => shape[name]!.scope !== 'layer').map(([, s]) => s)];
      const mark = (input: number, { offset, length }: Segment): void => {
        const each = length / inputs;
        moved.fill(1, offset + input * each, offset + (input + 1) * each);
      };
      for (const grid of [segments.domain, segments.knots]) {
        if (grid === null) continue;
        const width = grid.length / inputs;
        for (let k = 0; k < grid.length; k++) {
          if (before[grid.offset + k] !== after[grid.offset + k]) for (const segment of owned) mark(Math.floor(k / width), segment);
        }
      }
    }
  }
  return moved;
}
