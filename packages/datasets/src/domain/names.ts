import { isExpressionError, parseExpression } from '@knotwork/expressions';
import type { Read } from '@knotwork/plugin/engine';
import { factorsOf, HIGHEST_ORDER } from './derivative-factors.js';
import { ambiguousDerivative, derivativeOfHighOrder, nameTaken, notAName } from './errors.js';

/** The names that stand in equations. */
export interface Names {
  /** In the order of the network's inputs. */
  readonly coordinates: readonly string[];
  /** In the order of its outputs. */
  readonly unknowns: readonly string[];
  readonly constants: Readonly<Record<string, number>>;
  /** Trainable numbers. */
  readonly parameters: readonly string[];
}

/** Refuses names that could not be told apart in a text. @throws KnotworkError `input` */
export function requireNames({ coordinates, unknowns, constants, parameters }: Names): void {
  const taken = new Map<string, string>();
  const lists = { coordinates, unknowns, constants: Object.keys(constants), parameters };
  for (const [list, names] of Object.entries(lists)) {
    for (const [k, name] of names.entries()) {
      // Names with an underscore are those of derivatives.
      const isPlain = /^[A-Za-z][A-Za-z0-9]*$/.test(name);
      const option = list === 'unknowns' ? `unknowns.${k}` : isPlain ? `${list}.${name}` : list;
      if (!isPlain || !isVariable(name)) throw notAName(option, name);
      const before = taken.get(name);
      if (before !== undefined) throw nameTaken(option, name, before);
      taken.set(name, option);
    }
  }
}

/** Whether an expression would read a name as a variable: it could be a number such as pi, or a function. */
function isVariable(name: string): boolean {
  try {
    return parseExpression(name).variables.length === 1;
  } catch (error) {
    if (isExpressionError(error)) return false;
    throw error;
  }
}

/**
 * What a name of an equation reads: a coordinate, an unknown, a parameter, or a derivative such as `u_x`, `u_tx` or `u_x_x`.
 *
 * @returns null for a name that is none of these
 * @throws KnotworkError `input` for a derivative that could be two, or of an order above {@link HIGHEST_ORDER}
 */
export function readOf(name: string, { coordinates, unknowns, parameters }: Names, option: string): Read | null {
  const input = coordinates.indexOf(name);
  if (input >= 0) return { of: 'input', index: input };
  const output = unknowns.indexOf(name);
  if (output >= 0) return { of: 'output', index: output };
  if (parameters.includes(name)) return { of: 'scalar', name };
  const cut = name.indexOf('_');
  const of = unknowns.indexOf(name.slice(0, cut));
  if (cut < 0 || of < 0) return null;
  const [inputs, other] = factorsOf(name.slice(cut + 1), coordinates);
  if (inputs === undefined) return null;
  if (other !== undefined) throw ambiguousDerivative(name, [inputs, other].map((way) => way.map((i) => coordinates[i]!)), option);
  if (inputs.length > HIGHEST_ORDER) throw derivativeOfHighOrder(name, inputs.length, HIGHEST_ORDER, option);
  return { of: 'derivative', output: of, inputs: [...inputs].sort((a, b) => a - b) };
}

/** The derivative that somebody meant who wrote `ux` or `U_x`. */
export function derivativeMeant(name: string, { coordinates, unknowns }: Pick<Names, 'coordinates' | 'unknowns'>): string | undefined {
  const plain = name.toLowerCase();
  const lower = coordinates.map((coordinate) => coordinate.toLowerCase());
  for (const unknown of unknowns) {
    if (!plain.startsWith(unknown.toLowerCase())) continue;
    const [inputs] = factorsOf(plain.slice(unknown.length).replace(/^_|_$/g, ''), lower);
    if (inputs !== undefined && inputs.length <= HIGHEST_ORDER) return `${unknown}_${inputs.map((i) => coordinates[i]!).join('')}`;
  }
  return undefined;
}
