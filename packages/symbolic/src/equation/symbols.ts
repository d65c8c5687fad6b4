import { latinLetters } from './latin-letters.js';

/** Names that are something else where formulas are read: constants and functions of mathjs, and of programming languages in most of which they may not be used. */
const TAKEN = new Set([
  'e', 'E', 'i', 'pi', 'PI', 'tau', 'phi', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'SQRT1_2', 'SQRT2', 'NaN', 'Infinity', 'null', 'undefined', 'true', 'false', 'version', 'end', 'mod', 'to', 'in', 'and', 'or', 'xor', 'not',
  'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'exp', 'log', 'ln', 'log10', 'log2', 'sqrt', 'cbrt', 'square', 'cube', 'pow', 'abs', 'sign', 'floor', 'ceil', 'min', 'max',
  'erf', 'sigmoid', 'relu', 'softplus', 'math', 'Math',
]);

/** What inputs are called in formulas: their names where they are letters, digits and underscores; others become such, Greek letters by their names, and equal ones get a number. @param beside names of what stands in the same formulas: an input "&y" of a target "y" is not y */
export function symbolsOf(names: readonly string[], beside: readonly string[] = []): string[] {
  const used = new Set<string>();
  return names.map((name, k) => {
    const plain = latinLetters(name).replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '');
    const word = plain === '' ? `x${k + 1}` : /^\d/.test(plain) ? `x_${plain}` : plain;
    const wish = TAKEN.has(word) ? `${word}_` : word;
    let symbol = wish;
    // Also beside names that stand further on as they are.
    for (let n = 2; used.has(symbol) || (symbol !== name && (names.includes(symbol) || beside.includes(symbol))); n++) symbol = `${wish.replace(/_$/, '')}_${n}`;
    used.add(symbol);
    return symbol;
  });
}
