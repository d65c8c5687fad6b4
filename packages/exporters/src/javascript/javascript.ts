import { defineExporter } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** A module of JavaScript that depends on nothing, with its types. */
export const javascript = defineExporter({
  name: 'javascript',
  summary: 'A module of JavaScript without dependencies, for Node and browsers, with types for TypeScript',
  options: z.strictObject({}),
  extension: '.mjs',
  derivatives: true,
  precision: () => 'double',
  export: async (model) => (await import('./javascript-source.js')).javascriptFiles(model),
  trial: async (model) => (await import('./javascript-source.js')).javascriptTrial(model),
});
