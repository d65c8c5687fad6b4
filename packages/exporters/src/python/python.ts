import { defineExporter, type ExportedModel, type ExportTrial } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** A module of Python that needs numpy and nothing else. */
export const python = defineExporter({
  name: 'python',
  summary: 'A module of Python that needs numpy alone and takes many rows at once',
  options: z.strictObject({}),
  extension: '.py',
  precision: () => 'double',
  export: async (model) => ({ [`${model.name}.py`]: (await import('./python-source.js')).pythonSource(model) }),
  trial,
});

function trial({ name, task }: ExportedModel): ExportTrial {
  const columns = task === 'classification' ? `[${name}.predict(x), ${name}.probabilities(x), ${name}.class_of(x)[:, None]]` : `[${name}.predict(x)]`;
  const main = `import sys
import numpy as np
import ${name}

x = np.loadtxt(sys.stdin, ndmin=2)
np.savetxt(sys.stdout, np.hstack(${columns}), fmt="%.17g")
`;
  return { files: { [`${name}_main.py`]: main }, probe: ['python', '-c', 'import numpy'], needs: 'Python with numpy', commands: [['python', `${name}_main.py`]] };
}
