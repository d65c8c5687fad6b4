import { MOST_ARRAYS, MOST_CUTS } from '@knotwork/contraction';
import { type ShapeStep, START } from '@knotwork/engine-native/known-shapes';
import type { KnownFormula } from './known-formulas.js';

type Print = (a: string, b: string, c: string, step: ShapeStep) => string;
const call = (name: string): Print => (...args) => `${name}(${args.slice(0, -1).filter((a) => a !== undefined).join(', ')})`;

/** Operations in C, on vectors, as `native/map.c` has them. Each is rounded by itself, as the instruction of WebAssembly is. */
const OPERATIONS: Readonly<Record<string, Print>> = {
  add: (a, b) => `${a} + ${b}`,
  sub: (a, b) => `${a} - ${b}`,
  mul: (a, b) => `${a} * ${b}`,
  div: (a, b) => `${a} / ${b}`,
  reciprocal: (a) => `splat(1) / ${a}`,
  neg: (a) => `-${a}`,
  abs: call('ABSOLUTE'), sqrt: call('root'), floor: call('whole_part'),
  pseudoMinimum: call('PSEUDO_MINIMUM'), pseudoMaximum: call('PSEUDO_MAXIMUM'),
  isLess: call('LESS'), isDifferent: call('DIFFERENT'), select: call('SELECT'),
  and: call('AND'), or: call('OR'), xor: call('XOR'), andNot: call('AND_NOT'), addBits: call('ADD_BITS'), subBits: call('SUB_BITS'),
  bits: (_a, _b, _c, { name }) => `OF_BITS(${name}u${BigInt(name) < 2n ** 32n ? '' : 'll'})`,
  shiftLeft: (a, _b, _c, { value }) => `SHIFT_LEFT(${a}, ${value})`,
  shiftRight: (a, _b, _c, { value }) => `SHIFT_RIGHT(${a}, ${value})`,
};

/**
 * Formulas as C, for `native/map.c`.
 *
 * @throws RangeError for a formula that jobs have no room for, or with an operation that there is no C for: it should not be among those that are known
 */
export function printFormulas(maps: readonly KnownFormula[], features: readonly KnownFormula[]): string {
  const sized = ([4, 8] as const).map((size) => features.filter((formula) => formula.size === size));
  const numberOf = new Map(sized.flat().map((formula, k) => [formula, k]));
  const row = (fields: readonly (string | number)[]): string => ` \\\n    F(${fields.join(', ')})`;
  const featureRow = (formula: KnownFormula): string => {
    const { shape: { key, uniform, constants, outputs }, size } = formula;
    const starts = outputs.filter(({ to }) => to === START).length;
    return row([numberOf.get(formula)!, JSON.stringify(key), size, uniform, outputs.length - starts, constants.length, starts]);
  };
  const mapRow = ({ shape: { key, arrays, uniform, constants, outputs } }: KnownFormula, k: number): string => {
    if (arrays > MOST_ARRAYS || uniform > MOST_CUTS) throw new RangeError(`${key}: more arrays or cuts than a job has room for`);
    return row([k, JSON.stringify(key), arrays, uniform, constants.length, outputs.reduce((bits, { to }) => bits | (1 << Number(to)), 0)]);
  };
  const ofSize = (k: 0 | 1): string => sized[k]!.map((formula) => body(`features_${numberOf.get(formula)!}`, formula)).join('\n\n');
  return `/*
 * Formulas as map.c goes over arrays with them. Written by \`npm run -s contraction -- --formulas\`, of the formulas of plugins: they are known by their operations, by no name.
 * x arrays, u what is the same for all, c constants, y what is written.
 */
#define MAPS(F)${maps.map(mapRow).join('')}

#define FEATURES_4(F)${sized[0]!.map(featureRow).join('')}

#define FEATURES_8(F)${sized[1]!.map(featureRow).join('')}
#define FIRST_8 ${sized[0]!.length}

#ifdef REAL
${maps.map((formula, k) => body(`map_${k}`, formula)).join('\n\n')}

#if IS_DOUBLE
${ofSize(1)}
#else
${ofSize(0)}
#endif
#endif
`;
}

function body(name: string, { shape: { key, steps, outputs }, of }: KnownFormula): string {
  const planes = outputs.length - 1;
  return [
    `/* ${of.join('; ')} */`,
    `INLINE void ${name}(const vector *x, const vector *u, const vector *c, vector *y) {`,
    ...steps.map((step, n) => `    const vector t${n} = ${operation(step, key)};`),
    ...outputs.map(({ to, value }) => `    y[${to === START ? planes : to}] = ${placeOf(value)};`),
    '}',
  ].join('\n');
}

function operation(step: ShapeStep, key: string): string {
  const print = OPERATIONS[step.op];
  if (print === undefined) throw new RangeError(`${key}: there is no C for "${step.op}"`);
  const [a, b, c] = step.args.map(placeOf) as [string, string, string];
  return print(a, b, c, step);
}

/** `x0` as C has it: `x[0]`; steps have names of their own. */
const placeOf = (name: string): string => (name.startsWith('t') ? name : `${name[0]!}[${name.slice(1)}]`);
