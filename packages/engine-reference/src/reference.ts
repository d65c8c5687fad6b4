import { engineOver } from '@knotwork/engine-core';
import * as z from '@knotwork/plugin/zod';
import { defineEngine, type EngineDefinition } from '@knotwork/plugin/engine';
import { capabilities } from './capabilities.js';
import { referenceExtent } from './reference-extent.js';
import { ReferenceBackend } from './reference-backend.js';

/** Plain loops over interpreted formulas, in double precision: what other engines are compared with. */
export const reference: EngineDefinition = defineEngine({
  name: 'reference',
  summary: 'Plain loops and interpreted formulas, in double precision; slow, and runs where no code may be generated',
  options: z.strictObject({}),
  create: async () => engineOver({ name: 'reference', precision: 'float64', can: capabilities, bytes: referenceExtent, make: (task) => new ReferenceBackend(task) }),
});
