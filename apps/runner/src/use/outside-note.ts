import type { Model, Outside } from '@knotwork/model';

/** Inputs that a note names at most. */
const MOST = 5;

/** A note on rows that lie outside of what was learned; none where all are inside. */
export function outsideNote({ inputs }: Model, outside: Outside | null, rows: number): readonly string[] {
  if (outside === null || outside.rows === 0) return [];
  const counts = inputs.map((name, i) => ({ name, rows: outside.inputs.filter((of) => of.includes(i)).length })).filter((of) => of.rows > 0).sort((a, b) => b.rows - a.rows);
  const named = counts.slice(0, MOST).map(({ name, rows: n }) => `"${name}" (${n})`).join(', ');
  return [`${outside.rows} of ${rows} rows ${outside.rows === 1 ? 'lies' : 'lie'} outside of what was learned, in ${named}${counts.length > MOST ? ' and others' : ''}: predictions there are extrapolated`];
}
