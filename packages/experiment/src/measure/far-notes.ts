import type { FarRows } from './far-rows.js';

/** Inputs of a row that a sentence says. */
const SAID_INPUTS = 3;

/** A sentence for every output with rows that are far. @param instead what may be typed so that they count less, null where there is nothing */
export function farNotes(far: Readonly<Record<string, FarRows>> | null, instead: string | null = null): string[] {
  return Object.entries(far ?? {}).map(([name, { rows, share, distance, from, targets, at }]) => {
    const shown = `${targets.map((y, k) => `${short(y)}${placeIn(at[k] ?? {})}`).join(', ')}${rows > targets.length ? ', ...' : ''}`;
    const what = from === 'neighbours' ? `what the rows nearest to ${rows === 1 ? 'it' : 'them'} say` : 'what the network says';
    return `${rows === 1 ? '1 row lies' : `${rows} rows (${Number((100 * share).toPrecision(2))} %) lie`} far from ${what}, ${rows === 1 ? '' : 'at least '}${Math.round(distance)} times the usual distance: "${name}" is ${shown}. `
      + `Mend or leave out what is a slip, since it bends everything${instead === null ? '' : `; ${instead} lets such rows count less`}`;
  });
}

const short = (value: number): string => String(Number(value.toPrecision(5)));

/** Where a row is, by its first inputs. */
function placeIn(at: Readonly<Record<string, number>>): string {
  const inputs = Object.entries(at);
  return inputs.length === 0 ? '' : ` (${inputs.slice(0, SAID_INPUTS).map(([name, value]) => `${name} ${short(value)}`).join(', ')}${inputs.length > SAID_INPUTS ? ', ...' : ''})`;
}
