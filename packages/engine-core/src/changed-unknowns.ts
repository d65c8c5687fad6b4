import type { Structure } from '@knotwork/plugin/engine';
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
  for (const { terms } of structure.layers) {
    for (const { shape, segments, size, edges: { inputs, starts } } of terms) {
      /** Marks what an input, by its number among those that have a grid, and its edges have for themselves. */
      const mark = (live: number): void => {
        const [first, end] = [starts[live]!, starts[live + 1]!];
        moved.fill(1, segments.coefficients.offset + first * size, segments.coefficients.offset + end * size);
        for (const [name, { offset }] of Object.entries(segments.shape)) {
          const { scope } = shape[name]!;
          if (scope === 'edge') moved.fill(1, offset + first, offset + end);
          if (scope === 'input') moved[offset + live] = 1;
        }
      };
      for (const grid of [segments.domain, segments.knots]) {
        if (grid === null || inputs.length === 0) continue;
        const width = grid.length / inputs.length;
        for (let k = 0; k < grid.length; k++) if (before[grid.offset + k] !== after[grid.offset + k]) mark(Math.floor(k / width));
      }
    }
  }
  return moved;
}
