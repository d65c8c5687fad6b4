import type { ExportedModel } from '@knotwork/plugin';
import { introduction } from '../text/introduction.js';
import { indented, ScalarProgram } from '../scalar/scalar-program.js';
import { cDialect } from './c-dialect.js';
import { cHelpers } from './c-helpers.js';
import { cNumber } from './c-number.js';

/** A model as one file of C99. */
export function cSource(model: ExportedModel, isSingle: boolean): string {
  const { name, task, inputs, outputs, members, derivatives } = model;
  const real = isSingle ? 'float' : 'double';
  const program = new ScalarProgram(cDialect(isSingle));
  const networks = members.map((member) => program.network(member));
  const slopes = derivatives?.members.map((member) => program.network(member)) ?? [];
  const heads = prototypes(model, real);
  const results = [
    heads.predict, '{', ...indented(meanOf(networks, 'y', outputs.length, real, isSingle)), '}',
    ...(derivatives === undefined ? [] : ['', heads.derivatives, '{', ...indented(meanOf(slopes, 'd', derivatives.columns.length, real, isSingle)), '}']),
    ...(task === 'classification' ? ['', ...probabilities(heads.probabilities, name, outputs.length, real, isSingle), '', ...largest(heads.class, name, outputs.length, real)] : []),
  ];
  const body = [...program.functions, ...results];
  return `${[
    '/*', ...introduction(model).map((line) => ` * ${line}`.trimEnd()),
    ' *', ` * C99, ${real}, no allocation. The array x has ${inputs.length} ${inputs.length === 1 ? 'number' : 'numbers'}, y ${outputs.length}${derivatives === undefined ? '' : `, d ${derivatives.columns.length}`}. Link with -lm.`, ' */',
    '#include <math.h>', '',
    ...headsOf(model, heads).map((head) => `${head};`), '',
    ...program.tables, '', ...cHelpers(body.join('\n'), isSingle), ...body,
  ].join('\n')}\n`;
}

/** Heads of the functions that a model has. */
export const headsOf = ({ task, derivatives }: ExportedModel, { predict, derivatives: slopes, probabilities: p, class: k }: Heads): readonly string[] => [
  predict, ...(derivatives === undefined ? [] : [slopes]), ...(task === 'classification' ? [p, k] : []),
];

type Heads = Readonly<Record<'predict' | 'derivatives' | 'probabilities' | 'class', string>>;

/** Heads of all functions that are there for everybody. */
export function prototypes({ name }: ExportedModel, real: string): Heads {
  return {
    predict: `void ${name}_predict(const ${real} *x, ${real} *y)`,
    derivatives: `void ${name}_derivatives(const ${real} *x, ${real} *d)`,
    probabilities: `void ${name}_probabilities(const ${real} *x, ${real} *p)`,
    class: `int ${name}_class(const ${real} *x)`,
  };
}

/** @param to the array that the mean is written to */
function meanOf(networks: readonly string[], to: string, outputs: number, real: string, isSingle: boolean): string[] {
  if (networks.length === 1) return [`${networks[0]!}(x, ${to});`];
  const share = `${cNumber(networks.length, isSingle)}`;
  return [
    `${real} one[${outputs}];`, `for (int k = 0; k < ${outputs}; k++) ${to}[k] = 0;`,
    ...networks.flatMap((network) => [`${network}(x, one);`, `for (int k = 0; k < ${outputs}; k++) ${to}[k] += one[k];`]),
    `for (int k = 0; k < ${outputs}; k++) ${to}[k] /= ${share};`,
  ];
}

function probabilities(head: string, name: string, outputs: number, real: string, isSingle: boolean): string[] {
  const exp = isSingle ? 'expf' : 'exp';
  return [
    head, '{', ...indented([
      `${name}_predict(x, p);`, `${real} top = p[0], sum = 0;`, `for (int k = 1; k < ${outputs}; k++) if (p[k] > top) top = p[k];`,
      `for (int k = 0; k < ${outputs}; k++) sum += p[k] = ${exp}(p[k] - top);`, `for (int k = 0; k < ${outputs}; k++) p[k] /= sum;`,
    ]), '}',
  ];
}

function largest(head: string, name: string, outputs: number, real: string): string[] {
  return [
    head, '{', ...indented([
      `${real} y[${outputs}];`, 'int best = 0;', `${name}_predict(x, y);`, `for (int k = 1; k < ${outputs}; k++) if (y[k] > y[best]) best = k;`, 'return best;',
    ]), '}',
  ];
}
