import type { Dialect } from '../scalar/dialect.js';
import { indented } from '../scalar/scalar-program.js';
import { wrapped } from '../text/wrapped.js';
import { javascriptWriting } from './javascript-writing.js';

/** JavaScript with typed arrays. */
export const javascriptDialect: Dialect = {
  writing: javascriptWriting,
  number: (value) => (Object.is(value, -0) ? '-0' : String(value)),
  table: (name, type, entries) => [`const ${name} = ${type === 'counts' ? 'Uint32Array' : 'Float64Array'}.from([`, ...wrapped(entries), ']);'],
  scratch: (name, length) => `const ${name} = new Float64Array(${length});`,
  constant: (name, text) => `const ${name} = ${text};`,
  variable: (name, text) => `let ${name} = ${text};`,
  whole: (name, text) => `const ${name} = ${text};`,
  loop: (name, end) => `for (let ${name} = 0; ${name} < ${end}; ${name}++)`,
  counter: (name) => `let ${name} = 0;`,
  define: (name, parameters, body) => [`function ${name}(${parameters.map(([of]) => of).join(', ')}) {`, ...indented(body), '}'],
  tableAt: (name, length) => `${name}, ${length} * k, ${length}`,
};
