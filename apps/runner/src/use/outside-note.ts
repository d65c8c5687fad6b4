import type { Outside } from '@knotwork/model';

/** Inputs that a note names at most. */
const MOST = 5;

/** A note on rows that lie outside of what was learned; none where all are inside. */
export function outsideNote(outside: Outside | null, rows: number): readonly string[] {
  if (outside === null || outside.rows === 0) return [];
  const counts = [...new Set(outside.names.flat())].map((name) => ({ name, rows: outside.names.filter((of) => of.includes(name)).length })).sort((a, b) => b.rows - a.rows);
  const named = counts.slice(0, MOST).map(({ name, rows: n }) => `"${name}" (${n})`).join(', ');
  return [`${outside.rows} of ${rows} rows ${outside.rows === 1 ? 'lies' : 'lie'} outside of what was learned, in ${named}${counts.length > MOST ? ' and others' : ''}: predictions there are extrapolated`];
}
