import { defineExporter } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** One file of C99, for microcontrollers and for whatever can call C. */
export const c = defineExporter({
  name: 'c',
  summary: 'One file of C99 without allocation, in double or float',
  options: z.strictObject({
    numbers: z.enum(['double', 'float']).default('double').describe('Type of all numbers; float where there is no arithmetic in double'),
  }),
  extension: '.c',
  derivatives: true,
  precision: ({ numbers }) => (numbers === 'float' ? 'single' : 'double'),
  export: async (model, { numbers }) => ({ [`${model.name}.c`]: (await import('./c-source.js')).cSource(model, numbers === 'float') }),
  trial: async (model, { numbers }) => (await import('./c-trial.js')).cTrial(model, numbers === 'float'),
});
