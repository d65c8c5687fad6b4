import * as z from '@knotwork/plugin/zod';
import { defineEngine, type EngineDefinition } from '@knotwork/plugin/engine';
import { BACKENDS } from './backends/backend-names.js';

/** The engine over TensorFlow.js. Nothing of TensorFlow.js is loaded before it is made. */
export const tfjs: EngineDefinition = defineEngine({
  name: 'tfjs',
  summary: 'Tensors of TensorFlow.js in single precision: tfjs-node-gpu, tfjs-node, WebAssembly or plain JavaScript',
  options: z.strictObject({
    precision: z.literal('float32').default('float32').describe('number format; there is no other'),
    backend: z.enum(['auto', ...BACKENDS]).default('auto').describe('what computes; auto takes the first of the others that is there'),
  }),
  backends: async () => (await import('./backends/list-backends.js')).listBackends(),
  create: async ({ backend }) => {
    const { tensorEngine } = await import('./tensor-engine.js');
    return tensorEngine(backend);
  },
});
