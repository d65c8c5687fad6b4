import { binding, call, infix, leaf, plainWriting, type Writing } from '@knotwork/algebra';
import { cNumber } from './c-number.js';

/** Formulas in C, operation by operation; `least`, `greatest`, `logistic`, `locate` and `entry` are functions of the file itself. */
export function cWriting(isSingle: boolean): Writing {
  const ofMath = (name: string) => call(isSingle ? `${name}f` : name);
  const one = cNumber(1, isSingle);
  return {
    ...plainWriting,
    constant: leaf(({ value }) => cNumber(value, isSingle)),
    reciprocal: { binds: binding.product, places: [binding.sign], write: ([a]) => `${one} / ${a!}` },
    // They pass NaN on, which fmin and fmax do not.
    minimum: call('least'), maximum: call('greatest'),
    abs: ofMath('fabs'), floor: ofMath('floor'), sqrt: ofMath('sqrt'), exp: ofMath('exp'), log: ofMath('log'), sin: ofMath('sin'), cos: ofMath('cos'), tanh: ofMath('tanh'),
    asin: ofMath('asin'), atan: ofMath('atan'), erf: ofMath('erf'), sigmoid: call('logistic'),
    less: infix('<', binding.comparison),
    where: { binds: binding.whole, places: [binding.sum, binding.any, binding.any], write: ([condition, a, b]) => `(${condition!} != 0 ? ${a!} : ${b!})` },
    locate: { ...call('locate'), places: [binding.any, binding.any] },
    knotAt: { binds: binding.whole, places: [binding.any, binding.sum], write: ([table, index], { value }) => `entry(${table!}, ${index!}, ${value})` },
  };
}
