import type { Structure } from '@knotwork/plugin';
import type { ProgramLayout } from './layout.js';

/** Unknowns that are not what they were: of another value, or coefficients on another grid. An optimizer's memory of them is void. */
export function changedUnknowns(structure: Structure, layout: ProgramLayout, before: Float64Array, after: Float64Array): number[] {
  const moved = movedInputs(structure, before, after);
  const changed: number[] = [];
  layout.parameterOf.forEach((at, k) => { if (before[at] !== after[at] || moved[at] === 1) changed.push(k); });
  return changed;
}

/** 1 for the coefficients of edges whose grid differs: the same number there means another function. */
function movedInputs(structure: Structure, before: Float64Array, after: Float64Array): Uint8Array {
  const moved = new Uint8Array(before.length);
  for (const { inputs, outputs, terms } of structure.layers) {
    for (const { size, segments: { coefficients, domain, knots } } of terms) {
      for (const grid of [domain, knots]) {
        if (grid === null) continue;
        const width = grid.length / inputs;
        for (let k = 0; k < grid.length; k++) {
          if (before[grid.offset + k] === after[grid.offset + k]) continue;
          const from = coefficients.offset + Math.floor(k / width) * outputs * size;
          moved.fill(1, from, from + outputs * size);
        }
      }
    }
  }
  return moved;
}
