import { defineExporter } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** A module of Python that needs numpy and nothing else. */
export const python = defineExporter({
  name: 'python',
  summary: 'A module of Python that needs numpy alone and takes many rows at once',
  options: z.strictObject({}),
  extension: '.py',
  derivatives: true,
  precision: () => 'double',
  export: async (model) => ({ [`${model.name}.py`]: (await import('./python-source.js')).pythonSource(model) }),
  trial: async (model) => (await import('./python-source.js')).pythonTrial(model),
});
