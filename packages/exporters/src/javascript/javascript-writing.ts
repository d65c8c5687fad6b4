import { binding, call, erfInParts, infix, input, plainWriting, statements, type Writing } from '@knotwork/algebra';
import { withNames } from '../text/named-leaves.js';

const ofMath = (name: string) => call(`Math.${name}`);

/** Formulas in JavaScript, operation by operation; `logistic`, `erf`, `locate` and `entry` are functions of the file itself. */
export const javascriptWriting: Writing = {
  ...plainWriting,
  minimum: ofMath('min'), maximum: ofMath('max'), abs: ofMath('abs'), floor: ofMath('floor'), sqrt: ofMath('sqrt'), exp: ofMath('exp'), log: ofMath('log'), sin: ofMath('sin'),
  cos: ofMath('cos'), tanh: ofMath('tanh'), asin: ofMath('asin'), atan: ofMath('atan'), erf: call('erf'), sigmoid: call('logistic'),
  less: { ...infix('<', binding.comparison), binds: binding.whole, write: ([a, b]) => `(${a!} < ${b!} ? 1 : 0)` },
  where: { binds: binding.whole, places: [binding.sum, binding.any, binding.any], write: ([condition, a, b]) => `(${condition!} !== 0 ? ${a!} : ${b!})` },
  knotAt: { binds: binding.whole, places: [binding.any, binding.sum], write: ([table, index], { value }) => `entry(${table!}, ${index!}, ${value})` },
};

/** Functions that formulas may call, by name. */
const HELPERS: Readonly<Record<string, () => string>> = {
  logistic: () => 'function logistic(x) { return 1 / (1 + Math.exp(-x)); }',
  erf: () => {
    const { definitions, results } = statements([erfInParts(input('x'))], withNames(javascriptWriting, {}), (k) => `v${k + 1}`, 100);
    return ['function erf(x) {', ...definitions.map(([name, text]) => `  const ${name} = ${text};`), `  return ${results[0]!};`, '}'].join('\n');
  },
  locate: () => `// Number of the interval of n ascending entries, from place \`first\` on, that holds u; the outer ones also what lies beyond.
function locate(t, first, n, u) {
  let low = 0;
  let high = n - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (t[first + middle] <= u) low = middle; else high = middle;
  }
  return low;
}`,
  entry: () => `// Entry number k + offset of n, from place \`first\` on; beyond the ends the last spacing goes on.
function entry(t, first, n, k, offset) {
  const at = k + offset;
  const end = first + n - 1;
  if (at < 0) return t[first] + at * (t[first + 1] - t[first]);
  if (at > n - 1) return t[end] + (at - n + 1) * (t[end] - t[end - 1]);
  return t[first + at];
}`,
};

/** Those that a text calls. */
export function javascriptHelpers(text: string): string[] {
  return Object.keys(HELPERS).filter((name) => new RegExp(`(?<![.\\w])${name}\\(`).test(text)).flatMap((name) => [...HELPERS[name]!().split('\n'), '']);
}
