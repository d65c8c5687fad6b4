import type { FarRows } from '@knotwork/experiment';
import type { TableFile } from '../new/table-file.js';

/**
 * Says where in a table the rows are whose targets lie far from what is said of them, and what they may have done.
 *
 * @param far of a run's result, by target, @param isFound whether there is an equation
 */
export function farLines(far: Readonly<Record<string, Pick<FarRows, 'rows' | 'from' | 'targets'>>> | null, table: Pick<TableFile, 'header' | 'columns' | 'lines'>, isFound: boolean): string[] {
  return Object.entries(far ?? {}).map(([name, { rows, from, targets }]) => {
    const one = rows === 1;
    const places = targets.map((target) => placeOf(target, name, table));
    const which = places.every((place) => place !== null) ? ` (${places.join(', ')}${rows > targets.length ? ', ...' : ''})` : '';
    const [of, others] = [`the ${one ? 'row' : `${rows} rows`}${which} whose "${name}" ${one ? 'lies' : 'lie'} far from what `, from === 'network' ? 'the network says' : `the rows nearest to ${one ? 'it' : 'them'} say`];
    return `${of}${others} may ${isFound ? 'have bent the equation' : 'hide a law'}: if ${one ? 'it is a slip, mend it or leave it out' : 'they are slips, mend them or leave them out'}, and look again`;
  });
}

/** The line, or the row, with a target that no other row has; null where there are several, or none. */
function placeOf(target: number, name: string, { header, columns, lines }: Pick<TableFile, 'header' | 'columns' | 'lines'>): string | null {
  const cells = columns[header.indexOf(name)] ?? [];
  const rows = cells.flatMap((cell, row) => (typeof cell === 'number' && Math.abs(cell - target) <= ROUNDING * Math.abs(target) ? [row] : []));
  if (rows.length !== 1) return null;
  return lines === undefined ? `row ${rows[0]! + 1}` : `line ${lines[rows[0]!]}`;
}

/** What reading and standardizing a number may change of it. */
const ROUNDING = 1e-9;
