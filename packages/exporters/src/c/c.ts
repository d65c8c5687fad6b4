import { defineExporter, z } from '@knotwork/plugin';
import { cSource } from './c-source.js';
import { cTrial } from './c-trial.js';

/** One file of C99, for microcontrollers and for whatever can call C. */
export const c = defineExporter({
  name: 'c',
  summary: 'One file of C99 without allocation, in double or float',
  options: z.strictObject({
    numbers: z.enum(['double', 'float']).default('double').describe('Type of all numbers; float where there is no arithmetic in double'),
  }),
  extension: '.c',
  precision: ({ numbers }) => (numbers === 'float' ? 'single' : 'double'),
  export: (model, { numbers }) => ({ [`${model.name}.c`]: cSource(model, numbers === 'float') }),
  trial: (model, { numbers }) => cTrial(model, numbers === 'float'),
});
