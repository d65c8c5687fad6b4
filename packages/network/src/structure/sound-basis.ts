import type { BasisDefinition, ShapeParameter } from '@knotwork/plugin';
import { brokenBasis } from '../errors.js';

/** What a basis declares must at least be possible. */
export function requireSound(
  basis: BasisDefinition, options: Readonly<Record<string, unknown>>, size: number, intervals: number | null, shape: Readonly<Record<string, ShapeParameter>>,
): void {
  if (!Number.isInteger(size) || size < 1) throw brokenBasis(basis.name, `its size must be a whole number of at least 1; it is ${size}`);
  if (intervals !== null && (!Number.isInteger(intervals) || intervals < 1)) throw brokenBasis(basis.name, `its intervals must be a whole number of at least 1; they are ${intervals}`);
  for (const [name, parameter] of Object.entries(shape)) requireParameter(basis, name, parameter);
  const scopes = Object.values(shape).map((s) => s.scope);
  if (basis.capabilities.onDomainMove === 'transport') {
    if (basis.transport === undefined) throw brokenBasis(basis.name, 'it declares onDomainMove "transport" and has no function "transport"');
    if (scopes.includes('layer')) throw brokenBasis(basis.name, 'its shape parameters are shared by a whole layer, so they cannot follow the domain of one input');
  }
  const { smoothness, differenceOrder, refine } = basis.capabilities;
  for (const [claim, value, least] of [['smoothness', smoothness?.(options), 0], ['differenceOrder', differenceOrder?.(options), 1]] as const) {
    if (value !== undefined && !(Number.isInteger(value) && value >= least)) throw brokenBasis(basis.name, `its ${claim} must be a whole number of at least ${least}; it is ${JSON.stringify(value)}`);
  }
  const option = refine?.option;
  if (option !== undefined && !(option in basis.options.shape)) throw brokenBasis(basis.name, `it is refined by the option "${option}", which it does not have`);
}

function requireParameter({ name }: BasisDefinition, parameter: string, { scope, trainable, initial, constraint }: ShapeParameter): void {
  const refuse = (what: string, wanted: string): never => { throw brokenBasis(name, `${what} of its shape parameter "${parameter}" must be ${wanted}`); };
  if (!['layer', 'input', 'edge'].includes(scope)) refuse('the scope', 'layer, input or edge');
  if (typeof trainable !== 'boolean') refuse('"trainable"', 'true or false');
  const { from, to } = typeof initial === 'number' ? { from: initial, to: initial } : initial ?? {};
  if (!(Number.isFinite(from) && Number.isFinite(to))) refuse('the initial value', 'a number, or { from, to } with two');
  if (constraint !== undefined && constraint !== 'positive') refuse('the constraint', '"positive", or left out');
}
