import { defineExporter } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** An ONNX model of standard operators, opset 17, for any number of rows. */
export const onnx = defineExporter({
  name: 'onnx',
  summary: 'An ONNX model of standard operators (opset 17) for any number of rows, in float or double',
  options: z.strictObject({
    numbers: z.enum(['float', 'double']).default('float').describe('Type of all numbers; accelerators want float'),
  }),
  extension: '.onnx',
  derivatives: true,
  precision: ({ numbers }) => (numbers === 'float' ? 'single' : 'double'),
  export: async (model, { numbers }) => ({ [`${model.name}.onnx`]: (await import('./onnx-model.js')).onnxModel(model, numbers) }),
  trial: async (model, { numbers }) => (await import('./onnx-model.js')).onnxTrial(model, numbers),
});
