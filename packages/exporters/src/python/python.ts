import { defineExporter, type ExportedModel, type ExportTrial, z } from '@knotwork/plugin';
import { pythonSource } from './python-source.js';

/** A module of Python that needs numpy and nothing else. */
export const python = defineExporter({
  name: 'python',
  summary: 'A module of Python that needs numpy alone and takes many rows at once',
  options: z.strictObject({}),
  extension: '.py',
  precision: () => 'double',
  export: (model) => ({ [`${model.name}.py`]: pythonSource(model) }),
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
