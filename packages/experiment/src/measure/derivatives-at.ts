import { formula, input } from '@knotwork/algebra';
import type { Samples } from '@knotwork/plugin';
import type { Engine, Objective, Read } from '@knotwork/plugin/engine';
import { DATA } from '@knotwork/training';
import type { Model } from '../stages/stage.js';

/** A derivative of an output, as blocks read it. */
export type DerivativeRead = Extract<Read, { of: 'derivative' }>;

/** An output itself. */
export type OutputRead = Extract<Read, { of: 'output' }>;

/**
 * Derivatives of outputs in inputs at points, and outputs beside them, in network units: `[count][reads]`. Where an output is no number, its derivatives may be numbers all the same.
 *
 * @param inputs in network units, at least one row, @param reads at least one
 * @throws KnotworkError `capability` where the engine does not have them
 */
export async function derivativesAt(engine: Engine, { structure, network }: Model, inputs: Samples, reads: readonly (DerivativeRead | OutputRead)[]): Promise<Samples> {
  const names = reads.map((_, k) => `d${k}`);
  // Engines compute what blocks read; nobody looks at what this one makes of it.
  const sum = names.map((name) => input(name)).reduce((a, b) => a.add(b));
  const objective: Objective = { blocks: [{ name: 'derivatives', points: DATA, form: 'residuals', formula: formula(names, { sum }), reads: Object.fromEntries(reads.map((read, k) => [names[k]!, read])), weight: 1 }] };
  const program = await engine.compile(structure, objective, { trainable: ['coefficients', 'bias'], parameters: 'trainable' });
  try {
    const state = await program.start(network);
    return await state.outputs(await program.bind({ [DATA]: { inputs } }), reads);
  } finally {
    await program.dispose();
  }
}
