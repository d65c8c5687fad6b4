import type { ExportedFiles, ExportedModel, ExportTrial } from '@knotwork/plugin';
import { indented, ScalarProgram } from '../scalar/scalar-program.js';
import { introduction } from '../text/introduction.js';
import { javascriptDialect } from './javascript-dialect.js';
import { javascriptHelpers } from './javascript-writing.js';

/** The module and its types. */
export const javascriptFiles = (model: ExportedModel): ExportedFiles => ({ [`${model.name}.mjs`]: source(model), [`${model.name}.d.mts`]: types(model) });

function source(model: ExportedModel): string {
  const { task, inputs, outputs, classes, members, derivatives } = model;
  const program = new ScalarProgram(javascriptDialect);
  const networks = members.map((member) => program.network(member));
  const slopes = derivatives?.members.map((member) => program.network(member)) ?? [];
  const body = [
    ...program.functions,
    '/** Outputs for one row of inputs. */', 'export function predict(x) {', ...indented(meanOf(networks, inputs.length, outputs.length)), '}',
    ...(derivatives === undefined ? [] : ['', '/** Derivatives of outputs in inputs for one row of inputs. */', 'export function derivatives(x) {', ...indented(meanOf(slopes, inputs.length, derivatives.columns.length)), '}']),
    ...(task === 'classification' ? CLASSIFIES : []),
  ];
  const names = (of: readonly { readonly name: string }[]): string => JSON.stringify(of.map(({ name }) => name));
  return `${[
    ...introduction(model).map((line) => `// ${line}`.trimEnd()), '',
    `export const inputs = ${names(inputs)};`, `export const outputs = ${names(outputs)};`, ...(derivatives === undefined ? [] : [`export const derivativeNames = ${names(derivatives.columns)};`]), ...(task === 'classification' ? [`export const classes = ${JSON.stringify(classes)};`] : []), '',
    ...program.tables, '', ...javascriptHelpers(body.join('\n')), ...body,
  ].join('\n')}\n`;
}

/** The mean of what some networks make of x, an array of numbers. */
function meanOf(networks: readonly string[], inputs: number, outputs: number): string[] {
  return [
    `if (x.length !== ${inputs}) throw new RangeError(\`A row has ${inputs} inputs; got \${x.length}.\`);`, `const y = new Float64Array(${outputs});`,
    ...(networks.length === 1 ? [`${networks[0]!}(x, y);`] : [
      `const one = new Float64Array(${outputs});`,
      `for (const network of [${networks.join(', ')}]) {`, '  network(x, one);', '  for (let k = 0; k < y.length; k++) y[k] += one[k];', '}',
      `for (let k = 0; k < y.length; k++) y[k] /= ${networks.length};`,
    ]),
    'return Array.from(y);',
  ];
}

const CLASSIFIES = `
/** Probabilities of the classes for one row of inputs. */
export function probabilities(x) {
  const y = predict(x);
  const top = Math.max(...y);
  const powers = y.map((v) => Math.exp(v - top));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((v) => v / sum);
}

/** Number of the most probable class for one row of inputs. */
export function classOf(x) {
  return predict(x).reduce((best, v, k, y) => (v > y[best] ? k : best), 0);
}`.split('\n');

function types({ task, derivatives }: ExportedModel): string {
  const classifies = task === 'classification' ? `
/** Names of the classes, by number. */
export declare const classes: readonly string[];
/** Probabilities of the classes for one row of inputs. */
export declare function probabilities(x: ArrayLike<number>): number[];
/** Number of the most probable class for one row of inputs. */
export declare function classOf(x: ArrayLike<number>): number;
` : '';
  const slopes = derivatives === undefined ? '' : `
/** Names of the derivatives, in order. */
export declare const derivativeNames: readonly string[];
/**
 * Derivatives of outputs in inputs for one row of inputs, all in the units of the data.
 * @throws RangeError for a row of another length
 */
export declare function derivatives(x: ArrayLike<number>): number[];
`;
  return `/** Names of the inputs, in order. */
export declare const inputs: readonly string[];
/** Names of the outputs, in order. */
export declare const outputs: readonly string[];
/**
 * ${task === 'classification' ? 'Numbers of the classes before softmax' : 'Outputs'} for one row of inputs, all in the units of the data.
 * @throws RangeError for a row of another length
 */
export declare function predict(x: ArrayLike<number>): number[];
${slopes}${classifies}`;
}

/** A program around the file that reads rows and writes outputs. */
export function javascriptTrial({ name, task, derivatives }: ExportedModel): ExportTrial {
  const more = `${task === 'classification' ? ', ...network.probabilities(x), network.classOf(x)' : ''}${derivatives === undefined ? '' : ', ...network.derivatives(x)'}`;
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
