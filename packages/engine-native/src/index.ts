import { defineEngine, definePackage, type EngineDefinition, type OptionsOf, z } from '@knotwork/plugin';
import { capabilities } from './capabilities.js';
import { type Backend, EngineProgram, type Task } from '@knotwork/engine-core';
import { ReferenceBackend } from '@knotwork/engine-reference';
import { whyNoKernels } from './code/host-support.js';
import { KernelBackend } from './run/kernel-backend.js';

const options = z.strictObject({
  precision: z.enum(['float64', 'float32']).default('float64').describe('number format of parameters and sums; the reference path computes in float64 all the same, and run.json says so'),
  kernels: z.enum(['auto', 'off']).default('auto').describe('auto: code generated from formulas, where the host runs it; off: the plain reference path'),
});

/** A way of computing for every task, and what a run's record says about it. */
interface PathChoice {
  readonly notes: Readonly<Record<string, string>>;
  make(task: Task): Promise<Backend>;
}

/** Chooses how to compute. The one place that knows which ways there are. */
function choosePath({ kernels, precision }: Partial<OptionsOf<typeof options>>): PathChoice {
  const because = kernels === 'off' ? 'engine.kernels is off' : whyNoKernels();
  if (because === null) return { notes: Object.freeze({ path: 'kernels' }), make: async (task) => new KernelBackend(task) };
  return {
    // Rounding every number of an interpreter would only make it slower; what it computes is what float32 approximates.
    notes: Object.freeze({ path: 'reference', because, ...(precision === 'float32' ? { computes: 'float64' } : {}) }),
    make: async (task) => new ReferenceBackend(task),
  };
}

/** The default engine. */
export const native: EngineDefinition = defineEngine({
  name: 'native',
  summary: 'Runs in this process, in Node or a browser, without anything to install',
  options,
  create: async (chosen) => {
    const { notes, make } = choosePath(chosen);
    return {
      name: 'native',
      precision: chosen.precision,
      can: capabilities,
      notes,
      compile: (structure, objective, how) => EngineProgram.compile(structure, objective, how, make),
    };
  },
});

export default definePackage({ api: 1, plugins: [native] });
