import type { Code, Language } from '@knotwork/expressions';
import type { EquationData, EquationInput, EquationOutput } from './equation.js';
import { symbolsOf } from './symbols.js';

/** Words of languages that no name may be; the names of formulas are none of their functions already. */
const RESERVED: Readonly<Record<Language, ReadonlySet<string>>> = {
  python: words('as assert async await break class continue def del elif else except finally for from global if import is lambda nonlocal pass raise return try while with yield None True False self'),
  typescript: words('break case catch class const continue debugger default delete do else enum export extends finally for function if import instanceof let new return super switch this throw try typeof var void while with yield await static interface package private protected public arguments eval'),
  c: words('auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while main y0 y1 yn j0 j1 jn gamma lgamma tgamma hypot fmin fmax fabs round trunc'),
};

function words(text: string): ReadonlySet<string> { return new Set(text.split(' ')); }

/** Writes an expression of mathjs in a language. */
export type Writer = (text: string, language: Language, names: Readonly<Record<string, string>>) => Code;

/**
 * A file with one function for each output, of all inputs that some output uses, in their order.
 *
 * @returns source text without anything but the language's own library
 */
export function programOf({ inputs, outputs }: EquationData, language: Language, write: Writer): string {
  const used = inputs.filter(({ isUsed }) => isUsed);
  const own = (symbol: string): string => (RESERVED[language].has(symbol) ? `${symbol}_` : symbol);
  const names = Object.fromEntries(used.map(({ symbol }) => [symbol, own(symbol)]));
  const functions = symbolsOf([...Object.values(names), ...outputs.map(({ name }) => name)]).slice(used.length).map(own);
  const codes = outputs.map(({ text }) => write(text, language, names));
  const helpers = [...new Set(codes.flatMap((code) => code.helpers))];
  const bodies = outputs.map((output, k) => FUNCTIONS[language](functions[k]!, used.map(({ symbol }) => names[symbol]!), codes[k]!.text, commentOf(output, used)));
  const head = language === 'python' ? ['import math'] : language === 'c' ? ['#include <math.h>'] : [];
  const gap = language === 'python' ? '\n\n\n' : '\n\n';
  return `${[...head, ...helpers, ...bodies].join(gap)}\n`;
}

/** What a function is, in lines: names that anybody may have chosen end no comment. */
function commentOf({ name, unit, text }: EquationOutput, inputs: readonly EquationInput[]): string[] {
  const titled = ({ name: title, unit: of }: { readonly name: string; readonly unit?: string }): string => (of === undefined ? title : `${title} [${of}]`);
  const strangers = inputs.filter(({ name: title, symbol, unit: of }) => title !== symbol || of !== undefined).map((input) => `${input.symbol}: ${titled(input)}`);
  return [`${titled({ name, ...(unit === undefined ? {} : { unit }) })} = ${text}`, ...strangers].map((line) => line.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').replaceAll('\\', '/').replaceAll('*/', '* /').replaceAll('/*', '/ *').replaceAll('"""', "'''").replaceAll('??', '? ?'));
}

type FunctionText = (name: string, inputs: readonly string[], text: string, comment: readonly string[]) => string;

const FUNCTIONS: Readonly<Record<Language, FunctionText>> = {
  python: (name, inputs, text, comment) => `def ${name}(${inputs.join(', ')}):\n    """${comment.join('\n\n    ')}${comment.at(-1)!.endsWith('"') ? ' ' : ''}"""\n    return ${text}`,
  typescript: (name, inputs, text, comment) => `${blockComment(comment)}\nexport function ${name}(${inputs.map((symbol) => `${symbol}: number`).join(', ')}): number {\n  return ${text};\n}`,
  c: (name, inputs, text, comment) => `${blockComment(comment)}\ndouble ${name}(${inputs.map((symbol) => `double ${symbol}`).join(', ') || 'void'}) {\n  return ${text};\n}`,
};

const blockComment = (lines: readonly string[]): string => (lines.length === 1 ? `/* ${lines[0]} */` : `/*\n${lines.map((line) => ` * ${line}`).join('\n')}\n */`);
