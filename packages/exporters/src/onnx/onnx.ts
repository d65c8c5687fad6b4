import { defineExporter, type ExportedModel, type ExportTrial } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** An ONNX model of standard operators, opset 17, for any number of rows. */
export const onnx = defineExporter({
  name: 'onnx',
  summary: 'An ONNX model of standard operators (opset 17) for any number of rows, in float or double',
  options: z.strictObject({
    numbers: z.enum(['float', 'double']).default('float').describe('Type of all numbers; accelerators want float'),
  }),
  extension: '.onnx',
  precision: ({ numbers }) => (numbers === 'float' ? 'single' : 'double'),
  export: async (model, { numbers }) => ({ [`${model.name}.onnx`]: (await import('./onnx-model.js')).onnxModel(model, numbers) }),
  trial: (model, { numbers }) => trial(model, numbers),
});

function trial({ name, task }: ExportedModel, numbers: 'float' | 'double'): ExportTrial {
  const main = `import sys
import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession("${name}.onnx", providers=["CPUExecutionProvider"])
x = np.loadtxt(sys.stdin, ndmin=2).astype(np.float${numbers === 'float' ? 32 : 64})
results = session.run(None, {"x": x})
np.savetxt(sys.stdout, np.hstack(${task === 'classification' ? '[results[0], results[1], results[2][:, None]]' : 'results'}), fmt="%.17g")
`;
  return {
    files: { [`${name}_main.py`]: main }, probe: ['python', '-c', 'import numpy, onnxruntime'], needs: 'Python with numpy and onnxruntime', commands: [['python', `${name}_main.py`]],
  };
}
