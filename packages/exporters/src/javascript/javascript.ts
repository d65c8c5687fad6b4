import { defineExporter, type ExportedModel, type ExportTrial } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** A module of JavaScript that depends on nothing, with its types. */
export const javascript = defineExporter({
  name: 'javascript',
  summary: 'A module of JavaScript without dependencies, for Node and browsers, with types for TypeScript',
  options: z.strictObject({}),
  extension: '.mjs',
  precision: () => 'double',
  export: async (model) => (await import('./javascript-source.js')).javascriptFiles(model),
  trial,
});

function trial({ name, task }: ExportedModel): ExportTrial {
  const more = task === 'classification' ? ', ...network.probabilities(x), network.classOf(x)' : '';
  const main = `import { readFileSync } from 'node:fs';
import * as network from './${name}.mjs';

const lines = readFileSync(0, 'utf8').split('\\n').filter((line) => line !== '');
process.stdout.write(lines.map((line) => {
  const x = line.split(' ').map(Number);
  return \`\${[...network.predict(x)${more}].join(' ')}\\n\`;
}).join(''));
`;
  return { files: { [`${name}_main.mjs`]: main }, probe: ['node', '--version'], needs: 'Node', commands: [['node', `${name}_main.mjs`]] };
}
