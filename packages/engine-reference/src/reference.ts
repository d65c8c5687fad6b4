import { engineOver } from '@knotwork/engine-core';
import * as z from '@knotwork/plugin/zod';
import { defineEngine, type EngineDefinition } from '@knotwork/plugin/engine';
import { capabilities } from './capabilities.js';

/** Plain loops over interpreted formulas, in double precision: what other engines are compared with. */
export const reference: EngineDefinition = defineEngine({
  name: 'reference',
  summary: 'Plain loops and interpreted formulas, in double precision; slow, and runs where no code may be generated',
  options: z.strictObject({}),
  create: async () => {
    // Loaded when it is asked for: a page that trains with kernels does not.
    const { referenceExtent, ReferenceBackend } = await import('./computing.js');
    return engineOver({ name: 'reference', precision: 'float64', can: capabilities, bytes: referenceExtent, make: (task) => new ReferenceBackend(task) });
  },
});
