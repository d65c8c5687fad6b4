import { loadsNativeCode } from '@knotwork/contraction/host';
import { engineOver } from '@knotwork/engine-core';
import * as z from '@knotwork/plugin/zod';
import { defineEngine, type EngineDefinition } from '@knotwork/plugin/engine';
import { capabilities } from './capabilities.js';
import { whyNoKernels } from './code/host-support.js';
import { noContraction } from './errors.js';
import { borrowArena, lentBytes } from './memory/arena.js';
import { kernelExtent } from './memory/kernel-extent.js';
import { KernelBackend } from './run/kernel-backend.js';
import { kernelKinds } from './run/kernel-kinds.js';
import { threadsAsked } from './threads/asked.js';
import { canDivide } from './threads/lane-count.js';

/** The default engine: kernels where the host runs them, else plain loops. */
export const native: EngineDefinition = defineEngine({
  name: 'native',
  summary: 'Runs in this process, in Node or a browser, without anything to install',
  options: z.strictObject({
    precision: z.enum(['float64', 'float32']).default('float64').describe('number format of parameters and sums; the reference path computes in float64 all the same, and run.json says so'),
    contraction: z.enum(['auto', 'wasm', 'native']).default('auto').describe('auto: native code for wide layers, second-order steps and formulas that it knows, where it is installed and the processor has its instructions; wasm: kernels alone; native: for every layer in rows, or refused'),
    kernels: z.enum(['auto', 'off']).default('auto').describe('auto: code generated from formulas, where the host runs it; off: the plain reference path'),
  }),
  create: async ({ precision, contraction, kernels }) => {
    const because = kernels === 'off' ? 'engine.kernels is off' : whyNoKernels();
    const name = 'native';
    if (because !== null && contraction === 'native') throw noContraction(`they work on the memory of kernels, and ${because}`);
    if (because === null) {
      // Loaded where there can be any, so that a page does not.
      const wide = contraction === 'native' || (contraction === 'auto' && loadsNativeCode()) ? (await import('./run/contractions/wide-rows.js')).wideRows(precision, contraction === 'native') : null;
      // Threads share memory, which pages may where their headers isolate them.
      const crew = loadsNativeCode() || (globalThis as { readonly crossOriginIsolated?: boolean }).crossOriginIsolated ? (await import('./threads/crew.js')).Crew.here(threadsAsked()) : null;
      const notes = Object.freeze({ path: 'kernels', ...(wide === null ? {} : { contraction: 'native' }) });
      return engineOver({ name, precision, can: capabilities, notes, bytes: kernelExtent(precision, wide?.isWide, () => 1 + (crew?.size ?? 0)), held: lentBytes, make: async (task) => {
        const layout = KernelBackend.layoutOf(task, precision, wide);
        const kinds = await kernelKinds(task, layout);
        // Small networks have nothing to divide.
        const lanes = canDivide(task.structure) ? (await import('./threads/pass-lanes.js')).lanesFor(task, crew) : null;
        return new KernelBackend(task, layout, kinds, borrowArena(lanes !== null && crew !== null), wide, lanes);
      } });
    }
    // Rounding every number of an interpreter would only make it slower; what it computes is what float32 approximates.
    const { referenceExtent, ReferenceBackend } = await import('@knotwork/engine-reference');
    const notes = Object.freeze({ path: 'reference', because, ...(precision === 'float32' ? { computes: 'float64' } : {}) });
    return engineOver({ name, precision: 'float64', can: capabilities, notes, bytes: referenceExtent, make: (task) => new ReferenceBackend(task) });
  },
  backends: async () => (await import('./backends.js')).backends(),
});
