import { decimalOf, fractionOf } from './polynomial.js';

/** A positive number in two languages: what stands above the line and below it; '' for 1. */
export interface WrittenNumber { readonly over: string; readonly under: string; readonly overLatex: string; readonly underLatex: string }

interface Known { readonly value: number; readonly text: string; readonly latex: string }
/** Numbers by which people write others. */
const KNOWN: readonly Known[] = [
  { value: Math.PI, text: 'pi', latex: '\\pi' }, { value: Math.sqrt(Math.PI), text: 'sqrt(pi)', latex: '\\sqrt{\\pi}' },
  { value: Math.PI ** 2, text: 'pi^2', latex: '\\pi^{2}' }, { value: Math.PI ** 3, text: 'pi^3', latex: '\\pi^{3}' }, { value: Math.log(2), text: 'log(2)', latex: '\\ln 2' },
  { value: Math.sqrt(2 * Math.PI), text: 'sqrt(2 * pi)', latex: '\\sqrt{2 \\pi}' },
  ...[2, 3, 5, 6, 7, 10].map((n) => ({ value: Math.sqrt(n), text: `sqrt(${n})`, latex: `\\sqrt{${n}}` })),
];

/** Largest whole number beside a known one. */
const MOST = 5_040;

/** Writes a positive number as a fraction, or as one times or over a number that has a name; else in digits. */
export function writtenNumber(value: number): WrittenNumber {
  const plain = (n: number): string => (n === 1 ? '' : String(n));
  const decimal = decimalOf(value);
  if (decimal !== null) return { over: decimal, under: '', overLatex: powersOfTen(decimal), underLatex: '' };
  const fraction = fractionOf(value);
  if (fraction !== null) return { over: plain(fraction.over), under: plain(fraction.under), overLatex: plain(fraction.over), underLatex: plain(fraction.under) };
  for (const { value: known, text, latex } of KNOWN) {
    const [above, below] = [small(value / known), small(value * known)];
    if (above !== null) return { over: product(above.over, text, ' * '), under: plain(above.under), overLatex: product(above.over, latex, ' '), underLatex: plain(above.under) };
    if (below !== null) return { over: plain(below.over), under: product(below.under, text, ' * '), overLatex: plain(below.over), underLatex: product(below.under, latex, ' ') };
  }
  return { over: String(value), under: '', overLatex: powersOfTen(String(value)), underLatex: '' };
}

function powersOfTen(digits: string): string {
  const [mantissa, exponent] = digits.split('e') as [string, string?];
  return exponent === undefined ? digits : `${mantissa === '1' ? '' : `${mantissa} \\cdot `}10^{${Number(exponent)}}`;
}

function small(value: number): { readonly over: number; readonly under: number } | null {
  // What was multiplied by a known number has lost a digit.
  const found = fractionOf(Number(value.toPrecision(15))) ?? null;
  return found !== null && found.over <= MOST && found.under <= MOST ? found : null;
}

const product = (n: number, name: string, times: string): string => (n === 1 ? name : `${n}${times}${name}`);
