import type { Model, WithoutValue } from '@knotwork/model';
import type { EquationData } from '@knotwork/symbolic';
import { digits } from '../table.js';

/** Share of the spread of an output from which on it is told that the printed equation says something else than its network. */
const DIFFERS = 0.01;
/** Parts of an equation that a note names at most. */
const MOST_PARTS = 3;

/** A note that the network is asked, where a run printed an equation that is far from it. @param what is the network's, @param instead what to type for the equation */
export function networkNote({ run: { result } }: Pick<Model, 'run'>, what: string, instead: string): readonly string[] {
  const { outputs } = (result?.['formula'] ?? { outputs: [] }) as Pick<EquationData, 'outputs'>;
  const far = outputs.flatMap(({ name, difference }) => (difference !== null && difference.largest > DIFFERS ? [{ name, largest: difference.largest }] : [])).sort((a, b) => b.largest - a.largest);
  const [{ name, largest } = { name: '', largest: 0 }] = far;
  return far.length === 0 ? [] : [`${what} of the network, from which the printed equation of "${name}" differs by up to ${digits(largest)} of its spread: ${instead}`];
}

/** A note on rows at which an equation has no value, and why. @param rows of how many @param so what becomes of them */
export function withoutValueNote({ rows: without, parts }: WithoutValue, rows: number, so: string): readonly string[] {
  if (without === 0) return [];
  const named = parts.slice(0, MOST_PARTS).map(({ part, rows: n }) => `${part} (${n})`).join(', ');
  return [`the equation has no value at ${without} of ${rows} ${rows === 1 ? 'row' : 'rows'}${named === '' ? '' : `, where these are no numbers: ${named}${parts.length > MOST_PARTS ? ' and others' : ''}`}; ${so}`];
}
