import { defineExporter } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** One file of integer tables, an edge each, for hardware that looks up and adds. */
export const table = defineExporter({
  name: 'table',
  summary: 'One file of integer lookup tables, an edge each, for FPGAs and microcontrollers; its error is told',
  options: z.strictObject({
    bits: z.int().min(1).max(16).default(8).describe('Bits of an address: every table has 2^bits entries; one more about halves the error'),
    precision: z.int().min(2).max(32).default(16).describe('Bits of an entry, its sign included'),
  }),
  extension: '.json',
  sumsOnly: true,
  precision: () => 'quantized',
  export: async (model, options) => {
    const [{ tableFile }, { tableText }] = await Promise.all([import('./table-file.js'), import('./table-text.js')]);
    return { [`${model.name}.json`]: tableText(tableFile(model, options)) };
  },
  trial: async (model) => (await import('./table-trial.js')).tableTrial(model),
});
