import { binding, call, erfInParts, infix, input, leaf, plainWriting, statements, type Writing } from '@knotwork/algebra';
import { withNames } from '../text/named-leaves.js';

const ofNumpy = (name: string) => call(`np.${name}`);

/** A number as a literal of Python. */
export function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'np.nan';
  if (!Number.isFinite(value)) return value > 0 ? 'np.inf' : '-np.inf';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Formulas in Python with numpy, operation by operation; `_logistic`, `_erf`, `_locate` and `_entry` are functions of the file itself. */
export const pythonWriting: Writing = {
  ...plainWriting,
  constant: leaf(({ value }) => pythonNumber(value)),
  minimum: ofNumpy('minimum'), maximum: ofNumpy('maximum'), abs: ofNumpy('abs'), floor: ofNumpy('floor'), sqrt: ofNumpy('sqrt'), exp: ofNumpy('exp'), log: ofNumpy('log'),
  sin: ofNumpy('sin'), cos: ofNumpy('cos'), tanh: ofNumpy('tanh'), asin: ofNumpy('arcsin'), atan: ofNumpy('arctan'), erf: call('_erf'), sigmoid: call('_logistic'),
  // Of truth values Python takes no differences.
  less: { ...infix('<', binding.comparison), binds: binding.product, write: ([a, b]) => `1.0 * (${a!} < ${b!})` },
  where: { binds: binding.whole, places: [binding.sum, binding.any, binding.any], write: ([condition, a, b]) => `np.where(${condition!} != 0, ${a!}, ${b!})` },
  locate: call('_locate'),
  knotAt: { binds: binding.whole, places: [binding.any, binding.any], write: ([table, index], { value }) => `_entry(${table!}, ${index!}, ${value})` },
};

/** Functions that formulas may call, by name. */
const HELPERS: Readonly<Record<string, () => string>> = {
  _logistic: () => 'def _logistic(x):\n    return 1 / (1 + np.exp(-x))',
  _erf: () => {
    const { definitions, results } = statements([erfInParts(input('x'))], withNames(pythonWriting, {}), (k) => `v${k + 1}`, 100);
    return ['def _erf(x):', ...definitions.map(([name, text]) => `    ${name} = ${text}`), `    return ${results[0]!}`].join('\n');
  },
  _locate: () => `def _locate(t, u):
    # Number of the interval of ascending entries that holds u; the outer ones also what lies beyond.
    return np.searchsorted(t[1:-1], u, side="right").astype(float)`,
  _entry: () => `def _entry(t, k, offset):
    # Entry number k + offset; beyond the ends the last spacing goes on.
    at, last = k + offset, len(t) - 1
    low, high = np.minimum(at, 0), np.maximum(at - last, 0)
    inner = t[np.nan_to_num(np.clip(at, 0, last)).astype(int)]
    return inner + low * (t[1] - t[0]) + high * (t[-1] - t[-2])`,
};

/** Those that a text calls, two empty lines after each. */
export function pythonHelpers(text: string): string[] {
  return Object.keys(HELPERS).filter((name) => new RegExp(`(?<![.\\w])${name}\\(`).test(text)).flatMap((name) => [...HELPERS[name]!().split('\n'), '', '']);
}
