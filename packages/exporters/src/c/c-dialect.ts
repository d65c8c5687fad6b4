import type { Dialect, ParameterType } from '../scalar/dialect.js';
import { indented } from '../scalar/scalar-program.js';
import { wrapped } from '../text/wrapped.js';
import { cNumber } from './c-number.js';
import { cWriting } from './c-writing.js';

/** C99 with static functions and arrays. */
export function cDialect(isSingle: boolean): Dialect {
  const real = isSingle ? 'float' : 'double';
  const types: Readonly<Record<ParameterType, string>> = { count: 'int ', counts: 'const int *', numbers: `const ${real} *`, results: `${real} *` };
  return {
    writing: cWriting(isSingle),
    number: (value) => cNumber(value, isSingle),
    table: (name, type, entries) => [`static const ${type === 'counts' ? 'int' : real} ${name}[${entries.length}] = {`, ...wrapped(entries), '};'],
    scratch: (name, length) => `${real} ${name}[${length}];`,
    constant: (name, text) => `const ${real} ${name} = ${text};`,
    variable: (name, text) => `${real} ${name} = ${text};`,
    whole: (name, text) => `const int ${name} = (int)(${text});`,
    loop: (name, end) => `for (int ${name} = 0; ${name} < ${end}; ${name}++)`,
    counter: (name) => `int ${name} = 0;`,
    define: (name, parameters, body) => [`static void ${name}(${parameters.map(([of, type]) => `${types[type]}${of}`).join(', ')})`, '{', ...indented(body), '}'],
    tableAt: (name, length) => `${name} + ${length} * k, ${length}`,
  };
}
