import type { ExportedModel, ExportTrial } from '@knotwork/plugin';
import { headsOf, prototypes } from './c-source.js';

/** A program around the file that reads rows and writes outputs, compiled so that it complains of everything. */
export function cTrial(model: ExportedModel, isSingle: boolean): ExportTrial {
  const { name, task, inputs, outputs, derivatives } = model;
  const [real, format] = isSingle ? ['float', '%f'] : ['double', '%lf'];
  const heads = prototypes(model, real!);
  const isClassification = task === 'classification';
  const main = `#include <stdio.h>
${headsOf(model, heads).map((head) => `${head};\n`).join('')}
int main(void)
{
  ${real} x[${inputs.length}], y[${outputs.length}]${derivatives === undefined ? '' : `, d[${derivatives.columns.length}]`};
  for (;;) {
    for (int k = 0; k < ${inputs.length}; k++) if (scanf("${format}", x + k) != 1) return 0;
    ${name}_predict(x, y);
    for (int k = 0; k < ${outputs.length}; k++) printf("%.17g ", y[k]);
${isClassification ? `    ${name}_probabilities(x, y);
    for (int k = 0; k < ${outputs.length}; k++) printf("%.17g ", y[k]);
    printf("%d", ${name}_class(x));
` : ''}${derivatives === undefined ? '' : `    ${name}_derivatives(x, d);
    for (int k = 0; k < ${derivatives.columns.length}; k++) printf("%.17g ", d[k]);
`}    printf("\\n");
  }
}
`;
  return {
    files: { [`${name}_main.c`]: main }, probe: ['cc', '--version'], needs: 'a C compiler, cc',
    commands: [
      ['cc', '-std=c99', '-O0', '-Wall', '-Werror', '-fsanitize=address,undefined', '-fno-sanitize-recover', '-o', `${name}_trial`, `${name}.c`, `${name}_main.c`, '-lm'], [`./${name}_trial`],
    ],
  };
}
