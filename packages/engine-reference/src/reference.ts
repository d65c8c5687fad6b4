import { EngineProgram } from '@knotwork/engine-core';
import { defineEngine, type EngineDefinition, z } from '@knotwork/plugin';
import { capabilities } from './capabilities.js';
import { ReferenceBackend } from './reference-backend.js';

/** Plain loops over interpreted formulas, in double precision: what other engines are compared with. */
export const reference: EngineDefinition = defineEngine({
  name: 'reference',
  summary: 'Plain loops and interpreted formulas, in double precision; slow, and runs where no code may be generated',
  options: z.strictObject({}),
  create: async () => ({
    name: 'reference',
    precision: 'float64',
    can: capabilities,
    compile: (structure, objective, how) => EngineProgram.compile(structure, objective, how, async (task) => new ReferenceBackend(task)),
  }),
});
